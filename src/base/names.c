#include <redress/words.h>

#include <string.h>

#define NAME_WORDS_MAX 12

static const char *const titles[] = {"mr",  "mrs", "ms",  "miss", "mx",	  "dr",	 "prof", "rev",
				     "hon", "sr",  "sra", "srta", "jr",	  "ii",	 "iii",	 "iv",
				     "esq", "md",  "phd", "don",  "dona", "the", NULL};
static const char *const particles[] = {"de",  "la",  "las", "los", "del", "van", "von", "der",
					"den", "ter", "da",  "das", "dos", "do",  "di",	 "du",
					"le",  "el",  "al",  "bin", "ibn", "st",  "san", NULL};
static const char *const joiners[] = {"and", "y", "e", "und", "et", NULL};

const char *
rd_key_kind_name(RdKeyKind kind)
{
	static const char *const names[RD_KEY_LAST] = {"name", "surname", "initial", "street"};

	return kind < RD_KEY_LAST ? names[kind] : NULL;
}

void
rd_person_name_free(RdPersonName *self)
{
	g_free(self->first);
	g_free(self->surname);
	g_strfreev(self->aliases);
	g_free(self);
}

/* "Vance, Robert" -> "Robert Vance"; a comma before a title is none. */
static char *
name_in_order(const char *name)
{
	const char *comma = strchr(name, ',');
	g_autoptr(RdWords) after = NULL;

	if (comma == NULL)
		return g_strdup(name);
	after = rd_words_new(comma + 1, 1);
	if (rd_words_count(after) == 0 || g_strv_contains(titles, rd_words_at(after, 0)->plain))
		return g_strndup(name, (gsize)(comma - name));
	return g_strdup_printf("%s %.*s", comma + 1, (int)(comma - name), name);
}

/* Words of one person: a hyphen's two halves are one string parted by a space. */
static GPtrArray *
person_units(const RdWords *words, guint from, guint to)
{
	GPtrArray *units = g_ptr_array_new_with_free_func(g_free);

	for (guint i = from; i < to; i++) {
		const RdWord *word = rd_words_at(words, i);
		gboolean title = g_strv_contains(titles, word->plain);

		if ((word->flags & RD_WORD_GLUED) != 0 && i > from && units->len > 0) {
			char **last = (char **)&units->pdata[units->len - 1];
			char *both = g_strconcat(*last, " ", word->plain, NULL);

			g_free(*last);
			*last = both;
		} else if (!title) {
			g_ptr_array_add(units, g_strdup(word->plain));
		}
	}
	return units;
}

static char *
unit_joined(const char *unit)
{
	GString *out = g_string_new(unit);

	g_string_replace(out, " ", "", 0);
	return g_string_free(out, FALSE);
}

/* Where the surname begins: at its particles, if it has any. */
static guint
surname_start(GPtrArray *units)
{
	guint start = units->len - 1;

	while (start > 1 && g_strv_contains(particles, units->pdata[start - 1]))
		start--;
	return start;
}

/*
 * Other surnames: each half of a double name, and a middle name in full, which is as
 * often the first of two surnames or the name before the marriage.
 */
static char **
surname_aliases(GPtrArray *units, guint start)
{
	g_autoptr(GStrvBuilder) aliases = g_strv_builder_new();
	g_auto(GStrv) halves = g_strsplit(units->pdata[units->len - 1], " ", -1);

	for (guint i = 0; halves[0] != NULL && halves[1] != NULL && halves[i] != NULL; i++) {
		if (strlen(halves[i]) > 2)
			g_strv_builder_add(aliases, halves[i]);
	}
	if (start < units->len - 1)
		g_strv_builder_add(aliases, units->pdata[units->len - 1]);
	for (guint i = 1; i < start; i++) {
		g_autofree char *middle = unit_joined(units->pdata[i]);

		if (strlen(middle) > 2)
			g_strv_builder_add(aliases, middle);
	}
	return g_strv_builder_end(aliases);
}

static RdPersonName *
person_new(GPtrArray *units)
{
	RdPersonName *self = g_new0(RdPersonName, 1);
	g_autoptr(GString) surname = g_string_new(NULL);
	guint start = surname_start(units);

	for (guint i = start; i < units->len; i++) {
		g_autofree char *word = unit_joined(units->pdata[i]);

		g_string_append(surname, word);
	}
	self->first = units->len > 1 ? unit_joined(units->pdata[0]) : g_strdup("");
	self->surname = g_strdup(surname->str);
	self->aliases = surname_aliases(units, start);
	return self;
}

/* "Doug" of "Doug & Linda Renner" has the surname of the last one. */
static void
persons_share_surname(GPtrArray *persons)
{
	const RdPersonName *last;

	if (persons->len < 2)
		return;
	last = persons->pdata[persons->len - 1];
	for (guint i = 0; i + 1 < persons->len; i++) {
		RdPersonName *person = persons->pdata[i];

		if (*person->first != '\0' || *last->first == '\0')
			continue;
		person->first = (g_free(person->first), g_steal_pointer(&person->surname));
		person->surname = g_strdup(last->surname);
		g_strfreev(person->aliases);
		person->aliases = g_strdupv(last->aliases);
	}
}

GPtrArray *
rd_person_names(const char *name)
{
	GPtrArray *persons = g_ptr_array_new_with_free_func((GDestroyNotify)rd_person_name_free);
	g_autofree char *ordered = name_in_order(name);
	g_auto(GStrv) sides = g_strsplit_set(ordered, "&/+", -1);

	for (char **side = sides; *side != NULL; side++) {
		g_autoptr(RdWords) words = rd_words_new(*side, NAME_WORDS_MAX);
		guint from = 0;

		for (guint i = 0; i <= rd_words_count(words); i++) {
			g_autoptr(GPtrArray) units = NULL;

			if (i < rd_words_count(words) &&
			    !g_strv_contains(joiners, rd_words_at(words, i)->plain))
				continue;
			units = person_units(words, from, i);
			if (units->len > 0)
				g_ptr_array_add(persons, person_new(units));
			from = i + 1;
		}
	}
	persons_share_surname(persons);
	return persons;
}

static void
keys_add(GPtrArray *keys, char *key)
{
	if (*key == '\0' || g_ptr_array_find_with_equal_func(keys, key, g_str_equal, NULL))
		g_free(key);
	else
		g_ptr_array_add(keys, key);
}

static char *
surname_key(const RdPersonName *person, const char *surname, RdKeyKind kind)
{
	if (kind == RD_KEY_SURNAME)
		return g_strdup(surname);
	if (*person->first == '\0')
		return g_strdup("");
	if (kind == RD_KEY_NAME)
		return g_strconcat(person->first, surname, NULL);
	return g_strdup_printf("%s%.*s", person->first, (int)(g_utf8_next_char(surname) - surname),
			       surname);
}

GPtrArray *
rd_name_keys(const char *name, RdKeyKind kind)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) persons = rd_person_names(name);

	for (guint i = 0; i < persons->len; i++) {
		const RdPersonName *person = persons->pdata[i];

		keys_add(keys, surname_key(person, person->surname, kind));
		for (char **alias = person->aliases; *alias != NULL; alias++)
			keys_add(keys, surname_key(person, *alias, kind));
	}
	return keys;
}
