/*
 * ticket.c - what is gathered into a ticket about a public review (SM2, SM3), and how the
 * original one hears of everything (SM5).
 */

#include "casework-private.h"

#include <redress/directory.h>
#include <string.h>

#define CANDIDATES_MAX 5
#define HISTORY_MAX    20

static void
lines_add(json_t *lines, const char *format, ...)
{
	g_autofree char *line = NULL;
	va_list args;

	va_start(args, format);
	line = g_strdup_vprintf(format, args);
	va_end(args);
	json_array_append_new(lines, json_string(line));
}

/* Homeowners who may have written the review, best first. */
static json_t *
ticket_candidates(const RdCasework *self, const RdCase *kase)
{
	g_autoptr(RdReview) review = rd_casework_review(kase);
	g_autoptr(GPtrArray) found = NULL;
	json_t *lines = json_array();

	if (review == NULL || *kase->homeowner_id != '\0')
		return lines;
	found = rd_directory_candidates(self->store, review->reviewer, review->text, CANDIDATES_MAX,
					NULL);
	for (guint i = 0; found != NULL && i < found->len; i++) {
		const RdCandidate *candidate = found->pdata[i];

		lines_add(lines, "%s (%s), %s: %s", candidate->homeowner->name,
			  candidate->homeowner->id, candidate->homeowner->address,
			  candidate->reasons);
	}
	return lines;
}

/* The other records of the same homeowner, open and closed. */
static json_t *
ticket_history(const RdCasework *self, const RdCase *kase)
{
	const RdCaseFilter filter = {.homeowner_id = kase->homeowner_id, .limit = HISTORY_MAX};
	g_autoptr(GArray) ids = NULL;
	json_t *lines = json_array();

	if (*kase->homeowner_id == '\0')
		return lines;
	ids = rd_cases_find(self->store, &filter, NULL);
	for (guint i = 0; ids != NULL && i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		g_autoptr(RdCase) other = rd_case_get(self->store, id, NULL);
		g_autofree char *number = rd_case_number(id);
		g_autofree char *complaints = NULL;

		if (other == NULL || id == kase->id)
			continue;
		complaints = rd_complaints_format(other->complaints);
		lines_add(lines, "%s, %s %s: %s", number, other->open ? "open" : "closed",
			  rd_case_kind_name(other->kind),
			  *complaints != '\0' ? complaints : "no complaint");
	}
	return lines;
}

json_t *
rd_casework_gather(const RdCasework *self, const RdCase *kase)
{
	if (kase->kind != RD_CASE_TICKET)
		return NULL;
	return json_pack("{s:o, s:o}", "candidates", ticket_candidates(self, kase), "history",
			 ticket_history(self, kase));
}

/*
 * The ticket that all began with: the oldest one that @kase is linked with, or that those
 * are linked with (review <- linked ticket <- installer case). 0: none.
 */
static gboolean
ticket_find_original(const RdCasework *self, const RdCase *kase, guint hops, gint64 *original,
		     GError **error)
{
	for (guint i = 0; i < kase->links->len; i++) {
		const RdLink *link = kase->links->pdata[i];
		g_autoptr(RdCase) other = rd_case_get(self->store, link->other, error);

		if (other == NULL)
			return FALSE;
		if (other->kind != RD_CASE_TICKET)
			continue;
		if (*original == 0 || other->id < *original)
			*original = other->id;
		if (hops > 1 && !ticket_find_original(self, other, hops - 1, original, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_casework_tell_original(const RdCasework *self, const RdCase *kase, const RdFeedEntry *entry,
			  GError **error)
{
	static const char *const activities[] = {"mail-in", "mail-out", "note",
						 "opened",  "closed",	NULL};
	gint64 original = 0;
	g_autofree char *number = NULL;
	g_autofree char *text = NULL;
	RdFeedEntry copy = *entry;

	if (kase->links->len == 0 || !g_strv_contains(activities, entry->kind))
		return TRUE;
	if (!ticket_find_original(self, kase, 2, &original, error))
		return FALSE;
	if (original == 0 || original == kase->id ||
	    (kase->kind == RD_CASE_TICKET && kase->id < original))
		return TRUE;
	number = rd_case_number(kase->id);
	text = g_strdup_printf("%s, %s: %s", number, entry->kind, entry->text);
	copy.kind = (char *)"activity";
	copy.text = text;
	return rd_feed_add(self->store, original, &copy, error);
}
