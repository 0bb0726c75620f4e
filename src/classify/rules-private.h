/*
 * rules-private.h - rules in memory: what rules-load.c reads and score.c applies.
 */

#pragma once

#include "filter.h"
#include "lexicon.h"
#include "pattern.h"
#include "prose.h"
#include "review.h"
#include "sources.h"

#include <redress/classify.h>
#include <redress/yaml.h>

typedef enum { RD_LABEL_COMPLAINT, RD_LABEL_SIGNAL, RD_LABEL_HINT } RdLabelOf;

/* Whether a signal counts in a mail that also complains. */
typedef enum { RD_BESIDE_NEVER, RD_BESIDE_REPLY, RD_BESIDE_ALWAYS } RdBeside;

/* Circumstances under which a rule or label counts at all. */
typedef struct {
	guint32 authors;    /* RD_SET of RdRole */
	gint reply;	    /* -1: either */
	guint32 milestones; /* RD_SET of RdMilestone */
	guint32 finances;   /* RD_SET of RdFinance */
} RdWhen;

/* The circumstances of one message. */
typedef struct {
	RdRole author; /* whose words these are */
	gboolean reply;
	RdMilestone milestone;
	RdFinance finance;
	gboolean any; /* examples: every rule counts */
} RdCircumstances;

typedef enum { RD_GUARD_BEFORE, RD_GUARD_AFTER, RD_GUARD_INSIDE, RD_GUARD_SENTENCE } RdGuardPlace;

/* Words that, standing there, take a match back. */
typedef struct {
	RdGuardPlace place;
	guint pattern;
	guint words; /* how far away, before or after */
} RdGuardWords;

typedef struct {
	char *name;
	GArray *words;	/* of RdGuardWords */
	gint stop;	/* pattern at which looking before or after ends; -1: none */
	guint32 unless; /* guards that take this one back */
} RdGuard;

typedef struct {
	char *name;
	RdLabelOf of;
	guint member; /* RdComplaint or RdSignal */
	double threshold;
	double reply_threshold; /* in a reply: what is new has to be said more clearly */
	double rules_most;	/* what rules may come to together */
	double words_weight;	/* of what the lexicon says */
	double prior;		/* what a text has of it before it is read, where words weigh */
	double guess_threshold; /* enough for the strongest label when nothing plainer is said */
	double severity;	/* how much it weighs as the primary matter */
	RdBeside beside;
	RdWhen when;
	guint32 guards;
	guint32 excludes; /* labels that do not stand beside it; the stronger stays */
	guint32 implies;
	char **is, **is_not; /* texts that do and do not carry it */
	char *file;
	guint line;
} RdLabel;

typedef struct {
	char *name;
	char *file;
	guint line;
	guint index; /* in RdRules.rules */
	guint label;
	double weight;
	guint32 zones;
	RdWhen when;
	guint32 guards;
	GArray *say;	 /* of guint: patterns, any of which is a match */
	GArray *near;	 /* all must be in the sentence of the match */
	GArray *far;	 /* none may be in the sentence of the match */
	GArray *with;	 /* all must be somewhere in the message */
	GArray *without; /* none may be anywhere in the message */
	char **matches, **spares;
} RdRule;

/* A literal that a pattern may begin with. */
typedef struct {
	guint literal, pattern;
	guint edge;  /* 1: after the literal's first character */
	guint first; /* 1: only where the text begins */
	guint needs; /* where in RdRules.head_needs the conditions of a match begin that it begins
		      */
} RdHeadOf;

/* What a literal in a text tells of. */
typedef struct {
	guint *groups; /* conditions that it meets, first those of RdRules.needs */
	guint n_groups, n_kept;
	struct RdHeadUse {
		const guint *needs; /* what a match that begins here needs behind it */
		guint pattern;
		guint edge, first; /* as in RdHeadOf */
	} * heads;
	guint n_heads;
} RdLiteralUse;

#define RD_NEEDS_END 0 /* the number of a condition that nothing meets */

struct _RdRules {
	char *key;	   /* of the files and the program that it was made of */
	GHashTable *lists; /* char * -> char *: name -> expanded alternatives */
	GHashTable *used;  /* names of lists that some pattern or list has */
	GHashTable *spelling;
	GPtrArray *patterns;  /* of RdPattern, by number */
	GHashTable *interned; /* source -> GUINT_TO_POINTER(number + 1) */
	GPtrArray *guards;    /* of RdGuard */
	GPtrArray *labels;    /* of RdLabel */
	GPtrArray *rules;     /* of RdRule */
	RdReviewRules *review;
	RdLexicon *lexicon; /* made once the labels are known */
	RdFilter *filter;
	GPtrArray *groups;	   /* of GArray of literals: a condition needs one of them */
	GHashTable *group_numbers; /* their literals as text -> GUINT_TO_POINTER(number + 1) */
	GArray *heads;		   /* of RdHeadOf, of all patterns */
	GArray *head_needs;	   /* of guint: lists of conditions, RD_NEEDS_END after each */
	GHashTable *head_lists;	   /* such a list as text -> GUINT_TO_POINTER(its place + 1) */
	RdLiteralUse *uses;	   /* by literal */
	GArray *headless;	   /* of guint: patterns that rules say and no literal begins */
	guint *needs;		   /* conditions of patterns that are not looked for by heads */
	guint n_needs;
	guint *needs_at;   /* by pattern: where its own begin, and the next one's */
	GPtrArray **users; /* by pattern: rules (RdRule) that say it */
	RdBudget budget;   /* for each prose; a mail has two at most */
};

RdRules *rd_rules_new(void);
/* All but what only checking needs: examples, and names of lists. Reading: before the index. */
void rd_rules_pack(RdRules *self, RdPack *pack);
gpointer rd_label_make(void);
gpointer rd_guard_make(void);
gpointer rd_rule_make(void);
/* Loads what @sources say, and lets go their contents on the way. */
RdRules *rd_rules_load_sources(RdSources *sources, GError **error);
/* Notes which lists @written uses, for lint. */
void rd_rules_note_lists(RdRules *self, const char *written);
/* The number of @pattern, written as in a file, compiled on first use. */
gboolean rd_rules_intern(RdRules *self, RdYamlNode at, const char *pattern, guint *out,
			 GError **error);
/* A rule that only says pattern @number for label @label; for tests and benches. */
RdRule *rd_rules_add(RdRules *self, const char *name, guint label, guint number);
/* Adds the literals and conditions that @regex asks for to pattern @number. */
void rd_rules_add_literals(RdRules *self, guint number, const RdRegex *regex);
/* After all patterns are known. */
void rd_rules_index(RdRules *self);
gint rd_rules_find_label(const RdRules *self, const char *name); /* -1: none */
gint rd_rules_find_guard(const RdRules *self, const char *name);
/* Runs the examples of rules and labels; FALSE with a line "file:line: ..." for each that fails. */
gboolean rd_rules_try_examples(const RdRules *self, GError **error);
