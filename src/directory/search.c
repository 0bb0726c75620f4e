#include "search.h"

#include "nickname.h"

#include <redress/text.h>
#include <string.h>

#define NAME_WORDS_MAX 4
#define ASKED_MAX      4000 /* look-ups for one mail */
#define MATCHES_MAX    200  /* a list of customers names nobody */

/* What a feature counts. A full name alone, or a street with any name, makes 6. */
static const double weights[RD_FEATURE_LAST] = {
	[RD_FEATURE_ACCOUNT] = 10,
	[RD_FEATURE_ADDRESS] = 9,
	[RD_FEATURE_PHONE] = 9,
	[RD_FEATURE_STREET] = 4.5,
	[RD_FEATURE_FULL_NAME] = 6,
	[RD_FEATURE_NICKNAME] = 5.5,
	[RD_FEATURE_BOTH_NAMES] = 4.75,
	[RD_FEATURE_INITIAL] = 3.5,
	[RD_FEATURE_SURNAME] = 3,
	[RD_FEATURE_FIRST_NAME] = 1.5,
	[RD_FEATURE_LONE_SURNAME] = 1.5,
	[RD_FEATURE_TOWN] = 2,
	[RD_FEATURE_ZIP] = 1.5,
	[RD_FEATURE_INSTALLER] = 2,
	[RD_FEATURE_OTHER_INSTALLER] = -3,
};

static void
match_free(gpointer data)
{
	RdMatch *self = data;

	rd_homeowner_free(self->homeowner);
	g_free(self);
}

RdSearch *
rd_search_new(RdStore *store, const RdInstaller *writer, const char *writer_name)
{
	RdSearch *self = g_new0(RdSearch, 1);
	g_autoptr(GPtrArray) names = rd_name_keys(writer_name, RD_KEY_NAME);

	self->store = store;
	self->writer = writer;
	self->own_name = g_strdup(names->len > 0 ? names->pdata[0] : "");
	self->matches = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, match_free);
	self->installers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						 (GDestroyNotify)rd_installer_free);
	self->asked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return self;
}

void
rd_search_free(RdSearch *self)
{
	g_hash_table_unref(self->matches);
	g_hash_table_unref(self->installers);
	g_hash_table_unref(self->asked);
	g_free(self->own_name);
	g_free(self);
}

static void
match_raise(RdMatch *self, RdFeature feature, double part)
{
	self->features[feature] = MAX(self->features[feature], part);
}

void
rd_search_add(RdSearch *self, RdHomeowner *record, RdFeature feature, double part)
{
	RdMatch *match = g_hash_table_lookup(self->matches, record->id);

	if (match == NULL && g_hash_table_size(self->matches) >= MATCHES_MAX) {
		rd_homeowner_free(record);
		return;
	}
	if (match == NULL) {
		match = g_new0(RdMatch, 1);
		match->homeowner = record;
		g_hash_table_insert(self->matches, record->id, match);
	} else {
		rd_homeowner_free(record);
	}
	match_raise(match, feature, part);
}

/* Takes @found. */
static gboolean
search_add_all(RdSearch *self, GPtrArray *found, RdFeature feature, double part)
{
	if (found == NULL)
		return FALSE;
	g_ptr_array_set_free_func(found, NULL);
	for (guint i = 0; i < found->len; i++)
		rd_search_add(self, found->pdata[i], feature, part);
	g_ptr_array_unref(found);
	return TRUE;
}

/* FALSE when @key was looked up before, or enough has been. */
static gboolean
search_asks(RdSearch *self, const char *kind, const char *key, double part)
{
	if (g_hash_table_size(self->asked) >= ASKED_MAX)
		return FALSE;
	return g_hash_table_add(self->asked, g_strdup_printf("%s %.2f %s", kind, part, key));
}

static gboolean
look_up_key(RdSearch *self, RdKeyKind kind, const char *key, RdFeature feature, double part,
	    GError **error)
{
	if (!search_asks(self, rd_key_kind_name(kind), key, part))
		return TRUE;
	return search_add_all(self, rd_homeowners_by_key(self->store, kind, key, NULL, error),
			      feature, part);
}

static gboolean
look_up_ids(RdSearch *self, const RdMentions *mentions, double part, GError **error)
{
	for (guint i = 0; i < mentions->ids->len; i++) {
		g_autoptr(GError) local = NULL;
		RdHomeowner *found = rd_homeowner_get(self->store, mentions->ids->pdata[i], &local);

		if (found != NULL)
			rd_search_add(self, found, RD_FEATURE_ACCOUNT, part);
		if (local != NULL) {
			g_propagate_error(error, g_steal_pointer(&local));
			return FALSE;
		}
	}
	return TRUE;
}

