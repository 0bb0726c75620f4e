#include "argument.h"

#include <redress/text.h>

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
	g_autofree char *text = g_strdelimit(g_strdup(reason->text), "\"", '\''); /* it is quoted */

	if (sort == HINT)
		g_string_append_printf(line, "\"%s\"", text);
	else if (sort == TAKEN_BACK && but != NULL)
		g_string_append_printf(line, "\"%s\" does not count as %.*s: %s", text,
				       (int)(but - reason->rule), reason->rule,
				       but + strlen(", but "));
	else if (sort == FOR)
		g_string_append_printf(line, "\"%s\" (%s, %.1f)", text, reason->rule,
				       reason->weight);
	else
		g_string_append_printf(line, "%s (%+.1f)", reason->text, reason->weight);
}

/* How a line of that sort begins. What single words say comes beside rules, or alone. */
static const char *
sort_begin(Sort sort, gboolean alone)
{
	switch (sort) {
	case FOR:
		return "it says";
	case HINT:
		return "hints are";
	case WORDS_FOR:
		return alone ? "people who mean that say" : "people who mean that also say";
	case TAKEN_BACK:
		return "but";
	default:
		return "against it speak";
	}
}

/* All reasons of one sort in one line; the same words count and are told once. */
static void
append_sort(GString *out, const RdFindings *findings, const char *label, Sort sort, gboolean alone)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GString) line = g_string_new(sort_begin(sort, alone));
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

/* Why a label of which enough was said does not hold. */
static const char *
denial_of(const RdFindings *findings, gboolean is_signal)
{
	switch (findings->kind) {
	case RD_KIND_COMPLAINT:
	case RD_KIND_REVIEW_ALERT:
		return is_signal ? "no: beside a complaint it takes more than that"
				 : "no: another type is stronger, or explains these words";
	case RD_KIND_UPDATE:
		return is_signal ? "no: another signal is stronger, or it is not for this writer "
				   "to say"
				 : "no: it is the old matter, told again";
	default:
		return is_signal ? "no: the mail is no news of a case"
				 : "no: the mail as a whole complains of nothing";
	}
}

static const char *
verdict_of(const RdFindings *findings, const char *label, gboolean holds, double share)
{
	RdSignal signal;

	gboolean is_signal = rd_signal_parse(label, &signal);

	if (!holds && share >= 1)
		return denial_of(findings, is_signal);
	if (!holds)
		return findings->kind == RD_KIND_UPDATE && !is_signal
			       ? "no: in news of a case it takes more, and only rules count"
			       : "no";
	if (g_strcmp0(rd_complaint_name(findings->primary), label) == 0)
		return share < 1 ? "yes, as the likeliest" : "yes, and it weighs most";
	return share < 1 ? "yes, it comes along or is the likeliest" : "yes";
}

static gboolean
label_is_heard(const RdFindings *findings, const char *label)
{
	for (guint i = 0; i < findings->because->len; i++) {
		const RdReason *reason = g_ptr_array_index(findings->because, i);
		Sort sort = reason_sort(reason);

		if (strcmp(reason->label, label) == 0 && (sort == FOR || sort == HINT))
			return TRUE;
	}
	return FALSE;
}

static void
append_label(GString *out, const RdFindings *findings, const char *label)
{
	gboolean alone = !label_is_heard(findings, label);
	gboolean holds = FALSE;
	double share = 0;

	if (!label_look(findings, label, &holds, &share))
		return;
	g_string_append_printf(out, "  %s: %s (%.0f %% of what it takes)\n", label,
			       verdict_of(findings, label, holds, share), 100 * share);
	for (Sort sort = FOR; sort < SORTS; sort++)
		append_sort(out, findings, label, sort, alone);
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
				rd_text_list(rest, ", ", label);
		}
	}
	if (rest->len > 0)
		g_string_append_printf(out, "  nothing of weight speaks for %s\n", rest->str);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
rd_argument_of_review(const RdReview *review)
{
	g_autofree char *stars = review->rating > 0 ? g_strdup_printf("%d star%s", review->rating,
								      review->rating > 1 ? "s" : "")
						    : g_strdup("no stars told");

	return g_strdup_printf("%s, %s, %s", review->platform, stars,
			       *review->reviewer != '\0' ? review->reviewer : "nobody named");
}
