/*
 * approval.c - letters that are held until somebody of staff has decided about them.
 */

#include "casework-private.h"

#include <redress/outbox.h>

#include <string.h>

#define APPROVALS_MAX 5 /* open tasks of a case that are about one letter each */

const char *
rd_casework_approver(const RdCase *kase)
{
	if (*kase->assignee == '\0' && *kase->handler != '\0')
		return kase->handler;
	return "assignee";
}

/* The whole letter, each line marked: what it says is no word of ours to staff. */
static char *
text_quote(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *out = g_string_new(NULL);

	for (char **line = lines; *line != NULL; line++)
		g_string_append_printf(out, "%s>%s%s", out->len > 0 ? "\n" : "",
				       **line != '\0' ? " " : "", *line);
	return g_string_free(out, FALSE);
}

/* @more: the task is about other letters too. */
static char *
approval_body(const RdCasework *self, const RdCase *kase, const RdOutboxRow *row, const char *text,
	      gboolean more, RdTime now, GError **error)
{
	g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, row->id);
	g_autofree char *to = rd_outbox_row_addresses(row, FALSE);
	g_autofree char *cc = rd_outbox_row_addresses(row, TRUE);
	g_autofree char *quote = text_quote(text);
	g_autoptr(json_t) extra =
		json_pack("{s:{s:s, s:s, s:s, s:s, s:s, s:s, s:s}}", "held", "number", number, "to",
			  to, "cc", cc, "subject", row->subject, "text", quote, "reason",
			  row->reason, "more", more ? "yes" : "");
	RdPost post = {.extra = extra};
	const RdViewUses *uses = rd_replies_uses(self->replies, "task-approve");
	g_autoptr(RdView) view = rd_casework_view(self, kase, &post, uses, now, error);
	g_autoptr(RdReplyText) words =
		view != NULL ? rd_replies_render(self->replies, "task-approve", view, error) : NULL;

	return words != NULL ? g_strdup(words->text) : NULL;
}

static guint
case_count_approvals(const RdCase *kase)
{
	guint n = 0;

	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->done_at == RD_TIME_NONE && g_str_has_prefix(task->name, RD_APPROVE_TASK))
			n++;
	}
	return n;
}

gboolean
rd_casework_ask_about_held(const RdCasework *self, RdCase *kase, const RdOutboxRow *row,
			   const char *text, const char *who, const char *cause, RdTime now,
			   GError **error)
{
	g_autofree char *title = NULL;
	g_autofree char *body = NULL;

	if (rd_casework_open_task(kase, RD_APPROVE_HELD_TASK) != NULL)
		return TRUE;
	title = g_strdup_printf("Letters of this case are held, the first because %s", row->reason);
	body = approval_body(self, kase, row, text, TRUE, now, error);
	return body != NULL && rd_casework_task(self, kase, RD_APPROVE_HELD_TASK, title, body, who,
						cause, now, error);
}

gboolean
rd_casework_ask_approval(const RdCasework *self, RdCase *kase, const RdOutboxRow *row,
			 const char *text, const char *cause, RdTime now, GError **error)
{
	const char *who = rd_casework_approver(kase);
	g_autofree char *name = NULL;
	g_autofree char *title = NULL;
	g_autofree char *body = NULL;

	if (case_count_approvals(kase) >= APPROVALS_MAX)
		return rd_casework_ask_about_held(self, kase, row, text, who, cause, now, error);
	name = g_strdup_printf(RD_APPROVE_TASK "%" G_GINT64_FORMAT, row->id);
	title = g_strdup_printf("The letter \"%s\" is held: %s", row->template_name, row->reason);
	body = approval_body(self, kase, row, text, FALSE, now, error);
	return body != NULL &&
	       rd_casework_task(self, kase, name, title, body, who, cause, now, error);
}

static gboolean
approval_close_task(const RdCasework *self, RdCase *kase, const char *name, const char *by,
		    const char *cause, RdTime now, GError **error)
{
	const RdTask *task;

	while ((task = rd_casework_open_task(kase, name)) != NULL) {
		g_autofree char *text = g_strdup_printf("done: %s", task->title);

		if (!rd_casework_close_task(self, kase, task->id, by, now, error) ||
		    !rd_casework_note(self, kase, by, "task", text, cause, now, error))
			return FALSE;
	}
	return TRUE;
}

/* The task about the letter, and with the last letter the one about all of them. */
static gboolean
approval_close_tasks(const RdCasework *self, RdCase *kase, gint64 id, const char *by,
		     const char *cause, RdTime now, GError **error)
{
	g_autofree char *name = g_strdup_printf(RD_APPROVE_TASK "%" G_GINT64_FORMAT, id);
	g_autoptr(GPtrArray) left = rd_outbox_rows_undecided(self->store, kase->id, 1, error);

	return left != NULL && approval_close_task(self, kase, name, by, cause, now, error) &&
	       (left->len > 0 ||
		approval_close_task(self, kase, RD_APPROVE_HELD_TASK, by, cause, now, error));
}

gboolean
rd_casework_decide(const RdCasework *self, RdCase *kase, const RdOutboxRow *row, gboolean approve,
		   const char *by, const char *cause, RdTime now, GError **error)
{
	g_autofree char *to = rd_outbox_row_addresses(row, FALSE);
	g_autofree char *text = g_strdup_printf("%s to %s - %s", row->template_name, to,
						approve ? "approved" : "cancelled");
	gboolean decided = approve ? rd_outbox_approve(self->store, row->id, now, error)
				   : rd_outbox_cancel(self->store, row->id, error);

	return decided && rd_casework_note(self, kase, by, "mail", text, cause, now, error) &&
	       approval_close_tasks(self, kase, row->id, by, cause, now, error);
}
