#include "search.h"

#include <redress/directory.h>
#include <redress/text.h>
#include <string.h>

#define SCORE_LEAST 3.0 /* a town or an installer alone make nobody a candidate */

void
rd_candidate_free(RdCandidate *self)
{
	rd_homeowner_free(self->homeowner);
	g_free(self->reasons);
	g_free(self);
}

/* Takes @found; all of them fit by @feature. */
static gboolean
add_found(RdSearch *search, GPtrArray *found, RdFeature feature)
{
	if (found == NULL)
		return FALSE;
	g_ptr_array_set_free_func(found, NULL);
	for (guint i = 0; i < found->len; i++)
		rd_search_add(search, found->pdata[i], feature, 1);
	g_ptr_array_unref(found);
	return TRUE;
}

static gboolean
add_by_key(RdSearch *search, RdStore *store, RdKeyKind kind, const char *key, RdFeature feature,
	   GError **error)
{
	return *key == '\0' ||
	       add_found(search, rd_homeowners_by_key(store, kind, key, NULL, error), feature);
}

/* "Maria G." knows a first name and one letter, "M. Garcia" a surname and one. */
static gboolean
add_by_person(RdSearch *search, RdStore *store, const RdPersonName *person, GError **error)
{
	g_autofree char *both = g_strconcat(person->first, person->surname, NULL);

	if (g_utf8_strlen(person->surname, -1) == 1)
		return add_by_key(search, store, RD_KEY_INITIAL, both, RD_FEATURE_INITIAL, error);
	if (*person->first == '\0')
		return add_by_key(search, store, RD_KEY_SURNAME, person->surname,
				  RD_FEATURE_SURNAME, error);
	return add_by_key(search, store, RD_KEY_NAME, both, RD_FEATURE_FULL_NAME, error) &&
	       add_by_key(search, store, RD_KEY_SURNAME, person->surname, RD_FEATURE_SURNAME,
			  error);
}

static char *
match_reasons(const RdMatch *match)
{
	static const struct {
		RdFeature feature;
		const char *reason;
	} said[] = {
		{RD_FEATURE_ACCOUNT, "account in the text"},
		{RD_FEATURE_ADDRESS, "e-mail address in the text"},
		{RD_FEATURE_PHONE, "phone in the text"},
		{RD_FEATURE_STREET, "street in the text"},
		{RD_FEATURE_TOWN, "town in the text"},
		{RD_FEATURE_ZIP, "ZIP code in the text"},
		{RD_FEATURE_INSTALLER, "same installer"},
	};
	const double *features = match->features;
	GString *reasons = g_string_new(NULL);

	if (features[RD_FEATURE_FULL_NAME] > 0)
		rd_text_list(reasons, ", ", "same name");
	else if (features[RD_FEATURE_NICKNAME] > 0 || features[RD_FEATURE_INITIAL] > 0 ||
		 features[RD_FEATURE_BOTH_NAMES] > 0)
		rd_text_list(reasons, ", ", "name alike");
	else if (features[RD_FEATURE_SURNAME] > 0)
		rd_text_list(reasons, ", ", "same surname");
	for (gsize i = 0; i < G_N_ELEMENTS(said); i++) {
		if (features[said[i].feature] > 0)
			rd_text_list(reasons, ", ", said[i].reason);
	}
	return g_string_free(reasons, FALSE);
}

static RdCandidate *
candidate_new(const RdMatch *match)
{
	RdCandidate *self = g_new0(RdCandidate, 1);

	self->homeowner = rd_homeowner_copy(match->homeowner);
	self->score = match->score;
	self->reasons = match_reasons(match);
	return self;
}

GPtrArray *
rd_directory_candidates(RdStore *store, const char *name, const char *text, guint limit,
			GError **error)
{
	g_autoptr(GPtrArray) candidates =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_candidate_free);
	g_autoptr(RdSearch) search = rd_search_new(store, NULL, "");
	g_autoptr(RdMentions) mentions = rd_mentions_new();
	g_autoptr(GPtrArray) persons = rd_person_names(name);
	g_autoptr(GPtrArray) ranked = NULL;

	rd_mentions_add(mentions, name, RD_PASSAGE_NAME);
	rd_mentions_add(mentions, text, 0);
	for (guint i = 0; i < persons->len; i++) {
		if (!add_by_person(search, store, persons->pdata[i], error))
			return NULL;
	}
	if (!rd_search_look_up(search, mentions, 1, error) ||
	    !rd_search_compare(search, mentions, 1, error))
		return NULL;
	ranked = rd_search_rank(search);
	for (guint i = 0; i < ranked->len && candidates->len < limit; i++) {
		const RdMatch *match = ranked->pdata[i];

		if (match->score >= SCORE_LEAST)
			g_ptr_array_add(candidates, candidate_new(match));
	}
	return g_steal_pointer(&candidates);
}
