#include "config-private.h"

#include <gio/gio.h>
#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define FILE_MAX ((gsize)1024 * 1024)

static void
server_clear(RdServerSettings *self)
{
	g_free(self->uri);
	g_free(self->user);
	g_free(self->ca_file);
	g_free(self->auth);
	g_free(self->password_command);
	g_free(self->password_file);
	g_free(self->token_command);
	g_free(self->credential);
}

static void
mailbox_free(gpointer data)
{
	RdMailboxSettings *self = data;

	server_clear(&self->server);
	g_free(self->start);
	g_free(self->done_folder);
	g_free(self);
}

void
rd_config_free(RdConfig *self)
{
	g_free(self->organisation);
	g_free(self->address);
	g_strfreev(self->also_ours);
	g_free(self->signature);
	g_free(self->authserv_id);
	g_free(self->roles.back_office);
	g_free(self->roles.resolution);
	g_free(self->roles.marketing);
	g_free(self->roles.partner);
	g_free(self->roles.operator);
	g_free(self->am_escalation.name);
	g_free(self->am_escalation.email);
	g_time_zone_unref(self->time_zone);
	g_strfreev(self->calendar.holidays);
	g_ptr_array_unref(self->mailboxes);
	server_clear(&self->transport.server);
	server_clear(&self->transport.copy_to);
	g_free(self->store);
	g_free(self->templates);
	g_clear_pointer(&self->replies, g_hash_table_unref);
	g_free(self->path);
	g_free(self);
}

/* "" in the file is NULL in the structures of a server, which know no empty strings. */
static void
text_drop_empty(char **text)
{
	if (*text != NULL && **text == '\0')
		g_clear_pointer(text, g_free);
}

static void
path_make_absolute(char **path, const char *folder)
{
	char *whole;

	if (*path == NULL)
		return;
	whole = g_canonicalize_filename(*path, folder);
	g_free(*path);
	*path = whole;
}

static void
server_settle(RdServerSettings *self, const char *folder)
{
	text_drop_empty(&self->user);
	text_drop_empty(&self->ca_file);
	text_drop_empty(&self->auth);
	text_drop_empty(&self->password_command);
	text_drop_empty(&self->password_file);
	text_drop_empty(&self->token_command);
	text_drop_empty(&self->credential);
	path_make_absolute(&self->ca_file, folder);
	path_make_absolute(&self->password_file, folder);
	if (self->uri != NULL && g_str_has_prefix(self->uri, "maildir:")) {
		g_autofree char *path =
			g_canonicalize_filename(self->uri + strlen("maildir:"), folder);

		g_free(self->uri);
		self->uri = g_strconcat("maildir:", path, NULL);
	}
}

/* Its words were checked before. */
static void
calendar_settle(RdCalendar *self, CalendarSettings *settings, GTimeZone *zone)
{
	self->zone = zone;
	self->working = strcmp(settings->days, "working") == 0;
	self->holidays = rd_calendar_parse_dates(settings->holidays, NULL);
	if (*settings->sending_hours != '\0' &&
	    !rd_calendar_parse_hours(settings->sending_hours, &self->from_min, &self->until_min,
				     NULL))
		self->from_min = self->until_min = 0;
	g_free(settings->days);
	g_free(settings->holidays);
	g_free(settings->sending_hours);
}

/* Moves what @file holds into an RdConfig; nothing of @file is left. */
static RdConfig *
config_settle(ConfigFile *file, const char *path)
{
	RdConfig *self = g_memdup2(&file->config, sizeof(*self));
	g_autofree char *folder = g_path_get_dirname(path);

	self->path = g_strdup(path);
	self->replies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->also_ours = g_new0(char *, file->n_also_ours + 1);
	for (guint i = 0; i < file->n_also_ours; i++)
		self->also_ours[i] = file->also_ours[i];
	self->mailboxes = g_ptr_array_new_with_free_func(mailbox_free);
	for (guint i = 0; i < file->n_mailboxes; i++) {
		RdMailboxSettings *mailbox = g_memdup2(&file->mailboxes[i], sizeof(*mailbox));

		server_settle(&mailbox->server, folder);
		text_drop_empty(&mailbox->start);
		text_drop_empty(&mailbox->done_folder);
		g_ptr_array_add(self->mailboxes, mailbox);
	}
	server_settle(&self->transport.server, folder);
	server_settle(&self->transport.copy_to, folder);
	path_make_absolute(&self->store, folder);
	path_make_absolute(&self->templates, folder);
	self->time_zone = g_time_zone_new_identifier(file->time_zone);
	calendar_settle(&self->calendar, &file->calendar, self->time_zone);
	g_free(file->time_zone);
	g_free(file->also_ours);
	g_free(file->mailboxes);
	g_free(file);
	return self;
}

