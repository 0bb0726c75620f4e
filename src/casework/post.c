/*
 * post.c - a letter about a case: whom to, what it says, into the outbox.
 */

#include "casework-private.h"

#include <redress/error.h>
#include <redress/matrix.h>
#include <redress/outbox.h>
#include <redress/text.h>
#include <redress/token.h>

#include <string.h>

#define REFERENCES_MAX 10
#define MARKS_MAX      100 /* addresses and numbers in a letter that are looked up */

/* A letter being made. */
typedef struct {
	const RdCasework *self;
	RdCase *kase;
	const RdPost *post;
	RdTime now;
	RdCasePeople people;
	GPtrArray *to; /* of char * */
	GPtrArray *cc;
	GPtrArray *references; /* of char * */
	gboolean replied;      /* to who wrote */
	char *hold;	       /* why the letter waits for a person; NULL */
} Posting;

static void
posting_clear(Posting *p)
{
	rd_case_people_clear(&p->people);
	g_clear_pointer(&p->to, g_ptr_array_unref);
	g_clear_pointer(&p->cc, g_ptr_array_unref);
	g_clear_pointer(&p->references, g_ptr_array_unref);
	g_free(p->hold);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Posting, posting_clear)

/* Adds @address, which @role stands for; one that is not there or ours is @missing. */
static void
posting_add(Posting *p, const char *role, const char *address, GPtrArray *out, char **missing)
{
	if (address == NULL || rd_config_is_ours(p->self->config, address)) {
		if (*missing == NULL)
			*missing = g_strdup_printf("there is no address for the %s", role);
	} else if (!rd_text_addresses_have(p->to, address) &&
		   !rd_text_addresses_have(out, address)) {
		g_ptr_array_add(out, g_strdup(address));
	}
}

static void
posting_resolve(Posting *p, const char *roles, GPtrArray *out, char **missing)
{
	g_auto(GStrv) names = g_strsplit(roles != NULL ? roles : "", " ", -1);

	for (char **role = names; *role != NULL; role++) {
		g_autofree char *address = NULL;

		if (**role == '\0')
			continue;
		address = rd_casework_address(p->self, p->kase, p->people.homeowner,
					      p->people.installer, *role);
		posting_add(p, *role, address, out, missing);
	}
}

/*
 * A letter that cannot be written goes to a person instead. When it is the mail of a
 * task, the task is in the list all the same, and another task would only loop.
 */
static gboolean
posting_give_up(Posting *p, const char *why, GError **error)
{
	g_autofree char *title =
		g_strdup_printf("The letter \"%s\" was not sent: %s", p->post->template_name, why);
	g_autofree char *body = g_strdup_printf(
		"%s.\n\nPlease complete the record or write to the person yourself.", title);

	if (p->post->task != NULL)
		return rd_casework_note(p->self, p->kase, "redress", "error", title, p->post->cause,
					p->now, error);
	return rd_casework_task(p->self, p->kase, "letter-not-sent", title, body, "assignee",
				p->post->cause, p->now, error);
}

static gboolean
posting_gather(Posting *p, GError **error)
{
	if (!rd_casework_find_people(p->self, p->kase, p->post->situation, &p->people, error))
		return FALSE;
	p->to = g_ptr_array_new_with_free_func(g_free);
	p->cc = g_ptr_array_new_with_free_func(g_free);
	return TRUE;
}

/*
 * The conversation with the first addressee: the last of its mails is answered, the
 * earlier ones are its References. A forwarded mail's id is the forwarder's, which
 * the original sender's program has never seen, so it does not count.
 */
static gboolean
posting_find_thread(Posting *p, const char *message_id, GError **error)
{
	const char *to = p->to->pdata[0], *cause = p->post->cause;
	gboolean wrote_last;
	GPtrArray *ids = rd_mail_ids_with(p->self->store, p->kase->id, to, &wrote_last, error);
	guint own;

	if (ids == NULL)
		return FALSE;
	p->references = ids;
	while (g_ptr_array_find_with_equal_func(ids, message_id, g_str_equal, &own))
		g_ptr_array_remove_index(ids, own);
	if (ids->len > REFERENCES_MAX)
		g_ptr_array_remove_range(ids, 1, ids->len - REFERENCES_MAX);
	/* RFC 3834: a reply is to who wrote; what others hear because of that mail is none. */
	p->replied = wrote_last && cause != NULL && g_str_has_prefix(cause, "message");
	return TRUE;
}

