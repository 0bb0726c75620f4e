/*
 * record.c - a mail begins a record, or goes into one that there is.
 */

#include "intake-private.h"

#include <redress/ledger.h>
#include <redress/text.h>

#include <string.h>

#define DESCRIPTION_MAX 2000

static gboolean
record_is_of_a_machine(const RdWorking *w)
{
	return w->message->forwarded != NULL && w->message->forwarded->automatic;
}

/* Where a customer can be answered; staff and business partners are not asked who they are. */
static const char *
record_contact(const RdWorking *w)
{
	const char *author = rd_intake_author(w);

	if (rd_intake_speaker(w) > RD_ROLE_HOMEOWNER || !w->heard || record_is_of_a_machine(w) ||
	    !rd_address_is_writable(author) ||
	    rd_config_is_ours(w->intake->casework.config, author))
		return "";
	return author;
}

/*
 * Staff are believed only when the trusted server vouches for the mail ("Never"), and
 * where they give commands, those say what they mean.
 */
static gboolean
record_is_believed(const RdWorking *w)
{
	return !rd_role_is_staff(rd_intake_speaker(w)) ||
	       (rd_message_is_authenticated(w->message) && w->commands == NULL);
}

/* Complaint types that staff are to decide on; NULL: there are none. */
static char *
record_proposal(const RdWorking *w)
{
	if (w->findings->kind != RD_KIND_COMPLAINT || rd_intake_is_sure(w) || !w->heard ||
	    !record_is_believed(w))
		return NULL;
	return rd_complaints_format(w->findings->complaints);
}

/* What is worked by its own procedure; everything else is a person's to read. */
static const char *
record_procedure(const RdWorking *w)
{
	const RdProcedures *procedures = w->intake->casework.procedures;
	const char *name = "triage";

	if (w->message->defect != NULL || !record_is_believed(w) || !w->heard)
		return name;
	if (w->findings->kind == RD_KIND_REVIEW_ALERT && rd_role_is_staff(w->person->role))
		name = "review";
	else if (rd_intake_is_sure(w) && w->person->homeowner != NULL)
		name = rd_procedure_choose(w->findings->complaints, w->person->homeowner);
	return rd_procedures_get(procedures, name) != NULL ? name : "triage";
}

/*
 * BO2 counts from the date of the complaint. One that lay for longer than that before
 * it reached us counts from now: a call before the installer could read our mail helps
 * nobody.
 */
static RdTime
record_complained_at(const RdWorking *w)
{
	const RdForwarded *forwarded = w->message->forwarded;
	RdTime date = forwarded != NULL && forwarded->date != RD_TIME_NONE ? forwarded->date
									   : w->message->date;

	return date == RD_TIME_NONE || date > w->now || w->now - date > 2 * RD_TIME_DAY ? w->now
											: date;
}

static const char *
record_origin(const RdWorking *w)
{
	if (w->person->role == RD_ROLE_MARKETING)
		return "Marketing";
	return rd_role_is_staff(w->person->role) ? "agent" : "e-mail";
}

static gboolean
record_has_review(const RdWorking *w)
{
	return w->findings->review != NULL && *w->findings->review->text != '\0';
}

/* The words of the one who complains: of a review, what its writer says in public. */
static char *
record_description(const RdWorking *w)
{
	const char *words =
		record_has_review(w) ? w->findings->review->text : rd_message_words(w->message);

	return g_utf8_substring(words, 0, MIN(g_utf8_strlen(words, -1), DESCRIPTION_MAX));
}

/*
 * Whom the record is about. One that nobody has vouched for is nobody's until a person
 * says so: it would be worked as soon as anything else happens to it.
 */
static const RdHomeowner *
record_homeowner(const RdWorking *w)
{
	return w->heard ? w->person->homeowner : NULL;
}

static RdCase *
record_open(RdWorking *w, GError **error)
{
	const RdMessage *message = w->message;
	gboolean by_staff = rd_role_is_staff(w->person->role);
	g_autofree char *description = record_description(w);
	g_autofree char *proposal = record_proposal(w);
	RdOpening opening = {.procedure = record_procedure(w),
			     .homeowner = record_homeowner(w),
			     .installer = w->heard ? w->person->installer : NULL,
			     .complaints = proposal == NULL ? w->findings->complaints : 0,
			     .primary = proposal == NULL ? w->findings->primary : RD_COMPLAINT_NONE,
			     .proposal = proposal,
			     .description = description,
			     .staff_words = rd_intake_speaker(w) > RD_ROLE_HOMEOWNER &&
					    !record_has_review(w),
			     .subject = message->forwarded != NULL ? message->forwarded->subject
								   : message->subject,
			     .contact = record_contact(w),
			     .origin = record_origin(w),
			     .handler = by_staff ? message->from->address : "",
			     .review = w->findings->review,
			     .complained_at = record_complained_at(w)};

	if (w->decision.verdict == RD_THREAD_LINKED) {
		opening.linked_to = w->decision.case_id;
		opening.how = "follows";
	}
	return rd_casework_open(&w->intake->casework, &opening, w->cause, w->now, error);
}

