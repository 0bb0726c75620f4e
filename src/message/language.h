/*
 * language.h - the words that mail clients write, one table per language.
 *
 * Every list is one string, its entries parted by "|", in the spelling of the
 * clients; case does not matter. language-XX.c holds a table and nothing else.
 */

#pragma once

#include <glib.h>

typedef struct {
	const char *code; /* ISO 639-1, with a region where clients differ */

	/* Names of header fields, without the colon. */
	const char *from;
	const char *to;
	const char *cc;
	const char *date;
	const char *subject;
	const char *other; /* names of fields that stand among them */

	/* Lines above a forwarded, and above any, message; without the dashes around them. */
	const char *forwarded;
	const char *forward_end; /* and below a forwarded one */
	const char *original;
	const char *on_behalf_of; /* between two senders in a From line */

	/* Prefixes of subjects. */
	const char *fwd;
	const char *re;

	/* Attribution lines: how they begin, and the verb, wherever it stands. */
	const char *lead;
	const char *wrote;
	const char *before_name; /* what may stand before the writer's name: "user", "has" */

	const char *months[12]; /* "January|Jan" */
	const char *am;		/* without dots and spaces */
	const char *pm;

	/* "*": up to four words. A line that begins so is a footer of a program or device. */
	const char *sent_from;
	const char *sign_off;
	const char *disclaimer; /* phrases; two of them make a disclaimer */
	const char *reply_above;
} RdLanguage;

/* What a word, or a few words that stand alone, can be. */
typedef enum {
	RD_TERM_FROM,
	RD_TERM_TO,
	RD_TERM_CC,
	RD_TERM_DATE,
	RD_TERM_SUBJECT,
	RD_TERM_OTHER,
	RD_TERM_N_FIELDS,
	RD_TERM_FORWARDED = RD_TERM_N_FIELDS,
	RD_TERM_FORWARD_END,
	RD_TERM_ORIGINAL,
	RD_TERM_FWD,
	RD_TERM_RE,
	RD_TERM_LEAD,
	RD_TERM_BEFORE_NAME,
	RD_TERM_AM,
	RD_TERM_PM,
	RD_TERM_SIGN_OFF,
	RD_TERM_MONTH, /* + 0..11 */
	RD_TERM_LAST = RD_TERM_MONTH + 12
} RdTerm;

/* What a few words within a text can be. */
typedef enum {
	RD_WORDING_WROTE,
	RD_WORDING_ON_BEHALF_OF,
	RD_WORDING_DISCLAIMER,
	RD_WORDING_REPLY_ABOVE,
	RD_WORDING_SENT_FROM,
	RD_WORDING_LAST
} RdWording;

typedef guint32 RdLanguageSet; /* bit i: rd_languages[i] */

extern const RdLanguage *const rd_languages[];
extern const guint rd_n_languages;

/*
 * @text in one case and with single spaces; "ş" and "ţ" as the letters with a comma,
 * curly apostrophes straight. Takes @len octets of @text, which need not end in NUL.
 */
char *rd_fold(const char *text, gsize len);

/*
 * The word of @text that is the one at @at in @folded, its folded form (which has the same
 * words), or the end of @text. @at points into @folded, behind a space or at its begin.
 */
const char *rd_fold_origin(const char *text, const char *folded, const char *at);

/* The languages in which @folded is a @term; 0 for none. */
RdLanguageSet rd_term_find(RdTerm term, const char *folded);

/* FALSE: @text is no @term, whatever follows its first letters; it need not be folded. */
gboolean rd_term_may_begin(RdTerm term, const char *text, gsize len);

/* The month (1..12) that @folded is in one of @preferred, else in any; 0 for none. */
guint rd_term_month(const char *folded, RdLanguageSet preferred);

/*
 * The first @kind of phrase in @folded, the longest one of those that begin there; NULL
 * for none. A phrase is whole words, but where a script writes no spaces. @len: (out) of it.
 */
const char *rd_wording_find(RdWording kind, const char *folded, gsize *len);

/* All phrases of @kind, folded, in no order, and NULL. */
const char *const *rd_wordings(RdWording kind);
