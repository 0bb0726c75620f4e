#include "config-private.h"

#include <redress/error.h>
#include <string.h>
#include <yaml.h>

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(yaml_parser_t, yaml_parser_delete)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(yaml_event_t, yaml_event_delete)

#define DEPTH_MAX   4 /* top, mailboxes, one mailbox, its key */
#define ENTRIES_MAX 4096

/* An open mapping or list. */
typedef struct {
	gboolean is_list;
	char *key;   /* of the mapping or list itself; "" for the top */
	char *child; /* key of the mapping whose value comes next; NULL: a key comes next */
	guint child_line;
	guint item; /* of a list: how many entries so far; within one: which entry it is */
} Frame;

typedef struct {
	const char *path;
	GPtrArray *entries;
	GHashTable *seen; /* "key item" */
	Frame frames[DEPTH_MAX];
	guint depth;
	guint documents;
} Reader;

static void
entry_free(gpointer data)
{
	ConfigEntry *self = data;

	g_free(self->key);
	g_free(self->value);
	g_free(self);
}

static gboolean
reader_fail(const Reader *self, guint line, const char *what, GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%u: %s", self->path, line, what);
	return FALSE;
}

static gboolean
reader_fail_key(const Reader *self, guint line, const char *key, const char *what, GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%u: %s: %s", self->path, line, key, what);
	return FALSE;
}

static gboolean
text_is_printable(const char *text, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if ((guchar)text[i] < 0x20 || text[i] == 0x7f)
			return FALSE;
	}
	return TRUE;
}

static char *
key_join(const char *group, const char *key)
{
	return *group != '\0' ? g_strconcat(group, ".", key, NULL) : g_strdup(key);
}

static gboolean
reader_take_key(Reader *self, Frame *frame, const char *name, guint line, GError **error)
{
	g_autofree char *key = key_join(frame->key, name);
	g_autofree char *place = g_strdup_printf("%s %u", key, frame->item);

	if (!g_hash_table_add(self->seen, g_steal_pointer(&place)))
		return reader_fail_key(self, line, key, "is given twice", error);
	frame->child = g_steal_pointer(&key);
	frame->child_line = line;
	return TRUE;
}

/* The entry for a value that begins now; the key's line is the one a person looks for. */
static ConfigEntry *
reader_add(Reader *self, guint line)
{
	ConfigEntry *entry = g_new0(ConfigEntry, 1);
	Frame *frame = &self->frames[self->depth - 1];

	if (frame->is_list) {
		entry->key = g_strdup(frame->key);
		entry->item = frame->item++;
		entry->is_item = TRUE;
		entry->line = line;
	} else {
		entry->key = g_steal_pointer(&frame->child);
		entry->item = frame->item;
		entry->line = frame->child_line;
	}
	g_ptr_array_add(self->entries, entry);
	return entry;
}

static gboolean
reader_scalar(Reader *self, const yaml_event_t *event, GError **error)
{
	const char *value = (const char *)event->data.scalar.value;
	gsize len = event->data.scalar.length;
	guint line = (guint)event->start_mark.line + 1;
	Frame *frame;
	ConfigEntry *entry;

	if (event->data.scalar.anchor != NULL)
		return reader_fail(self, line, "anchors are not understood here", error);
	if (!text_is_printable(value, len))
		return reader_fail(self, line, "a control character or line break in a value",
				   error);
	if (self->depth == 0)
		return reader_fail(self, line, "\"key: value\" lines are expected", error);
	frame = &self->frames[self->depth - 1];
	if (!frame->is_list && frame->child == NULL)
		return reader_take_key(self, frame, value, line, error);
	entry = reader_add(self, line);
	entry->value = g_strndup(value, len);
	return TRUE;
}

static gboolean
reader_open(Reader *self, const yaml_event_t *event, gboolean is_list, GError **error)
{
	guint line = (guint)event->start_mark.line + 1;
	Frame frame = {.is_list = is_list};

	if (self->depth == DEPTH_MAX)
		return reader_fail(self, line, "nested too deeply", error);
	if (self->depth == 0) {
		if (is_list)
			return reader_fail(self, line, "\"key: value\" lines are expected", error);
		frame.key = g_strdup("");
	} else {
		Frame *outer = &self->frames[self->depth - 1];
		ConfigEntry *entry;

		if (!outer->is_list && outer->child == NULL)
			return reader_fail(self, line, "a key has to be a word", error);
		entry = reader_add(self, line);
		entry->is_list = is_list;
		frame.key = g_strdup(entry->key);
		frame.item = is_list ? 0 : entry->item;
	}
	self->frames[self->depth++] = frame;
	return TRUE;
}

static void
reader_close(Reader *self)
{
	Frame *frame = &self->frames[--self->depth];

	g_free(frame->key);
	g_free(frame->child);
}

static gboolean
reader_event(Reader *self, const yaml_event_t *event, GError **error)
{
	guint line = (guint)event->start_mark.line + 1;

	if (self->entries->len > ENTRIES_MAX)
		return reader_fail(self, line, "more values than a configuration can have", error);
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return reader_scalar(self, event, error);
	case YAML_MAPPING_START_EVENT:
		return reader_open(self, event, FALSE, error);
	case YAML_SEQUENCE_START_EVENT:
		return reader_open(self, event, TRUE, error);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		reader_close(self);
		return TRUE;
	case YAML_ALIAS_EVENT:
		return reader_fail(self, line, "aliases are not understood here", error);
	case YAML_DOCUMENT_START_EVENT:
		if (self->documents++ > 0)
			return reader_fail(self, line, "a second document begins here", error);
		return TRUE;
	default:
		return TRUE;
	}
}

static gboolean
reader_run(Reader *self, const char *text, gsize len, GError **error)
{
	g_auto(yaml_parser_t) parser;
	gboolean more = TRUE;

	if (!yaml_parser_initialize(&parser))
		g_error("out of memory");
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, len);
	while (more) {
		g_auto(yaml_event_t) event = {0};

		if (!yaml_parser_parse(&parser, &event)) {
			guint line = (guint)parser.problem_mark.line + 1;

			/* a bad octet has an offset rather than a mark */
			if (parser.error == YAML_READER_ERROR)
				line = (guint)parser.mark.line + 1;
			return reader_fail(self, line,
					   parser.problem != NULL ? parser.problem : "not YAML",
					   error);
		}
		if (!reader_event(self, &event, error))
			return FALSE;
		more = event.type != YAML_STREAM_END_EVENT;
	}
	if (self->documents == 0)
		return reader_fail(self, 1, "the file is empty", error);
	return TRUE;
}

GPtrArray *
rd_config_entries_read(const char *path, const char *text, gsize len, GError **error)
{
	g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func(entry_free);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Reader reader = {.path = path, .entries = entries, .seen = seen};
	gboolean ok = reader_run(&reader, text, len, error);

	while (reader.depth > 0)
		reader_close(&reader);
	return ok ? g_steal_pointer(&entries) : NULL;
}

const ConfigEntry *
rd_config_entries_find(GPtrArray *entries, const char *key, guint item)
{
	for (guint i = 0; i < entries->len; i++) {
		const ConfigEntry *entry = entries->pdata[i];

		if (entry->item == item && strcmp(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}
