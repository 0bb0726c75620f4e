#include "imap-private.h"

#include <string.h>

/* RFC 3501 section 5.1.3: base64 with "," for "/", and no padding. */
static void
utf7_append_base64(GString *out, const gunichar2 *units, glong n)
{
	g_autofree guint8 *octets = g_malloc((gsize)n * 2);
	g_autofree char *base64 = NULL;

	for (glong i = 0; i < n; i++) {
		octets[2 * i] = (guint8)(units[i] >> 8);
		octets[2 * i + 1] = (guint8)units[i];
	}
	base64 = g_base64_encode(octets, (gsize)n * 2);
	g_string_append_c(out, '&');
	for (const char *p = base64; *p != '\0' && *p != '='; p++)
		g_string_append_c(out, *p == '/' ? ',' : *p);
	g_string_append_c(out, '-');
}

static gboolean
utf7_is_direct(char c)
{
	return c >= 0x20 && c <= 0x7e;
}

char *
rd_imap_utf7(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text != '\0') {
		const char *end = text;
		g_autofree gunichar2 *units = NULL;
		glong n;

		if (utf7_is_direct(*text)) {
			g_string_append(out, *text == '&' ? "&-" : (char[]){*text, '\0'});
			text++;
			continue;
		}
		while (*end != '\0' && !utf7_is_direct(*end))
			end++;
		units = g_utf8_to_utf16(text, end - text, NULL, &n, NULL);
		if (units != NULL) /* rd_endpoint_new() let only UTF-8 pass */
			utf7_append_base64(out, units, n);
		text = end;
	}
	return g_string_free(out, FALSE);
}

/* What may stand without quotes (RFC 3501 section 9, "astring"). */
static gboolean
name_is_atom(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		if (*p <= ' ' || *p > '~' || strchr("(){%*\"\\]", *p) != NULL)
			return FALSE;
	}
	return *text != '\0';
}

char *
rd_imap_quote(const char *text)
{
	GString *out;

	if (name_is_atom(text))
		return g_strdup(text);
	out = g_string_new("\"");
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
	return g_string_free(out, FALSE);
}

char *
rd_imap_set(const GArray *uids, guint from, guint n)
{
	GString *out = g_string_new(NULL);

	for (guint i = from; i < from + n;) {
		guint32 first = g_array_index(uids, guint32, i);
		guint32 last = first;

		while (++i < from + n && g_array_index(uids, guint32, i) == last + 1)
			last++;
		g_string_append_printf(out, "%s%u", out->len > 0 ? "," : "", first);
		if (last > first)
			g_string_append_printf(out, ":%u", last);
	}
	return g_string_free(out, FALSE);
}

/* LIST "" "" answers with the delimiter of the user's own folders. */
static gboolean
imap_ask_delimiter(RdImap *self, GError **error)
{
	if (!rd_imap_command(self, error, "LIST \"\" \"\""))
		return FALSE;
	if (self->delimiter == '\0')
		self->delimiter = '/';
	return TRUE;
}

/* As the server writes it, but for quotes. */
static char *
folder_wire(RdImap *self, const char *folder, GError **error)
{
	g_autofree char *local = g_strdup(folder);

	if (strchr(folder, '/') != NULL) {
		if (self->delimiter == '\0' && !imap_ask_delimiter(self, error))
			return NULL;
		g_strdelimit(local, "/", self->delimiter);
	}
	return rd_imap_utf7(local);
}

char *
rd_imap_folder_name(RdImap *self, const char *folder, GError **error)
{
	g_autofree char *wire = folder_wire(self, folder, error);

	return wire != NULL ? rd_imap_quote(wire) : NULL;
}

gboolean
rd_imap_make_folder(RdImap *self, const char *name, GError **error)
{
	g_autoptr(GError) local = NULL;

	self->listed = 0;
	if (!rd_imap_command(self, error, "LIST \"\" %s", name))
		return FALSE;
	if (self->listed > 0)
		return TRUE;
	if (!rd_imap_try(self, error, "CREATE %s", name))
		return FALSE;
	/* So that a person's program shows it; nothing is lost where that is refused. */
	if (rd_imap_try(self, &local, "SUBSCRIBE %s", name) ||
	    g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED) ||
	    g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_BUSY))
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}

/* On some servers all folders of a user lie in one, INBOX mostly; "" where not. */
static const char *
folder_prefix(RdImap *self)
{
	if (self->prefix == NULL && rd_imap_has(self, "NAMESPACE") &&
	    !rd_imap_command(self, NULL, "NAMESPACE"))
		return "";
	return self->prefix != NULL ? self->prefix : "";
}

char *
rd_imap_need_folder(RdImap *self, const char *folder, GError **error)
{
	g_autofree char *wire = folder_wire(self, folder, error);
	g_autofree char *name = wire != NULL ? rd_imap_quote(wire) : NULL;
	g_autofree char *inside = NULL;
	g_autoptr(GError) local = NULL;

	if (name == NULL)
		return NULL;
	if (rd_imap_make_folder(self, name, &local))
		return g_steal_pointer(&name);
	if (!g_error_matches(local, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED) ||
	    *folder_prefix(self) == '\0' || g_str_has_prefix(wire, self->prefix)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	inside = g_strconcat(self->prefix, wire, NULL);
	g_free(name);
	name = rd_imap_quote(inside);
	return rd_imap_make_folder(self, name, error) ? g_steal_pointer(&name) : NULL;
}
