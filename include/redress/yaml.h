/*
 * yaml.h - YAML documents whose nodes know their file and line.
 *
 * For files that a person edits and that are more than settings: an error found long
 * after parsing (a pattern that does not compile) still names the line. Nodes are
 * small values that stay valid as long as their document.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RdYaml RdYaml;

typedef enum { RD_YAML_NONE, RD_YAML_SCALAR, RD_YAML_LIST, RD_YAML_MAP } RdYamlKind;

typedef struct {
	const RdYaml *document;
	int id; /* 0: there is no such node */
} RdYamlNode;

/* Reads the one document of @text; @name is what errors call it. CONFIG with file:line on failure.
 */
RdYaml *rd_yaml_parse(const char *text, gsize len, const char *name,
		      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_yaml_free(RdYaml *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdYaml, rd_yaml_free)

RdYamlNode rd_yaml_root(const RdYaml *self);
RdYamlKind rd_yaml_kind(RdYamlNode node);
guint rd_yaml_line(RdYamlNode node); /* from 1; 0 for no node */
const char *rd_yaml_file(RdYamlNode node);

/* The text of a scalar; NULL for anything else. Owned by the document. */
const char *rd_yaml_text(RdYamlNode node);
/* Number of items of a list or of keys of a map; 0 for anything else. */
guint rd_yaml_size(RdYamlNode node);
/* Item of a list, or value of a map, by position. */
RdYamlNode rd_yaml_item(RdYamlNode node, guint i);
/* Key of a map by position; NULL when it is no scalar. */
const char *rd_yaml_key(RdYamlNode node, guint i);
/* Value of a map by key; a node of kind NONE when there is none. */
RdYamlNode rd_yaml_get(RdYamlNode node, const char *key);

/* Sets CONFIG "file:line: MESSAGE"; always FALSE, so that a caller can return it. */
gboolean rd_yaml_fail(RdYamlNode node, GError **error, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* FALSE, naming the key and its line, when map @node has a key that is not in @known. */
gboolean rd_yaml_expect(RdYamlNode node, const char *const *known, GError **error);

/* The text of @key; @out untouched when absent. FALSE when it is there and no scalar. */
gboolean rd_yaml_get_text(RdYamlNode node, const char *key, const char **out, GError **error);
gboolean rd_yaml_get_number(RdYamlNode node, const char *key, double *out, GError **error);

G_END_DECLS
