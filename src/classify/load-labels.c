/*
 * load-labels.c - labels, and the guards that take matches back.
 */

#include "load.h"

#include <string.h>

static gboolean
guard_name(gpointer data, const char *name, RdYamlNode node, GError **error)
{
	RdRules *rules = data;
	RdGuard *guard = rd_guard_make();

	guard->name = g_strdup(name);
	g_ptr_array_add(rules->guards, guard);
	if (rules->guards->len > 32)
		return rd_yaml_fail(node, error, "more than 32 guards");
	return TRUE;
}

static gboolean
guard_load_words(RdRules *rules, RdYamlNode node, RdGuard *guard, const char *key,
		 RdGuardPlace place, GError **error)
{
	g_autoptr(GArray) patterns = g_array_new(FALSE, FALSE, sizeof(guint));
	double words = 4;

	if (!rd_yaml_get_number(node, "words", &words, error) ||
	    !rd_load_patterns(rules, node, key, patterns, error))
		return FALSE;
	for (guint i = 0; i < patterns->len; i++) {
		RdGuardWords entry = {place, g_array_index(patterns, guint, i), (guint)words};

		g_array_append_val(guard->words, entry);
	}
	return TRUE;
}

static gboolean
guard_load(gpointer data, const char *name, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"before", "after", "inside", "sentence",
					    "words",  "stop",  "unless", NULL};
	RdRules *rules = data;
	gint index = rd_rules_find_guard(rules, name);
	RdGuard *guard = g_ptr_array_index(rules->guards, (guint)index);
	g_autoptr(GArray) stop = g_array_new(FALSE, FALSE, sizeof(guint));

	if (!rd_yaml_expect(node, known, error) ||
	    !guard_load_words(rules, node, guard, "before", RD_GUARD_BEFORE, error) ||
	    !guard_load_words(rules, node, guard, "after", RD_GUARD_AFTER, error) ||
	    !guard_load_words(rules, node, guard, "inside", RD_GUARD_INSIDE, error) ||
	    !guard_load_words(rules, node, guard, "sentence", RD_GUARD_SENTENCE, error) ||
	    !rd_load_set(rules, node, "unless", rd_rules_find_guard, &guard->unless, error) ||
	    !rd_load_patterns(rules, node, "stop", stop, error))
		return FALSE;
	if (stop->len > 0)
		guard->stop = (gint)g_array_index(stop, guint, 0);
	return TRUE;
}

static gboolean
label_name(gpointer data, const char *name, RdYamlNode node, GError **error)
{
	RdRules *rules = data;
	RdLabel *label = rd_label_make();
	RdComplaint complaint;
	RdSignal signal;

	g_ptr_array_add(rules->labels, label);
	label->name = g_strdup(name);
	label->file = g_strdup(rd_yaml_file(node));
	label->line = rd_yaml_line(node);
	if (rd_complaint_parse(name, &complaint)) {
		label->of = RD_LABEL_COMPLAINT;
		label->member = complaint;
	} else if (rd_signal_parse(name, &signal)) {
		label->of = RD_LABEL_SIGNAL;
		label->member = signal;
	}
	if (rules->labels->len > 32)
		return rd_yaml_fail(node, error, "more than 32 labels");
	return TRUE;
}

static gboolean
label_load_beside(RdYamlNode node, RdLabel *label, GError **error)
{
	static const char *const names[] = {"never", "reply", "always"};
	const char *text = NULL;

	if (!rd_yaml_get_text(node, "beside-complaint", &text, error))
		return FALSE;
	for (guint i = 0; text != NULL && i < G_N_ELEMENTS(names); i++) {
		if (strcmp(names[i], text) == 0) {
			label->beside = (RdBeside)i;
			return TRUE;
		}
	}
	return text == NULL || rd_yaml_fail(rd_yaml_get(node, "beside-complaint"), error,
					    "beside-complaint: never, reply or always");
}

static gboolean
label_load(gpointer data, const char *name, RdYamlNode node, GError **error)
{
	static const char *const known[] = {"threshold",
					    "reply-threshold",
					    "severity",
					    "author",
					    "reply",
					    "guards",
					    "excludes",
					    "implies",
					    "milestone",
					    "finance",
					    "is",
					    "is-not",
					    "beside-complaint",
					    "guess-threshold",
					    "prior",
					    "rules-most",
					    "words-weight",
					    NULL};
	RdRules *rules = data;
	gint index = rd_rules_find_label(rules, name);
	RdLabel *label = g_ptr_array_index(rules->labels, (guint)index);

	label->threshold = 1;
	label->rules_most = G_MAXDOUBLE;
	label->guess_threshold = G_MAXDOUBLE;
	if (!rd_yaml_expect(node, known, error) ||
	    !rd_yaml_get_number(node, "threshold", &label->threshold, error))
		return FALSE;
	label->reply_threshold = label->threshold;
	return rd_yaml_get_number(node, "reply-threshold", &label->reply_threshold, error) &&
	       rd_yaml_get_number(node, "prior", &label->prior, error) &&
	       rd_yaml_get_number(node, "rules-most", &label->rules_most, error) &&
	       rd_yaml_get_number(node, "words-weight", &label->words_weight, error) &&
	       rd_yaml_get_number(node, "guess-threshold", &label->guess_threshold, error) &&
	       rd_yaml_get_number(node, "severity", &label->severity, error) &&
	       rd_load_when(rules, node, &label->when, error) &&
	       label_load_beside(node, label, error) &&
	       rd_load_set(rules, node, "guards", rd_rules_find_guard, &label->guards, error) &&
	       rd_load_set(rules, node, "excludes", rd_rules_find_label, &label->excludes, error) &&
	       rd_load_set(rules, node, "implies", rd_rules_find_label, &label->implies, error) &&
	       rd_load_strings(node, "is", &label->is, error) &&
	       rd_load_strings(node, "is-not", &label->is_not, error);
}

gboolean
rd_load_labels(RdRules *rules, GPtrArray *documents, GError **error)
{
	return rd_load_section(documents, "guards", guard_name, rules, error) &&
	       rd_load_section(documents, "guards", guard_load, rules, error) &&
	       rd_load_section(documents, "labels", label_name, rules, error) &&
	       rd_load_section(documents, "labels", label_load, rules, error);
}
