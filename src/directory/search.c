#include "search.h"

#include "nickname.h"

#include <redress/text.h>
#include <string.h>

#define NAME_WORDS_MAX 4
#define ASKED_MAX      4000 /* look-ups for one mail */
#define MATCHES_MAX    500  /* a list of customers names nobody */

RdSearch *
rd_search_new(RdStore *store, const RdInstaller *writer, const char *writer_name)
{
	RdSearch *self = g_new0(RdSearch, 1);
	g_autoptr(GPtrArray) names = rd_name_keys(writer_name, RD_KEY_NAME);

	self->store = store;
	self->writer = writer;
	self->own_name = g_strdup(names->len > 0 ? names->pdata[0] : "");
	self->matches =
		g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)rd_match_free);
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
	rd_match_raise(match, feature, part);
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
search_asks(RdSearch *self, RdKeyKind kind, const char *key, double part)
{
	if (g_hash_table_size(self->asked) >= ASKED_MAX ||
	    g_hash_table_size(self->matches) >= MATCHES_MAX)
		return FALSE;
	return g_hash_table_add(self->asked, g_strdup_printf("%u %.2f %s", kind, part, key));
}

/* More bearers than a query gives: which of them is meant the name cannot tell. */
static void
found_drop_many(GPtrArray *found)
{
	if (found != NULL && found->len >= RD_HOMEOWNERS_MANY)
		g_ptr_array_set_size(found, 0);
}

static gboolean
look_up_key(RdSearch *self, RdKeyKind kind, const char *key, RdFeature feature, double part,
	    GError **error)
{
	GPtrArray *found;

	if (!search_asks(self, kind, key, part))
		return TRUE;
	found = rd_homeowners_by_key(self->store, kind, key, NULL, error);
	found_drop_many(found);
	return search_add_all(self, found, feature, part);
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

/* "Will green panels" is not Will Green: what begins with a capital ends with one. */
static gboolean
name_may_end(const RdPassage *passage, guint begin, guint end)
{
	const RdWord *first = rd_words_at(passage->words, begin);
	const RdWord *last = rd_words_at(passage->words, end);

	if (g_ascii_isdigit(last->plain[0]))
		return FALSE;
	return passage->small || (passage->flags & RD_PASSAGE_NAME) != 0 ||
	       (first->flags & RD_WORD_CAPITAL) == 0 ||
	       (last->flags & (RD_WORD_CAPITAL | RD_WORD_SHORT)) != 0;
}

/* "Vance, Robert", and "Vance Robert" where both have capitals. */
static gboolean
look_up_reversed(RdSearch *self, const RdWord *first, const RdWord *second, double part,
		 GError **error)
{
	g_autofree char *key = NULL;

	if ((first->flags & RD_WORD_COMMA) != 0)
		return look_up_name(self, second->plain, first->plain, part, error);
	if ((first->flags & second->flags & RD_WORD_CAPITAL) == 0)
		return TRUE;
	key = g_strconcat(second->plain, first->plain, NULL);
	return strcmp(key, self->own_name) == 0 ||
	       look_up_key(self, RD_KEY_NAME, key, RD_FEATURE_NICKNAME, part, error);
}

/* All names of two to four words that begin at word @i; those between may be middle names. */
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
		if (n == 1 && name_may_end(passage, i, i + n) &&
		    !look_up_reversed(self, first, word, part, error))
			return FALSE;
		if ((rd_words_at(words, i + n - 1)->flags & RD_WORD_COMMA) != 0)
			break;
		g_string_append(rest, word->plain);
		if (!name_may_end(passage, i, i + n))
			continue;
		if (!look_up_name(self, first->plain, rest->str, part, error))
			return FALSE;
		if (n > 1 && !look_up_name(self, first->plain, word->plain, part, error))
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

	if (!search_asks(self, RD_KEY_SURNAME, surname, part))
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

static gboolean
compare_installer(RdSearch *self, RdMatch *match, const RdMentions *mentions, double part,
		  GError **error)
{
	const char *id = match->homeowner->installer_id;
	RdInstaller *installer = g_hash_table_lookup(self->installers, id);
	g_autoptr(GError) local = NULL;

	if (self->writer != NULL) {
		gboolean own = strcmp(self->writer->id, id) == 0;

		rd_match_raise(match, own ? RD_FEATURE_INSTALLER : RD_FEATURE_OTHER_INSTALLER, 1);
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
	if (installer != NULL && rd_mentions_have_all(mentions, installer->name, 2))
		rd_match_raise(match, RD_FEATURE_INSTALLER, part);
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

		rd_match_compare(match, mentions, part);
		if (!compare_installer(self, match, mentions, part, error))
			return FALSE;
	}
	return TRUE;
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

		match->score = rd_match_score(match);
		g_ptr_array_add(ranked, match);
	}
	g_ptr_array_sort(ranked, match_compare);
	return ranked;
}
