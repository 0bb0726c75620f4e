#include "config-private.h"

#include <redress/calendar.h>
#include <redress/error.h>
#include <redress/text.h>
#include <redress/time.h>
#include <string.h>

#define TEXT_MAX 500 /* octets; a header line or a letter's line has to hold it */

static const char *const secrets[] = {"password_command", "password_file", "token_command",
				      "credential", NULL};

static char *
number_check(const RdSetting *row, const char *value)
{
	guint64 number;

	if (g_ascii_string_to_unsigned(value, 10, row->min, row->max, &number, NULL))
		return NULL;
	return g_strdup_printf("\"%s\" is not a number from %" G_GUINT64_FORMAT
			       " to %" G_GUINT64_FORMAT " (%s)",
			       value, row->min, row->max, row->unit);
}

static char *
word_check(const RdSetting *row, const char *value)
{
	g_autofree char *words = NULL;

	if (g_strv_contains(row->choices, value))
		return NULL;
	words = g_strjoinv(", ", (char **)row->choices);
	return g_strdup_printf("\"%s\" is none of: %s", value, words);
}

static char *
uri_check(const RdSetting *row, const char *value)
{
	g_autofree char *scheme = g_uri_parse_scheme(value);
	g_autofree char *words = g_strjoinv(":, ", (char **)row->choices);
	g_autoptr(GUri) uri = NULL;
	g_autoptr(GError) local = NULL;

	if (scheme == NULL || !g_strv_contains(row->choices, scheme))
		return g_strdup_printf("\"%s\" does not begin with any of: %s:", value, words);
	if (strcmp(scheme, "maildir") == 0) {
		return value[strlen("maildir:")] != '\0' ? NULL
							 : g_strdup("the folder's path is missing");
	}
	uri = g_uri_parse(value, G_URI_FLAGS_HAS_PASSWORD, &local);
	if (uri == NULL)
		return g_strdup_printf("\"%s\": %s", value, local->message);
	if (g_uri_get_host(uri) == NULL || *g_uri_get_host(uri) == '\0')
		return g_strdup_printf("\"%s\" names no host", value);
	if (g_uri_get_password(uri) != NULL) /* and do not repeat it here */
		return g_strdup("a password does not belong into the URI: use password_file, "
				"password_command or credential");
	return NULL;
}

static char *
start_check(const char *value)
{
	g_autoptr(GError) local = NULL;
	RdTime time;

	if (strcmp(value, "all") == 0 || strcmp(value, "now") == 0 ||
	    rd_time_parse(value, &time, &local))
		return NULL;
	return g_strdup_printf("neither \"all\" nor \"now\", and %s", local->message);
}

static char *
zone_check(const char *value)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(value);

	return zone != NULL
		       ? NULL
		       : g_strdup_printf("\"%s\" is not a time zone like America/New_York", value);
}

static char *
dates_check(const char *value)
{
	g_autoptr(GError) local = NULL;
	g_auto(GStrv) dates = rd_calendar_parse_dates(value, &local);

	return dates != NULL ? NULL : g_strdup(local->message);
}

static char *
hours_check(const char *value)
{
	g_autoptr(GError) local = NULL;
	guint from, until;

	return rd_calendar_parse_hours(value, &from, &until, &local) ? NULL
								     : g_strdup(local->message);
}

static char *
command_check(const char *value)
{
	g_autoptr(GError) local = NULL;

	return g_shell_parse_argv(value, NULL, NULL, &local) ? NULL : g_strdup(local->message);
}

static char *
switch_check(const char *value)
{
	static const char *const words[] = {"yes", "no", "true", "false", NULL};

	return g_strv_contains(words, value)
		       ? NULL
		       : g_strdup_printf("\"%s\" is neither yes nor no", value);
}

/* What is wrong with @value; NULL: nothing. */
static char *
value_check(const RdSetting *row, const char *value)
{
	if (*value == '\0')
		return g_strcmp0(row->value, "") == 0 ? NULL : g_strdup("is empty");
	if (strlen(value) > TEXT_MAX)
		return g_strdup_printf("is longer than %d octets", TEXT_MAX);
	switch (row->type) {
	case RD_SETTING_ADDRESS:
	case RD_SETTING_ADDRESSES:
		return rd_text_is_address(value)
			       ? NULL
			       : g_strdup_printf("\"%s\" is not an e-mail address", value);
	case RD_SETTING_URI:
		return uri_check(row, value);
	case RD_SETTING_COMMAND:
		return command_check(value);
	case RD_SETTING_START:
		return start_check(value);
	case RD_SETTING_ZONE:
		return zone_check(value);
	case RD_SETTING_DATES:
		return dates_check(value);
	case RD_SETTING_HOURS:
		return hours_check(value);
	case RD_SETTING_WORD:
	case RD_SETTING_CHOICE:
		return word_check(row, value);
	case RD_SETTING_NUMBER:
	case RD_SETTING_SIZE:
		return number_check(row, value);
	case RD_SETTING_SWITCH:
		return switch_check(value);
	default:
		return NULL;
	}
}

