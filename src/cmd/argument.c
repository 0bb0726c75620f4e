#include "argument.h"

#include <string.h>

#define PLAIN	  0.5 /* weight from which a reason is told with its rule */
#define NEAR	  0.3 /* share from which a label that does not hold is argued */
#define HINTS_MAX 8
#define WORDS	  "words of examples"

typedef enum { FOR, HINT, WORDS_FOR, TAKEN_BACK, WORDS_AGAINST, SORTS } Sort;

static Sort
reason_sort(const RdReason *reason)
{
	if (strcmp(reason->rule, WORDS) == 0)
		return reason->weight > 0 ? WORDS_FOR : WORDS_AGAINST;
	if (reason->weight < 0)
		return TAKEN_BACK;
	return reason->weight >= PLAIN ? FOR : HINT;
}

/* "rude-words, but negated": the rule and the guard, as a clause. */
static void
append_reason(GString *line, const RdReason *reason, Sort sort)
{
	const char *but = strstr(reason->rule, ", but ");

	if (sort == HINT)
		g_string_append_printf(line, "\"%s\"", reason->text);
	else if (sort == TAKEN_BACK && but != NULL)
		g_string_append_printf(line, "\"%s\" does not count as %.*s: %s", reason->text,
				       (int)(but - reason->rule), reason->rule,
				       but + strlen(", but "));
	else if (sort == FOR)
		g_string_append_printf(line, "\"%s\" (%s, %.1f)", reason->text, reason->rule,
				       reason->weight);
	else
		g_string_append_printf(line, "%s (%+.1f)", reason->text, reason->weight);
}

/* All reasons of one sort in one line; the same words count and are told once. */
static void
append_sort(GString *out, const RdFindings *findings, const char *label, Sort sort)
{
	static const char *const begins[SORTS] = {"it says", "hints are",
						  "people who mean that also say", "but",
						  "people who mean that seldom say"};
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GString) line = g_string_new(begins[sort]);
	guint n = 0;

	for (guint i = 0; i < findings->because->len; i++) {
		const RdReason *reason = g_ptr_array_index(findings->because, i);

		if (strcmp(reason->label, label) != 0 || reason_sort(reason) != sort ||
		    (sort == HINT && n >= HINTS_MAX) || !g_hash_table_add(seen, reason->text))
			continue;
		g_string_append(line, n++ > 0 ? ", " : " ");
		append_reason(line, reason, sort);
	}
	if (n > 0)
		g_string_append_printf(out, "    %s\n", line->str);
}

/* FALSE: @label is a hint at the kind of mail, and has no share. */
static gboolean
label_look(const RdFindings *findings, const char *label, gboolean *holds, double *share)
{
	RdComplaint complaint;
	RdSignal signal;

	if (rd_complaint_parse(label, &complaint)) {
		*holds = RD_HAS(findings->complaints, complaint);
		*share = findings->complaint_share[complaint];
		return TRUE;
	}
	if (rd_signal_parse(label, &signal)) {
		*holds = RD_HAS(findings->signals, signal);
		*share = findings->signal_share[signal];
		return TRUE;
	}
	return FALSE;
}

static const char *
verdict_of(const RdFindings *findings, const char *label, gboolean holds, double share)
{
	if (!holds)
		return share < 1 ? "no"
				 : "no, though: another label is stronger, it is old news, or not "
				   "for this "
				   "writer to say";
	if (g_strcmp0(rd_complaint_name(findings->primary), label) == 0)
		return share < 1 ? "yes, as the likeliest" : "yes, and it weighs most";
	return "yes";
}

static void
append_label(GString *out, const RdFindings *findings, const char *label)
{
	gboolean holds = FALSE;
	double share = 0;

	if (!label_look(findings, label, &holds, &share))
		return;
	g_string_append_printf(out, "  %s: %s (%.0f %% of what it takes)\n", label,
			       verdict_of(findings, label, holds, share), 100 * share);
	for (Sort sort = FOR; sort < SORTS; sort++)
		append_sort(out, findings, label, sort);
}

/* Enough was said for @label to argue why it does not hold. */
static gboolean
label_came_near(const RdFindings *findings, const char *label, double share)
{
	if (share >= NEAR)
		return TRUE;
	for (guint i = 0; i < findings->because->len; i++) {
		const RdReason *reason = g_ptr_array_index(findings->because, i);

		if (strcmp(reason->label, label) == 0 && reason->weight <= -PLAIN &&
		    reason_sort(reason) == TAKEN_BACK)
			return TRUE;
	}
	return FALSE;
}

const char *
rd_argument_label(guint i)
{
	return i < RD_COMPLAINT_LAST ? rd_complaint_name((RdComplaint)i)
				     : rd_signal_name((RdSignal)(i - RD_COMPLAINT_LAST));
}

char *
rd_argument_of(const RdFindings *findings, const char *label)
{
	g_autoptr(GString) out = g_string_new(NULL);

	append_label(out, findings, label);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
rd_argument_of_all(const RdFindings *findings)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GString) rest = g_string_new(NULL);

	for (guint pass = 0; pass < 2; pass++) {
		for (guint i = 0; i < RD_COMPLAINT_LAST + RD_SIGNAL_LAST; i++) {
			const char *label = rd_argument_label(i);
			gboolean holds = FALSE;
			double share = 0;

			label_look(findings, label, &holds, &share);
			if (pass == 0 ? holds : !holds && label_came_near(findings, label, share))
				append_label(out, findings, label);
			else if (pass == 1 && !holds)
				g_string_append_printf(rest, "%s%s", rest->len > 0 ? ", " : "",
						       label);
		}
	}
	if (rest->len > 0)
		g_string_append_printf(out, "  nothing of weight speaks for %s\n", rest->str);
	return g_string_free(g_steal_pointer(&out), FALSE);
}
