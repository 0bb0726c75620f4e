#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../../src/net/imap-reader.h"
#include "script-peer.h"

TestSuite(imap_reader, .timeout = 60);

static ScriptPeer *peer;
static RdEndpoint *endpoint;
static RdImapReader *reader;

/* A reader of what @script (of script-peer.h) sends; strings of up to 100 octets are kept. */
static void
begin(const char *script)
{
	g_autofree char *uri = NULL;
	RdServerSettings settings = {.timeout_s = 5, .allow_plaintext = TRUE};

	peer = script_peer_start(script);
	uri = script_peer_uri(peer, "imap", "");
	settings.uri = uri;
	endpoint = rd_endpoint_new(&settings, NULL);
	reader = g_new0(RdImapReader, 1);
	reader->stream = rd_stream_connect(endpoint, -1, NULL);
	reader->literal_max = 100;
	cr_assert_not_null(reader->stream);
}

static void
end(void)
{
	rd_stream_free(reader->stream);
	rd_endpoint_free(endpoint);
	g_free(reader);
	g_free(script_peer_finish(peer));
}

static void
expect_text(GBytes *octets, const char *text)
{
	cr_assert_not_null(octets);
	cr_assert_eq(g_bytes_get_size(octets), strlen(text));
	cr_expect_arr_eq(g_bytes_get_data(octets, NULL), text, strlen(text));
	g_bytes_unref(octets);
}

Test(imap_reader, words_and_numbers_end_where_they_should)
{
	char word[16];
	guint32 n;

	begin("R FLAGS BODY[HEADER.FIELDS (To)]<0> 4294967295 4294967296 99999999999999999999 "
	      "x)\n");
	cr_expect(rd_imap_reader_word(reader, word, sizeof(word)));
	cr_expect_str_eq(word, "FLAGS");
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_expect(rd_imap_reader_word(reader, word, sizeof(word)));
	cr_expect_str_eq(word, "BODY[HEADER.FIE", "what does not fit is dropped");
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_expect(rd_imap_reader_number(reader, &n));
	cr_expect_eq(n, G_MAXUINT32);
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_expect_not(rd_imap_reader_number(reader, &n), "no UID has 33 bits");
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_expect(rd_imap_reader_size(reader, &n));
	cr_expect_eq(n, G_MAXUINT32);
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_expect_not(rd_imap_reader_number(reader, &n));
	cr_expect(rd_imap_reader_word(reader, word, sizeof(word)));
	cr_expect_not(rd_imap_reader_word(reader, word, sizeof(word)), "a word of nothing");
	cr_expect(rd_imap_reader_char(reader, ')'));
	end();
}

Test(imap_reader, a_string_comes_in_three_forms)
{
	GBytes *text;

	begin("R \"a \\\\\"b\\\\\\\\\" {4}\\r\\n\\r\\n}) {2+}\\r\\nxyNIL nil \"\"\n");
	cr_assert(rd_imap_reader_string(reader, &text));
	expect_text(text, "a \"b\\");
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_assert(rd_imap_reader_string(reader, &text));
	expect_text(text, "\r\n})");
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_assert(rd_imap_reader_string(reader, &text));
	expect_text(text, "xy");
	for (int i = 0; i < 2; i++) {
		cr_assert(rd_imap_reader_string(reader, &text));
		cr_expect_null(text);
		cr_expect(rd_imap_reader_char(reader, ' '));
	}
	cr_assert(rd_imap_reader_string(reader, &text));
	expect_text(text, "");
	end();
}

Test(imap_reader, a_string_that_is_none_is_refused)
{
	static const char *const scripts[] = {
		"R \"no end\\r\\n\n",
		"R {12\\r\\n\n",
		"R {x}\\r\\n\n",
		"R {1} \n",
		"R {101}\\r\\nand so on\n",
		"R word\n",
		"R {5}\\r\\nabc\n",
		"R {99999999999}\\r\\n\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(scripts); i++) {
		GBytes *text = NULL;

		begin(scripts[i]);
		cr_expect_not(rd_imap_reader_string(reader, &text), "%s", scripts[i]);
		cr_expect_null(text);
		end();
	}
}

