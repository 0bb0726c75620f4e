/*
 * ticket.c - what is gathered into a ticket about a public review (SM2, SM3), and how the
 * original one hears of everything (SM5).
 */

#include "casework-private.h"

#include <redress/directory.h>
#include <string.h>

#define CANDIDATES_MAX 5
#define HISTORY_MAX    20
#define DATES_MAX      3

/* "; RD-1001 of May 4, 2026" for each of the homeowner's newest records. */
static void
candidate_add_dates(const RdCasework *self, const RdHomeowner *homeowner, GString *line)
{
	const RdCaseFilter filter = {.homeowner_id = homeowner->id, .limit = DATES_MAX};
	g_autoptr(GArray) ids = rd_cases_find(self->store, &filter, NULL);

	for (guint i = 0; ids != NULL && i < ids->len; i++) {
		gint64 id = g_array_index(ids, gint64, i);
		g_autoptr(RdCase) kase = rd_case_get(self->store, id, NULL);
		g_autofree char *number = rd_case_number(id);
		g_autofree char *date = NULL;

		if (kase == NULL)
			continue;
		date = rd_time_format_date(kase->opened_at, self->config->time_zone);
		g_string_append_printf(line, "; %s of %s", number, date);
	}
}

/* "#homeowner 2: Ana Bell (HO-7)": what chooses a candidate, and whom. */
static char *
candidate_choice(const RdCandidate *candidate, guint number)
{
	return g_strdup_printf("#homeowner %u: %s (%s)", number, candidate->homeowner->name,
			       candidate->homeowner->id);
}

static char *
candidate_line(const RdCasework *self, const RdCandidate *candidate, guint number)
{
	const RdHomeowner *homeowner = candidate->homeowner;
	g_autofree char *choice = candidate_choice(candidate, number);
	g_autoptr(RdInstaller) installer =
		rd_installer_get(self->store, homeowner->installer_id, NULL);
	GString *line = g_string_new(choice);

	if (*homeowner->address != '\0')
		g_string_append_printf(line, ", %s", homeowner->address);
	if (installer != NULL)
		g_string_append_printf(line, "; installer %s", installer->name);
	candidate_add_dates(self, homeowner, line);
	if (*candidate->reasons != '\0')
		g_string_append_printf(line, "; why: %s", candidate->reasons);
	return g_string_free(line, FALSE);
}

/* Homeowners who may have written the review, as RdCandidate, best first; NULL: none. */
static GPtrArray *
ticket_find_candidates(const RdCasework *self, const RdCase *kase)
{
	g_autoptr(RdReview) review = rd_casework_review(kase);

	if (review == NULL)
		return NULL;
	return rd_directory_candidates(self->store, review->reviewer, review->text, CANDIDATES_MAX,
				       NULL);
}

static json_t *
ticket_candidates(const RdCasework *self, const RdCase *kase)
{
	g_autoptr(GPtrArray) found = NULL;
	json_t *lines = json_array();

	if (*kase->homeowner_id != '\0')
		return lines;
	found = ticket_find_candidates(self, kase);
	for (guint i = 0; found != NULL && i < found->len; i++) {
		g_autofree char *line = candidate_line(self, found->pdata[i], i + 1);

		json_array_append_new(lines, json_string(line));
	}
	return lines;
}

static gboolean
tasks_say(const RdCase *kase, const char *words)
{
	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (strstr(task->body, words) != NULL)
			return TRUE;
	}
	return FALSE;
}

/* The directory may have changed since the list was mailed: a number means who was listed. */
RdHomeowner *
rd_casework_listed_candidate(const RdCasework *self, const RdCase *kase, guint64 number)
{
	g_autoptr(GPtrArray) found = ticket_find_candidates(self, kase);
	g_autofree char *choice = NULL;

	if (found == NULL || number == 0 || number > found->len)
		return NULL;
	choice = candidate_choice(found->pdata[number - 1], number);
	if (!tasks_say(kase, choice))
		return NULL;
	return rd_homeowner_copy(((RdCandidate *)found->pdata[number - 1])->homeowner);
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
		rd_casework_add_line(lines, "%s, %s %s: %s", number,
				     other->open ? "open" : "closed",
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
