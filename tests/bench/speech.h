/*
 * speech.h - what people say in the mails of a corpus.
 *
 * Text made of a few sentences has the words of a few sentences, and an index of it costs
 * little; people's mails keep bringing new ones. So a text is made of the mails that the
 * rules learn from (templates/rules/81-mails.yaml), several of them on the same matters
 * where it is a long one.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _Speech Speech;

Speech *speech_new(void);
void speech_free(Speech *self);

/* A complaint, or question, that begins a thread; owned by the caller. */
char *speech_begin(const Speech *self, GRand *rand);
/* What somebody answers in one; owned by the caller. */
char *speech_answer(const Speech *self, GRand *rand);

G_END_DECLS
