/*
 * notice.c - letters to our own people that belong to no one case.
 */

#include <redress/casework.h>
#include <redress/outbox.h>
#include <redress/text.h>

#include <string.h>

static char *
notice_message_id(const RdCasework *self)
{
	const char *at = strrchr(self->config->address, '@');

	return g_strdup_printf("notice.%08x%08x%s", g_random_int(), g_random_int(), at);
}

static GBytes *
notice_compose(const RdCasework *self, const RdNotice *notice, const RdReplyText *words,
	       const char *message_id, RdTime now, GError **error)
{
	g_autoptr(GPtrArray) to = g_ptr_array_new();
	g_autoptr(GPtrArray) references = g_ptr_array_new();
	RdLetter letter = {.from_name = self->config->signature,
			   .from = self->config->address,
			   .reply_to = self->config->address,
			   .to = to,
			   .subject = words->subject,
			   .text = words->text,
			   .message_id = message_id,
			   .in_reply_to = notice->in_reply_to,
			   .references = references,
			   .replied = notice->in_reply_to != NULL,
			   .date = now};

	g_ptr_array_add(to, (gpointer)notice->address);
	if (notice->in_reply_to != NULL)
		g_ptr_array_add(references, (gpointer)notice->in_reply_to);
	return rd_letter_compose(&letter, error);
}

gboolean
rd_casework_notify(const RdCasework *self, const RdNotice *notice, RdTime now, GError **error)
{
	g_autoptr(RdView) view = rd_view_new(
		&(RdViewSource){.config = self->config, .extra = notice->extra, .now = now});
	g_autoptr(RdReplyText) words =
		rd_replies_render(self->replies, notice->template_name, view, error);
	g_autofree char *message_id = notice_message_id(self);
	g_autoptr(RdOutboxRow) row = rd_outbox_row_new();
	g_autoptr(GBytes) raw = NULL;

	if (words == NULL)
		return FALSE;
	raw = notice_compose(self, notice, words, message_id, now, error);
	if (raw == NULL)
		return FALSE;
	rd_text_set(&row->template_name, notice->template_name);
	rd_text_set(&row->cause, notice->cause);
	rd_text_set(&row->message_id, message_id);
	rd_text_set(&row->sender, self->config->address);
	rd_text_set(&row->subject, words->subject);
	rd_outbox_row_add_recipient(row, notice->address, FALSE);
	return rd_outbox_queue(self->store, self->config, row, raw, NULL, now, error);
}
