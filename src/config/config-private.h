/*
 * config-private.h - between the parts of src/config: what libcyaml fills, and where
 * in the file each value stands.
 */

#pragma once

#include <redress/config.h>
#include <redress/settings.h>

/* The calendar as the file has it. */
typedef struct {
	char *days;
	char *holidays;
	char *sending_hours;
} CalendarSettings;

/* RdConfig, and what of the file has another form there. */
typedef struct {
	RdConfig config;
	char **also_ours;
	guint n_also_ours;
	RdMailboxSettings *mailboxes;
	guint n_mailboxes;
	char *time_zone;
	CalendarSettings calendar;
} ConfigFile;

/* One value of the file, in the file's order. */
typedef struct {
	char *key;  /* "mailboxes.uri" */
	guint item; /* which mailbox, from 0 */
	guint line; /* from 1 */
	gboolean is_list;
	gboolean is_item; /* stands in the list of this key */
	char *value;	  /* of a scalar; NULL of a mapping or list */
} ConfigEntry;

/*
 * Reads the YAML of @text without a schema. Refuses what a configuration has no use
 * for and libcyaml would pass: NULs and other control characters, aliases, a key
 * given twice, a second document. @path is for the messages. CONFIG on failure.
 */
GPtrArray *rd_config_entries_read(const char *path, const char *text, gsize len, GError **error);

/* The entry of a key, or NULL. */
const ConfigEntry *rd_config_entries_find(GPtrArray *entries, const char *key, guint item);

/* Every entry has its row, a value that the row allows, and no required key is missing. */
gboolean rd_config_entries_check(GPtrArray *entries, const char *path, GError **error);

/* libcyaml's part: @text, already checked, into the structure that the rows describe. */
ConfigFile *rd_config_fill(const char *path, const char *text, gsize len, GPtrArray *entries,
			   GError **error);
