/*
 * standing.c - whose word counts: for the homeowner, for the installer, for nobody.
 *
 * Anybody can write From, answer with a Message-ID they have seen, or name a customer.
 * Such a mail is kept with its case and read by a person; nothing is done on its word.
 */

#include "intake-private.h"

/*
 * The trusted server looked and found another sender. That it cannot tell (none, neutral,
 * an error) is common with small domains, and no reason to let a homeowner wait.
 */
gboolean
rd_intake_is_forged(const RdWorking *w)
{
	return w->message->authentication.refuted && !rd_message_is_authenticated(w->message);
}

/* What came by a mailing list was not written to us, and nobody is answered (IN4). */
static gboolean
standing_is_of_a_list(const RdWorking *w)
{
	return w->message->list && w->message->in_reply_to->len == 0;
}

/* A machine that knows our address has sent it on: an answer may come back in the same way. */
static gboolean
standing_is_of_a_loop(const RdWorking *w)
{
	for (guint i = 0; i < w->message->loops->len; i++) {
		if (rd_config_is_ours(w->intake->casework.config, w->message->loops->pdata[i]))
			return TRUE;
	}
	return FALSE;
}

static gboolean
standing_is_silent(const RdWorking *w)
{
	return w->message->no_reply_wanted || standing_is_of_a_list(w) ||
	       standing_is_of_a_loop(w) || rd_intake_is_forged(w);
}

static gboolean
standing_is_vouched_for(const RdWorking *w)
{
	return rd_role_is_staff(w->person->role) && rd_message_is_authenticated(w->message);
}

static gboolean
forward_has_address(const RdForwarded *forwarded)
{
	return forwarded != NULL && forwarded->from != NULL && *forwarded->from->address != '\0';
}

/*
 * A name alone is no proof ("People" of the requirements): two may have it, and anybody
 * may sign with it. It counts when staff give it: in their own words, or by a forward
 * whose program left the address of the original out.
 */
void
rd_intake_settle_match(RdWorking *w)
{
	RdPerson *person = w->person;
	gboolean customer = rd_intake_speaker(w) <= RD_ROLE_HOMEOWNER;

	if (person->homeowner == NULL || person->evidence != RD_EVIDENCE_NAME ||
	    (!customer && !rd_role_is_staff(person->role)) ||
	    (standing_is_vouched_for(w) && !forward_has_address(w->message->forwarded)))
		return;
	g_ptr_array_insert(person->candidates, 0, g_steal_pointer(&person->homeowner));
	g_clear_pointer(&person->installer, rd_installer_free);
	person->evidence = RD_EVIDENCE_NONE;
}

gboolean
rd_intake_may_begin(const RdWorking *w)
{
	RdRole speaker = rd_intake_speaker(w);

	if (standing_is_silent(w))
		return FALSE;
	if (rd_role_is_staff(speaker))
		return standing_is_vouched_for(w);
	return speaker == RD_ROLE_HOMEOWNER;
}

static gboolean
standing_is_contact(const RdWorking *w, const RdCase *kase)
{
	return *kase->contact != '\0' &&
	       g_ascii_strcasecmp(rd_intake_author(w), kase->contact) == 0;
}

/* The homeowner of the case, or whoever the case was opened for. */
static gboolean
standing_is_customer(const RdWorking *w, const RdCase *kase)
{
	const RdHomeowner *homeowner = w->person->homeowner;

	if (homeowner != NULL && *kase->homeowner_id != '\0')
		return g_strcmp0(homeowner->id, kase->homeowner_id) == 0;
	return standing_is_vouched_for(w) || standing_is_contact(w, kase);
}

static gboolean
standing_is_installer(const RdWorking *w, const RdCase *kase, gboolean *is, GError **error)
{
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;

	if (!rd_casework_people(&w->intake->casework, kase, &homeowner, &installer, error))
		return FALSE;
	*is = installer != NULL && rd_installer_has_address(installer, rd_intake_author(w));
	return TRUE;
}

/*
 * IN5: a writer who was asked who they are may say no more than that, which alone sounds
 * like no customer's mail.
 */
