/*
 * commands.c - staff work by replying: carry out the commands, answer with one receipt.
 */

#include "intake-private.h"

#include <string.h>

#define REFERENCES_MAX 50

/* "Never": a command counts only when the trusted server vouches for its sender. */
static RdCommandOutcome *
commands_refusal(void)
{
	RdCommandOutcome *refused = g_new0(RdCommandOutcome, 1);

	refused->text = g_strdup("Nothing was carried out: your mail was not authenticated "
				 "(DMARC, or aligned DKIM or SPF).");
	return refused;
}

/* Who never wrote the mail is not told of it: a person reads it in the feed. */
static gboolean
commands_refuse_forged(RdWorking *w, const RdCase *kase, GError **error)
{
	const char *from = w->message->from->address;
	g_autofree char *text = g_strdup_printf(
		"Nothing was carried out and nobody was answered: the mail server does not vouch "
		"that the commands are from %s.",
		from);

	return rd_casework_note(&w->intake->casework, kase, from, "refused", text, w->cause, w->now,
				error);
}

static gboolean
commands_refuse(RdWorking *w, const RdCase *kase, GPtrArray *outcomes, GError **error)
{
	RdCommandOutcome *refused = commands_refusal();

	g_ptr_array_add(outcomes, refused);
	return rd_casework_note(&w->intake->casework, kase, w->message->from->address, "refused",
				refused->text, w->cause, w->now, error);
}

/* The task whose mail is answered, so that "#done" needs no name; 0: none. */
static gboolean
commands_find_task(RdWorking *w, gint64 *task_id, GError **error)
{
	GPtrArray *lists[] = {w->message->in_reply_to, w->message->references};
	guint budget = REFERENCES_MAX;

	*task_id = 0;
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		for (guint left = lists[i]->len; left > 0 && budget > 0 && *task_id == 0;
		     left--, budget--) {
			if (!rd_task_of_mail(w->intake->casework.store, lists[i]->pdata[left - 1],
					     task_id, error))
				return FALSE;
		}
	}
	return TRUE;
}

static gboolean
commands_run(RdWorking *w, RdCase *kase, GPtrArray *outcomes, GError **error)
{
	gint64 task_id;

	if (!commands_find_task(w, &task_id, error))
		return FALSE;
	for (guint i = 0; i < w->commands->len; i++)
		((RdCommand *)w->commands->pdata[i])->task_id = task_id;
	return rd_commands_run(&w->intake->casework, kase, w->commands, w->person->staff, w->now,
			       outcomes, error);
}

static gboolean
commands_receipt(RdWorking *w, RdCase *kase, GPtrArray *outcomes, GError **error)
{
	const RdCasework *casework = &w->intake->casework;
	g_autoptr(json_t) extra = rd_commands_receipt(kase, outcomes, casework->config->time_zone);
	json_t *links = rd_casework_links(casework, kase, NULL);
	RdPost post = {.template_name = "receipt",
		       .address = w->person->staff->email,
		       .extra = extra,
		       .cause = w->cause};

	json_object_set_new(extra, "links", links);
	return rd_casework_post(casework, kase, &post, w->now, error);
}

void
rd_intake_read_commands(RdWorking *w)
{
	w->note = g_strdup("");
	if (!rd_role_is_staff(w->person->role))
		return;
	g_free(w->note);
	w->commands = rd_commands_read(w->message->reply, &w->note);
	if (w->commands->len == 0)
		g_clear_pointer(&w->commands, g_ptr_array_unref);
}

gboolean
rd_intake_take_commands(RdWorking *w, RdCase *kase, GError **error)
{
	g_autoptr(GPtrArray) outcomes =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_command_outcome_free);
	gboolean before = FALSE;

	if (w->commands == NULL)
		return TRUE;
	/* A mail to two of our addresses comes twice, and an old one may be played once more. */
	if (!rd_mail_came_before(w->intake->casework.store, kase->id, w->message->message_id,
				 w->ledger_id, &before, error))
		return FALSE;
	if (before)
		return rd_casework_note(&w->intake->casework, kase, "redress", "note",
					"The mail came once more; its commands were carried out "
					"the first time.",
					w->cause, w->now, error);
	if (rd_intake_is_forged(w))
		return commands_refuse_forged(w, kase, error);
	if (!rd_message_is_authenticated(w->message)) {
		if (!commands_refuse(w, kase, outcomes, error))
			return FALSE;
	} else if (!commands_run(w, kase, outcomes, error)) {
		return FALSE;
	}
	return commands_receipt(w, kase, outcomes, error);
}

gboolean
rd_intake_is_commands_alone(const RdWorking *w)
{
	return w->commands != NULL && w->message->forwarded == NULL && *w->note == '\0' &&
	       !rd_commands_begin_case(w->commands);
}

static gboolean
commands_answer(RdWorking *w, GPtrArray *outcomes, GError **error)
{
	for (guint i = 0; i < w->commands->len; i++) {
		RdCommandOutcome *outcome = NULL;

		if (!rd_command_answer(&w->intake->casework, w->commands->pdata[i],
				       w->person->staff, &outcome, error))
			return FALSE;
		g_ptr_array_add(outcomes, outcome);
	}
	return TRUE;
}

/* A subject that cannot stand in a header is left out. */
static void
receipt_put_subject(json_t *extra, const char *subject)
{
	g_autofree char *valid = g_utf8_make_valid(subject, -1);

	for (char *p = valid; *p != '\0'; p++) {
		if ((guchar)*p < 0x20 || *p == 0x7f)
			*p = ' ';
	}
	json_object_set_new(extra, "reply_subject",
			    json_string(*g_strstrip(valid) != '\0' ? valid : "Your message"));
}

gboolean
rd_intake_answer_commands(RdWorking *w, GError **error)
{
	const RdCasework *casework = &w->intake->casework;
	g_autoptr(GPtrArray) outcomes =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_command_outcome_free);
	g_autoptr(json_t) extra = NULL;
	RdNotice notice = {
		.template_name = "receipt", .address = w->person->staff->email, .cause = w->cause};

	if (!rd_intake_store_mail(w, NULL, error))
		return FALSE;
	if (rd_intake_is_forged(w)) {
		rd_intake_say(w,
			      "commands of staff outside of any case, refused: the mail server "
			      "does not vouch that they are from %s",
			      w->message->from->address);
		return TRUE;
	}
	if (!rd_message_is_authenticated(w->message))
		g_ptr_array_add(outcomes, commands_refusal());
	else if (!commands_answer(w, outcomes, error))
		return FALSE;
	extra = rd_commands_receipt(NULL, outcomes, casework->config->time_zone);
	receipt_put_subject(extra, w->message->subject);
	json_object_set_new(extra, "links", rd_casework_links(casework, NULL, NULL));
	notice.extra = extra;
	if (*w->message->message_id != '\0')
		notice.in_reply_to = w->message->message_id;
	rd_intake_say(w, "commands of staff outside of any case, answered");
	return rd_casework_notify(casework, &notice, w->now, error);
}
