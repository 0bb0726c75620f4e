#include "../../../src/message/rtf-private.h"
#include "../../../src/message/tnef-private.h"

#include <criterion/criterion.h>
#include <string.h>

static void
put(GByteArray *out, guint32 value, guint octets)
{
	for (guint i = 0; i < octets; i++) {
		guint8 octet = (guint8)(value >> (8 * i));

		g_byte_array_append(out, &octet, 1);
	}
}

static void
put_attribute(GByteArray *out, guint8 level, guint id, const void *data, gsize len)
{
	put(out, level, 1);
	put(out, id, 2);
	put(out, 0, 2);
	put(out, (guint32)len, 4);
	g_byte_array_append(out, data, (guint)len);
	put(out, 0, 2);
}

static void
put_property(GByteArray *out, guint type, guint id, const void *data, gsize len)
{
	put(out, type, 2);
	put(out, id, 2);
	put(out, 1, 4);
	put(out, (guint32)len, 4);
	g_byte_array_append(out, data, (guint)len);
	put(out, 0, (4 - len % 4) % 4);
}

/* A winmail.dat with a text and one picture, which has a short and a long name. */
static GBytes *
sample(void)
{
	g_autoptr(GByteArray) message = g_byte_array_new();
	g_autoptr(GByteArray) file = g_byte_array_new();
	GByteArray *out = g_byte_array_new();

	put(message, 3, 4);
	put(message, 0x0003, 2); /* a number, which nobody asks for */
	put(message, 0x0e07, 2);
	put(message, 1, 4);
	put(message, 0x001e, 2); /* a string with a name of its own */
	put(message, 0x8001, 2);
	put(message, 0, 4);
	put(message, 0, 4);
	put(message, 0, 4);
	put(message, 0, 4);
	put(message, 0, 4);
	put(message, 7, 4);
	put(message, 1, 4);
	put(message, 2, 4);
	g_byte_array_append(message, (const guint8 *)"x\0\0\0", 4);
	put_property(message, 0x001f, 0x1000, "I\0t\0 \0l\0e\0a\0k\0s\0", 16);

	put(file, 2, 4);
	put_property(file, 0x001e, 0x3707, "roof photo.jpg", 15);
	put_property(file, 0x001e, 0x370e, "image/jpeg", 11);

	put(out, 0x223e9f78, 4);
	put(out, 1, 2);
	put_attribute(out, 1, 0x9007, "\xe4\x04\0\0\0\0\0\0", 8);
	put_attribute(out, 1, 0x9003, message->data, message->len);
	put_attribute(out, 2, 0x9002, "", 0);
	put_attribute(out, 2, 0x8010, "ROOFPH~1.JPG", 13);
	put_attribute(out, 2, 0x800f, "JPEG", 4);
	put_attribute(out, 2, 0x9005, file->data, file->len);
	return g_byte_array_free_to_bytes(out);
}

Test(tnef, text_and_files_are_found)
{
	g_autoptr(GBytes) octets = sample();
	g_autoptr(RdTnef) tnef = rd_tnef_read(octets, 10, 1000);
	const RdAttachment *file;

	cr_assert_not_null(tnef);
	cr_expect_str_eq(tnef->text, "It leaks");
	cr_expect_not(tnef->is_html);
	cr_assert_eq(tnef->attachments->len, 1);
	file = g_ptr_array_index(tnef->attachments, 0);
	cr_expect_str_eq(file->name, "roof photo.jpg");
	cr_expect_str_eq(file->type, "image/jpeg");
	cr_expect_eq(file->size, 4);
}

Test(tnef, whatever_is_cut_off_or_changed_reading_ends)
{
	g_autoptr(GBytes) octets = sample();
	gsize len;
	const guint8 *data = g_bytes_get_data(octets, &len);

	for (gsize i = 0; i < len; i++) {
		g_autofree guint8 *copy = g_memdup2(data, len);
		g_autoptr(GBytes) cut = g_bytes_new_from_bytes(octets, 0, i);
		g_autoptr(RdTnef) a = rd_tnef_read(cut, 10, 1000);
		g_autoptr(GBytes) changed = NULL;
		g_autoptr(RdTnef) b = NULL;

		copy[i] ^= 0xff;
		changed = g_bytes_new(copy, len);
		b = rd_tnef_read(changed, 10, 1000);
		cr_expect(b == NULL || b->text == NULL || g_utf8_validate(b->text, -1, NULL));
	}
}

Test(tnef, a_mail_shows_what_is_inside)
{
	g_autoptr(GBytes) octets = sample();
	gsize len;
	const guint8 *data = g_bytes_get_data(octets, &len);
	g_autofree char *base64 = g_base64_encode(data, len);
	g_autofree char *text = g_strconcat("Content-Type: application/ms-tnef; name=winmail.dat\n"
					    "Content-Transfer-Encoding: base64\n\n",
					    base64, NULL);
	g_autoptr(GBytes) raw = g_bytes_new(text, strlen(text));
	g_autoptr(RdMessage) message = rd_message_parse(raw, NULL, &rd_message_default_limits);

	cr_expect_str_eq(message->reply, "It leaks");
	cr_assert_eq(message->attachments->len, 1);
	cr_expect_str_eq(((RdAttachment *)g_ptr_array_index(message->attachments, 0))->name,
			 "roof photo.jpg");
}

/* The example of [MS-OXRTFCP] section 3.1.1. */
Test(tnef, packed_rtf_is_unpacked)
{
	static const guint8 packed[] = {0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a,
					0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00,
					0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a,
					0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77,
					0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
	gsize len;
	g_autofree char *out = rd_rtf_unpack(packed, sizeof packed, 1000, &len);
	gboolean is_html;
	g_autofree char *text = NULL;

	cr_assert_eq(len, 43);
	cr_expect_str_eq(out, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
	text = rd_rtf_text(out, len, &is_html);
	cr_expect_str_eq(text, "hello world");
	cr_expect_not(is_html);
}

Test(tnef, rtf_gives_its_text_or_the_html_it_was_made_from)
{
	const struct {
		const char *in, *out;
		gboolean is_html;
	} cases[] = {
		{"{\\rtf1 a\\par b\\tab c}", "a\nb\tc", FALSE},
		{"{\\rtf1\\ansicpg1252 caf\\'e9}", "caf\xc3\xa9", FALSE},
		{"{\\rtf1\\uc1 caf\\u233?s}", "caf\xc3\xa9s", FALSE},
		{"{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\*\\generator x}text}", "text", FALSE},
		{"{\\rtf1 \\{x\\}\\\\}", "{x}\\", FALSE},
		{"{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf \\par \\htmlrtf0 hi"
		 "{\\*\\htmltag72 </p>}}",
		 "<p>hi</p>", TRUE},
		{"}}}}{{{{", "", FALSE},
		{"\\", "", FALSE},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		gboolean is_html;
		g_autofree char *out = rd_rtf_text(cases[i].in, strlen(cases[i].in), &is_html);

		cr_expect_str_eq(out, cases[i].out, "%s: %s", cases[i].in, out);
		cr_expect_eq(is_html, cases[i].is_html);
	}
}
