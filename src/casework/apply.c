/*
 * apply.c - carry out the effects of a step, one function each.
 */

#include "casework-private.h"

#include <redress/error.h>
#include <redress/mail.h>
#include <redress/text.h>

#include <string.h>

/* One effect on its way. */
typedef struct {
	const RdCasework *self;
	RdCase *kase;
	const RdEffect *effect;
	const RdSituation *situation;
	const RdEvent *event;
	const char *base; /* what set it off: "timer call-due" */
	char *cause;	  /* with the requirement: "timer call-due (BO2)" */
	RdTime now;
	guint depth;
} Applying;

static gboolean
apply_feed(const Applying *a, const char *kind, const char *text, GError **error)
{
	return rd_casework_note(a->self, a->kase, "redress", kind, text, a->cause, a->now, error);
}

static RdView *
apply_view(const Applying *a, const RdViewUses *uses, GError **error)
{
	RdPost post = {.event = a->event, .situation = a->situation};

	return rd_casework_view(a->self, a->kase, &post, uses, a->now, error);
}

/* A note that lacks a value is still worth having: it is for staff, not for customers. */
static char *
apply_render(const Applying *a, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplyString) string = NULL;
	g_autoptr(RdView) view = NULL;
	char *rendered = NULL;

	if (strstr(text, "{{") == NULL)
		return g_strstrip(g_strdup(text)); /* most have no values, which are costly */
	string = rd_reply_string_new(text, &error);
	if (string != NULL)
		view = apply_view(a, rd_reply_string_uses(string), &error);
	if (view != NULL)
		rendered = rd_reply_string_render(string, view, &error);
	return rendered != NULL ? rendered : g_strdup_printf("%s [%s]", text, error->message);
}

/* The words of a template, as a note or the body of a task; "" for none. */
static char *
apply_render_template(const Applying *a, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdView) view = NULL;
	g_autoptr(RdReplyText) words = NULL;

	if (name == NULL || *name == '\0')
		return g_strdup("");
	view = apply_view(a, rd_replies_uses(a->self->replies, name), &error);
	if (view != NULL)
		words = rd_replies_render(a->self->replies, name, view, &error);
	return words != NULL ? g_strdup(words->text) : g_strdup_printf("[%s]", error->message);
}

static gboolean
apply_state(const Applying *a, GError **error)
{
	g_autofree char *text = g_strconcat(a->kase->state, " -> ", a->effect->name, NULL);
	gboolean stays = strcmp(a->kase->state, a->effect->name) == 0; /* when it is opened */

	if (stays && a->kase->state_since == a->now)
		return TRUE;
	rd_text_set(&a->kase->state, a->effect->name);
	a->kase->state_since = a->now;
	return rd_case_save_state(a->self->store, a->kase, error) &&
	       (stays || apply_feed(a, "state", text, error));
}

static gboolean
apply_send(const Applying *a, GError **error)
{
	RdPost post = {.template_name = a->effect->name,
		       .to = a->effect->to,
		       .cc = a->effect->cc,
		       .question = g_hash_table_lookup(a->kase->facts, "question"),
		       .event = a->event,
		       .situation = a->situation,
		       .cause = a->cause};

	return rd_casework_post(a->self, a->kase, &post, a->now, error);
}

static gboolean
apply_note(const Applying *a, GError **error)
{
	g_autofree char *text = a->effect->text != NULL ? apply_render(a, a->effect->text)
							: apply_render_template(a, a->effect->body);

	return apply_feed(a, "note", text, error);
}

static gboolean
apply_task(const Applying *a, GError **error)
{
	const RdEffect *effect = a->effect;
	const char *to = effect->to != NULL ? effect->to : "assignee";
	RdTime due = effect->due_at != RD_TIME_NONE ? effect->due_at : a->now;
	g_autofree char *title = NULL;
	g_autofree char *body = NULL;

	if (rd_casework_open_task(a->kase, effect->name) != NULL)
		return TRUE; /* it is asked for already */
	title = apply_render(a, effect->text);
	body = apply_render_template(a, effect->body);
	return rd_casework_task_at(a->self, a->kase, effect->name, title, body, to, due, a->cause,
				   a->now, error);
}