static GBytes *
posting_compose(Posting *p, const RdReplyText *words, const char *message_id, GError **error)
{
	const RdConfig *config = p->self->config;
	gsize len;
	const guint8 *secret = rd_store_secret(p->self->store, &len);
	g_autofree char *reply_to = rd_token_address(secret, len, p->kase->id, config->address);
	g_autofree char *number = rd_case_number(p->kase->id);
	RdLetter letter = {.from_name = config->signature,
			   .from = config->address,
			   .reply_to = reply_to,
			   .to = p->to,
			   .cc = p->cc,
			   .subject = words->subject,
			   .text = words->text,
			   .message_id = message_id,
			   .references = p->references,
			   .replied = p->replied,
			   .case_number = number,
			   .attached_message = p->post->attached,
			   .date = p->now};

	if (p->references->len > 0)
		letter.in_reply_to = p->references->pdata[p->references->len - 1];
	return rd_letter_compose(&letter, error);
}

/*
 * A held letter waits for a person. The feed says that one to staff is held, and that is all:
 * the mail of a task is in the list of tasks anyway, a receipt tells what is in the case.
 */
static gboolean
posting_tell_held(Posting *p, const RdOutboxRow *row, const char *text, GError **error)
{
	const RdPost *post = p->post;

	if (post->task != NULL || post->address != NULL)
		return TRUE;
	if (p->hold != NULL)
		return rd_casework_ask_approval(p->self, p->kase, row, text, post->cause, p->now,
						error);
	/* A budget is the operator's; who may read what is for those who work the case. */
	return rd_casework_ask_about_held(p->self, p->kase, row, text, "operator", post->cause,
					  p->now, error);
}

static RdOutboxRow *
posting_row(const Posting *p, const RdReplyText *words, const char *message_id)
{
	RdOutboxRow *row = rd_outbox_row_new();

	row->case_id = p->kase->id;
	rd_text_set(&row->template_name, p->post->template_name);
	rd_text_set(&row->cause, p->post->cause != NULL ? p->post->cause : "");
	rd_text_set(&row->message_id, message_id);
	rd_text_set(&row->sender, p->self->config->address);
	rd_text_set(&row->subject, words->subject);
	for (guint i = 0; i < p->to->len; i++)
		rd_outbox_row_add_recipient(row, p->to->pdata[i], FALSE);
	for (guint i = 0; i < p->cc->len; i++)
		rd_outbox_row_add_recipient(row, p->cc->pdata[i], TRUE);
	return row;
}

/* The outbox row, the mail of the case and the feed entry belong together. */
static gboolean
posting_store(Posting *p, const RdReplyText *words, const char *message_id, GBytes *raw,
	      GError **error)
{
	g_autoptr(RdOutboxRow) row = posting_row(p, words, message_id);
	g_autofree char *to = rd_outbox_row_addresses(row, FALSE);
	g_autofree char *cc = rd_outbox_row_addresses(row, TRUE);
	g_autofree char *entry = NULL;
	gboolean held;
	RdMail mail = {.case_id = p->kase->id,
		       .outgoing = TRUE,
		       .message_id = (char *)message_id,
		       .from = p->self->config->address,
		       .to = to,
		       .cc = cc,
		       .subject = words->subject,
		       .at = p->now,
		       .text = words->text,
		       .template_name = (char *)p->post->template_name,
		       .author = p->self->config->address,
		       .written_at = p->now};

	if (!rd_outbox_queue(p->self->store, p->self->config, row, raw, p->hold, p->now, error))
		return FALSE;
	mail.outbox_id = row->id;
	if (!rd_mail_add(p->self->store, &mail, error))
		return FALSE;
	held = row->state == RD_OUTBOX_HELD;
	entry = g_strconcat(p->post->template_name, " to ", to, *cc != '\0' ? ", cc " : "", cc,
			    held ? " - held: " : "", row->reason, NULL);
	return rd_casework_note(p->self, p->kase, "redress", "mail-out", entry, p->post->cause,
				p->now, error) &&
	       (!held || posting_tell_held(p, row, words->text, error));
}