/*
 * What staff wrote above a forward, or under commands, is for the case, not for the
 * homeowner. Any other words of theirs are in the feed with their mail.
 */
static gboolean
record_keep_agents_words(RdWorking *w, const RdCase *kase, GError **error)
{
	const RdMessage *message = w->message;

	if ((message->forwarded == NULL && w->commands == NULL) || *w->note == '\0')
		return TRUE;
	return rd_casework_note(&w->intake->casework, kase, message->from->address, "note", w->note,
				w->cause, w->now, error);
}

static RdEvent
record_event(const RdWorking *w, RdEventKind kind, RdComplaintSet complaints)
{
	return (RdEvent){.kind = kind,
			 .role = w->heard ? rd_intake_speaker(w) : RD_ROLE_UNKNOWN,
			 .author = rd_intake_author(w),
			 .complaints = complaints,
			 .signals = record_is_believed(w) && w->heard ? w->findings->signals : 0,
			 .text = rd_message_words(w->message),
			 .homeowner = w->person->homeowner,
			 .installer = w->person->installer};
}

gboolean
rd_intake_take_new(RdWorking *w, GError **error)
{
	g_autofree char *proposal = NULL;
	RdEvent event;
	g_autoptr(RdCase) kase = NULL;

	w->heard = rd_intake_may_begin(w);
	proposal = record_proposal(w);
	event = record_event(w, RD_EVENT_OPENED, proposal == NULL ? w->findings->complaints : 0);
	kase = record_open(w, error);
	if (kase == NULL || !rd_intake_store_mail(w, kase, error) ||
	    !rd_intake_note_standing(w, kase, error) ||
	    !rd_intake_note_candidates(w, kase, error) ||
	    !record_keep_agents_words(w, kase, error) ||
	    (proposal != NULL && !rd_intake_note_proposal(w, kase, proposal, error)))
		return FALSE;
	rd_intake_say(w, "opened RD-%" G_GINT64_FORMAT " (%s)", kase->id, kase->procedure);
	return rd_casework_event(&w->intake->casework, kase, &event, w->cause, w->now, error) &&
	       rd_intake_take_commands(w, kase, error);
}

/* The writer of a record in triage may be recognised by what they write next. */
static gboolean
record_recognise(RdWorking *w, RdCase *kase, GError **error)
{
	if (*kase->homeowner_id != '\0' || w->person->homeowner == NULL || !w->heard)
		return TRUE;
	return rd_casework_set_homeowner(&w->intake->casework, kase, w->person->homeowner,
					 kase->complaints, w->cause, w->now, error);
}

static gboolean
record_add_complaints(RdWorking *w, RdCase *kase, RdComplaintSet *added, GError **error)
{
	g_autofree char *names = NULL;
	g_autofree char *text = NULL;
	g_autofree char *proposal = record_proposal(w);

	if (proposal != NULL) {
		*added = 0;
		return (w->findings->complaints & ~kase->complaints) == 0 ||
		       rd_intake_propose_more(w, kase, proposal, error);
	}
	*added = w->findings->kind == RD_KIND_COMPLAINT && record_is_believed(w) && w->heard
			 ? w->findings->complaints & ~kase->complaints
			 : 0;
	if (*added == 0)
		return TRUE;
	names = rd_complaints_format(*added);
	text = g_strdup_printf("complaint added: %s", names);
	kase->complaints |= *added;
	if (!kase->open)
		kase->complained_at = w->now; /* what is due counts from the new complaint */
	if (kase->primary == RD_COMPLAINT_NONE)
		kase->primary = w->findings->primary;
	return rd_case_save_unlisted(w->intake->casework.store, kase, error) &&
	       rd_casework_note(&w->intake->casework, kase, "redress", "complaints", text, w->cause,
				w->now, error);
}