static gboolean
config_read(const char *path, char **text, gsize *len, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(GFile) file = g_file_new_for_path(path);
	g_autoptr(GFileInputStream) stream = g_file_read(file, NULL, &local);
	g_autofree char *octets = g_malloc(FILE_MAX + 1);

	if (stream == NULL ||
	    !g_input_stream_read_all(G_INPUT_STREAM(stream), octets, FILE_MAX, len, NULL, &local)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: %s", path, local->message);
		return FALSE;
	}
	if (*len == FILE_MAX) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s: too large for a configuration",
			    path);
		return FALSE;
	}
	octets[*len] = '\0';
	*text = g_steal_pointer(&octets);
	return TRUE;
}

static void
config_take_replies(RdConfig *self, GPtrArray *entries)
{
	const RdSetting *row = rd_setting_find("replies.*");

	for (guint i = 0; i < entries->len; i++) {
		const ConfigEntry *entry = entries->pdata[i];
		guint mode = RD_SEND_AUTO;

		if (rd_setting_find(entry->key) != row)
			continue;
		while (strcmp(row->choices[mode], entry->value) != 0)
			mode++;
		g_hash_table_insert(self->replies, g_strdup(strchr(entry->key, '.') + 1),
				    GUINT_TO_POINTER(mode));
	}
}

RdConfig *
rd_config_load(const char *path, GError **error)
{
	g_autofree char *whole = g_canonicalize_filename(path, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) entries = NULL;
	ConfigFile *file;
	RdConfig *self;
	gsize len = 0;

	if (!config_read(path, &text, &len, error))
		return NULL;
	entries = rd_config_entries_read(path, text, len, error);
	if (entries == NULL || !rd_config_entries_check(entries, path, error))
		return NULL;
	file = rd_config_fill(path, text, len, entries, error);
	if (file == NULL)
		return NULL;
	self = config_settle(file, whole);
	config_take_replies(self, entries);
	return self;
}

RdSendMode
rd_config_send_mode(const RdConfig *self, const char *template_name)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(self->replies, template_name));
}

char *
rd_config_find(const char *option)
{
	static const char *const places[] = {"redress.yaml", "/etc/redress/redress.yaml"};
	const char *environment = g_getenv("REDRESS_CONFIG");

	if (option != NULL)
		return g_strdup(option);
	if (environment != NULL && *environment != '\0')
		return g_strdup(environment);
	for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
		if (g_file_test(places[i], G_FILE_TEST_EXISTS))
			return g_strdup(places[i]);
	}
	return NULL;
}

/* Without the plus-part of the local part, case-folded: the same person's mailbox. */
static char *
address_base(const char *address)
{
	const char *at = strrchr(address, '@');
	const char *plus = strchr(address, '+');
	g_autofree char *bare = NULL;

	if (at == NULL || plus == NULL || plus > at || plus == address)
		return rd_text_fold(address);
	bare = g_strdup_printf("%.*s%s", (int)(plus - address), address, at);
	return rd_text_fold(bare);
}

/* Whether @address is that of @base, which comes from address_base(). */
static gboolean
address_has_base(const char *address, const char *base)
{
	g_autofree char *own = address_base(address);

	return strcmp(own, base) == 0;
}

gboolean
rd_config_is_self(const RdConfig *self, const char *address)
{
	g_autofree char *base = address_base(address);

	return address_has_base(self->address, base);
}

gboolean
rd_config_is_ours(const RdConfig *self, const char *address)
{
	g_autofree char *base = address_base(address);

	if (address_has_base(self->address, base))
		return TRUE;
	for (char **other = self->also_ours; *other != NULL; other++) {
		if (address_has_base(*other, base))
			return TRUE;
	}
	return FALSE;
}

gboolean
rd_config_is_team(const RdConfig *self, const char *address)
{
	const char *teams[] = {self->roles.back_office, self->roles.resolution,
			       self->roles.marketing, self->roles.operator};

	for (gsize i = 0; i < G_N_ELEMENTS(teams); i++) {
		if (teams[i] != NULL && g_ascii_strcasecmp(teams[i], address) == 0)
			return TRUE;
	}
	return FALSE;
}