static gboolean
look_up_contacts(RdSearch *self, const RdMentions *mentions, double part, GError **error)
{
	for (guint i = 0; i < mentions->addresses->len; i++) {
		if (!search_add_all(self,
				    rd_homeowners_by_email(self->store,
							   mentions->addresses->pdata[i], error),
				    RD_FEATURE_ADDRESS, part))
			return FALSE;
	}
	for (guint i = 0; i < mentions->phones->len; i++) {
		if (!search_add_all(
			    self,
			    rd_homeowners_by_phone(self->store, mentions->phones->pdata[i], error),
			    RD_FEATURE_PHONE, part))
			return FALSE;
	}
	return TRUE;
}

/* After these words a name comes, whatever its capitals: "this is connie baptiste". */
static gboolean
word_introduces(const char *word)
{
	static const char *const words[] = {
		"is",	   "am",      "im",	 "its",	   "husband",	"wife",	     "mother",
		"father",  "mom",     "mum",	 "dad",	   "son",	"daughter",  "sister",
		"brother", "partner", "name",	 "names",  "homeowner", "customer",  "owner",
		"client",  "soy",     "llamo",	 "nombre", "esposo",	"esposa",    "madre",
		"padre",   "mama",    "papa",	 "hijo",   "hija",	"mr",	     "mrs",
		"ms",	   "miss",    "dr",	 "senor",  "senora",	"sra",	     "sr",
		"for",	   "re",      "regards", "thanks", "gracias",	"sincerely", NULL};

	return g_strv_contains(words, word);
}

static gboolean
name_may_begin(const RdPassage *passage, guint i)
{
	const RdWord *word = rd_words_at(passage->words, i);

	if (g_ascii_isdigit(word->plain[0]))
		return FALSE;
	if (passage->small || (passage->flags & RD_PASSAGE_NAME) != 0 ||
	    (word->flags & (RD_WORD_CAPITAL | RD_WORD_SHORT)) != 0)
		return TRUE;
	return i > 0 && word_introduces(rd_words_at(passage->words, i - 1)->plain);
}

static gboolean
look_up_name(RdSearch *self, const char *first, const char *rest, double part, GError **error)
{
	g_autofree char *key = g_strconcat(first, rest, NULL);
	const char *const *others = rd_nickname_group(first);

	if (strcmp(key, self->own_name) == 0)
		return TRUE;
	if (!look_up_key(self, RD_KEY_NAME, key, RD_FEATURE_FULL_NAME, part, error))
		return FALSE;
	for (guint i = 0; others != NULL && others[i] != NULL; i++) {
		g_autofree char *other = g_strconcat(others[i], rest, NULL);

		if (strcmp(others[i], first) != 0 &&
		    !look_up_key(self, RD_KEY_NAME, other, RD_FEATURE_NICKNAME, part, error))
			return FALSE;
	}
	return TRUE;
}

