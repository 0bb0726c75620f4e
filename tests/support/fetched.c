#include "fetched.h"

#include <criterion/criterion.h>

gboolean
fetched_append(const void *piece, gsize len, gsize at, gpointer data, GError **error)
{
	(void)at;
	(void)error;
	g_string_append_len(data, piece, (gssize)len);
	return TRUE;
}

gboolean
fetched_note(const RdMailboxEntry *entry, RdOctets *raw, gpointer data, GError **error)
{
	GString *out = data;

	g_string_append_printf(out, "%s%c", entry->uid, entry->problem != NULL ? '!' : '=');
	if (raw != NULL)
		cr_assert(rd_octets_each(raw, fetched_append, out, error));
	g_string_append_c(out, ';');
	return TRUE;
}