static gboolean
apply_task_done(const Applying *a, GError **error)
{
	const RdTask *task;

	while ((task = rd_casework_open_task(a->kase, a->effect->name)) != NULL) {
		if (!rd_casework_drop_task(a->self, a->kase, task, "redress", a->cause, a->now,
					   error))
			return FALSE;
	}
	return TRUE;
}

static void
timers_forget(GPtrArray *timers, const char *name)
{
	for (guint i = timers->len; i > 0; i--) {
		if (strcmp(((RdTimer *)timers->pdata[i - 1])->name, name) == 0)
			g_ptr_array_remove_index(timers, i - 1);
	}
}

static gboolean
apply_timer(const Applying *a, GError **error)
{
	g_autofree char *due = rd_time_format(a->effect->due_at);
	g_autofree char *text = g_strconcat(a->effect->name, " at ", due, NULL);
	RdTimer *timer = g_new0(RdTimer, 1);

	timers_forget(a->kase->timers, a->effect->name);
	timer->name = g_strdup(a->effect->name);
	timer->due_at = a->effect->due_at;
	g_ptr_array_add(a->kase->timers, timer);
	return rd_timer_set(a->self->store, a->kase->id, timer->name, timer->due_at, error) &&
	       apply_feed(a, "timer", text, error);
}

static gboolean
apply_timer_cancel(const Applying *a, GError **error)
{
	guint before = a->kase->timers->len;
	g_autofree char *text = g_strdup_printf("%s cancelled", a->effect->name);

	timers_forget(a->kase->timers, a->effect->name);
	if (a->kase->timers->len == before)
		return TRUE;
	return rd_timer_cancel(a->self->store, a->kase->id, a->effect->name, error) &&
	       apply_feed(a, "timer", text, error);
}

/* Sets the queue or the assignee. */
static gboolean
apply_column(const Applying *a, char **column, const char *kind, GError **error)
{
	const char *value = a->effect->name != NULL ? a->effect->name : "";
	g_autofree char *text = g_strconcat(kind, ": ", *value != '\0' ? value : "nobody", NULL);

	if (g_strcmp0(*column, value) == 0)
		return TRUE;
	rd_text_set(column, value);
	return rd_case_save_place(a->self->store, a->kase, error) &&
	       apply_feed(a, kind, text, error);
}

static gboolean
apply_queue(const Applying *a, GError **error)
{
	return apply_column(a, &a->kase->queue, "queue", error);
}

/* The one of @role with the fewest open cases; NULL when there is nobody. */
static char *
apply_pick_person(const Applying *a, RdRole role)
{
	g_autoptr(GPtrArray) people = rd_staff_by_role(a->self->store, role, NULL);
	guint fewest = G_MAXUINT;
	char *picked = NULL;

	for (guint i = 0; people != NULL && i < people->len; i++) {
		const RdStaff *person = people->pdata[i];
		const RdCaseFilter filter = {.open_only = TRUE, .assignee = person->email};
		g_autoptr(GArray) cases = rd_cases_find(a->self->store, &filter, NULL);

		if (cases != NULL && cases->len < fewest) {
			fewest = cases->len;
			g_free(picked);
			picked = g_strdup(person->email);
		}
	}
	return picked;
}

static gboolean
apply_assign(const Applying *a, GError **error)
{
	RdEffect named = *a->effect;
	Applying to = *a;
	g_autofree char *person = NULL;
	RdRole role;

	if (a->effect->name == NULL || !rd_role_parse(a->effect->name, &role))
		return apply_column(a, &a->kase->assignee, "assignee", error);
	person = apply_pick_person(a, role);
	named.name = person;
	to.effect = &named;
	return apply_column(&to, &a->kase->assignee, "assignee", error);
}

static gboolean
apply_label(const Applying *a, GError **error)
{
	g_autofree char *text = g_strdup_printf("label: %s", a->effect->name);

	if (g_strv_contains((const char *const *)a->kase->labels, a->effect->name))
		return TRUE;
	return rd_label_add(a->self->store, a->kase, a->effect->name, error) &&
	       apply_feed(a, "label", text, error);
}

