#include "procedure-private.h"

#include <redress/text.h>
#include <string.h>

/* Within the quotes of a Graphviz string; "\n" stays a line break. */
static void
graph_append(GString *out, const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(out, '\\');
		if (*p == '\n')
			g_string_append(out, "\\n");
		else
			g_string_append_c(out, *p);
	}
}

/* Breaks @text at blanks so that a box stays narrow. */
static char *
text_fold_at(const char *text, gsize width)
{
	g_autofree char *line = rd_text_one_line(text, 300);
	g_auto(GStrv) words = g_strsplit(line, " ", -1);
	GString *out = g_string_new(NULL);
	gsize column = 0;

	for (char **word = words; *word != NULL; word++) {
		gsize len = strlen(*word);

		if (column > 0 && column + len >= width) {
			g_string_append_c(out, '\n');
			column = 0;
		} else if (column > 0) {
			g_string_append_c(out, ' ');
			column++;
		}
		g_string_append(out, *word);
		column += len;
	}
	return g_string_free(out, FALSE);
}

static void
graph_timers(GString *out, const GPtrArray *timers)
{
	static const char *const bases[] = {[TIMER_FROM_START] = "",
					    [TIMER_FROM_OPENING] = " from the opening",
					    [TIMER_FROM_COMPLAINT] = " from the complaint"};

	for (guint i = 0; i < timers->len; i++) {
		const Timer *timer = timers->pdata[i];
		RdTime hours = timer->after / RD_TIME_HOUR;
		g_autofree char *length =
			hours % 24 == 0 ? g_strdup_printf("%" G_GINT64_FORMAT " d", hours / 24)
					: g_strdup_printf("%" G_GINT64_FORMAT " h", hours);
		g_autofree char *line = g_strdup_printf("\n%s: %s%s%s", timer->name,
							timer->recurring ? "every " : "", length,
							bases[timer->from]);

		graph_append(out, line);
	}
}

static void
graph_state(GString *out, const State *state)
{
	g_autofree char *means = text_fold_at(state->means, 36);

	g_string_append(out, "\t\"");
	graph_append(out, state->name);
	g_string_append_printf(out, "\" [%slabel=\"", state->closes ? "peripheries=2, " : "");
	graph_append(out, state->name);
	graph_append(out, "\n");
	graph_append(out, means);
	graph_timers(out, state->timers);
	g_string_append(out, "\"];\n");
}

static void
graph_edge(GString *out, const char *from, const Rule *rule)
{
	g_autofree char *trigger = trigger_describe(rule->trigger);
	g_autofree char *guards = guards_describe(rule->guards);
	g_autofree char *label = g_strconcat(trigger, *guards != '\0' ? "\nif " : "", guards, NULL);
	g_auto(GStrv) lines = NULL;

	if (rule->go == NULL)
		return;
	g_string_append(out, "\t\"");
	graph_append(out, from);
	g_string_append(out, "\" -> \"");
	graph_append(out, rule->go);
	g_string_append(out, "\" [label=\"");
	lines = g_strsplit(label, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *folded = text_fold_at(*line, 32);

		graph_append(out, folded);
		graph_append(out, "\n");
	}
	graph_append(out, rule->requirement);
	g_string_append(out, "\"];\n");
}

char *
rd_procedure_graph(const RdProcedure *self)
{
	GString *out = g_string_new("digraph \"");

	graph_append(out, self->name);
	g_string_append(out,
			"\" {\n"
			"\tnode [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
			"\tedge [fontname=\"sans-serif\", fontsize=10];\n"
			"\tbegin [shape=point, label=\"\"];\n"
			"\t\"any open state\" [style=\"rounded,dashed\", label=\"any open state");
	graph_timers(out, self->timers);
	g_string_append(out, "\"];\n\tbegin -> \"");
	graph_append(out, self->start->name);
	g_string_append(out, "\";\n");
	for (guint i = 0; i < self->states->len; i++)
		graph_state(out, self->states->pdata[i]);
	for (guint i = 0; i < self->always->len; i++)
		graph_edge(out, "any open state", self->always->pdata[i]);
	for (guint i = 0; i < self->states->len; i++) {
		const State *state = self->states->pdata[i];

		for (guint j = 0; j < state->rules->len; j++)
			graph_edge(out, state->name, state->rules->pdata[j]);
	}
	g_string_append(out, "}\n");
	return g_string_free(out, FALSE);
}
