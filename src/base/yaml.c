#include <redress/error.h>
#include <redress/yaml.h>

#include <string.h>
#include <yaml.h>

struct _RdYaml {
	char *name;
	yaml_document_t document;
};

static yaml_node_t *
node_get(RdYamlNode node)
{
	if (node.id == 0)
		return NULL;
	/* libyaml's getter takes a non-const document but does not write to it. */
	return yaml_document_get_node((yaml_document_t *)&node.document->document, node.id);
}

static RdYamlNode
node_new(RdYamlNode parent, int id)
{
	return (RdYamlNode){parent.document, id};
}

RdYaml *
rd_yaml_parse(const char *text, gsize len, const char *name, GError **error)
{
	g_autoptr(RdYaml) self = g_new0(RdYaml, 1);
	yaml_parser_t parser;
	gboolean ok;

	self->name = g_strdup(name);
	if (!yaml_parser_initialize(&parser))
		g_error("libyaml: out of memory");
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	ok = yaml_parser_load(&parser, &self->document);
	if (!ok)
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%zu: %s", name,
			    parser.problem_mark.line + 1,
			    parser.problem != NULL ? parser.problem : "not YAML");
	yaml_parser_delete(&parser);
	return ok ? g_steal_pointer(&self) : NULL;
}

void
rd_yaml_free(RdYaml *self)
{
	yaml_document_delete(&self->document);
	g_free(self->name);
	g_free(self);
}

RdYamlNode
rd_yaml_root(const RdYaml *self)
{
	gboolean any = yaml_document_get_root_node((yaml_document_t *)&self->document) != NULL;

	return (RdYamlNode){self, any ? 1 : 0};
}

RdYamlKind
rd_yaml_kind(RdYamlNode node)
{
	const yaml_node_t *n = node_get(node);

	if (n == NULL || n->type == YAML_NO_NODE)
		return RD_YAML_NONE;
	if (n->type == YAML_SCALAR_NODE)
		return RD_YAML_SCALAR;
	return n->type == YAML_SEQUENCE_NODE ? RD_YAML_LIST : RD_YAML_MAP;
}

guint
rd_yaml_line(RdYamlNode node)
{
	const yaml_node_t *n = node_get(node);

	return n != NULL ? (guint)n->start_mark.line + 1 : 0;
}

const char *
rd_yaml_file(RdYamlNode node)
{
	return node.document->name;
}

const char *
rd_yaml_text(RdYamlNode node)
{
	const yaml_node_t *n = node_get(node);

	if (n == NULL || n->type != YAML_SCALAR_NODE)
		return NULL;
	return (const char *)n->data.scalar.value;
}

guint
rd_yaml_size(RdYamlNode node)
{
	const yaml_node_t *n = node_get(node);

	if (n != NULL && n->type == YAML_SEQUENCE_NODE)
		return (guint)(n->data.sequence.items.top - n->data.sequence.items.start);
	if (n != NULL && n->type == YAML_MAPPING_NODE)
		return (guint)(n->data.mapping.pairs.top - n->data.mapping.pairs.start);
	return 0;
}

RdYamlNode
rd_yaml_item(RdYamlNode node, guint i)
{
	const yaml_node_t *n = node_get(node);

	if (i >= rd_yaml_size(node))
		return node_new(node, 0);
	if (n->type == YAML_SEQUENCE_NODE)
		return node_new(node, n->data.sequence.items.start[i]);
	return node_new(node, n->data.mapping.pairs.start[i].value);
}

const char *
rd_yaml_key(RdYamlNode node, guint i)
{
	const yaml_node_t *n = node_get(node);

	if (n == NULL || n->type != YAML_MAPPING_NODE || i >= rd_yaml_size(node))
		return NULL;
	return rd_yaml_text(node_new(node, n->data.mapping.pairs.start[i].key));
}

RdYamlNode
rd_yaml_get(RdYamlNode node, const char *key)
{
	guint n = rd_yaml_kind(node) == RD_YAML_MAP ? rd_yaml_size(node) : 0;

	for (guint i = 0; i < n; i++) {
		const char *name = rd_yaml_key(node, i);

		if (name != NULL && strcmp(name, key) == 0)
			return rd_yaml_item(node, i);
	}
	return node_new(node, 0);
}

gboolean
rd_yaml_fail(RdYamlNode node, GError **error, const char *format, ...)
{
	g_autofree char *message = NULL;
	va_list args;

	va_start(args, format);
	message = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%u: %s", rd_yaml_file(node),
		    rd_yaml_line(node), message);
	return FALSE;
}

gboolean
rd_yaml_expect(RdYamlNode node, const char *const *known, GError **error)
{
	if (rd_yaml_kind(node) != RD_YAML_MAP)
		return rd_yaml_fail(node, error, "expected keys and values");
	for (guint i = 0; i < rd_yaml_size(node); i++) {
		const char *key = rd_yaml_key(node, i);

		if (key == NULL || !g_strv_contains(known, key))
			return rd_yaml_fail(rd_yaml_item(node, i), error, "unknown key \"%s\"",
					    key != NULL ? key : "?");
		if (rd_yaml_get(node, key).id != rd_yaml_item(node, i).id)
			return rd_yaml_fail(rd_yaml_item(node, i), error, "\"%s\" twice", key);
	}
	return TRUE;
}

gboolean
rd_yaml_get_text(RdYamlNode node, const char *key, const char **out, GError **error)
{
	RdYamlNode value = rd_yaml_get(node, key);

	if (rd_yaml_kind(value) == RD_YAML_NONE)
		return TRUE;
	if (rd_yaml_kind(value) != RD_YAML_SCALAR)
		return rd_yaml_fail(value, error, "%s: expected a text", key);
	*out = rd_yaml_text(value);
	return TRUE;
}

gboolean
rd_yaml_get_number(RdYamlNode node, const char *key, double *out, GError **error)
{
	const char *text = NULL;
	char *end;
	double number;

	if (!rd_yaml_get_text(node, key, &text, error))
		return FALSE;
	if (text == NULL)
		return TRUE;
	number = g_ascii_strtod(text, &end);
	if (end == text || *end != '\0')
		return rd_yaml_fail(rd_yaml_get(node, key), error, "%s: \"%s\" is no number", key,
				    text);
	*out = number;
	return TRUE;
}
