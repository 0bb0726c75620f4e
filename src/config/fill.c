#include "config-private.h"

#include <cyaml/cyaml.h>
#include <redress/error.h>
#include <string.h>

#define ROWS_MAX  96
#define WORDS_MAX 8
#define MB	  ((gsize)1024 * 1024)

/*
 * The schema that libcyaml works by, built from the rows of settings.c. Each group's
 * fields are a run of ->fields that ends with a field without a key.
 */
typedef struct {
	cyaml_schema_field_t fields[ROWS_MAX];
	const char *keys[ROWS_MAX]; /* "transport.copy_to" */
	guint n;
	cyaml_schema_value_t address;
	cyaml_schema_value_t mailbox;
	cyaml_strval_t words[WORDS_MAX];
	cyaml_schema_value_t top;
} Schema;

static void *
fill_memory(G_GNUC_UNUSED void *ctx, void *ptr, size_t size)
{
	if (size == 0) {
		g_free(ptr);
		return NULL;
	}
	return g_realloc(ptr, size);
}

/* libcyaml tells its first complaint as the first line; the rest says where. */
static void G_GNUC_PRINTF(3, 0)
	fill_log(G_GNUC_UNUSED cyaml_log_t level, void *ctx, const char *format, va_list args)
{
	GString *log = ctx;

	g_string_append_vprintf(log, format, args);
}

static void
value_init(Schema *self, const RdSetting *row, cyaml_schema_field_t *field)
{
	cyaml_schema_value_t *value = &field->value;

	switch (row->type) {
	case RD_SETTING_NUMBER:
		*value = (cyaml_schema_value_t){CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, guint)};
		break;
	case RD_SETTING_SIZE:
		*value = (cyaml_schema_value_t){CYAML_VALUE_UINT(CYAML_FLAG_DEFAULT, gsize)};
		break;
	case RD_SETTING_SWITCH:
		*value = (cyaml_schema_value_t){CYAML_VALUE_BOOL(CYAML_FLAG_DEFAULT, gboolean)};
		break;
	case RD_SETTING_CHOICE:
		for (guint i = 0; row->choices[i] != NULL && i < WORDS_MAX; i++) {
			self->words[i] = (cyaml_strval_t){.str = row->choices[i], .val = i};
			value->enumeration.count = i + 1;
		}
		value->type = CYAML_ENUM;
		value->data_size = sizeof(RdMailboxDone);
		value->enumeration.strings = self->words;
		break;
	case RD_SETTING_ADDRESSES:
		*value = (cyaml_schema_value_t){CYAML_VALUE_SEQUENCE(
			CYAML_FLAG_POINTER, char *, &self->address, 0, CYAML_UNLIMITED)};
		field->count_offset = offsetof(ConfigFile, n_also_ours);
		field->count_size = sizeof(guint);
		break;
	case RD_SETTING_LIST:
		*value = (cyaml_schema_value_t){CYAML_VALUE_SEQUENCE(
			CYAML_FLAG_POINTER, RdMailboxSettings, &self->mailbox, 1, CYAML_UNLIMITED)};
		field->count_offset = offsetof(ConfigFile, n_mailboxes);
		field->count_size = sizeof(guint);
		break;
	case RD_SETTING_GROUP:
		value->type = CYAML_MAPPING;
		break;
	case RD_SETTING_NAMES: /* taken from the entries */
		value->type = CYAML_IGNORE;
		break;
	default:
		*value = (cyaml_schema_value_t){
			CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 0, CYAML_UNLIMITED)};
		break;
	}
	if (row->value != NULL)
		value->flags |= CYAML_FLAG_OPTIONAL;
}

/* TRUE if @key is "GROUP.name"; of the top group "", if it is a name alone. */
static gboolean
key_is_of_group(const char *key, const char *group)
{
	const char *dot = strrchr(key, '.');
	gsize len = dot != NULL ? (gsize)(dot - key) : 0;

	return strlen(group) == len && strncmp(key, group, len) == 0;
}

