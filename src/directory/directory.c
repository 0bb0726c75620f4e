#include "original.h"
#include "owner.h"
#include "search.h"

#include <redress/directory.h>
#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define SURE_STRANGER	6.0 /* a full name, or a street with any name of the family */
#define SURE_KNOWN	4.5 /* from those who know whom they speak of */
#define MARGIN		1.5 /* that the best has to have on the second */
#define CONTEXT		0.8 /* how much counts what the writer only quotes */
#define CANDIDATES_MAX	5
#define CANDIDATE_LEAST 3.0

RdStore *
rd_directory_open_folder(const char *dir, GError **error)
{
	static const struct {
		RdImportKind kind;
		const char *file;
	} files[] = {{RD_IMPORT_INSTALLERS, "installers.csv"},
		     {RD_IMPORT_HOMEOWNERS, "homeowners.csv"},
		     {RD_IMPORT_STAFF, "staff.csv"}};
	g_autoptr(RdStore) store = rd_store_open(":memory:", error);

	for (gsize i = 0; store != NULL && i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = g_build_filename(dir, files[i].file, NULL);
		g_autoptr(GPtrArray) bad = g_ptr_array_new_with_free_func(g_free);
		guint imported;

		if (!rd_directory_import(store, files[i].kind, path, &imported, bad, error)) {
			if (bad->len > 0)
				g_prefix_error(error, "%s\n", (char *)bad->pdata[0]);
			return NULL;
		}
	}
	return g_steal_pointer(&store);
}

void
rd_person_free(RdPerson *self)
{
	if (self == NULL)
		return;
	rd_staff_free(self->staff);
	rd_installer_free(self->writer);
	rd_homeowner_free(self->homeowner);
	rd_installer_free(self->installer);
	g_ptr_array_unref(self->candidates);
	g_free(self->original_sender);
	g_free(self);
}

/* TRUE for those who name customers as a matter of business. */
static gboolean
role_knows_customers(RdRole role)
{
	return rd_role_is_staff(role) || role == RD_ROLE_INSTALLER || role == RD_ROLE_PARTNER;
}

static void
mentions_add_people(RdMentions *mentions, GPtrArray *people)
{
	for (guint i = 0; i < people->len; i++) {
		const RdAddress *person = people->pdata[i];

		rd_mentions_add(mentions, person->name, RD_PASSAGE_NAME);
		rd_mentions_add(mentions, person->address, RD_PASSAGE_NAME);
	}
}

static void
mentions_add_person(RdMentions *mentions, const RdAddress *person)
{
	if (person == NULL)
		return;
	rd_mentions_add(mentions, person->name, RD_PASSAGE_NAME);
	rd_mentions_add(mentions, person->address, RD_PASSAGE_NAME);
}

/* What the sender of the mail and, in a forward, its writer say themselves. */
static RdMentions *
mentions_of_words(const RdMessage *message, RdRole role)
{
	RdMentions *own = rd_mentions_new();
	guint trust = role_knows_customers(role) ? RD_PASSAGE_TRUSTED : 0;
	const RdForwarded *forwarded = message->forwarded;

	rd_mentions_add(own, message->subject, RD_PASSAGE_SUBJECT | trust);
	rd_mentions_add(own, message->reply, trust);
	if (trust != 0) { /* a signature with the writer's own name and phone tells nothing */
		mentions_add_people(own, message->cc);
		mentions_add_people(own, message->to);
	} else {
		mentions_add_person(own, message->from);
		mentions_add_people(own, message->reply_to);
		rd_mentions_add(own, message->signature, 0);
	}
	if (forwarded == NULL)
		return own;
	mentions_add_person(own, forwarded->from);
	rd_mentions_add(own, forwarded->subject, RD_PASSAGE_SUBJECT);
	rd_mentions_add(own, forwarded->body, 0);
	rd_mentions_add(own, forwarded->signature, 0);
	return own;
}

/* What stands around it: quotes, recipients, the forwards around the innermost. */
static RdMentions *
mentions_of_context(const RdMessage *message)
{
	RdMentions *context = rd_mentions_new();

	rd_mentions_add(context, message->quoted, 0);
	mentions_add_people(context, message->to);
	mentions_add_people(context, message->cc);
	for (const RdForwarded *f = message->forwarded; f != NULL; f = f->outer) {
		rd_mentions_add(context, f->quoted, 0);
		mentions_add_people(context, f->to);
		mentions_add_people(context, f->cc);
		if (f == message->forwarded)
			continue;
		rd_mentions_add(context, f->subject, RD_PASSAGE_SUBJECT);
		rd_mentions_add(context, f->body, 0);
	}
	return context;
}

