/*
 * proposal.c - what a mail may be about, where the rules are not sure enough to act on it.
 */

#include "intake-private.h"

#include <redress/text.h>

#include <string.h>

#define REASONS_MAX 3

gboolean
rd_intake_is_sure(const RdWorking *w)
{
	guint least = w->intake->casework.config->classify.sure;

	return w->findings->kind == RD_KIND_COMPLAINT &&
	       rd_findings_sure(w->findings) * 100 + 1e-6 >= least;
}

/* The words that spoke for the types proposed. */
static void
append_reasons(GString *text, const RdFindings *findings)
{
	guint n = 0;

	for (guint i = 0; i < findings->because->len && n < REASONS_MAX; i++) {
		const RdReason *reason = g_ptr_array_index(findings->because, i);
		RdComplaint complaint;

		if (reason->weight <= 0 || !rd_complaint_parse(reason->label, &complaint) ||
		    !RD_HAS(findings->complaints, complaint))
			continue;
		g_string_append_printf(text, "%s \"%s\"", n++ == 0 ? ", because of" : ",",
				       reason->text);
	}
}

gboolean
rd_intake_note_proposal(const RdWorking *w, const RdCase *kase, const char *proposal,
			GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_append_printf(text, "perhaps %s (%.0f %% of what it takes)", proposal,
			       100 * rd_findings_sure(w->findings));
	append_reasons(text, w->findings);
	g_string_append_printf(text, "; if so: #type %s", proposal);
	return rd_casework_note(&w->intake->casework, kase, "redress", "proposal", text->str,
				w->cause, w->now, error);
}

gboolean
rd_intake_propose_more(const RdWorking *w, RdCase *kase, const char *proposal, GError **error)
{
	g_autofree char *body = g_strdup_printf(
		"It may complain of: %s. If so, answer with #type and all that the case is about. "
		"The message is in the feed of the case.",
		proposal);

	return rd_intake_note_proposal(w, kase, proposal, error) &&
	       rd_casework_task(&w->intake->casework, kase, "sort",
				"Say what a new message complains of", body, "assignee", w->cause,
				w->now, error);
}