static const cyaml_schema_field_t *
schema_add_group(Schema *self, const char *group)
{
	const cyaml_schema_field_t *first = &self->fields[self->n];
	guint n;
	const RdSetting *rows = rd_settings(&n);

	for (guint i = 0; i < n; i++) {
		const char *dot = strrchr(rows[i].key, '.');
		cyaml_schema_field_t *field = &self->fields[self->n];

		if (!key_is_of_group(rows[i].key, group))
			continue;
		self->keys[self->n++] = rows[i].key;
		field->key = dot != NULL ? dot + 1 : rows[i].key;
		field->data_offset = (guint32)rows[i].offset;
		value_init(self, &rows[i], field);
	}
	self->n++; /* the field without a key */
	g_assert(self->n < ROWS_MAX);
	return first;
}

static void
schema_init(Schema *self)
{
	const cyaml_schema_field_t *top = schema_add_group(self, "");

	self->top =
		(cyaml_schema_value_t){CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, ConfigFile, top)};
	self->address = (cyaml_schema_value_t){
		CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char *, 0, CYAML_UNLIMITED)};
	for (guint i = 0; i < self->n; i++) { /* ->n grows: groups have groups */
		if (self->fields[i].value.type == CYAML_MAPPING && self->keys[i] != NULL)
			self->fields[i].value.mapping.fields =
				schema_add_group(self, self->keys[i]);
	}
	self->mailbox = (cyaml_schema_value_t){CYAML_VALUE_MAPPING(
		CYAML_FLAG_DEFAULT, RdMailboxSettings, schema_add_group(self, "mailboxes"))};
}

static void
default_set(const RdSetting *row, gpointer group)
{
	gpointer place = (char *)group + row->offset;

	switch (row->type) {
	case RD_SETTING_NUMBER:
		*(guint *)place = (guint)g_ascii_strtoull(row->value, NULL, 10);
		break;
	case RD_SETTING_SIZE:
		*(gsize *)place = (gsize)g_ascii_strtoull(row->value, NULL, 10);
		break;
	case RD_SETTING_SWITCH:	   /* no, as the memory has it: */
	case RD_SETTING_CHOICE:	   /* the first word */
	case RD_SETTING_ADDRESSES: /* none */
	case RD_SETTING_GROUP:
	case RD_SETTING_NAMES:
	case RD_SETTING_LIST:
		break;
	default:
		g_free(*(char **)place);
		*(char **)place = g_strdup(row->value);
		break;
	}
}

/* Where the group of @key is in memory; of the list, its entry @item. */
static gpointer
group_place(const char *key, ConfigFile *file, guint item)
{
	const char *dot = strrchr(key, '.');
	g_autofree char *group = NULL;

	if (dot == NULL)
		return file;
	group = g_strndup(key, (gsize)(dot - key));
	if (strcmp(group, "mailboxes") == 0)
		return &file->mailboxes[item];
	return (char *)group_place(group, file, item) + rd_setting_find(group)->offset;
}

static void
defaults_fill(ConfigFile *file, GPtrArray *entries)
{
	guint n;
	const RdSetting *rows = rd_settings(&n);

	for (guint i = 0; i < n; i++) {
		gboolean of_mailbox = g_str_has_prefix(rows[i].key, "mailboxes.");
		guint items = of_mailbox ? file->n_mailboxes : 1;

		if (g_str_has_suffix(rows[i].key, ".*"))
			continue;
		for (guint item = 0; item < items; item++) {
			gpointer group = group_place(rows[i].key, file, item);

			if (rows[i].value != NULL &&
			    rd_config_entries_find(entries, rows[i].key, item) == NULL)
				default_set(&rows[i], group);
			if (rows[i].type == RD_SETTING_SIZE)
				*(gsize *)((char *)group + rows[i].offset) *= MB;
		}
	}
}

ConfigFile *
rd_config_fill(const char *path, const char *text, gsize len, GPtrArray *entries, GError **error)
{
	g_autoptr(GString) log = g_string_new(NULL);
	Schema schema = {.n = 0};
	const cyaml_config_t settings = {.log_fn = fill_log,
					 .log_ctx = log,
					 .log_level = CYAML_LOG_ERROR,
					 .mem_fn = fill_memory,
					 .flags = CYAML_CFG_NO_ALIAS};
	ConfigFile *file = NULL;
	cyaml_err_t status;

	schema_init(&schema);
	status = cyaml_load_data((const uint8_t *)text, len, &settings, &schema.top,
				 (cyaml_data_t **)&file, NULL);
	if (status != CYAML_OK || file == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: %s\n%s", path,
			    cyaml_strerror(status), log->str);
		return NULL;
	}
	defaults_fill(file, entries);
	return file;
}
