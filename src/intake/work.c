/*
 * work.c - the stages of one message, in order.
 */

#include "intake-private.h"

#include <redress/guard.h>
#include <redress/ledger.h>
#include <redress/text.h>

void
rd_intake_working_free(gpointer working)
{
	RdWorking *w = working;

	g_free(w->problem);
	g_clear_error(&w->error);
	g_free(w->cause);
	g_free(w->outcome);
	g_clear_pointer(&w->message, rd_message_free);
	g_clear_pointer(&w->person, rd_person_free);
	g_clear_pointer(&w->commands, g_ptr_array_unref);
	g_free(w->note);
	g_clear_pointer(&w->findings, rd_findings_free);
	g_clear_pointer(&w->thread, rd_thread_gathered_free);
	g_free(w);
}

void
rd_intake_say(RdWorking *w, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_free(w->outcome);
	w->outcome = g_strdup_vprintf(format, args);
	va_end(args);
}

const char *
rd_intake_author(const RdWorking *w)
{
	const RdAddress *author = rd_message_author(w->message);

	return author != NULL ? author->address : "";
}

RdRole
rd_intake_speaker(const RdWorking *w)
{
	if (w->message->forwarded == NULL || !rd_role_is_staff(w->person->role))
		return w->person->role;
	if (w->person->role == RD_ROLE_MARKETING)
		return RD_ROLE_MARKETING; /* what they pass on is no letter to us */
	/* Whose mail other staff pass on is a customer, from whatever address. */
	return w->person->original_role != RD_ROLE_UNKNOWN ? w->person->original_role
							   : RD_ROLE_HOMEOWNER;
}

static gboolean
working_parse(RdWorking *w, RdStore *store, GError **error)
{
	g_autoptr(RdOctets) raw = rd_ledger_octets(store, w->ledger_id, error);

	if (raw == NULL)
		return FALSE;
	w->message = rd_guard_read(raw, w->intake->casework.config->authserv_id,
				   &rd_message_default_limits);
	w->cause = *w->message->message_id != '\0'
			   ? g_strconcat("message <", w->message->message_id, ">", NULL)
			   : g_strdup_printf("message %" G_GINT64_FORMAT " of the ledger",
					     w->ledger_id);
	return TRUE;
}

static gboolean
working_wrote(const RdWorking *w, const RdAddress *author)
{
	const RdHomeowner *homeowner = w->person->homeowner;

	if (w->message->from != NULL &&
	    g_ascii_strcasecmp(w->message->from->address, author->address) == 0)
		return TRUE;
	return homeowner != NULL && rd_homeowner_has_address(homeowner, author->address);
}

/*
 * Staff forward for somebody. Anybody else who passes a mail on to us speaks in their own
 * name, and what another has written there is a quote; their own earlier mail is not.
 */
static void
working_keep_own_words(RdWorking *w)
{
	RdMessage *message = w->message;
	const RdForwarded *forwarded = message->forwarded;

	if (forwarded == NULL || rd_role_is_staff(w->person->role))
		return;
	if (forwarded->from != NULL && working_wrote(w, forwarded->from))
		return;
	if (forwarded->from == NULL && *message->reply == '\0') {
		rd_text_set(&message->reply, forwarded->body);
	} else {
		g_autofree char *quoted = g_strjoin("\n", message->quoted, forwarded->body, NULL);

		rd_text_set(&message->quoted, quoted);
	}
	g_clear_pointer(&message->forwarded, rd_forwarded_free);
}

/* A mailbox that a team shares has no record of its own, but works cases as well. */
static void
working_name_team(RdWorking *w)
{
	const RdAddress *from = w->message->from;

	if (!rd_role_is_staff(w->person->role) || w->person->staff != NULL)
		return;
	w->person->staff = g_new0(RdStaff, 1);
	w->person->staff->email = g_strdup(from->address);
	w->person->staff->name = g_strdup(*from->name != '\0' ? from->name : from->address);
	w->person->staff->role = w->person->role;
}

