/*
 * evidence.c - look up what rd_thread_decide() decides on.
 */

#include <redress/error.h>
#include <redress/findings.h>
#include <redress/text.h>
#include <redress/thread.h>
#include <redress/token.h>

#include <string.h>

#define OPEN_MAX	   20
#define REFERENCES_MAX	   50
#define NUMBER_MAX	   32 /* octets: a subject may be all brackets */
#define SAME_MAIL_LIKENESS 0.6
#define SAME_MAIL_MIN	   20 /* octets: "any news?" is anybody's */
#define SAME_MAIL_SPAN	   (2 * RD_TIME_DAY)

typedef struct {
	RdStore *store;
	const RdMessage *message;
	const RdPerson *person;
	RdThreadGathered *out;
} Gathering;

void
rd_thread_gathered_free(RdThreadGathered *self)
{
	g_ptr_array_unref(self->cases);
	g_free(self);
}

static gboolean
gathered_find(const RdThreadGathered *self, gint64 id, guint *at)
{
	for (*at = 0; *at < self->cases->len; (*at)++) {
		if (((RdCase *)self->cases->pdata[*at])->id == id)
			return TRUE;
	}
	return FALSE;
}

RdCase *
rd_thread_gathered_take(RdThreadGathered *self, gint64 id)
{
	guint at;

	return gathered_find(self, id, &at) ? g_ptr_array_steal_index_fast(self->cases, at) : NULL;
}

/* The case, which mostly several pieces of evidence point to; NULL without an error: none. */
static const RdCase *
evidence_case(Gathering *g, gint64 id, GError **error)
{
	g_autoptr(GError) local = NULL;
	RdCase *kase;
	guint at;

	if (gathered_find(g->out, id, &at))
		return g->out->cases->pdata[at];
	kase = rd_case_get(g->store, id, &local);
	if (kase != NULL)
		g_ptr_array_add(g->out->cases, kase);
	else if (!g_error_matches(local, RD_ERROR, RD_ERROR_NOT_FOUND))
		g_propagate_error(error, g_steal_pointer(&local));
	return kase;
}

/* Fills @slot with what case @id is; an id without a case leaves it empty. */
static gboolean
evidence_take(Gathering *g, RdThreadCase *slot, gint64 id, GError **error)
{
	g_autoptr(GError) local = NULL;
	const RdCase *kase = id != 0 ? evidence_case(g, id, &local) : NULL;

	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	if (kase == NULL)
		return TRUE;
	*slot = (RdThreadCase){.id = kase->id,
			       .open = kase->open,
			       .kind = kase->kind,
			       .triage = strcmp(kase->procedure, "triage") == 0,
			       .complaints = kase->complaints,
			       .subject = kase->subject,
			       .homeowner_id = kase->homeowner_id,
			       .installer_id = kase->installer_id};
	return TRUE;
}

static gboolean
evidence_of_id(Gathering *g, const char *message_id, gint64 *case_id, GError **error)
{
	g_autoptr(GError) local = NULL;
	gsize len;
	const guint8 *secret = rd_store_secret(g->store, &len);

	*case_id = rd_token_case_of_message_id(secret, len, message_id);
	if (*case_id != 0)
		return TRUE;
	/* Our own ids are only believed with their HMAC, above; the store has the others. */
	*case_id = rd_mail_case_of_id(g->store, message_id, &local);
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	return TRUE;
}

/* In-Reply-To, then References from right to left. */
static gboolean
evidence_reply(Gathering *g, GError **error)
{
	GPtrArray *lists[] = {g->message->in_reply_to, g->message->references};
	guint budget = REFERENCES_MAX;

	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		for (guint left = lists[i]->len; left > 0 && budget > 0; left--, budget--) {
			gint64 id;

			if (!evidence_of_id(g, lists[i]->pdata[left - 1], &id, error))
				return FALSE;
			if (id != 0)
				return evidence_take(g, &g->out->evidence.reply, id, error);
		}
	}
	return TRUE;
}

static gint64
evidence_token_of(Gathering *g, const char *address)
{
	gsize len;
	const guint8 *secret = rd_store_secret(g->store, &len);

	return rd_token_case_of_address(secret, len, address);
}

