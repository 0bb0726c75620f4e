/*
 * automatic.c - mail that machines wrote: noted where it belongs, never answered (IN4).
 */

#include "intake-private.h"

#include <redress/error.h>
#include <redress/token.h>

/* The case of the mail reported on; 0 when the report is not about a mail of ours. */
static gint64
report_case(RdWorking *w)
{
	RdStore *store = w->intake->casework.store;
	gsize len;
	const guint8 *secret = rd_store_secret(store, &len);
	gint64 id = rd_token_case_of_message_id(secret, len, w->message->report.message_id);

	return id != 0 ? id : w->thread->evidence.reply.id;
}

static gboolean
report_failed(RdWorking *w, RdCase *kase, GError **error)
{
	const RdReport *report = &w->message->report;
	g_autofree char *why = g_strdup_printf("%s %s", report->status, report->reason);

	return rd_casework_bounced(&w->intake->casework, kase, report->recipient, g_strstrip(why),
				   w->cause, w->now, error);
}

gboolean
rd_intake_take_report(RdWorking *w, GError **error)
{
	const RdReport *report = &w->message->report;
	gint64 id = report_case(w);
	g_autoptr(RdCase) kase = NULL;

	if (id == 0) {
		rd_intake_say(w, "report about %s; no case", report->recipient);
		return rd_intake_store_mail(w, NULL, error);
	}
	kase = rd_case_get(w->intake->casework.store, id, error);
	if (kase == NULL || !rd_intake_store_mail(w, kase, error))
		return FALSE;
	rd_intake_say(w, "report about %s for RD-%" G_GINT64_FORMAT, report->recipient, kase->id);
	return report->kind != RD_REPORT_FAILED || report_failed(w, kase, error);
}

gboolean
rd_intake_take_automatic(RdWorking *w, GError **error)
{
	g_autoptr(RdCase) kase = NULL;

	if (w->decision.case_id == 0) { /* it would begin a record */
		rd_intake_say(w, "automatic mail; no case");
		return rd_intake_store_mail(w, NULL, error);
	}
	kase = rd_intake_case(w, error);
	if (kase == NULL)
		return FALSE;
	rd_intake_say(w, "automatic mail for RD-%" G_GINT64_FORMAT, kase->id);
	return rd_intake_store_mail(w, kase, error);
}