static gboolean
apply_fact(const Applying *a, GError **error)
{
	return rd_fact_set(a->self->store, a->kase, a->effect->name, a->effect->text, error);
}

/* The types that a linked record begins with. */
static RdComplaintSet
apply_linked_complaints(const Applying *a)
{
	RdComplaintSet named = 0;

	if (a->effect->body != NULL && rd_complaints_parse(a->effect->body, &named))
		return named;
	if (a->event->complaints != 0)
		return a->event->complaints;
	return a->kase->complaints;
}

/* A linked record is about the homeowner's new words when there are any, else about the same. */
static gboolean
apply_has_news(const Applying *a)
{
	return a->event->kind == RD_EVENT_MESSAGE && a->event->role == RD_ROLE_HOMEOWNER &&
	       a->event->text != NULL && *a->event->text != '\0';
}

static gboolean
apply_copy_mail(const Applying *a, RdMail *mail, const RdCase *to, GError **error)
{
	g_autoptr(GPtrArray) items = rd_mail_attachments(a->self->store, mail->id, error);
	g_autofree char *text = NULL;

	mail->case_id = to->id;
	if (items == NULL || !rd_mail_add(a->self->store, mail, error))
		return FALSE;
	for (guint i = 0; i < items->len; i++) {
		const RdMailAttachment *item = items->pdata[i];

		if (!rd_mail_attach(a->self->store, mail->id, item->name, item->type, item->size,
				    error))
			return FALSE;
	}
	text = g_strdup_printf("from %s, \"%s\"", mail->from, mail->subject);
	return rd_casework_note(a->self, to, mail->author, "mail-in", text, a->cause, a->now,
				error);
}

/* IC2: the mail that makes a record open another one belongs to both, with its documents. */
static gboolean
apply_share_mail(const Applying *a, const RdCase *to, GError **error)
{
	g_autoptr(GPtrArray) mails = NULL;

	if (a->event->kind != RD_EVENT_MESSAGE)
		return TRUE;
	mails = rd_mails_of_case(a->self->store, a->kase->id, error);
	if (mails == NULL)
		return FALSE;
	for (guint i = mails->len; i > 0; i--) { /* the newest is the one at hand */
		RdMail *mail = mails->pdata[i - 1];

		if (!mail->outgoing)
			return apply_copy_mail(a, mail, to, error);
	}
	return TRUE;
}

/* SM2, SM4, EX3: the linked record begins with what is known here. */
static gboolean
apply_link(const Applying *a, GError **error)
{
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	g_autoptr(RdReview) review = rd_casework_review(a->kase);
	g_autoptr(RdCase) linked = NULL;
	RdComplaintSet complaints = apply_linked_complaints(a);
	gboolean news = apply_has_news(a);
	RdEvent opened = {.kind = RD_EVENT_OPENED,
			  .role = a->event->role,
			  .author = a->event->author,
			  .complaints = complaints,
			  .text = a->event->text};
	RdOpening opening = {
		.procedure = a->effect->name,
		.complaints = complaints,
		.primary = RD_HAS(complaints, a->kase->primary) ? a->kase->primary
								: rd_complaints_first(complaints),
		.description = news ? a->event->text : a->kase->description,
		.staff_words = !news && g_hash_table_contains(a->kase->facts, "staff-words"),
		.subject = a->kase->subject,
		.contact = a->kase->contact,
		.origin = a->kase->origin,
		.handler = a->kase->handler,
		.review = review,
		.complained_at = a->now,
		.linked_to = a->kase->id,
		.how = a->effect->text,
		.homeowner_told = g_strcmp0(a->effect->to, "homeowner") == 0};

	if (!rd_casework_people(a->self, a->kase, &homeowner, &installer, error))
		return FALSE;
	opening.homeowner = homeowner;
	opening.installer = installer;
	if (strcmp(a->effect->name, "by complaint") == 0)
		opening.procedure = rd_procedure_choose(complaints, homeowner);
	linked = rd_casework_open(a->self, &opening, a->cause, a->now, error);
	return linked != NULL && apply_share_mail(a, linked, error) &&
	       rd_casework_event_at(a->self, linked, &opened, a->base, a->now, a->depth + 1,
				    error) &&
	       rd_casework_refresh(a->self, a->kase, error);
}