static gboolean
evidence_token(Gathering *g, GError **error)
{
	GPtrArray *lists[] = {g->message->to, g->message->cc};
	gint64 id = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		for (guint j = 0; j < lists[i]->len && id == 0; j++)
			id = evidence_token_of(g, ((RdAddress *)lists[i]->pdata[j])->address);
	}
	for (guint j = 0; j < g->message->delivered_to->len && id == 0; j++)
		id = evidence_token_of(g, g->message->delivered_to->pdata[j]);
	return evidence_take(g, &g->out->evidence.token, id, error);
}

/* What the mail at hand is compared by. */
typedef struct {
	const char *message_id;
	gboolean forwarded;
	char *subject; /* rd_thread_subject() */
	const char *words;
	RdTime written_at;
} Likeness;

/*
 * Once forwarded and once not, or forwarded twice with the date of one original.
 * Somebody who writes the same twice means it twice.
 */
static gboolean
evidence_is_forward_of(const RdMail *mail, const Likeness *like)
{
	gboolean forwarded = g_ascii_strcasecmp(mail->from, mail->author) != 0;

	if (!forwarded || !like->forwarded)
		return forwarded || like->forwarded;
	return mail->written_at != RD_TIME_NONE && mail->written_at == like->written_at;
}

/* The same id, or the same words by way of a forward. */
static gboolean
evidence_is_same(const RdMail *mail, const Likeness *like)
{
	g_autofree char *subject = NULL;
	gboolean same_id =
		*like->message_id != '\0' && strcmp(mail->message_id, like->message_id) == 0;

	if (!same_id && !evidence_is_forward_of(mail, like))
		return FALSE;
	if (like->written_at != RD_TIME_NONE && mail->written_at != RD_TIME_NONE &&
	    ABS(like->written_at - mail->written_at) > SAME_MAIL_SPAN)
		return FALSE;
	if (rd_thread_is_same(mail->text, like->words))
		return TRUE;
	/* A forward has other line ends and quote marks, and maybe lost a line. */
	subject = rd_thread_subject(mail->subject);
	return !same_id && strcmp(subject, like->subject) == 0 &&
	       rd_thread_likeness(mail->text, like->words) >= SAME_MAIL_LIKENESS;
}

/* The same mail may come directly and forwarded, or twice to two of our addresses. */
static gboolean
evidence_same(Gathering *g, GError **error)
{
	const RdMessage *message = g->message;
	const RdAddress *author = rd_message_author(message);
	const RdForwarded *forwarded = message->forwarded;
	g_autofree char *subject =
		rd_thread_subject(forwarded != NULL ? forwarded->subject : message->subject);
	Likeness like = {.message_id = message->message_id,
			 .forwarded = forwarded != NULL,
			 .subject = subject,
			 .words = rd_message_words(message),
			 .written_at = forwarded != NULL ? forwarded->date : message->date};
	g_autoptr(GPtrArray) mails = NULL;

	if (author == NULL || *author->address == '\0' || strlen(like.words) < SAME_MAIL_MIN)
		return TRUE;
	mails = rd_mails_by_author(g->store, author->address, error);
	if (mails == NULL)
		return FALSE;
	for (guint i = 0; i < mails->len; i++) {
		const RdMail *mail = mails->pdata[i];

		if (mail->case_id != 0 && evidence_is_same(mail, &like))
			return evidence_take(g, &g->out->evidence.same, mail->case_id, error);
	}
	return TRUE;
}

/* The first "[RD-n]" of the subject. */
static gint64
evidence_number_in(const char *subject)
{
	for (const char *p = strchr(subject, '['); p != NULL; p = strchr(p + 1, '[')) {
		const char *end = strchr(p, ']');
		g_autofree char *inside = NULL;
		gint64 id;

		if (end == NULL)
			return 0;
		if (end - p > NUMBER_MAX)
			continue;
		inside = g_strndup(p + 1, (gsize)(end - p - 1));
		if (g_ascii_strncasecmp(inside, "RD-", 3) == 0 && rd_case_number_parse(inside, &id))
			return id;
	}
	return 0;
}

