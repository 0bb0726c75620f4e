#include "cmd.h"
#include "context.h"
#include "print.h"

#include <redress/casework.h>
#include <redress/error.h>
#include <redress/message.h>
#include <redress/outbox.h>

#include <stdio.h>
#include <string.h>

#define ROWS_MAX 100000

static json_t *
outbox_json(const RdOutboxRow *row)
{
	g_autofree char *number = rd_case_number(row->case_id);
	g_autofree char *created = rd_time_format(row->created_at);
	g_autofree char *next = rd_time_format(row->next_at);
	g_autofree char *sent = rd_time_format(row->sent_at);
	json_t *to = json_array();
	json_t *cc = json_array();

	for (guint i = 0; i < row->recipients->len; i++) {
		const RdOutboxRecipient *recipient = row->recipients->pdata[i];

		json_array_append_new(recipient->cc ? cc : to, json_string(recipient->address));
	}
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:s, s:s, s:i, s:s, s:s}",
			 "id", (json_int_t)row->id, "case", number, "template", row->template_name,
			 "cause", row->cause, "state", rd_outbox_state_name(row->state), "to", to,
			 "cc", cc, "subject", row->subject, "message_id", row->message_id,
			 "created_at", created, "next_at", next, "attempts", (int)row->attempts,
			 "sent_at", sent, "reason", row->reason);
}

static int
outbox_list(RdContext *context, GError **error)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_list(context->store, -1, 0, ROWS_MAX, error);

	if (rows == NULL)
		return rd_context_fail(*error);
	for (guint i = 0; i < rows->len; i++) {
		const RdOutboxRow *row = rows->pdata[i];
		g_autofree char *number = rd_case_number(row->case_id);
		g_autofree char *to = rd_outbox_row_addresses(row, FALSE);
		g_autofree char *cc = rd_outbox_row_addresses(row, TRUE);

		if (context->json)
			rd_print_json(outbox_json(row));
		else
			printf("%-5" G_GINT64_FORMAT " %-8s %-9s %-24s to %s%s%s%s%s\n", row->id,
			       number, rd_outbox_state_name(row->state), row->template_name, to,
			       *cc != '\0' ? ", cc " : "", cc, *row->reason != '\0' ? ": " : "",
			       row->reason);
	}
	return 0;
}

static int
outbox_show(RdContext *context, gint64 id, GError **error)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(context->store, id, error);
	g_autoptr(GBytes) raw = row != NULL ? rd_outbox_row_raw(context->store, id, error) : NULL;
	g_autoptr(RdMessage) message = NULL;
	g_autofree char *to = NULL;
	g_autofree char *cc = NULL;

	if (raw == NULL)
		return rd_context_fail(*error);
	message = rd_message_parse(raw, NULL, &rd_message_default_limits);
	to = rd_outbox_row_addresses(row, FALSE);
	cc = rd_outbox_row_addresses(row, TRUE);
	printf("To: %s\n%s%s%sSubject: %s\n\n", to, *cc != '\0' ? "Cc: " : "", cc,
	       *cc != '\0' ? "\n" : "", row->subject);
	rd_print_text(message->text, "  ");
	return 0;
}

/* The case hears of what is decided about its letter. */
static gboolean
outbox_decide(RdContext *context, gboolean approve, gint64 id, GError **error)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(context->store, id, error);
	RdCasework casework = {.config = context->config, .store = context->store};
	g_autoptr(RdCase) kase = NULL;

	if (row == NULL)
		return FALSE;
	if (row->case_id == 0)
		return approve ? rd_outbox_approve(context->store, id, context->now, error)
			       : rd_outbox_cancel(context->store, id, error);
	kase = rd_case_get(context->store, row->case_id, error);
	return kase != NULL &&
	       rd_casework_decide(&casework, kase, row, approve, context->config->roles.operator,
				  approve ? "outbox approve" : "outbox cancel", context->now,
				  error);
}

static gboolean
outbox_change(RdContext *context, const char *what, gint64 id, GError **error)
{
	gboolean ok;

	if (!rd_store_begin(context->store, error))
		return FALSE;
	if (strcmp(what, "retry") != 0)
		ok = outbox_decide(context, strcmp(what, "approve") == 0, id, error);
	else
		ok = rd_outbox_retry(context->store, id, context->now, error);
	if (ok)
		return rd_store_commit(context->store, error);
	rd_store_rollback(context->store);
	return FALSE;
}

int
rd_cmd_outbox(int argc, char **argv)
{
	static const char *const changes[] = {"approve", "cancel", "retry", NULL};
	const RdUsage usage = {"list | show ID | approve ID | cancel ID | retry ID",
			       "Mails on their way out.", NULL, RD_NEED_STORE};
	g_autoptr(GError) error = NULL;
	int status;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);
	gint64 id;

	if (context == NULL)
		return status;
	if (context->n_args == 1 && strcmp(context->args[0], "list") == 0)
		return outbox_list(context, &error);
	if (context->n_args != 2)
		return rd_context_misused("outbox takes list, or show, approve, cancel, retry "
					  "and the number of a mail");
	id = g_ascii_strtoll(context->args[1], NULL, 10);
	if (strcmp(context->args[0], "show") == 0)
		return outbox_show(context, id, &error);
	if (!g_strv_contains(changes, context->args[0]))
		return rd_context_misused("\"%s\" is nothing that can be done to a mail",
					  context->args[0]);
	if (!outbox_change(context, context->args[0], id, &error))
		return rd_context_fail(error);
	return 0;
}