Test(imap_reader, values_of_any_depth_are_passed_over)
{
	g_autofree char *deep = g_strnfill(50000, '(');
	g_autofree char *up = g_strnfill(50000, ')');
	g_autofree char *script =
		g_strconcat("R ", deep, up, "!(a \"b)\" {3}\\r\\n((( NIL)!{200}\\r\\n", deep, NULL);

	script[strlen(script) - 50000 + 200] = '\0';
	begin(script);
	cr_expect(rd_imap_reader_skip_value(reader));
	cr_expect(rd_imap_reader_char(reader, '!'));
	cr_expect(rd_imap_reader_skip_value(reader));
	cr_expect(rd_imap_reader_char(reader, '!'));
	cr_expect(rd_imap_reader_skip_value(reader),
		  "what is not kept has no limit but the stream's");
	cr_expect_not(rd_imap_reader_skip_value(reader));
	end();
}

Test(imap_reader, a_line_is_passed_over_with_its_literals)
{
	g_autofree char *script = g_strdup(
		"R a {3}\\r\\n\\r\\n\\r b {2+}\\r\\n{9 \"c\\r\\nX {3} {x} {}\\r\\nZ\\n\n"
		"R longer than what is kept of it, but with this at the end {1}\\r\\n!\\r\\nE\n");
	int c;

	begin(script);
	cr_expect(rd_imap_reader_skip_line(reader));
	c = rd_imap_reader_peek(reader);
	cr_expect_eq(c, 'X', "%c", c);
	cr_expect(rd_imap_reader_skip_line(reader));
	c = rd_imap_reader_peek(reader);
	cr_expect_eq(c, 'Z', "%c", c);
	cr_expect(rd_imap_reader_skip_line(reader));
	cr_expect(rd_imap_reader_skip_line(reader));
	c = rd_imap_reader_peek(reader);
	cr_expect_eq(c, 'E', "%c", c);
	cr_expect_not(rd_imap_reader_skip_line(reader), "the end came first");
	end();
}

/* A disk that is full costs the message, not the session. */
Test(imap_reader, a_literal_goes_to_disk_and_past_a_full_one)
{
	FILE *file = tmpfile();
	FILE *full = fopen("/dev/full", "w");
	gsize written;
	int failed;
	char read_back[8] = "";

	begin("R {5}\\r\\nhello {3}\\r\\nabc\"q\" NIL)\n");
	cr_expect(rd_imap_reader_spool(reader, fileno(file), &written, &failed));
	cr_expect(written == 5 && failed == 0);
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_expect(rd_imap_reader_spool(reader, fileno(full), &written, &failed));
	cr_expect(failed != 0);
	cr_expect(rd_imap_reader_spool(reader, fileno(file), &written, &failed));
	cr_expect_eq(pread(fileno(file), read_back, 7, 0), 6);
	cr_expect_str_eq(read_back, "helloq");
	cr_expect(rd_imap_reader_char(reader, ' '));
	cr_expect(rd_imap_reader_spool(reader, fileno(file), &written, &failed));
	cr_expect_eq(written, 0);
	cr_expect(rd_imap_reader_char(reader, ')'));
	end();
	fclose(file);
	fclose(full);
}

/* The same, whatever part of it a packet holds. */
Test(imap_reader, a_literal_may_come_in_pieces)
{
	g_autofree char *half = g_strnfill(20000, 'x');
	g_autofree char *script =
		g_strconcat("R {40001}\\r\\n\nR ", half, "\nR ", half, "\nR y!\n", NULL);
	GBytes *text;

	begin(script);
	reader->literal_max = 50000;
	cr_assert(rd_imap_reader_string(reader, &text));
	cr_expect_eq(g_bytes_get_size(text), 40001);
	cr_expect_eq(((const char *)g_bytes_get_data(text, NULL))[40000], 'y');
	g_bytes_unref(text);
	cr_expect(rd_imap_reader_char(reader, '!'));
	end();
}
