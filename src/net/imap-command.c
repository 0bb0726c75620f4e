/*
 * imap-command.c - what we say, and waiting for the end of its answer.
 */

#include "imap-private.h"

#include <stdarg.h>
#include <string.h>

/* What a command has beyond its data: three times of silence, and a few notices. */
#define COMMAND_TIMEOUTS 3
#define COMMAND_OCTETS	 ((gsize)1024 * 1024)

/* A line slower than this would take a quarter of an hour for one photo. */
#define SLOWEST_OCTETS_PER_S 4096

/* Some six million UIDs. */
#define SEARCH_OCTETS ((gsize)64 * 1024 * 1024)

G_DEFINE_QUARK(rd_imap_error_quark, rd_imap_error)

void
rd_imap_expect(RdImap *self, gsize octets)
{
	guint seconds = self->endpoint->timeout_s * COMMAND_TIMEOUTS;

	seconds += (guint)MIN(octets / SLOWEST_OCTETS_PER_S, 86400);
	self->reader.literal_max = octets + COMMAND_OCTETS;
	rd_stream_set_limits(self->stream, seconds, octets + COMMAND_OCTETS);
}

RdImapError
rd_imap_code_of(const GError *broken)
{
	if (g_error_matches(broken, RD_STREAM_ERROR, RD_STREAM_ERROR_STOPPED))
		return RD_IMAP_ERROR_STOPPED;
	if (g_error_matches(broken, RD_STREAM_ERROR, RD_STREAM_ERROR_CERTIFICATE))
		return RD_IMAP_ERROR_CONFIG;
	return RD_IMAP_ERROR_LOST;
}

gboolean
rd_imap_lost(RdImap *self, const char *command, GError **error)
{
	const GError *broken;

	rd_stream_break(self->stream, "the session is over"); /* unless it is broken already */
	broken = rd_stream_get_error(self->stream);
	g_set_error(error, RD_IMAP_ERROR,
		    self->garbled ? RD_IMAP_ERROR_GARBLED : rd_imap_code_of(broken), "%s: %s",
		    command, broken->message);
	return FALSE;
}

RdImapError
rd_imap_refusal(const char *code, RdImapError other)
{
	static const char *const passing[] = {"UNAVAILABLE", "INUSE",	  "LIMIT",
					      "THROTTLED",   "OVERQUOTA", NULL};

	return g_strv_contains(passing, code) ? RD_IMAP_ERROR_BUSY : other;
}

const char *
rd_imap_get_code(const RdImap *self)
{
	return self->code;
}

gboolean
rd_imap_is_pending(const RdImap *self)
{
	return rd_imap_reader_is_pending(&self->reader);
}

/* Saying ------------------------------------------------------------------------------- */

static gboolean
command_write(RdImap *self, const char *a, const char *b)
{
	gsize len = strlen(a) + strlen(b) + 2;
	g_autofree char *text = g_strconcat(a, b, "\r\n", NULL);
	gboolean ok = rd_stream_write_all(self->stream, text, len);

	explicit_bzero(text, len); /* it may have held a password */
	return ok;
}

gboolean
rd_imap_say(RdImap *self, const char *line)
{
	rd_imap_expect(self, 0);
	return command_write(self, line, "");
}

gboolean
rd_imap_begin(RdImap *self, const char *command)
{
	char tag[16];

	g_snprintf(tag, sizeof(tag), "%u ", ++self->tag);
	self->awaited = self->tag;
	rd_imap_expect(self, 0);
	return command_write(self, tag, command);
}

/* Hearing ------------------------------------------------------------------------------ */

/*
 * What a tagged NO or BAD means; after BAD nobody knows what the server has understood, unless
 * it was one line that it need not know.
 */
static gboolean
command_refused(RdImap *self, RdImapSaid said, const char *name, GError **error)
{
	g_autofree char *words = rd_imap_words(self);
	g_autofree char *why = NULL;

	if (said == RD_IMAP_NO || self->trying) {
		g_set_error(error, RD_IMAP_ERROR,
			    rd_imap_refusal(self->code, RD_IMAP_ERROR_REFUSED), "%s: %s %s", name,
			    said == RD_IMAP_NO ? "NO" : "BAD", words);
		return FALSE;
	}
	why = g_strconcat("BAD ", words, NULL);
	rd_stream_break(self->stream, why);
	return rd_imap_lost(self, name, error);
}

/* How the command ended that is waited for, if it has; DATA: it has not. */
static RdImapSaid
command_early(RdImap *self)
{
	RdImapSaid *early = &self->early[self->awaited % RD_IMAP_FETCHES_MAX];
	RdImapSaid said = *early != RD_IMAP_LOST ? *early : RD_IMAP_DATA;

	*early = RD_IMAP_LOST;
	return said;
}

gboolean
rd_imap_finish(RdImap *self, const char *name, gsize octets, GError **error)
{
	RdImapSaid said;

	rd_imap_expect(self, octets);
	said = command_early(self);
	while (said == RD_IMAP_DATA)
		said = rd_imap_hear(self);
	if (said == RD_IMAP_GO_ON) /* for what? */
		rd_imap_garble(self);
	if (said == RD_IMAP_LOST || said == RD_IMAP_GO_ON)
		return rd_imap_lost(self, name, error);
	return said == RD_IMAP_OK || command_refused(self, said, name, error);
}

