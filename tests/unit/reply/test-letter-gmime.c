/*
 * What is written is what another reader finds: letters of odd names, subjects and texts,
 * made from a seed, read by gmime.
 */

#include "gmime-reader.h"

#include <criterion/criterion.h>
#include <redress/reply.h>
#include <sample.h>
#include <string.h>

#define LETTERS 400

static const char *const words[] = {
	"Hello",	  "caf\xc3\xa9",
	"na\xc3\xafve",	  "=?utf-8?Q?x?=",
	"a=?b",		  "\"quoted\"",
	"comma,",	  "Re:",
	"[RD-1042]",	  "(x)",
	"\xe2\x82\xac 5", "\xf0\x9f\x98\x80",
	"back\\slash",	  "O'Neil",
	"_under_",	  "?=",
	"a.b@c.example",  "\xe5\x8f\xb0\xe5\x8c\x97",
	"100%",		  "x",
};
static const char *const lines[] = {
	"From here on",
	".",
	"..",
	"--",
	"trailing blank ",
	"tab\t",
	"a = b; =3D",
	"",
	"caf\xc3\xa9",
	" begins with a blank",
	"http://x.example/?a=b&c=d",
	"\x01\x7f",
	"line\rbreak",
	"<p>&amp;</p>",
};

static char *
some_words(GRand *rand, guint most)
{
	GString *out = g_string_new(NULL);
	guint n = (guint)g_rand_int_range(rand, 1, (gint)most + 1);

	for (guint i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "",
				       words[g_rand_int_range(rand, 0, G_N_ELEMENTS(words))]);
	if (g_rand_int_range(rand, 0, 20) == 0) {
		for (guint i = 0; i < 120; i++)
			g_string_append_c(out, 'w');
	}
	return g_string_free(out, FALSE);
}

static char *
some_text(GRand *rand)
{
	GString *out = g_string_new(NULL);

	for (gint n = g_rand_int_range(rand, 0, 12); n > 0; n--) {
		for (gint repeat = g_rand_int_range(rand, 1, 30); repeat > 0; repeat--)
			g_string_append(out, lines[g_rand_int_range(rand, 0, G_N_ELEMENTS(lines))]);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

/* The octets of a part after its transfer encoding is taken off, with LF line ends. */
static char *
part_text(GMimeObject *multipart, int at)
{
	GMimeObject *part = g_mime_multipart_get_part(GMIME_MULTIPART(multipart), at);
	GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *octets;
	g_auto(GStrv) ends = NULL;
	g_autofree char *text = NULL;

	g_mime_data_wrapper_write_to_stream(content, stream);
	octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	text = g_strndup(octets->len > 0 ? (const char *)octets->data : "", octets->len);
	g_object_unref(stream);
	ends = g_strsplit(text, "\r\n", -1);
	return g_strjoinv("\n", ends);
}

static void
expect_mailbox(InternetAddressList *list, const char *name, const char *address)
{
	InternetAddress *one = internet_address_list_get_address(list, 0);
	const char *found = internet_address_get_name(one);

	cr_assert_eq(internet_address_list_length(list), 1, "\"%s\"", name);
	cr_expect_str_eq(found != NULL ? found : "", name);
	cr_expect_str_eq(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)), address);
}

static void
expect_head_lines(GBytes *raw)
{
	const char *p = g_bytes_get_data(raw, NULL);

	for (; !g_str_has_prefix(p, "\r\n"); p = strstr(p, "\r\n") + 2) {
		gsize len = strcspn(p, "\r");

		cr_expect_leq(len, 78u, "%.*s", (int)len, p);
		cr_expect_neq(strspn(p, " \t"), len);
	}
}

static void
expect_same(const RdLetter *letter)
{
	g_autoptr(GBytes) raw = rd_letter_compose(letter, NULL);
	GMimeMessage *message = gmime_parse(raw);
	GMimeObject *body = g_mime_message_get_mime_part(message);
	g_autofree char *html = rd_letter_html(letter->text, letter->reply_to);
	g_autofree char *text_read = part_text(body, 0);
	g_autofree char *html_read = part_text(body, 1);

	expect_head_lines(raw);
	expect_mailbox(g_mime_message_get_from(message), letter->from_name, letter->from);
	expect_mailbox(g_mime_message_get_reply_to(message), letter->from_name, letter->reply_to);
	expect_mailbox(g_mime_message_get_to(message), "", letter->to->pdata[0]);
	cr_expect_str_eq(g_mime_message_get_subject(message), letter->subject);
	cr_expect_str_eq(g_mime_message_get_message_id(message), letter->message_id);
	cr_expect_eq(g_date_time_to_unix(g_mime_message_get_date(message)), letter->date);
	cr_expect_str_eq(text_read, letter->text);
	cr_expect_str_eq(html_read, html);
	g_object_unref(message);
}

Test(letter_gmime, another_reader_finds_what_was_written)
{
	g_autoptr(GPtrArray) to = g_ptr_array_new();
	g_autoptr(GRand) rand = g_rand_new_with_seed(2026);

	g_mime_init();
	g_ptr_array_add(to, (gpointer) "marta@mailbox.example");
	for (guint i = 0; i < LETTERS; i++) {
		g_autofree char *name = some_words(rand, 6);
		g_autofree char *subject = some_words(rand, 30);
		g_autofree char *text = some_text(rand);
		RdLetter letter = {.from_name = name,
				   .from = "complaints@everbright.example",
				   .reply_to = "complaints+RD-1042.abc@everbright.example",
				   .to = to,
				   .subject = subject,
				   .text = text,
				   .message_id = "rd.1.x@everbright.example",
				   .date = SAMPLE_TIME + (RdTime)i * 86399};

		expect_same(&letter);
	}
}