static void
standing_introduce(RdWorking *w, const RdCase *kase)
{
	if (*kase->homeowner_id != '\0' || w->person->homeowner == NULL ||
	    !standing_is_contact(w, kase))
		return;
	w->person->role = RD_ROLE_HOMEOWNER;
	w->heard = TRUE;
}

gboolean
rd_intake_hear(RdWorking *w, const RdCase *kase, GError **error)
{
	w->heard = FALSE;
	if (standing_is_silent(w))
		return TRUE;
	switch (rd_intake_speaker(w)) {
	case RD_ROLE_HOMEOWNER:
		w->heard = standing_is_customer(w, kase);
		return TRUE;
	case RD_ROLE_INSTALLER:
		return standing_is_installer(w, kase, &w->heard, error);
	case RD_ROLE_UNKNOWN:
		standing_introduce(w, kase);
		return TRUE;
	case RD_ROLE_AUTOMATED:
		return TRUE;
	default:
		w->heard = TRUE;
		return TRUE;
	}
}

static gboolean
standing_is_proven(const RdWorking *w, const RdCase *kase)
{
	return rd_intake_speaker(w) != RD_ROLE_HOMEOWNER || standing_is_vouched_for(w) ||
	       w->person->evidence == RD_EVIDENCE_ADDRESS || standing_is_contact(w, kase);
}

gboolean
rd_intake_doubt_good_news(RdWorking *w, const RdCase *kase, RdSignalSet *signals, GError **error)
{
	const RdSignalSet good =
		RD_SET(RD_SIGNAL_SATISFIED) | RD_SET(RD_SIGNAL_INSTALLER_CONTACTED);
	g_autofree char *text = NULL;

	if ((*signals & good) == 0 || standing_is_proven(w, kase))
		return TRUE;
	*signals &= ~good;
	text = g_strdup_printf("%s is not an address of the homeowner's, so that they are content, "
			       "or were called, has to be heard from themselves.",
			       rd_intake_author(w));
	return rd_casework_note(&w->intake->casework, kase, "redress", "unheard", text, w->cause,
				w->now, error);
}

/* Why a person has to read it; NULL: no reason. For the feed. */
static char *
standing_reason(const RdWorking *w, const RdCase *kase)
{
	const char *author = rd_intake_author(w);

	if (w->message->no_reply_wanted)
		return g_strdup(
			"The mail asks for no automatic reply, so a person has to read it.");
	if (standing_is_of_a_list(w))
		return g_strdup("The mail came by a mailing list, so nobody is answered and a "
				"person has to read it.");
	if (standing_is_of_a_loop(w))
		return g_strdup("The mail went through our own address before (X-Loop), so nobody "
				"is answered and a person has to read it.");
	if (rd_intake_is_forged(w))
		return g_strdup_printf("The mail server does not vouch that this mail is from %s, "
				       "so nothing is done on its word.",
				       author);
	if (*kase->homeowner_id == '\0')
		return NULL;
	return g_strdup_printf("%s is not known to be of this case, so nothing is done on the "
			       "word of this mail.",
			       author);
}

gboolean
rd_intake_note_standing(RdWorking *w, const RdCase *kase, GError **error)
{
	g_autofree char *reason = w->heard ? NULL : standing_reason(w, kase);

	return reason == NULL || rd_casework_note(&w->intake->casework, kase, "redress", "unheard",
						  reason, w->cause, w->now, error);
}

/* Whom the record may be about, for a person who has to find out. */
gboolean
rd_intake_note_candidates(RdWorking *w, const RdCase *kase, GError **error)
{
	GPtrArray *candidates = w->person->candidates;
	g_autoptr(GString) text = NULL;

	if (*kase->homeowner_id != '\0' || candidates->len == 0)
		return TRUE;
	text = g_string_new("It may be about ");
	for (guint i = 0; i < candidates->len; i++) {
		const RdHomeowner *homeowner = candidates->pdata[i];

		g_string_append_printf(text, "%s%s (%s)", i > 0 ? ", " : "", homeowner->name,
				       homeowner->id);
	}
	g_string_append(text, "; #homeowner and the number says so.");
	return rd_casework_note(&w->intake->casework, kase, "redress", "note", text->str, w->cause,
				w->now, error);
}
