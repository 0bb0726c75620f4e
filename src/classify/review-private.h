/*
 * review-private.h - the patterns of the "review:" part, and how names are weighed.
 */

#pragma once

#include "code.h"
#include "review.h"

typedef struct {
	char *source;
	RdCode *code;	/* made on first use */
	char *platform; /* NULL but for a platform's pattern */
	double weight;	/* of a reviewer's pattern */
} RdReviewPattern;

struct _RdReviewRules {
	GPtrArray *platforms; /* of RdReviewPattern, and so are: */
	GPtrArray *hints;     /* words of one platform, where none is named */
	GPtrArray *somewhere; /* a review, wherever it stands */
	GPtrArray *elsewhere; /* a platform is named, and the review is not there */
	GPtrArray *praise;    /* words of those who pass on what is good */
	GPtrArray *ratings;   /* with a group "n" */
	GPtrArray *reviewers; /* with a group "name" */
	GPtrArray *nameless;  /* what a group "name" can catch that is no name */
	GPtrArray *quotes;    /* with a group "text" */
	GPtrArray *parts;     /* only while loading: a name, what it stands for, ... */
	char *words;	      /* that are no part of a name: alternatives */
	char *stand_ins;      /* what platforms show for who gives no name: alternatives */
};

/*
 * The match of @pattern in @text at or after @from, and of its group @group (NULL: all of
 * it), to be freed; @at: where it begins. NULL: none.
 */
char *rd_review_pattern_find(const RdReviewPattern *pattern, const char *text, gsize from,
			     const char *group, gsize *at);
/* Puts spaces in the place of what @pattern matches in @text. */
void rd_review_pattern_blank(const RdReviewPattern *pattern, char *text);
gboolean rd_review_pattern_any(const GPtrArray *patterns, const char *text);

/*
 * The name for which most speaks in @texts (of char *): each pattern that finds a name adds
 * its weight to it, and a part of a longer name speaks for the longer one. @others: names, or
 * parts of names, of people who only pass the review on. @named: the most that
 * one place says for it. NULL: there is none.
 */
char *rd_review_name(const RdReviewRules *rules, const GPtrArray *texts, const GPtrArray *others,
		     double *named);
