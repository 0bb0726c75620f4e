/* Any octets as a winmail.dat; and, after "{", as RTF, or as packed RTF. */

#include "../../src/message/rtf-private.h"
#include "../../src/message/tnef-private.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *text)
{
	if (text != NULL && !g_utf8_validate(text, -1, NULL))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) octets = g_bytes_new_static(data, size);
	g_autoptr(RdTnef) tnef = rd_tnef_read(octets, 100, 100000);
	g_autofree char *packed = NULL;
	gboolean is_html;
	gsize len = 0;

	if (tnef != NULL)
		check_text(tnef->text);
	packed = rd_rtf_unpack(data, size, 100000, &len);
	if (packed != NULL) {
		g_autofree char *text = rd_rtf_text(packed, len, &is_html);

		check_text(text);
	}
	if (size > 0 && data[0] == '{') {
		g_autofree char *text = rd_rtf_text((const char *)data, size, &is_html);

		check_text(text);
	}
	return 0;
}
