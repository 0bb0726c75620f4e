/*
 * bench-message - reading a mail in full (parts, text, quotes, forwards, reports) against
 * gmime that only parses it; and the worst that hostile octets cost against ordinary mail,
 * by the octet. CPU time, the best of some rounds.
 */

#include "bench.h"

#include <gmime/gmime.h>
#include <redress/message.h>
#include <string.h>
#include <time.h>

#define MESSAGES     "tests/data/second/messages"
#define ROUNDS	     7
#define HOSTILE_SIZE (20 * 1024 * 1024)

static double
cpu_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static GPtrArray *
read_messages(gsize *octets)
{
	GPtrArray *messages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autoptr(GDir) dir = g_dir_open(MESSAGES, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(MESSAGES, name, NULL);
		char *text;
		gsize len;

		if (!g_file_get_contents(path, &text, &len, NULL))
			continue;
		g_ptr_array_add(messages, g_bytes_new_take(text, len));
		*octets += len;
	}
	return messages;
}

static void
parse_ours(GBytes *raw)
{
	g_autoptr(RdMessage) message =
		rd_message_parse(raw, "mx.everbright.example", &rd_message_default_limits);

	g_assert_nonnull(message);
}

static void
parse_gmime(GBytes *raw)
{
	gsize len;
	GByteArray array = {(guint8 *)g_bytes_get_data(raw, &len), 0};
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;

	array.len = (guint)len;
	stream = g_mime_stream_mem_new_with_byte_array(&array);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	g_clear_object(&message);
	g_object_unref(parser);
	g_object_unref(stream);
}

/* Seconds of CPU for all @messages, the best of the rounds. */
static double
best_of(GPtrArray *messages, void (*parse)(GBytes *raw))
{
	double best = G_MAXDOUBLE;

	for (int round = 0; round < ROUNDS; round++) {
		double begin = cpu_s();

		for (guint i = 0; i < messages->len; i++)
			parse(g_ptr_array_index(messages, i));
		best = MIN(best, cpu_s() - begin);
	}
	return best;
}

/* @head, and then @piece until the size is reached. */
static GBytes *
hostile(const char *head, const char *piece)
{
	GString *out = g_string_sized_new(HOSTILE_SIZE + 1024);

	for (g_string_append(out, head); out->len < HOSTILE_SIZE;)
		g_string_append(out, piece);
	return g_string_free_to_bytes(out);
}

/* CPU nanoseconds an octet of the dearest of some shapes. */
static double
hostile_worst(void)
{
	static const char *const shapes[][2] = {
		{"\n", "words words words words words\n"},
		{"\n", "> "},
		{"\n", "\n"},
		{"\n", "On Mon, Feb 2, 2026, Ann wrote:\n"},
		{"\n", "From: a@b.example\nSent: Monday\nSubject: x\n"},
		{"Content-Type: text/html\n\n", "<div><p>Hello &amp; <b>text"},
		{"Content-Type: text/html\n\n", "<blockquote>"},
		{"Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n"},
		{"Content-Type: multipart/mixed; boundary=b\n\n", "--\n"},
		{"", "Content-Type: multipart/mixed; boundary=b\n\n--b\n"},
		{"", "Content-Type: message/rfc822\n\n"},
		{"", "To: a@b.example\n"},
		{"Subject: ", "=?utf-8?Q?a "},
		{"From: ", "a:"},
		{"Content-Transfer-Encoding: base64\nContent-Type: image/png\n\n", "Q*=="},
		{"Content-Type: text/plain; charset=iso-2022-jp\n\n", "\033$B\377"},
	};
	double worst = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autoptr(GBytes) raw = hostile(shapes[i][0], shapes[i][1]);
		double begin = cpu_s();

		parse_ours(raw);
		worst = MAX(worst, (cpu_s() - begin) * 1e9 / HOSTILE_SIZE);
	}
	return worst;
}

int
main(void)
{
	gsize octets = 0;
	g_autoptr(GPtrArray) messages = read_messages(&octets);
	double ours, gmime;
	gboolean met = TRUE;

	g_mime_init();
	ours = best_of(messages, parse_ours);
	gmime = best_of(messages, parse_gmime);
	met &= bench_print("message.parse", ours * 1e6 / messages->len, "us",
			   gmime * 1e6 / messages->len, BENCH_AT_MOST, 1.0);
	met &= bench_print("message.hostile", hostile_worst(), "ns/octet",
			   ours * 1e9 / (double)octets, BENCH_AT_MOST, 10.0);
	return met ? 0 : 1;
}
