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

/* LIST "" "" answers with the delimiter of the user's own folders. */
static gboolean
imap_ask_delimiter(RdImap *self, GError **error)
{
	clist *found = NULL;
	int code;

	rd_imap_expect(self, 0);
	code = mailimap_list(self->session, "", "", &found);
	if (!rd_imap_check(self, code, "LIST", error))
		return FALSE;
	self->delimiter = '/';
	for (clistiter *i = clist_begin(found); i != NULL; i = clist_next(i)) {
		const struct mailimap_mailbox_list *one = clist_content(i);

		if (one->mb_delimiter != '\0')
			self->delimiter = one->mb_delimiter;
	}
	mailimap_list_result_free(found);
	return TRUE;
}

char *
rd_imap_folder_name(RdImap *self, const char *folder, GError **error)
{
	g_autofree char *local = g_strdup(folder);

	if (strchr(folder, '/') != NULL) {
		if (self->delimiter == '\0' && !imap_ask_delimiter(self, error))
			return NULL;
		g_strdelimit(local, "/", self->delimiter);
	}
	return rd_imap_utf7(local);
}

static gboolean
imap_folder_exists(RdImap *self, const char *name, gboolean *out, GError **error)
{
	clist *found = NULL;
	int code;

	rd_imap_expect(self, 0);
	code = mailimap_list(self->session, "", name, &found);
	if (!rd_imap_check(self, code, "LIST", error))
		return FALSE;
	*out = clist_count(found) > 0;
	mailimap_list_result_free(found);
	return TRUE;
}

gboolean
rd_imap_make_folder(RdImap *self, const char *name, GError **error)
{
	gboolean exists;
	int code;

	if (!imap_folder_exists(self, name, &exists, error))
		return FALSE;
	if (exists)
		return TRUE;
	rd_imap_expect(self, 0);
	code = mailimap_create(self->session, name);
	if (!rd_imap_check(self, code, "CREATE", error))
		return FALSE;
	rd_imap_expect(self, 0);
	code = mailimap_subscribe(self->session, name); /* so that a person's program shows it */
	return code == MAILIMAP_ERROR_SUBSCRIBE || rd_imap_check(self, code, "SUBSCRIBE", error);
}
