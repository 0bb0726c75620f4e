#include "case-find.h"

#include "print.h"

#include <redress/case.h>
#include <redress/mail-index.h>

#include <stdio.h>

#define HITS_MAX      50
#define CATCH_UP_MS   2000 /* as long as somebody who waits for an answer may be kept waiting */
#define CATCH_UP_STEP 200  /* mails */

/* An index that was just made, or is of a gateway that stands still. */
static gboolean
find_catch_up(RdMailIndex *index, GError **error)
{
	gint64 until = g_get_monotonic_time() + CATCH_UP_MS * G_TIME_SPAN_MILLISECOND;
	gboolean more = TRUE;

	while (more && g_get_monotonic_time() < until) {
		if (!rd_mail_index_fill(index, CATCH_UP_STEP, &more, error))
			return FALSE;
	}
	return TRUE;
}

static void
find_print_json(const RdMailHit *hit)
{
	g_autofree char *number = hit->case_id != 0 ? rd_case_number(hit->case_id) : NULL;
	g_autofree char *at = rd_time_format(hit->at);

	rd_print_json(json_pack("{s:s?, s:s, s:s, s:s, s:s, s:s, s:s}", "number", number, "at", at,
				"direction", hit->outgoing ? "out" : "in", "from", hit->from, "to",
				hit->to, "subject", hit->subject, "snippet", hit->snippet));
}

static void
find_print(const RdContext *context, const RdMailHit *hit)
{
	g_autofree char *number = hit->case_id != 0 ? rd_case_number(hit->case_id) : NULL;
	g_autofree char *at = rd_time_format_local(hit->at, context->config->time_zone);
	g_autofree char *line =
		g_strdup_printf("%-9s %s  %s %s, \"%s\": %s", number != NULL ? number : "no case",
				at, hit->outgoing ? "to" : "from",
				hit->outgoing ? hit->to : hit->from, hit->subject, hit->snippet);

	rd_print_text(line, "");
}

/* On the way of errors, so that a listing is a listing. */
static gboolean
find_tell_behind(RdMailIndex *index, GError **error)
{
	gint64 mails;

	if (!rd_mail_index_behind(index, &mails, error))
		return FALSE;
	if (mails > 0)
		fprintf(stderr,
			"redress: the newest %" G_GINT64_FORMAT " mails are not in the index yet\n",
			mails);
	return TRUE;
}

int
rd_case_find(RdContext *context, GError **error)
{
	g_autofree char *words = g_strjoinv(" ", context->args + 1);
	g_autoptr(RdMailIndex) index = NULL;
	g_autoptr(GPtrArray) hits = NULL;

	if (context->n_args < 2)
		return rd_context_misused("case find takes words");
	index = rd_mail_index_open(context->store, error);
	if (index == NULL || !find_catch_up(index, error))
		return rd_context_fail(*error);
	hits = rd_mail_index_find(index, words, HITS_MAX, error);
	if (hits == NULL || !find_tell_behind(index, error))
		return rd_context_fail(*error);
	for (guint i = 0; i < hits->len; i++) {
		if (context->json)
			find_print_json(hits->pdata[i]);
		else
			find_print(context, hits->pdata[i]);
	}
	if (hits->len == HITS_MAX)
		fprintf(stderr, "redress: the newest %d cases; more words would find fewer\n",
			HITS_MAX);
	return hits->len > 0 ? 0 : 1;
}
