/*
 * words.h - the words of a text in the one spelling that people are looked up by.
 *
 * "O'Shaughnessy", "o’shaughnessy" and "OSHAUGHNESSY" are one word, "Reyes-Fuentes" is
 * two, "Hargrove's" is hargrove. E-mail addresses and URLs are no words.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	RD_WORD_CAPITAL = 1 << 0, /* begins with a capital letter */
	RD_WORD_COMMA = 1 << 1,	  /* a comma follows */
	RD_WORD_STOP = 1 << 2,	  /* the sentence or paragraph ends after it */
	RD_WORD_LINE = 1 << 3,	  /* the first of its line */
	RD_WORD_SHORT = 1 << 4,	  /* stands in a line of at most five words */
	RD_WORD_GLUED = 1 << 5,	  /* no space before it, as after a hyphen */
} RdWordFlags;

typedef struct {
	const char *plain; /* case-folded, without accents and apostrophes; never "" */
	guint flags;	   /* of RdWordFlags */
} RdWord;

typedef struct {
	GArray *list; /* of RdWord */
	GStringChunk *chunk;
} RdWords;

/* At most @max words from the beginning of @text. */
RdWords *rd_words_new(const char *text, guint max);
void rd_words_free(RdWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdWords, rd_words_free)

static inline guint
rd_words_count(const RdWords *self)
{
	return self->list->len;
}

static inline const RdWord *
rd_words_at(const RdWords *self, guint i)
{
	return &g_array_index(self->list, RdWord, i);
}

/*
 * The keys that a homeowner is found by are made in one way from the record and from a
 * text. They have no spaces, so that "Min-Ji Park" and "Minji Park" are one.
 */
typedef enum {
	RD_KEY_NAME,	/* first name and surname: "martakowalczyk" */
	RD_KEY_SURNAME, /* "kowalczyk" */
	RD_KEY_INITIAL, /* first name and first letter, as reviewers sign: "martak" */
	RD_KEY_STREET,	/* house number, and street without kind and direction: "2214 cholla" */
	RD_KEY_LAST
} RdKeyKind;

const char *rd_key_kind_name(RdKeyKind kind);

/* One person of a record's name. */
typedef struct {
	char *first;	/* "robert"; "" when there is none */
	char *surname;	/* "vance", "reyesfuentes" */
	char **aliases; /* NULL-terminated: other surnames the person goes by: "reyes" */
} RdPersonName;

void rd_person_name_free(RdPersonName *self);

/*
 * The persons of a name as directories write them: "Vance, Robert J.", "Dr. R. Vance",
 * "Doug & Linda Renner" (two of them).
 */
GPtrArray *rd_person_names(const char *name);

/* The keys of all persons of @name, without doubles; of every kind but STREET. */
GPtrArray *rd_name_keys(const char *name, RdKeyKind kind);

/*
 * The streets that may begin at word @i, a house number: shortest first, since in a
 * text only the directory knows where the name ends. Empty when it is no number.
 */
GPtrArray *rd_street_keys(const RdWords *words, guint i);

/* The key of a postal address; NULL when it does not begin with a house number. */
char *rd_address_key(const char *address);

G_END_DECLS
