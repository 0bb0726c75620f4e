/*
 * reading.h - one message while it is read: what is known of it on the way to the findings.
 *
 *   classify.c   its words, and the findings
 *   decide.c     which labels hold
 *   guess.c      which most likely do, when none is plain
 *   kind.c       which kind of mail the labels make it
 *   because.c    which words, and which rules, led there
 */

#pragma once

#include "score.h"

#include <redress/classify.h>

#define RD_QUOTED_MAX 4096 /* octets of what is quoted that are looked at */

/* How plainly a complaint has to be made, given what kind of mail it stands in. */
typedef enum {
	RD_MANNER_FRESH,      /* nobody asked: words count beside rules */
	RD_MANNER_IN_PASSING, /* a reply with news: rules, if no words overrule them */
	RD_MANNER_REPLY,      /* the old matter is told again: the same, and more of them */
	RD_MANNER_ASIDE,      /* asks, praises, sells, notes how a case goes on: no complaint */
} RdManner;

/* One message while it is read. */
typedef struct {
	const RdRules *rules;
	const RdMessage *message;
	const RdPerson *person;
	RdCircumstances circumstances;
	RdProse *prose;
	RdScore score;
	guint32 labels; /* that hold */
	RdManner manner;
	double margin;
	GPtrArray *undecided; /* of const char *: rules that took too long; borrowed */
	RdReview *review;     /* owned until the findings take it */
} RdReading;

const RdLabel *rd_reading_label(const RdReading *self, guint i);
/* The hint @name holds; FALSE too when the rules know none of that name. */
gboolean rd_reading_has(const RdReading *self, const char *name);
/* Those that hold. */
guint32 rd_reading_labels_of(const RdReading *self, RdLabelOf of);

/* Scores the words, and with them decides manner, labels and margin. */
void rd_reading_decide(RdReading *self);
/* How far label @i came, whether it holds or not; from 1 on it is enough. */
double rd_reading_share(const RdReading *self, guint i);
/* Adds the strongest label where one is to be expected, and none holds. After the review. */
void rd_reading_guess(RdReading *self);
RdKind rd_reading_kind(const RdReading *self);
/* Adds to @findings what led to them. */
void rd_reading_argue(const RdReading *self, RdFindings *findings);
/* The first of the rules that took too long, and how many more there are; NULL if none did. */
char *rd_reading_undecided(const RdReading *self);

/* Those who forward, call and look after cases. */
static inline gboolean
rd_role_works_cases(RdRole role)
{
	return rd_role_is_staff(role) && role != RD_ROLE_SALES;
}
