/*
 * corpus.h - mail that looks like a complaints mailbox, made from a seed.
 *
 * The same seed gives the same mails, octet by octet. Shapes and shares are those of
 * support mail: most of it text with HTML beside it, six in ten an answer that quotes what
 * it answers, some with a picture. The people are invented, and so is what they say.
 */

#pragma once

#include <redress/people.h>

typedef struct _Corpus Corpus;

/*
 * @people: how many homeowners write.
 * @pictures: share of the mails, 0..1, that carry one of 100 to 500 KB.
 */
Corpus *corpus_new(guint32 seed, guint people, double pictures);
void corpus_free(Corpus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Corpus, corpus_free)

/* The next mail; LF line ends, as in a Maildir. */
GBytes *corpus_next(Corpus *self);

/* Puts the people who write into the directory, within the caller's transaction. */
void corpus_put_people(const Corpus *self, RdStore *store);

/* Writes the next @n mails to files of @dir, one each; gives their octets in all. */
gsize corpus_write(Corpus *self, const char *dir, guint n);