/* A machine quotes what it answers: everything counts alike. */
static RdMentions *
mentions_of_report(const RdMessage *message)
{
	RdMentions *all = rd_mentions_new();

	rd_mentions_add(all, message->report.recipient, 0);
	rd_mentions_add(all, message->subject, RD_PASSAGE_SUBJECT | RD_PASSAGE_TRUSTED);
	rd_mentions_add(all, message->text, RD_PASSAGE_TRUSTED);
	rd_mentions_add(all, message->report.returned, RD_PASSAGE_TRUSTED);
	return all;
}

/* The match that is good enough and clearly better than the next one; NULL: none. */
static const RdMatch *
ranked_winner(GPtrArray *ranked, double sure)
{
	const RdMatch *first = ranked->len > 0 ? ranked->pdata[0] : NULL;
	const RdMatch *second = ranked->len > 1 ? ranked->pdata[1] : NULL;

	if (first == NULL || first->score < sure)
		return NULL;
	return second == NULL || first->score - second->score >= MARGIN ? first : NULL;
}

static void
person_take_match(RdPerson *self, const RdMatch *match)
{
	self->homeowner = rd_homeowner_copy(match->homeowner);
	self->evidence = rd_match_evidence(match);
}

static void
person_take_candidates(RdPerson *self, GPtrArray *ranked)
{
	for (guint i = 0; i < ranked->len && i < CANDIDATES_MAX; i++) {
		const RdMatch *match = ranked->pdata[i];
		const RdMatch *best = ranked->pdata[0];

		if (match->score >= CANDIDATE_LEAST && best->score - match->score < 2 * MARGIN)
			g_ptr_array_add(self->candidates, rd_homeowner_copy(match->homeowner));
	}
}

/* Either the one homeowner, or those whom a person has to choose from. */
static void
person_take_ranked(RdPerson *self, GPtrArray *ranked, const RdMatch *winner)
{
	if (winner != NULL)
		person_take_match(self, winner);
	else
		person_take_candidates(self, ranked);
}

/* By what the mail says: its own words first, then with what it quotes. */
static gboolean
person_find_homeowner(RdPerson *self, RdSearch *search, const RdMentions *own,
		      const RdMentions *context, double sure, GError **error)
{
	g_autoptr(GPtrArray) ranked = NULL;
	const RdMatch *winner;

	if (!rd_search_look_up(search, own, 1, error) || !rd_search_compare(search, own, 1, error))
		return FALSE;
	ranked = rd_search_rank(search);
	winner = ranked_winner(ranked, sure);
	if (winner == NULL && context != NULL) {
		if (!rd_search_look_up(search, context, CONTEXT, error) ||
		    !rd_search_compare(search, own, 1, error) ||
		    !rd_search_compare(search, context, CONTEXT, error))
			return FALSE;
		g_ptr_array_unref(ranked);
		ranked = rd_search_rank(search);
		winner = ranked_winner(ranked, sure);
	}
	person_take_ranked(self, ranked, winner);
	return TRUE;
}

/* One address, several homeowners: the words may tell which of them writes. */
static gboolean
person_find_among(RdPerson *self, GPtrArray *sharing, const RdMentions *own, RdStore *store,
		  GError **error)
{
	g_autoptr(RdSearch) search = rd_search_new(store, NULL, "");
	g_autoptr(GPtrArray) ranked = NULL;

	for (guint i = 0; i < sharing->len; i++)
		rd_search_add(search, rd_homeowner_copy(sharing->pdata[i]), RD_FEATURE_ADDRESS, 1);
	if (!rd_search_compare(search, own, 1, error))
		return FALSE;
	ranked = rd_search_rank(search);
	person_take_ranked(self, ranked, ranked_winner(ranked, SURE_STRANGER));
	return TRUE;
}

