#include "store-fixture.h"

RdStore *store;

void
store_setup(void)
{
	g_autoptr(GError) error = NULL;

	store = rd_store_open(":memory:", &error);
	g_assert_no_error(error);
}

void
store_teardown(void)
{
	g_clear_pointer(&store, rd_store_close);
}

void
store_set(char **field, const char *value)
{
	g_free(*field);
	*field = g_strdup(value);
}

RdCase *
store_add_case(const char *queue)
{
	RdCase *kase = rd_case_new();
	g_autoptr(GError) error = NULL;

	store_set(&kase->procedure, "installer-complaint");
	store_set(&kase->state, "outreach");
	store_set(&kase->queue, queue);
	kase->opened_at = kase->state_since = 1000;
	rd_case_add(store, kase, &error);
	g_assert_no_error(error);
	return kase;
}

RdOutboxRow *
store_add_mail(gint64 case_id, RdTime at)
{
	RdOutboxRow *row = rd_outbox_row_new();
	g_autoptr(GBytes) raw = g_bytes_new_static("Subject: x\r\n\r\nHello\r\n", 21);
	g_autoptr(GError) error = NULL;

	row->case_id = case_id;
	row->created_at = row->queued_at = row->next_at = at;
	store_set(&row->template_name, "ic-homeowner");
	store_set(&row->cause, "message 1");
	store_set(&row->message_id, "a.1@corp.example");
	store_set(&row->sender, "complaints@corp.example");
	store_set(&row->subject, "Your complaint");
	rd_outbox_row_add_recipient(row, "dana@home.example", FALSE);
	rd_outbox_row_add(store, row, raw, &error);
	g_assert_no_error(error);
	return row;
}