static char *
posting_message_id(Posting *p)
{
	gsize len;
	const guint8 *secret = rd_store_secret(p->self->store, &len);
	guint64 nonce = ((guint64)g_random_int() << 32) | g_random_int();

	return rd_token_message_id(secret, len, p->kase->id, nonce, p->self->config->address);
}

/* A letter upon the mail of somebody whose word does not count in the case. */
static gboolean
posting_is_unheard(const Posting *p)
{
	const RdEvent *event = p->post->event;

	return event != NULL && event->text != NULL && event->author != NULL &&
	       (event->role == RD_ROLE_UNKNOWN || event->role == RD_ROLE_AUTOMATED);
}

static gboolean
posting_find_staff(const Posting *p, GPtrArray *recipients, GPtrArray *staff, GError **error)
{
	for (guint i = 0; i < recipients->len; i++) {
		gboolean is_staff;

		if (!rd_casework_is_staff(p->self, recipients->pdata[i], &is_staff, error))
			return FALSE;
		if (is_staff)
			g_ptr_array_add(staff, recipients->pdata[i]);
	}
	return TRUE;
}

/* Whether a letter goes to somebody who is not one of our own people. */
static gboolean
posting_leaves(const Posting *p, GPtrArray *recipients, GPtrArray *staff)
{
	for (guint i = 0; i < recipients->len; i++) {
		const char *address = recipients->pdata[i];

		if (!rd_text_addresses_have(staff, address) &&
		    !rd_config_is_team(p->self->config, address))
			return TRUE;
	}
	return FALSE;
}

/* Why somebody wants to see the letter first; NULL: nobody does. */
static const char *
posting_reason(const Posting *p, GPtrArray *recipients, GPtrArray *staff)
{
	if (g_hash_table_contains(p->kase->facts, RD_HOLD_FACT) &&
	    posting_leaves(p, recipients, staff))
		return RD_HOLD_REASON;
	if (p->post->task == NULL && p->post->address == NULL &&
	    rd_config_send_mode(p->self->config, p->post->template_name) == RD_SEND_APPROVE)
		return "letters of this kind are approved first";
	return NULL;
}

/* "Never": the recipient matrix, over the finished words. */
static gboolean
posting_check(Posting *p, const RdReplyText *words, GError **error)
{
	g_autoptr(GPtrArray) recipients = g_ptr_array_new();
	g_autoptr(GPtrArray) staff = g_ptr_array_new();
	g_autoptr(GPtrArray) others = NULL;
	g_autofree char *why = NULL;
	RdMatrixLetter letter = {.config = p->self->config,
				 .homeowner = p->people.homeowner,
				 .installer = p->people.installer,
				 .contact = p->kase->contact,
				 .recipients = recipients,
				 .staff = staff,
				 .subject = words->subject,
				 .text = words->text,
				 .attached = p->post->attached != NULL,
				 .unheard = posting_is_unheard(p)};

	g_ptr_array_extend(recipients, p->to, NULL, NULL);
	g_ptr_array_extend(recipients, p->cc, NULL, NULL);
	if (!posting_find_staff(p, recipients, staff, error))
		return FALSE;
	others = rd_casework_others(p->self, p->kase, words->text, MARKS_MAX, error);
	if (others == NULL)
		return FALSE;
	letter.others = others;
	why = rd_matrix_check(&letter);
	if (why != NULL)
		p->hold = g_strconcat(RD_MATRIX_REASON, why, NULL);
	else
		p->hold = g_strdup(posting_reason(p, recipients, staff));
	return TRUE;
}