static gboolean
working_is_automatic(const RdWorking *w)
{
	return w->person->role == RD_ROLE_AUTOMATED || w->findings->kind == RD_KIND_AUTO_REPLY ||
	       w->findings->kind == RD_KIND_BOUNCE;
}

/*
 * What could not be decided in the time that a mail may take is a person's to read: a
 * rule that was not heard out has not said no.
 */
static void
working_settle_undecided(RdWorking *w)
{
	const char *rules = w->findings->undecided;

	if (rules == NULL)
		return;
	g_warning("ledger %" G_GINT64_FORMAT ": rules left undecided: %s", w->ledger_id, rules);
	if (w->message->defect == NULL && !working_is_automatic(w))
		w->message->defect =
			g_strdup_printf("it takes too long to decide what it is about (%s)", rules);
}

/* A mail begins one record; whose words begin none must not be lost. */
static void
working_settle_several(RdWorking *w)
{
	if (w->person->several && w->message->defect == NULL)
		w->message->defect =
			g_strdup("several mails are forwarded in it, and only one was read");
}

/* Who and what: two of the three questions of IN2. */
void
rd_intake_read(RdWorking *w, RdStore *store)
{
	if (!working_parse(w, store, &w->error))
		return;
	w->person = rd_directory_identify(store, w->intake->casework.config, w->message, &w->error);
	if (w->person == NULL)
		return;
	working_keep_own_words(w);
	working_name_team(w);
	rd_intake_read_commands(w);
	w->findings = rd_classify(w->intake->rules, w->message, w->person,
				  w->intake->casework.config->classify.sure / 100.0);
	working_settle_undecided(w);
	working_settle_several(w);
	rd_person_settle(w->person, w->findings);
	rd_intake_settle_match(w);
}

/* Where: the third, which depends on the messages before it. */
static gboolean
working_find_case(RdWorking *w, GError **error)
{
	w->thread = rd_thread_gather(w->intake->casework.store, w->message, w->person, w->findings,
				     error);
	if (w->thread == NULL)
		return FALSE;
	w->decision = rd_thread_decide(&w->thread->evidence);
	return TRUE;
}

RdCase *
rd_intake_case(RdWorking *w, GError **error)
{
	RdCase *kase = rd_thread_gathered_take(w->thread, w->decision.case_id);

	return kase != NULL ? kase
			    : rd_case_get(w->intake->casework.store, w->decision.case_id, error);
}

static gboolean
working_is_our_own(const RdWorking *w)
{
	const RdAddress *from = w->message->from;

	return from != NULL && rd_config_is_ours(w->intake->casework.config, from->address);
}

static gboolean
working_route(RdWorking *w, GError **error)
{
	if (w->message->defect != NULL)
		return rd_intake_take_defective(w, error);
	if (working_is_our_own(w)) {
		rd_intake_say(w, "our own mail came back; filed");
		return rd_intake_store_mail(w, NULL, error);
	}
	if (w->message->report.kind != RD_REPORT_NONE)
		return rd_intake_take_report(w, error);
	if (working_is_automatic(w))
		return rd_intake_take_automatic(w, error);
	switch (w->decision.verdict) {
	case RD_THREAD_COPY:
		return rd_intake_take_copy(w, error);
	case RD_THREAD_JOIN:
		return rd_intake_take_into(w, error);
	case RD_THREAD_NEW:
	case RD_THREAD_LINKED:
		break;
	}
	if (rd_intake_is_commands_alone(w))
		return rd_intake_answer_commands(w, error);
	return rd_intake_take_new(w, error);
}

gboolean
rd_intake_work_one(RdWorking *w, GError **error)
{
	if (w->error != NULL) {
		g_propagate_error(error, g_steal_pointer(&w->error));
		return FALSE;
	}
	if (!working_find_case(w, error) || !working_route(w, error))
		return FALSE;
	g_info("ledger %" G_GINT64_FORMAT ": %s", w->ledger_id, w->outcome);
	return rd_ledger_finish(w->intake->casework.store, w->ledger_id,
				w->message->defect != NULL ? RD_LEDGER_TRIAGE : RD_LEDGER_WORKED,
				w->outcome, error);
}
