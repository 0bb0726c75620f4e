#include "search.h"

#include "nickname.h"

#include <string.h>

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

void
rd_match_free(RdMatch *self)
{
	rd_homeowner_free(self->homeowner);
	g_free(self);
}

void
rd_match_raise(RdMatch *self, RdFeature feature, double part)
{
	self->features[feature] = MAX(self->features[feature], part);
}

static void
compare_place(RdMatch *match, const RdMentions *mentions, double part)
{
	g_auto(GStrv) parts = g_strsplit(match->homeowner->address, ",", -1);
	guint n = g_strv_length(parts);

	if (n >= 2 && rd_mentions_have_all(mentions, parts[1], 6))
		rd_match_raise(match, RD_FEATURE_TOWN, part);
	if (n >= 3) {
		g_autoptr(RdWords) state = rd_words_new(parts[n - 1], 4);

		for (guint i = 0; i < rd_words_count(state); i++) {
			const char *word = rd_words_at(state, i)->plain;

			if (strlen(word) == 5 && g_ascii_isdigit(word[0]) &&
			    rd_mentions_have(mentions, word))
				rd_match_raise(match, RD_FEATURE_ZIP, part);
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
		rd_match_raise(match, RD_FEATURE_FIRST_NAME, part);
	if (last)
		rd_match_raise(match, RD_FEATURE_SURNAME, part);
	if (last && first)
		rd_match_raise(match, RD_FEATURE_BOTH_NAMES, part);
	if (last && *person->first != '\0' &&
	    mentions_have_initial(mentions, person->first, surname))
		rd_match_raise(match, RD_FEATURE_INITIAL, part);
}

void
rd_match_compare(RdMatch *self, const RdMentions *mentions, double part)
{
	g_autoptr(GPtrArray) persons = rd_person_names(self->homeowner->name);

	for (guint i = 0; i < persons->len; i++) {
		const RdPersonName *person = persons->pdata[i];

		compare_person(self, mentions, person, person->surname, part);
		for (char **alias = person->aliases; *alias != NULL; alias++)
			compare_person(self, mentions, person, *alias, part);
	}
	compare_place(self, mentions, part);
}

/* Of the ways to be named, the best one counts; everything else adds up. */
double
rd_match_score(const RdMatch *self)
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

RdEvidence
rd_match_evidence(const RdMatch *self)
{
	const double *features = self->features;

	if (features[RD_FEATURE_ADDRESS] > 0)
		return RD_EVIDENCE_ADDRESS;
	if (features[RD_FEATURE_ACCOUNT] > 0)
		return RD_EVIDENCE_ACCOUNT;
	if (features[RD_FEATURE_PHONE] > 0)
		return RD_EVIDENCE_PHONE;
	return features[RD_FEATURE_STREET] > 0 ? RD_EVIDENCE_STREET : RD_EVIDENCE_NAME;
}