/* The shape first: a list where a list is due, a mapping, or one value. */
static char *
entry_check(const RdSetting *row, const ConfigEntry *entry)
{
	gboolean of_lists = row->type == RD_SETTING_LIST || row->type == RD_SETTING_ADDRESSES;
	gboolean is_mapping = entry->value == NULL && !entry->is_list;

	if (of_lists && !entry->is_item)
		return entry->is_list ? NULL
				      : g_strdup_printf("a %s is expected, one \"- \" each",
							rd_setting_type_name(row->type));
	if (row->type == RD_SETTING_LIST || row->type == RD_SETTING_GROUP ||
	    row->type == RD_SETTING_NAMES)
		return is_mapping ? NULL : g_strdup("\"key: value\" lines are expected");
	if (entry->value == NULL)
		return g_strdup_printf("one %s is expected", rd_setting_type_name(row->type));
	return value_check(row, entry->value);
}

static gboolean
check_fail(const char *path, guint line, const char *key, const char *what, GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%u: %s: %s", path, line, key, what);
	return FALSE;
}

/* The mapping that @row's key stands in: of a list, each item in turn. */
static const ConfigEntry *
group_next(GPtrArray *entries, const char *group, guint *from)
{
	while (*from < entries->len) {
		const ConfigEntry *entry = entries->pdata[(*from)++];

		if (strcmp(entry->key, group) == 0 && !entry->is_list)
			return entry;
	}
	return NULL;
}

static gboolean
row_check_presence(const RdSetting *row, GPtrArray *entries, const char *path, GError **error)
{
	const char *dot = strrchr(row->key, '.');
	g_autofree char *group = NULL;
	const ConfigEntry *entry;
	guint from = 0;

	if (row->value != NULL)
		return TRUE;
	if (dot == NULL) {
		return rd_config_entries_find(entries, row->key, 0) != NULL ||
		       check_fail(path, 1, row->key, "is missing", error);
	}
	group = g_strndup(row->key, (gsize)(dot - row->key));
	while ((entry = group_next(entries, group, &from)) != NULL) {
		if (rd_config_entries_find(entries, row->key, entry->item) == NULL)
			return check_fail(path, entry->line, row->key, "is missing", error);
	}
	return TRUE;
}

static gboolean
list_check_length(const RdSetting *row, GPtrArray *entries, const char *path, GError **error)
{
	const ConfigEntry *list = rd_config_entries_find(entries, row->key, 0);
	guint from = 0;
	guint n = 0;

	if (row->type != RD_SETTING_LIST || list == NULL)
		return TRUE;
	while (group_next(entries, row->key, &from) != NULL)
		n++;
	if (n >= row->min && n <= row->max)
		return TRUE;
	return check_fail(path, list->line, row->key,
			  n < row->min ? "the list is empty" : "the list is too long", error);
}

/* A server has one way to prove who we are. */
static gboolean
secrets_check(GPtrArray *entries, const char *group, const char *path, GError **error)
{
	const ConfigEntry *server;
	guint from = 0;

	while ((server = group_next(entries, group, &from)) != NULL) {
		const ConfigEntry *first = NULL;

		for (guint i = 0; secrets[i] != NULL; i++) {
			g_autofree char *key = g_strconcat(group, ".", secrets[i], NULL);
			const ConfigEntry *entry =
				rd_config_entries_find(entries, key, server->item);

			if (entry == NULL || *entry->value == '\0')
				continue;
			if (first != NULL) {
				g_autofree char *what =
					g_strdup_printf("%s is given already", first->key);

				return check_fail(path, entry->line, key, what, error);
			}
			first = entry;
		}
	}
	return TRUE;
}

gboolean
rd_config_entries_check(GPtrArray *entries, const char *path, GError **error)
{
	guint n;
	const RdSetting *rows = rd_settings(&n);

	for (guint i = 0; i < entries->len; i++) {
		const ConfigEntry *entry = entries->pdata[i];
		const RdSetting *row = rd_setting_find(entry->key);
		g_autofree char *what =
			row != NULL ? entry_check(row, entry) : g_strdup("there is no such key");

		if (what != NULL)
			return check_fail(path, entry->line, entry->key, what, error);
	}
	for (guint i = 0; i < n; i++) {
		if (!row_check_presence(&rows[i], entries, path, error) ||
		    !list_check_length(&rows[i], entries, path, error))
			return FALSE;
	}
	return secrets_check(entries, "mailboxes", path, error) &&
	       secrets_check(entries, "transport", path, error) &&
	       secrets_check(entries, "transport.copy_to", path, error);
}