/* All names of two to four words that begin at word @i: "Robert J. Vance", "Vance, Robert". */
static gboolean
look_up_names_at(RdSearch *self, const RdPassage *passage, guint i, double part, GError **error)
{
	const RdWords *words = passage->words;
	const RdWord *first = rd_words_at(words, i);
	g_autoptr(GString) rest = g_string_new(NULL);

	for (guint n = 1; n < NAME_WORDS_MAX && i + n < rd_words_count(words); n++) {
		const RdWord *word = rd_words_at(words, i + n);

		if ((rd_words_at(words, i + n - 1)->flags & RD_WORD_STOP) != 0)
			break;
		g_string_append(rest, word->plain);
		if (!look_up_name(self, first->plain, rest->str, part, error))
			return FALSE;
		/* the words between are middle names */
		if (n > 1 && !look_up_name(self, first->plain, word->plain, part, error))
			return FALSE;
		if (n == 1 && (first->flags & RD_WORD_COMMA) != 0 &&
		    !look_up_name(self, word->plain, first->plain, part, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
look_up_streets_at(RdSearch *self, const RdWords *words, guint i, double part, GError **error)
{
	g_autoptr(GPtrArray) keys = rd_street_keys(words, i);

	for (guint k = 0; k < keys->len; k++) {
		if (!look_up_key(self, RD_KEY_STREET, keys->pdata[k], RD_FEATURE_STREET, part,
				 error))
			return FALSE;
	}
	return TRUE;
}

/* Where those who know customers name one by the surname alone. */
static gboolean
surname_may_stand(const RdPassage *passage, guint i)
{
	static const char *const before[] = {"mr",    "mrs",	"ms", "miss", "dr",	"the",
					     "senor", "senora", "sr", "sra",  "family", NULL};
	const RdWord *word = rd_words_at(passage->words, i);

	if ((word->flags & RD_WORD_CAPITAL) == 0 || strlen(word->plain) < 3)
		return FALSE;
	if ((passage->flags & RD_PASSAGE_SUBJECT) != 0)
		return TRUE;
	return i > 0 && g_strv_contains(before, rd_words_at(passage->words, i - 1)->plain);
}

static gboolean
look_up_surname(RdSearch *self, const char *surname, double part, GError **error)
{
	const char *of = self->writer != NULL ? self->writer->id : NULL;
	g_autoptr(GPtrArray) found = NULL;

	if (!search_asks(self, rd_key_kind_name(RD_KEY_SURNAME), surname, part))
		return TRUE;
	found = rd_homeowners_by_key(self->store, RD_KEY_SURNAME, surname, of, error);
	if (found == NULL)
		return FALSE;
	return search_add_all(self, g_ptr_array_ref(found),
			      found->len == 1 ? RD_FEATURE_LONE_SURNAME : RD_FEATURE_SURNAME, part);
}

static gboolean
look_up_surname_at(RdSearch *self, const RdPassage *passage, guint i, double part, GError **error)
{
	const char *plain = rd_words_at(passage->words, i)->plain;
	gsize len = strlen(plain);

	if (!surname_may_stand(passage, i))
		return TRUE;
	if (plain[len - 1] == 's') { /* "the Pelletiers" */
		g_autofree char *single = g_strndup(plain, len - 1);

		if (!look_up_surname(self, single, part, error))
			return FALSE;
	}
	return look_up_surname(self, plain, part, error);
}

static gboolean
look_up_passage(RdSearch *self, const RdPassage *passage, double part, GError **error)
{
	for (guint i = 0; i < rd_words_count(passage->words); i++) {
		if (g_ascii_isdigit(rd_words_at(passage->words, i)->plain[0]) &&
		    !look_up_streets_at(self, passage->words, i, part, error))
			return FALSE;
		if (name_may_begin(passage, i) && !look_up_names_at(self, passage, i, part, error))
			return FALSE;
		if ((passage->flags & RD_PASSAGE_TRUSTED) != 0 &&
		    !look_up_surname_at(self, passage, i, part, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_search_look_up(RdSearch *self, const RdMentions *mentions, double part, GError **error)
{
	if (!look_up_ids(self, mentions, part, error) ||
	    !look_up_contacts(self, mentions, part, error))
		return FALSE;
	for (guint i = 0; i < mentions->passages->len; i++) {
		if (!look_up_passage(self, mentions->passages->pdata[i], part, error))
			return FALSE;
	}
	return TRUE;
}

/* All words of @text, "West Windsor", are in the mail. */
static gboolean
mentions_have_all(const RdMentions *mentions, const char *text, guint max)
{
	g_autoptr(RdWords) words = rd_words_new(text, max);

	for (guint i = 0; i < rd_words_count(words); i++) {
		if (!rd_mentions_have(mentions, rd_words_at(words, i)->plain))
			return FALSE;
	}
	return rd_words_count(words) > 0;
}

static void
compare_place(RdMatch *match, const RdMentions *mentions, double part)
{
	g_auto(GStrv) parts = g_strsplit(match->homeowner->address, ",", -1);
	guint n = g_strv_length(parts);

	if (n >= 2 && mentions_have_all(mentions, parts[1], 6))
		match_raise(match, RD_FEATURE_TOWN, part);
	if (n >= 3) {
		g_autoptr(RdWords) state = rd_words_new(parts[n - 1], 4);

		for (guint i = 0; i < rd_words_count(state); i++) {
			const char *word = rd_words_at(state, i)->plain;

			if (strlen(word) == 5 && g_ascii_isdigit(word[0]) &&
			    rd_mentions_have(mentions, word))
				match_raise(match, RD_FEATURE_ZIP, part);
		}
	}
}

static gboolean
mentions_have_surname(const RdMentions *mentions, const char *surname)
{
	g_autofree char *plural = g_strconcat(surname, "s", NULL);

	return rd_mentions_have(mentions, surname) || rd_mentions_have(mentions, plural);
}

/* "L. Hargrove", or "LHargrove" of no use: the initial has to stand alone before the name. */
static gboolean
mentions_have_initial(const RdMentions *mentions, const char *first, const char *surname)
{
	for (guint p = 0; p < mentions->passages->len; p++) {
		const RdPassage *passage = mentions->passages->pdata[p];

		for (guint i = 0; i + 1 < rd_words_count(passage->words); i++) {
			const char *word = rd_words_at(passage->words, i)->plain;

			if (word[1] == '\0' && word[0] == first[0] &&
			    strcmp(rd_words_at(passage->words, i + 1)->plain, surname) == 0)
				return TRUE;
		}
	}
	return FALSE;
}

static gboolean
mentions_have_first(const RdMentions *mentions, const char *first)
{
	const char *const *others = rd_nickname_group(first);

	if (rd_mentions_have(mentions, first))
		return TRUE;
	for (guint i = 0; others != NULL && others[i] != NULL; i++) {
		if (rd_mentions_have(mentions, others[i]))
			return TRUE;
	}
	return FALSE;
}

static void
compare_person(RdMatch *match, const RdMentions *mentions, const RdPersonName *person,
	       const char *surname, double part)
{
	gboolean last = mentions_have_surname(mentions, surname);
	gboolean first = *person->first != '\0' && mentions_have_first(mentions, person->first);

	if (first)
		match_raise(match, RD_FEATURE_FIRST_NAME, part);
	if (last)
		match_raise(match, RD_FEATURE_SURNAME, part);
	if (last && first)
		match_raise(match, RD_FEATURE_BOTH_NAMES, part);
	if (last && *person->first != '\0' &&
	    mentions_have_initial(mentions, person->first, surname))
		match_raise(match, RD_FEATURE_INITIAL, part);
}

static gboolean
compare_installer(RdSearch *self, RdMatch *match, const RdMentions *mentions, double part,
		  GError **error)
{
	const char *id = match->homeowner->installer_id;
	RdInstaller *installer = g_hash_table_lookup(self->installers, id);
	g_autoptr(GError) local = NULL;

	if (self->writer != NULL) {
		gboolean own = strcmp(self->writer->id, id) == 0;

		match_raise(match, own ? RD_FEATURE_INSTALLER : RD_FEATURE_OTHER_INSTALLER, 1);
		return TRUE;
	}
	if (installer == NULL && *id != '\0') {
		installer = rd_installer_get(self->store, id, &local);
		if (local != NULL) {
			g_propagate_error(error, g_steal_pointer(&local));
			return FALSE;
		}
		if (installer != NULL)
			g_hash_table_insert(self->installers, g_strdup(id), installer);
	}
	/* two words tell installers apart: "Lone Star", "Harborlight Solar" */
	if (installer != NULL && mentions_have_all(mentions, installer->name, 2))
		match_raise(match, RD_FEATURE_INSTALLER, part);
	return TRUE;
}

gboolean
rd_search_compare(RdSearch *self, const RdMentions *mentions, double part, GError **error)
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, self->matches);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		RdMatch *match = value;
		g_autoptr(GPtrArray) persons = rd_person_names(match->homeowner->name);

		for (guint i = 0; i < persons->len; i++) {
			const RdPersonName *person = persons->pdata[i];

			compare_person(match, mentions, person, person->surname, part);
			for (char **alias = person->aliases; *alias != NULL; alias++)
				compare_person(match, mentions, person, *alias, part);
		}
		compare_place(match, mentions, part);
		if (!compare_installer(self, match, mentions, part, error))
			return FALSE;
	}
	return TRUE;
}

/* Of the ways to be named, the best one counts; everything else adds up. */
static double
match_score(const RdMatch *self)
{
	double name = 0;
	double score = 0;

	for (RdFeature feature = 0; feature < RD_FEATURE_LAST; feature++) {
		double value = weights[feature] * self->features[feature];

		if (feature >= RD_FEATURE_FULL_NAME && feature <= RD_FEATURE_FIRST_NAME)
			name = MAX(name, value);
		else
			score += value;
	}
	return score + name;
}

static int
match_compare(gconstpointer a, gconstpointer b)
{
	const RdMatch *left = *(const RdMatch *const *)a;
	const RdMatch *right = *(const RdMatch *const *)b;

	if (left->score != right->score)
		return left->score < right->score ? 1 : -1;
	return strcmp(left->homeowner->id, right->homeowner->id);
}

GPtrArray *
rd_search_rank(RdSearch *self)
{
	GPtrArray *ranked = g_ptr_array_new();
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, self->matches);
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		RdMatch *match = value;

		match->score = match_score(match);
		g_ptr_array_add(ranked, match);
	}
	g_ptr_array_sort(ranked, match_compare);
	return ranked;
}

RdEvidence
rd_match_evidence(const RdMatch *match)
{
	const double *features = match->features;

	if (features[RD_FEATURE_ADDRESS] > 0)
		return RD_EVIDENCE_ADDRESS;
	if (features[RD_FEATURE_ACCOUNT] > 0)
		return RD_EVIDENCE_ACCOUNT;
	if (features[RD_FEATURE_PHONE] > 0)
		return RD_EVIDENCE_PHONE;
	return features[RD_FEATURE_STREET] > 0 ? RD_EVIDENCE_STREET : RD_EVIDENCE_NAME;
}
