/*
 * mail-in.c - keep an incoming message with its case (IN3).
 */

#include "intake-private.h"

#include <redress/text.h>

#define FEED_TEXT_MAX 300

static char *
addresses_join(GPtrArray *addresses)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < addresses->len; i++) {
		const RdAddress *address = addresses->pdata[i];

		if (i > 0)
			g_string_append(out, ", ");
		g_string_append(out, address->address);
	}
	return g_string_free(out, FALSE);
}

static gboolean
mail_store_attachments(RdWorking *w, gint64 mail_id, GError **error)
{
	GPtrArray *attachments = w->message->attachments;

	for (guint i = 0; i < attachments->len; i++) {
		const RdAttachment *item = attachments->pdata[i];

		if (!rd_mail_attach(w->intake->casework.store, mail_id, item->name, item->type,
				    (gint64)item->size, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
mail_store_entry(RdWorking *w, const RdCase *kase, const RdMail *mail, GError **error)
{
	g_autofree char *line = rd_text_one_line(mail->text, FEED_TEXT_MAX);
	g_autofree char *signals = rd_signals_format(w->findings->signals);
	g_autofree char *entry = g_strconcat("from ", mail->from, ", \"", mail->subject,
					     *signals != '\0' ? "\" [" : "\"", signals,
					     *signals != '\0' ? "]: " : ": ", line, NULL);

	return rd_casework_note(&w->intake->casework, kase,
				*mail->from != '\0' ? mail->from : "unknown", "mail-in", entry,
				w->cause, w->now, error);
}

gboolean
rd_intake_store_mail(RdWorking *w, const RdCase *kase, GError **error)
{
	RdStore *store = w->intake->casework.store;
	const RdMessage *message = w->message;
	const RdForwarded *forwarded = message->forwarded;
	g_autofree char *to = addresses_join(message->to);
	g_autofree char *cc = addresses_join(message->cc);
	RdTime written_at = forwarded != NULL && forwarded->date != RD_TIME_NONE ? forwarded->date
										 : message->date;
	RdMail mail = {.case_id = kase != NULL ? kase->id : 0,
		       .ledger_id = w->ledger_id,
		       .message_id = message->message_id,
		       .from = message->from != NULL ? message->from->address : (char *)"",
		       .to = to,
		       .cc = cc,
		       .subject = message->subject,
		       .at = w->now,
		       .text = (char *)rd_message_words(message),
		       .template_name = (char *)"",
		       .author = (char *)rd_intake_author(w),
		       .written_at = written_at};

	if (!rd_mail_add(store, &mail, error) || !mail_store_attachments(w, mail.id, error))
		return FALSE;
	if (kase == NULL)
		return TRUE;
	if (forwarded != NULL && *forwarded->message_id != '\0' &&
	    !rd_mail_learn_id(store, forwarded->message_id, kase->id, error))
		return FALSE;
	return mail_store_entry(w, kase, &mail, error);
}
