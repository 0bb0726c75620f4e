/*
 * classify.h - say what a mail is about, and why.
 *
 * rd_classify() is a pure function of the rules, the message and who wrote it. It
 * decides kind, complaint types, signals and the review; each decision can come with
 * the words that caused it.
 */

#pragma once

#include <glib.h>
#include <redress/directory.h>
#include <redress/findings.h>
#include <redress/message.h>

G_BEGIN_DECLS

typedef struct _RdRules RdRules; /* immutable; may be shared between threads */

/*
 * Loads every *.yaml of @dir (a folder, or "resource:///..." of the program itself),
 * compiles the patterns and runs the examples that the rules carry. CONFIG with
 * file:line: of the first thing wrong, or a line for each example that fails.
 */
RdRules *rd_rules_load(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/*
 * The same from what was learned before, when it was learned from these very files: it came
 * with the program, or is kept in the file @path. Else loads them and keeps what they say
 * there, if it can; @path NULL: nowhere. For classifying only: what is kept has no examples,
 * and nothing for rd_rules_lint().
 */
RdRules *rd_rules_load_kept(const char *dir, const char *path,
			    GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Where that is, beside the store at @store. */
char *rd_rules_kept_path(const char *store);
/* Keeps what was loaded in @path. */
gboolean rd_rules_keep(const RdRules *self, const char *path,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_rules_free(RdRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdRules, rd_rules_free)

/* What `check` has to say beyond errors: rules that can never win, slow patterns. Lines. */
GPtrArray *rd_rules_lint(const RdRules *self);

/*
 * Which words of the rules @message has, added to @heard (a set of strings that are
 * @self's); and then, of a whole corpus, the rules with words that none of it has. Lines.
 */
void rd_rules_hear(const RdRules *self, const RdMessage *message, GHashTable *heard);
GPtrArray *rd_rules_unheard(const RdRules *self, GHashTable *heard);

#define RD_CLASSIFY_ARGUE G_MAXDOUBLE

/*
 * @sure: reasons (->because), which take time to tell, are given for a complaint that is
 * less sure than this (rd_findings_sure()); RD_CLASSIFY_ARGUE: for everything.
 */
RdFindings *rd_classify(const RdRules *rules, const RdMessage *message, const RdPerson *person,
			double sure);

G_END_DECLS
