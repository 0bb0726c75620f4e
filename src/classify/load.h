/*
 * load.h - rules on their way from the files into memory.
 *
 *   rules-load.c    the files, and in which order their sections are read
 *   load-lists.c    "lists"
 *   load-labels.c   "guards" and "labels"
 *   load-rules.c    "rules"
 *   lexicon-load.c  "concepts", "synonyms" and "examples"
 *   load-values.c   what stands under a key
 *
 * Each section is read from all files before the next, since a rule may use what another file
 * says. On failure all of these are FALSE with CONFIG, which names file and line.
 */

#pragma once

#include "rules-private.h"

typedef gboolean (*RdLoadSection)(gpointer data, const char *name, RdYamlNode node, GError **error);

/* Calls @each for the value of every key of @section, in every one of @documents (of RdYaml). */
gboolean rd_load_section(GPtrArray *documents, const char *section, RdLoadSection each,
			 gpointer data, GError **error);

gboolean rd_load_lists(RdRules *rules, GPtrArray *documents, GError **error);
gboolean rd_load_labels(RdRules *rules, GPtrArray *documents, GError **error);
gboolean rd_load_rules(RdRules *rules, GPtrArray *documents, GError **error);
/*
 * A lexicon with the examples of @documents, which it needs no longer: it is to be finished
 * without them in memory.
 */
gboolean rd_lexicon_load(RdRules *self, GPtrArray *documents, GError **error);

/* The texts of a list; a scalar is a list of one. @item: where it stands. */
guint rd_load_texts_size(RdYamlNode node);
gboolean rd_load_text(RdYamlNode node, guint i, RdYamlNode *item, const char **text,
		      GError **error);
/* @out gets the number of a pattern for each text of @key. */
gboolean rd_load_patterns(RdRules *rules, RdYamlNode node, const char *key, GArray *out,
			  GError **error);
gboolean rd_load_strings(RdYamlNode node, const char *key, char ***out, GError **error);
gboolean rd_load_when(RdRules *rules, RdYamlNode node, RdWhen *out, GError **error);

/* The number of what has that name; -1: nothing has. */
typedef gint (*RdLoadFind)(const RdRules *rules, const char *name);

/* Adds to the set @out what @key names. */
gboolean rd_load_set(RdRules *rules, RdYamlNode node, const char *key, RdLoadFind find,
		     guint32 *out, GError **error);
