/*
 * automatic.c - mail that machines wrote: noted where it belongs, never answered (IN4).
 */

#include "intake-private.h"

#include <redress/error.h>
#include <redress/text.h>
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

static const char *
report_whose(const RdPerson *person, const char *recipient)
{
	if (person->installer != NULL &&
	    (g_strv_contains((const char *const *)person->installer->emails, recipient) ||
	     g_strcmp0(person->installer->escalation_email, recipient) == 0))
		return "installer";
	if (person->installer != NULL &&
	    g_strcmp0(person->installer->account_manager, recipient) == 0)
		return "account-manager";
	if (person->homeowner != NULL &&
	    g_strv_contains((const char *const *)person->homeowner->emails, recipient))
		return "homeowner";
	return NULL;
}

/* "phone them": the mail did not reach the one it was for, and no procedure knows whom. */
static gboolean
report_open_task(RdWorking *w, RdCase *kase, GError **error)
{
	const RdReport *report = &w->message->report;
	g_autofree char *title =
		g_strdup_printf("Mail to %s did not arrive: phone them",
				*report->recipient != '\0' ? report->recipient : "somebody");
	g_autofree char *body = g_strdup_printf("Our mail to %s came back: %s %s",
						report->recipient, report->status, report->reason);

	return rd_casework_task(&w->intake->casework, kase, "mail-bounced", title, body, "assignee",
				w->cause, w->now, error);
}

/* The procedure knows what to do about the people of the case. */
static gboolean
report_failed(RdWorking *w, RdCase *kase, GError **error)
{
	const RdCasework *casework = &w->intake->casework;
	g_autoptr(RdPerson) people = g_new0(RdPerson, 1);
	RdEvent event = {.kind = RD_EVENT_BOUNCE, .role = RD_ROLE_AUTOMATED};
	guint tasks = kase->tasks->len;

	if (!rd_casework_people(casework, kase, &people->homeowner, &people->installer, error))
		return FALSE;
	event.name = report_whose(people, w->message->report.recipient);
	if (event.name != NULL &&
	    !rd_casework_event(casework, kase, &event, w->cause, w->now, error))
		return FALSE;
	return kase->tasks->len > tasks || report_open_task(w, kase, error);
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
	gint64 id = w->decision.verdict == RD_THREAD_JOIN ? w->decision.case_id : 0;
	g_autoptr(RdCase) kase = NULL;

	if (id == 0) {
		rd_intake_say(w, "automatic mail; no case");
		return rd_intake_store_mail(w, NULL, error);
	}
	kase = rd_case_get(w->intake->casework.store, id, error);
	if (kase == NULL)
		return FALSE;
	rd_intake_say(w, "automatic mail for RD-%" G_GINT64_FORMAT, kase->id);
	return rd_intake_store_mail(w, kase, error);
}