static gboolean
posting_write(Posting *p, GError **error)
{
	const RdViewUses *uses = rd_replies_uses(p->self->replies, p->post->template_name);
	g_autoptr(RdView) view = rd_casework_view_with(p->self, p->kase, p->people.homeowner,
						       p->people.installer, p->post, uses, p->now);
	g_autofree char *message_id = posting_message_id(p);
	g_autoptr(GError) local = NULL;
	g_autoptr(RdReplyText) words = NULL;
	g_autoptr(GBytes) raw = NULL;

	words = rd_replies_render(p->self->replies, p->post->template_name, view, &local);
	if (words == NULL)
		return posting_give_up(p, local->message, error);
	if (!posting_find_thread(p, message_id, error))
		return FALSE;
	raw = posting_compose(p, words, message_id, &local);
	if (raw == NULL)
		return posting_give_up(p, local->message, error);
	return posting_check(p, words, error) && posting_store(p, words, message_id, raw, error);
}

/* Mails to one of staff, receipts and tasks, are what the gateway is worked by. */
static gboolean
posting_is_off(const Posting *p)
{
	return p->post->task == NULL && p->post->address == NULL &&
	       rd_config_send_mode(p->self->config, p->post->template_name) == RD_SEND_OFF;
}

static gboolean
posting_say_off(Posting *p, GError **error)
{
	g_autofree char *text = g_strdup_printf(
		"The letter \"%s\" is not sent: it is switched off.", p->post->template_name);

	return rd_casework_note(p->self, p->kase, "redress", "note", text, p->post->cause, p->now,
				error);
}

gboolean
rd_casework_post(const RdCasework *self, RdCase *kase, const RdPost *post, RdTime now,
		 GError **error)
{
	g_auto(Posting) p = {.self = self, .kase = kase, .post = post, .now = now};
	g_autofree char *missing = NULL;

	if (posting_is_off(&p))
		return posting_say_off(&p, error);
	if (!posting_gather(&p, error))
		return FALSE;
	if (post->address != NULL)
		posting_add(&p, "member of staff", post->address, p.to, &missing);
	else
		posting_resolve(&p, post->to, p.to, &missing);
	posting_resolve(&p, post->cc, p.cc, &missing);
	if (missing == NULL && p.to->len == 0)
		missing = g_strdup("it is for nobody");
	if (missing != NULL)
		return posting_give_up(&p, missing, error);
	return posting_write(&p, error);
}

/* Whom the letter is for already, as the outbox has it. */
static void
posting_take_recipients(Posting *p, const RdOutboxRow *row)
{
	for (guint i = 0; i < row->recipients->len; i++) {
		const RdOutboxRecipient *recipient = row->recipients->pdata[i];

		g_ptr_array_add(recipient->cc ? p->cc : p->to, g_strdup(recipient->address));
	}
}

gboolean
rd_casework_rewrite(const RdCasework *self, RdCase *kase, const RdOutboxRow *row, const char *text,
		    RdTime now, char **refusal, GError **error)
{
	RdPost post = {.template_name = row->template_name, .cause = row->cause};
	g_auto(Posting) p = {.self = self, .kase = kase, .post = &post, .now = now};
	RdReplyText words = {.subject = row->subject, .text = (char *)text};
	g_autoptr(GError) local = NULL;
	g_autoptr(GBytes) raw = NULL;

	if (!posting_gather(&p, error))
		return FALSE;
	posting_take_recipients(&p, row);
	if (!posting_find_thread(&p, row->message_id, error))
		return FALSE;
	raw = posting_compose(&p, &words, row->message_id, &local);
	if (raw == NULL) {
		*refusal = g_strdup(local->message);
		return TRUE;
	}
	if (!posting_check(&p, &words, error))
		return FALSE;
	if (p.hold != NULL && g_str_has_prefix(p.hold, RD_MATRIX_REASON)) {
		*refusal = g_steal_pointer(&p.hold);
		return TRUE;
	}
	return rd_mail_set_text(self->store, kase->id, row->id, text, error) &&
	       rd_outbox_row_set_raw(self->store, row->id, raw, error);
}
