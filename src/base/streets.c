#include <redress/words.h>

#include <string.h>

#define CORE_MAX 5  /* words of a street's name */
#define SPAN_MAX 10 /* words with its kind and directions */

/* What one writer puts and another leaves out or shortens. */
static const char *const kinds[] = {
	"st",	     "street",	  "ave",       "av",	"avenue", "dr",	   "drive",
	"ct",	     "court",	  "ln",	       "lane",	"rd",	  "road",  "blvd",
	"boulevard", "pl",	  "place",     "cir",	"circle", "ter",   "terr",
	"terrace",   "trl",	  "trail",     "way",	"wy",	  "hwy",   "highway",
	"pkwy",	     "parkway",	  "loop",      "sq",	"square", "calle", "avenida",
	"saint",     "n",	  "s",	       "e",	"w",	  "ne",	   "nw",
	"se",	     "sw",	  "north",     "south", "east",	  "west",  "northeast",
	"northwest", "southeast", "southwest", NULL};
static const char *const units[] = {"apt", "apartment", "unit", "suite", "ste", "lot", "box", NULL};

/* "54th" and "54" are one street. */
static gsize
without_ordinal(const char *word)
{
	static const char *const ends[] = {"st", "nd", "rd", "th", NULL};
	gsize digits = strspn(word, "0123456789");

	return digits > 0 && g_strv_contains(ends, word + digits) ? digits : strlen(word);
}

static void
core_append(GString *core, const char *word)
{
	if (strcmp(word, "mt") == 0)
		word = "mount";
	else if (strcmp(word, "ft") == 0)
		word = "fort";
	g_string_append_len(core, word, (gssize)without_ordinal(word));
}

/* The house number at @i, "94-1021" too; the index of the word after it, or 0. */
static guint
take_number(const RdWords *words, guint i, GString *key)
{
	const char *word = rd_words_at(words, i)->plain;
	gsize digits = strspn(word, "0123456789");

	if (digits == 0 || digits > 6 || strlen(word) > digits + 1)
		return 0;
	g_string_append(key, word);
	if (i + 1 < rd_words_count(words)) {
		const RdWord *next = rd_words_at(words, i + 1);

		if ((next->flags & RD_WORD_GLUED) != 0 && g_ascii_isdigit(next->plain[0]) &&
		    strlen(next->plain) <= 6) {
			g_string_append_printf(key, "-%s", next->plain);
			i++;
		}
	}
	return i + 1;
}

GPtrArray *
rd_street_keys(const RdWords *words, guint i)
{
	GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) number = g_string_new(NULL);
	g_autoptr(GString) core = g_string_new(NULL);
	g_autoptr(GString) whole = g_string_new(NULL); /* for "12 North Ave", all of it kinds */
	guint at = take_number(words, i, number);
	guint n_core = 0;

	for (guint n = 0; at > 0 && at < rd_words_count(words) && n < SPAN_MAX; n++, at++) {
		const RdWord *word = rd_words_at(words, at);

		if (g_strv_contains(units, word->plain))
			break;
		g_string_append(whole, word->plain);
		if (!g_strv_contains(kinds, word->plain)) {
			core_append(core, word->plain);
			g_ptr_array_add(keys, g_strdup_printf("%s %s", number->str, core->str));
			n_core++;
		}
		if (n_core == CORE_MAX || (word->flags & (RD_WORD_COMMA | RD_WORD_STOP)) != 0)
			break;
	}
	if (n_core == 0 && whole->len > 0)
		g_ptr_array_add(keys, g_strdup_printf("%s %s", number->str, whole->str));
	return keys;
}

char *
rd_address_key(const char *address)
{
	g_autofree char *street = g_strndup(address, strcspn(address, ",#\n"));
	g_autoptr(RdWords) words = rd_words_new(street, SPAN_MAX + 2);
	g_autoptr(GPtrArray) keys = NULL;

	if (rd_words_count(words) == 0)
		return NULL;
	keys = rd_street_keys(words, 0);
	return keys->len > 0 ? g_strdup(keys->pdata[keys->len - 1]) : NULL;
}