static gboolean
person_take_installer(RdPerson *self, RdStore *store, GError **error)
{
	g_autoptr(GError) local = NULL;
	const char *id = self->homeowner != NULL ? self->homeowner->installer_id : NULL;

	if (id == NULL && self->writer != NULL)
		id = self->writer->id;
	if (id == NULL || *id == '\0')
		return TRUE;
	self->installer = rd_installer_get(store, id, &local);
	if (local == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}

static gboolean
message_is_automatic(const RdMessage *message)
{
	return message->auto_submitted || message->report.kind != RD_REPORT_NONE;
}

static const RdAddress *
message_sender(const RdMessage *message)
{
	return message->from != NULL ? message->from : message->sender;
}

/* The writer has a name of the homeowner's: their own, or the family's. */
static gboolean
name_is_of_family(const char *writer, const RdHomeowner *homeowner)
{
	g_autoptr(GPtrArray) theirs = rd_name_keys(homeowner->name, RD_KEY_SURNAME);
	g_autoptr(GPtrArray) own = rd_name_keys(writer, RD_KEY_SURNAME);

	for (guint i = 0; i < own->len; i++) {
		if (g_ptr_array_find_with_equal_func(theirs, own->pdata[i], g_str_equal, NULL))
			return TRUE;
	}
	return FALSE;
}

/* An address that nobody knows: who speaks as a customer, or names one, passes for one. */
static void
person_presume(RdPerson *self, const RdMessage *message, const RdMentions *own)
{
	gboolean speaks = rd_mentions_are_customers(own);
	const RdAddress *from = message_sender(message);

	if (self->homeowner == NULL && !speaks)
		return;
	self->role = RD_ROLE_HOMEOWNER; /* from another address, or the family */
	self->presumed =
		!speaks && (from == NULL || !name_is_of_family(from->name, self->homeowner));
}

/* Whom the mail concerns, when the author's address does not say it. */
static gboolean
person_search(RdPerson *self, RdStore *store, const RdMessage *message, const RdOwner *author,
	      GError **error)
{
	const RdAddress *from = message_sender(message);
	gboolean automatic = self->role == RD_ROLE_AUTOMATED;
	gboolean known = automatic || role_knows_customers(self->role);
	g_autoptr(RdSearch) search =
		rd_search_new(store, self->writer, known && from != NULL ? from->name : "");
	g_autoptr(RdMentions) own =
		automatic ? mentions_of_report(message) : mentions_of_words(message, self->role);
	g_autoptr(RdMentions) context = automatic ? NULL : mentions_of_context(message);

	if (author->homeowners != NULL && author->homeowners->len > 1)
		return person_find_among(self, author->homeowners, own, store, error);
	if (!person_find_homeowner(self, search, own, context, known ? SURE_KNOWN : SURE_STRANGER,
				   error))
		return FALSE;
	if (self->role == RD_ROLE_UNKNOWN)
		person_presume(self, message, own);
	return TRUE;
}

static gboolean
person_identify(RdPerson *self, RdStore *store, const RdConfig *config, RdMessage *message,
		GError **error)
{
	const RdAddress *from = message_sender(message);
	const RdAddress *original = NULL;
	g_auto(RdOwner) sender = {0};
	g_auto(RdOwner) writer = {0};
	const RdOwner *author = &sender;

	if (from != NULL && !rd_owner_find(store, config, from->address, &sender, error))
		return FALSE;
	/* staff forward for somebody; anybody else writes in their own name */
	if (message->forwarded != NULL && rd_role_is_staff(sender.role) &&
	    !message_is_automatic(message)) {
		if (!rd_original_settle(message, store, config, from, &self->several, error))
			return FALSE;
		original = message->forwarded->from;
	}
	if (original != NULL) {
		author = &writer;
		if (!rd_owner_find(store, config, original->address, &writer, error))
			return FALSE;
		self->original_sender = g_strdup(original->address);
		self->original_role = writer.role;
	}
	self->role = message_is_automatic(message) ? RD_ROLE_AUTOMATED : sender.role;
	self->bulk = message->list && message->report.kind == RD_REPORT_NONE &&
		     message->in_reply_to->len == 0;
	self->staff = g_steal_pointer(&sender.staff);
	self->writer = g_steal_pointer(&sender.installer);
	if (author->homeowners != NULL && author->homeowners->len == 1) {
		self->homeowner = g_ptr_array_steal_index(author->homeowners, 0);
		self->evidence = RD_EVIDENCE_ADDRESS;
	} else if (!person_search(self, store, message, author, error)) {
		return FALSE;
	}
	return person_take_installer(self, store, error);
}

RdPerson *
rd_directory_identify(RdStore *store, const RdConfig *config, RdMessage *message, GError **error)
{
	g_autoptr(RdPerson) self = g_new0(RdPerson, 1);

	self->candidates = g_ptr_array_new_with_free_func((GDestroyNotify)rd_homeowner_free);
	return person_identify(self, store, config, message, error) ? g_steal_pointer(&self) : NULL;
}

void
rd_person_settle(RdPerson *self, const RdFindings *findings)
{
	gboolean matters = findings->kind == RD_KIND_COMPLAINT ||
			   findings->kind == RD_KIND_UPDATE || findings->customer;

	if (findings->kind == RD_KIND_AUTO_REPLY) /* only its words say so */
		self->role = RD_ROLE_AUTOMATED;
	else if (self->role == RD_ROLE_UNKNOWN && matters)
		self->role = RD_ROLE_HOMEOWNER;
	else if (self->role == RD_ROLE_HOMEOWNER && self->presumed && !matters)
		self->role = RD_ROLE_UNKNOWN;
}

const char *
rd_person_role_label(const RdPerson *self)
{
	if (self->role == RD_ROLE_AUTOMATED && self->bulk)
		return rd_role_name(RD_ROLE_UNKNOWN);
	if (self->role == RD_ROLE_BACK_OFFICE || self->role == RD_ROLE_RESOLUTION)
		return rd_role_name(RD_ROLE_AGENT);
	return rd_role_name(self->role);
}