static gboolean
evidence_subject(Gathering *g, GError **error)
{
	RdThreadEvidence *evidence = &g->out->evidence;
	gint64 id = evidence_number_in(g->message->subject);

	if (!evidence_take(g, &evidence->subject, id, error))
		return FALSE;
	if (evidence->subject.id == 0 || g->message->from == NULL)
		return TRUE;
	if (rd_role_is_staff(g->person->role)) {
		evidence->subject_by_party = TRUE;
		return TRUE;
	}
	return rd_mail_is_party(g->store, evidence->subject.id, g->message->from->address,
				&evidence->subject_by_party, error);
}

/* Only one side may know the installer: by #installer, or from the directory since. */
static gboolean
evidence_may_be_one(const char *a, const char *b)
{
	return *a == '\0' || *b == '\0' || strcmp(a, b) == 0;
}

/* A case before an inquiry, the later one before the earlier. */
static gboolean
evidence_open_among(Gathering *g, GArray *ids, GError **error)
{
	const char *installer = g->person->installer != NULL ? g->person->installer->id : "";
	RdThreadCase *best = &g->out->evidence.open;

	for (guint i = 0; i < ids->len; i++) {
		RdThreadCase found = {0};

		if (!evidence_take(g, &found, g_array_index(ids, gint64, i), error))
			return FALSE;
		if (found.id == 0 || found.kind == RD_CASE_TICKET ||
		    !evidence_may_be_one(found.installer_id, installer))
			continue;
		if (best->id == 0 || best->kind == RD_CASE_INQUIRY || found.kind == RD_CASE_CASE)
			*best = found;
	}
	return TRUE;
}

static gboolean
evidence_open_of_homeowner(Gathering *g, GError **error)
{
	RdCaseFilter filter = {
		.open_only = TRUE, .limit = OPEN_MAX, .homeowner_id = g->person->homeowner->id};
	g_autoptr(GArray) ids = rd_cases_find(g->store, &filter, error);

	return ids != NULL && evidence_open_among(g, ids, error);
}

static gboolean
evidence_open_of_contact(Gathering *g, GError **error)
{
	const RdAddress *author = rd_message_author(g->message);
	g_autoptr(GArray) ids = NULL;

	if (author == NULL || g->person->role > RD_ROLE_HOMEOWNER)
		return TRUE;
	ids = rd_cases_of_contact(g->store, author->address, OPEN_MAX, error);
	return ids != NULL && evidence_open_among(g, ids, error);
}

/*
 * The open record of the homeowner with the same installer; else the one of that address
 * that waits to hear who the writer is: they are asked once, and this may be the answer.
 */
static gboolean
evidence_open(Gathering *g, GError **error)
{
	if (g->person->homeowner != NULL && !evidence_open_of_homeowner(g, error))
		return FALSE;
	return g->out->evidence.open.id != 0 || evidence_open_of_contact(g, error);
}

/*
 * Whose words these are, when there is no doubt: a homeowner's own mail, or one that
 * staff forward, from an address on record. Words in a text can be about a neighbour.
 */
static const char *
evidence_homeowner(const RdPerson *person)
{
	gboolean wrote =
		person->role == RD_ROLE_HOMEOWNER ||
		(person->original_sender != NULL && person->original_role == RD_ROLE_HOMEOWNER);

	return wrote && person->homeowner != NULL && person->evidence == RD_EVIDENCE_ADDRESS
		       ? person->homeowner->id
		       : "";
}

RdThreadGathered *
rd_thread_gather(RdStore *store, const RdMessage *message, const RdPerson *person,
		 const RdFindings *findings, GError **error)
{
	g_autoptr(RdThreadGathered) out = g_new0(RdThreadGathered, 1);
	Gathering g = {store, message, person, out};

	out->cases = g_ptr_array_new_with_free_func((GDestroyNotify)rd_case_free);
	out->evidence.message_subject = message->subject;
	out->evidence.complaints = findings->kind == RD_KIND_COMPLAINT ? findings->complaints : 0;
	out->evidence.by_homeowner = person->role == RD_ROLE_HOMEOWNER;
	out->evidence.homeowner_id = evidence_homeowner(person);
	if (!evidence_reply(&g, error) || !evidence_token(&g, error) || !evidence_same(&g, error) ||
	    !evidence_subject(&g, error) ||
	    (rd_thread_needs_open(&out->evidence) && !evidence_open(&g, error)))
		return NULL;
	return g_steal_pointer(&out);
}