gboolean
rd_intake_take_into(RdWorking *w, GError **error)
{
	const RdCasework *casework = &w->intake->casework;
	g_autoptr(RdCase) kase = rd_intake_case(w, error);
	RdComplaintSet added;
	RdEvent event;

	if (kase == NULL || !rd_intake_store_mail(w, kase, error) ||
	    !rd_intake_hear(w, kase, error) || !rd_intake_note_standing(w, kase, error) ||
	    !record_keep_agents_words(w, kase, error))
		return FALSE;
	rd_intake_say(w, "joined RD-%" G_GINT64_FORMAT " (%s)", kase->id, w->decision.how);
	if (!record_recognise(w, kase, error) || !record_add_complaints(w, kase, &added, error))
		return FALSE;
	event = record_event(w, RD_EVENT_MESSAGE, added);
	return rd_intake_doubt_good_news(w, kase, &event.signals, error) &&
	       rd_casework_event(casework, kase, &event, w->cause, w->now, error) &&
	       rd_intake_take_commands(w, kase, error);
}

/* The agent who forwards what has also come directly is the one who handles it. */
static gboolean
record_keep_handler(RdWorking *w, RdCase *kase, GError **error)
{
	if (w->message->forwarded == NULL || !rd_role_is_staff(w->person->role) ||
	    *kase->handler != '\0')
		return TRUE;
	rd_text_set(&kase->handler, w->message->from->address);
	return rd_case_save_unlisted(w->intake->casework.store, kase, error);
}

gboolean
rd_intake_take_copy(RdWorking *w, GError **error)
{
	g_autoptr(RdCase) kase = rd_intake_case(w, error);

	if (kase == NULL)
		return FALSE;
	rd_intake_say(w, "the same mail again, kept with RD-%" G_GINT64_FORMAT, kase->id);
	return rd_intake_store_mail(w, kase, error) && record_keep_agents_words(w, kase, error) &&
	       record_keep_handler(w, kase, error) && rd_intake_take_commands(w, kase, error);
}

gboolean
rd_intake_take_defective(RdWorking *w, GError **error)
{
	RdEvent event = {.kind = RD_EVENT_OPENED, .role = w->person->role};
	g_autofree char *note =
		g_strdup_printf("It could not be read in full: %s.", w->message->defect);
	g_autoptr(RdCase) kase = NULL;

	w->decision = (RdThreadDecision){RD_THREAD_NEW, 0, "new"};
	w->findings->complaints = 0;
	w->findings->primary = RD_COMPLAINT_NONE;
	kase = record_open(w, error);
	if (kase == NULL || !rd_intake_store_mail(w, kase, error))
		return FALSE;
	rd_intake_say(w, "triage RD-%" G_GINT64_FORMAT ": %s", kase->id, w->message->defect);
	return rd_casework_note(&w->intake->casework, kase, "redress", "note", note, w->cause,
				w->now, error) &&
	       rd_casework_event(&w->intake->casework, kase, &event, w->cause, w->now, error);
}

gboolean
rd_intake_give_to_person(const RdIntake *self, gint64 ledger_id, const char *why, RdTime now,
			 GError **error)
{
	g_autofree char *cause =
		g_strdup_printf("message %" G_GINT64_FORMAT " of the ledger", ledger_id);
	g_autofree char *description = g_strdup_printf("A message could not be read: %s.", why);
	g_autofree char *entry =
		g_strdup_printf("from , \"%s\": %s", "Message that could not be read", why);
	g_autofree char *outcome = NULL;
	RdOpening opening = {.procedure = "triage",
			     .description = description,
			     .staff_words = TRUE,
			     .subject = "Message that could not be read",
			     .origin = "e-mail",
			     .primary = RD_COMPLAINT_NONE,
			     .complained_at = now};
	RdMail mail = {.ledger_id = ledger_id,
		       .message_id = (char *)"",
		       .from = (char *)"",
		       .to = (char *)"",
		       .cc = (char *)"",
		       .subject = (char *)opening.subject,
		       .at = now,
		       .text = description,
		       .template_name = (char *)"",
		       .author = (char *)"",
		       .written_at = now};
	RdEvent event = {.kind = RD_EVENT_OPENED, .role = RD_ROLE_AUTOMATED};
	g_autoptr(RdCase) kase = rd_casework_open(&self->casework, &opening, cause, now, error);

	if (kase == NULL)
		return FALSE;
	mail.case_id = kase->id;
	outcome = g_strdup_printf("triage RD-%" G_GINT64_FORMAT ": %s", kase->id, why);
	return rd_mail_add(self->casework.store, &mail, error) &&
	       rd_casework_note(&self->casework, kase, "redress", "mail-in", entry, cause, now,
				error) &&
	       rd_casework_event(&self->casework, kase, &event, cause, now, error) &&
	       rd_ledger_finish(self->casework.store, ledger_id, RD_LEDGER_TRIAGE, outcome, error);
}
