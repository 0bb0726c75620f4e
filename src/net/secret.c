#include "command.h"

#include <redress/error.h>
#include <redress/secret.h>
#include <string.h>

/* So long may a command take: some ask a server for the token. */
#define COMMAND_S 30

typedef enum {
	SOURCE_PASSWORD_COMMAND,
	SOURCE_PASSWORD_FILE,
	SOURCE_TOKEN_COMMAND,
	SOURCE_CREDENTIAL,
} Source;

struct _RdSecret {
	Source source;
	gboolean is_token;
	char *from; /* the command, path or name */
	char *text; /* NULL: not fetched yet */
};

RdSecret *
rd_secret_new(const RdServerSettings *settings, GError **error)
{
	const char *const sources[] = {
		[SOURCE_PASSWORD_COMMAND] = settings->password_command,
		[SOURCE_PASSWORD_FILE] = settings->password_file,
		[SOURCE_TOKEN_COMMAND] = settings->token_command,
		[SOURCE_CREDENTIAL] = settings->credential,
	};
	RdSecret *self = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(sources); i++) {
		if (sources[i] == NULL)
			continue;
		if (self != NULL) {
			g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
				    "\"%s\": of password_command, password_file, token_command "
				    "and credential only one can be used",
				    settings->uri);
			g_clear_pointer(&self, rd_secret_free);
			return NULL;
		}
		self = g_new0(RdSecret, 1);
		self->source = (Source)i;
		self->from = g_strdup(sources[i]);
		self->is_token =
			i == SOURCE_TOKEN_COMMAND || g_strcmp0(settings->auth, "xoauth2") == 0;
	}
	return self;
}

void
rd_secret_free(RdSecret *self)
{
	rd_text_wipe(self->text);
	g_free(self->from);
	g_free(self);
}

gboolean
rd_secret_is_token(const RdSecret *self)
{
	return self->is_token;
}

static char *
secret_read_file(const char *path, GError **error)
{
	char *text = NULL;
	gsize len = 0;
	g_autoptr(GError) local = NULL;

	if (!g_file_get_contents(path, &text, &len, &local)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "secret: %s", local->message);
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

/* systemd.exec(5), LoadCredential= and SetCredentialEncrypted=. */
static char *
secret_read_credential(const char *name, GError **error)
{
	const char *dir = g_getenv("CREDENTIALS_DIRECTORY");
	g_autofree char *path = NULL;

	if (dir == NULL || strchr(name, '/') != NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "credential \"%s\": %s", name,
			    dir == NULL ? "there are none, since systemd did not start redress"
					: "a name has no \"/\"");
		return NULL;
	}
	path = g_build_filename(dir, name, NULL);
	return secret_read_file(path, error);
}

static char *
secret_fetch(const RdSecret *self, int stop_fd, GError **error)
{
	switch (self->source) {
	case SOURCE_PASSWORD_FILE:
		return secret_read_file(self->from, error);
	case SOURCE_CREDENTIAL:
		return secret_read_credential(self->from, error);
	default:
		return rd_command_first_line(self->from, COMMAND_S, stop_fd, error);
	}
}

/* A control character would end the command in which the secret is sent. */
static gboolean
secret_is_usable(const char *text)
{
	if (text[0] == '\0' || !g_utf8_validate(text, -1, NULL))
		return FALSE;
	for (const char *p = text; *p != '\0'; p++) {
		if (g_ascii_iscntrl(*p))
			return FALSE;
	}
	return TRUE;
}

const char *
rd_secret_get(RdSecret *self, int stop_fd, GError **error)
{
	if (self->text == NULL) {
		self->text = secret_fetch(self, stop_fd, error);
		if (self->text != NULL && !secret_is_usable(self->text)) {
			g_clear_pointer(&self->text, rd_text_wipe);
			g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
				    "secret from \"%s\": empty, or not one line of UTF-8",
				    self->from);
		}
	}
	return self->text;
}

gboolean
rd_secret_renew(RdSecret *self, int stop_fd, GError **error)
{
	char *old = g_steal_pointer(&self->text);
	const char *now = rd_secret_get(self, stop_fd, error);
	gboolean changed = now != NULL && g_strcmp0(now, old) != 0;

	rd_text_wipe(old);
	return changed;
}