/* "UID FETCH" of "UID FETCH 1:7 (UID)"; the rest is nothing for a log. */
static char *
command_name(const char *command)
{
	gsize len = g_str_has_prefix(command, "UID ") ? strlen("UID ") : 0;

	return g_strndup(command, len + strcspn(command + len, " "));
}

static gboolean
command_run(RdImap *self, const char *command, gsize octets, GError **error)
{
	g_autofree char *name = command_name(command);

	if (!rd_imap_begin(self, command))
		return rd_imap_lost(self, name, error);
	return rd_imap_finish(self, name, octets, error);
}

gboolean
rd_imap_command(RdImap *self, GError **error, const char *format, ...)
{
	g_autofree char *command = NULL;
	va_list values;

	va_start(values, format);
	command = g_strdup_vprintf(format, values);
	va_end(values);
	return command_run(self, command, 0, error);
}

gboolean
rd_imap_try(RdImap *self, GError **error, const char *format, ...)
{
	g_autofree char *command = NULL;
	va_list values;
	gboolean ok;

	va_start(values, format);
	command = g_strdup_vprintf(format, values);
	va_end(values);
	self->trying = TRUE;
	ok = command_run(self, command, 0, error);
	self->trying = FALSE;
	return ok;
}

/* Commands with data ------------------------------------------------------------------- */

gboolean
rd_imap_ask_capabilities(RdImap *self, GError **error)
{
	g_clear_pointer(&self->capabilities, g_strfreev);
	return command_run(self, "CAPABILITY", 0, error);
}

RdImapSelection *
rd_imap_get_selection(RdImap *self)
{
	return &self->selection;
}

gboolean
rd_imap_select(RdImap *self, const char *name, GError **error)
{
	g_strfreev(self->selection.flags);
	self->selection = (RdImapSelection){0};
	return rd_imap_command(self, error, "SELECT %s", name);
}

static int
compare_uids(const void *a, const void *b)
{
	guint32 one = *(const guint32 *)a;
	guint32 two = *(const guint32 *)b;

	return one < two ? -1 : one > two;
}

/* Of UIDs in ascending order: a server may say one again, in the same line or another. */
static void
drop_doubles(GArray *uids)
{
	guint kept = 0;

	for (guint i = 0; i < uids->len; i++) {
		guint32 uid = g_array_index(uids, guint32, i);

		if (kept == 0 || uid != g_array_index(uids, guint32, kept - 1))
			g_array_index(uids, guint32, kept++) = uid;
	}
	g_array_set_size(uids, kept);
}

GArray *
rd_imap_search(RdImap *self, const char *criteria, GError **error)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autofree char *command = g_strconcat("UID SEARCH ", criteria, NULL);
	gboolean ok;

	self->found = found;
	ok = command_run(self, command, SEARCH_OCTETS, error);
	self->found = NULL;
	if (!ok)
		return NULL;
	g_array_sort(found, compare_uids);
	drop_doubles(found);
	return g_steal_pointer(&found);
}

gboolean
rd_imap_fetch_begin(RdImap *self, const char *set, const char *what)
{
	g_autofree char *command = g_strdup_printf("UID FETCH %s (UID %s)", set, what);

	self->fetches++;
	return rd_imap_begin(self, command);
}

gboolean
rd_imap_fetch_end(RdImap *self, gsize octets, RdImapSpool *spool, RdImapItemFunc func,
		  gpointer data, GError **error)
{
	gboolean ok;

	self->awaited = self->tag - --self->fetches;
	self->spool = spool;
	self->func = func;
	self->func_data = data;
	ok = rd_imap_finish(self, "UID FETCH", octets, error);
	self->spool = NULL;
	self->func = NULL;
	self->func_data = NULL;
	return ok;
}

gboolean
rd_imap_fetch(RdImap *self, const char *set, const char *what, gsize octets, RdImapSpool *spool,
	      RdImapItemFunc func, gpointer data, GError **error)
{
	if (!rd_imap_fetch_begin(self, set, what))
		return rd_imap_lost(self, "UID FETCH", error);
	return rd_imap_fetch_end(self, octets, spool, func, data, error);
}

/* The literal goes out only once the server asks for it (RFC 3501 section 7.5). */
gboolean
rd_imap_append(RdImap *self, const char *name, GBytes *message, GError **error)
{
	gsize len;
	const char *octets = g_bytes_get_data(message, &len);
	g_autofree char *command =
		g_strdup_printf("APPEND %s (\\Seen) {%" G_GSIZE_FORMAT "}", name, len);
	RdImapSaid said;

	if (!rd_imap_begin(self, command))
		return rd_imap_lost(self, "APPEND", error);
	do
		said = rd_imap_hear(self);
	while (said == RD_IMAP_DATA);
	if (said == RD_IMAP_NO || said == RD_IMAP_BAD)
		return command_refused(self, said, "APPEND", error);
	if (said == RD_IMAP_OK)
		rd_stream_break(self->stream, "has it all before it was sent");
	rd_imap_expect(self, len);
	if (said != RD_IMAP_GO_ON || !rd_stream_write_all(self->stream, octets, len) ||
	    !command_write(self, "", ""))
		return rd_imap_lost(self, "APPEND", error);
	return rd_imap_finish(self, "APPEND", len, error);
}