static gboolean
apply_begin(const Applying *a, GError **error)
{
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	const char *name = a->effect->name;

	if (!rd_casework_people(a->self, a->kase, &homeowner, &installer, error))
		return FALSE;
	if (strcmp(name, "by complaint") == 0)
		name = rd_procedure_choose(a->kase->complaints, homeowner);
	return rd_casework_begin(a->self, a->kase, name, a->event, a->base, a->now, a->depth + 1,
				 error);
}

static gboolean
apply_mention(const Applying *a, GError **error)
{
	g_autofree char *text = apply_render(a, a->effect->text);

	return apply_feed(a, "mention", text, error);
}

static gboolean
apply_tell(const Applying *a, GError **error)
{
	RdEvent event = {.kind = RD_EVENT_LINKED, .name = a->effect->name};

	for (guint i = 0; i < a->kase->links->len; i++) {
		const RdLink *link = a->kase->links->pdata[i];
		g_autoptr(RdCase) other = rd_case_get(a->self->store, link->other, error);

		if (other == NULL || !rd_casework_event_at(a->self, other, &event, a->base, a->now,
							   a->depth + 1, error))
			return FALSE;
	}
	return rd_casework_refresh(a->self, a->kase, error); /* they may have told it something */
}

static gboolean
apply_close(const Applying *a, GError **error)
{
	if (!a->kase->open)
		return TRUE;
	a->kase->open = FALSE;
	a->kase->closed_at = a->now;
	return rd_case_save(a->self->store, a->kase, error) &&
	       apply_feed(a, "closed", "closed", error);
}

static gboolean
apply_reopen(const Applying *a, GError **error)
{
	if (a->kase->open)
		return TRUE;
	a->kase->open = TRUE;
	a->kase->closed_at = RD_TIME_NONE;
	return rd_case_save(a->self->store, a->kase, error) &&
	       apply_feed(a, "opened", "reopened", error);
}

static gboolean (*const appliers[])(const Applying *a, GError **error) = {
	[RD_EFFECT_STATE] = apply_state,
	[RD_EFFECT_SEND] = apply_send,
	[RD_EFFECT_NOTE] = apply_note,
	[RD_EFFECT_TASK] = apply_task,
	[RD_EFFECT_TASK_DONE] = apply_task_done,
	[RD_EFFECT_TIMER] = apply_timer,
	[RD_EFFECT_TIMER_CANCEL] = apply_timer_cancel,
	[RD_EFFECT_QUEUE] = apply_queue,
	[RD_EFFECT_ASSIGN] = apply_assign,
	[RD_EFFECT_LABEL] = apply_label,
	[RD_EFFECT_FACT] = apply_fact,
	[RD_EFFECT_LINK] = apply_link,
	[RD_EFFECT_MENTION] = apply_mention,
	[RD_EFFECT_TELL] = apply_tell,
	[RD_EFFECT_BEGIN] = apply_begin,
	[RD_EFFECT_CLOSE] = apply_close,
	[RD_EFFECT_REOPEN] = apply_reopen,
};

gboolean
rd_casework_apply(const RdCasework *self, RdCase *kase, const RdEffect *effect,
		  const RdSituation *situation, const RdEvent *event, const char *cause, RdTime now,
		  guint depth, GError **error)
{
	gboolean named = effect->requirement != NULL && *effect->requirement != '\0';
	g_autofree char *whole =
		named ? g_strconcat(cause, " (", effect->requirement, ")", NULL) : g_strdup(cause);
	Applying a = {self, kase, effect, situation, event, cause, whole, now, depth};

	g_return_val_if_fail((gsize)effect->kind < G_N_ELEMENTS(appliers), FALSE);
	return appliers[effect->kind](&a, error);
}
