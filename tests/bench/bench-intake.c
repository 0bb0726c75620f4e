/*
 * bench-intake - a message's whole way, from its octets to the commit.
 *
 * Instructions of whole programs over the same files: ours, gmime that only parses them,
 * and "notmuch new", which parses and indexes. Then the wall time of a backlog on two
 * cores and on one, and the memory that it takes.
 */

#include "../../src/classify/rules-private.h"
#include "bench.h"
#include "child.h"
#include "shop.h"

#include <glib/gstdio.h>
#include <gmime/gmime.h>
#include <redress/classify.h>
#include <redress/guard.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define SEED	 2026
#define COUNTED	 500   /* mails whose instructions are counted */
#define BEFORE	 250   /* mails before them: what loading and first use cost is in both runs */
#define BACKLOG	 20000 /* mails */
#define ROUNDS	 3
#define SMALL	 2000 /* mails */
#define BASE_MB	 40   /* that may be resident beside twice the largest mail */
#define LARGE_MB 24
#define BATCH	 50

static const char *self_path;

static void
parse_gmime(const char *text, gsize len)
{
	GByteArray array = {(guint8 *)text, (guint)len};
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(&array);
	GMimeParser *parser;
	GMimeMessage *message;

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	g_clear_object(&message);
	g_object_unref(parser);
	g_object_unref(stream);
}

static int
mode_gmime(const char *dir, guint n)
{
	g_mime_init();
	for (guint i = 0; i < n; i++) {
		g_autofree char *name = g_strdup_printf("%06u.bench", i);
		g_autofree char *path = g_build_filename(dir, name, NULL);
		g_autofree char *text = NULL;
		gsize len;

		g_assert_true(g_file_get_contents(path, &text, &len, NULL));
		parse_gmime(text, len);
	}
	return 0;
}

/* Has each pattern compiled that one of the mails in @dir needs: a gateway does that once. */
static void
shop_warm(Shop *shop, const char *dir)
{
	for (guint i = 0; i < BEFORE + COUNTED; i++) {
		g_autoptr(GBytes) raw = shop_read(dir, i);
		g_autoptr(RdOctets) octets = rd_octets_new(raw);
		g_autoptr(RdMessage) message = rd_guard_read(octets, shop->config->authserv_id,
							     &rd_message_default_limits);
		g_autoptr(RdPerson) person =
			rd_directory_identify(shop->store, shop->config, message, NULL);
		g_autoptr(RdFindings) findings =
			rd_classify(shop->office->rules, message, person, 0.5);
	}
}

/* The whole way, with the directory in the store already. */
static void
shop_take_and_work(Shop *shop, const char *dir, guint n)
{
	shop_take_files(shop, dir, 0, n, BATCH);
	shop_work(shop, BATCH);
}

static int
mode_intake(const char *dir, guint n, const char *path)
{
	g_autoptr(Shop) shop = shop_open(path);

	shop_take_and_work(shop, dir, n);
	return 0;
}

/* Where an emulator counts, the clock that a mail is classified by would stop it halfway. */
static int
mode_counted(const char *dir, guint n, const char *path)
{
	g_autoptr(Shop) shop = shop_open(path);

	((RdRules *)shop->office->rules)->budget.us = G_MAXUINT;
	shop_warm(shop, dir);
	shop_take_and_work(shop, dir, n);
	return 0;
}

/* Prints the seconds that a backlog takes on @cores. */
static int
mode_backlog(guint cores, const char *path)
{
	g_autoptr(Shop) shop = NULL;
	cpu_set_t set;
	gint64 begin;

	CPU_ZERO(&set);
	for (guint i = 0; i < cores; i++)
		CPU_SET(i, &set);
	g_assert_true(sched_setaffinity(0, sizeof set, &set) == 0);
	shop = shop_open(path);
	begin = g_get_monotonic_time();
	shop_work(shop, 200);
	printf("%.6f\n", bench_since(begin));
	return 0;
}

static char *
store_with_people(const char *dir, const char *name, const Corpus *corpus)
{
	char *path = g_build_filename(dir, name, NULL);
	g_autoptr(Shop) shop = shop_open(path);

	shop_put_people(shop, corpus);
	return path;
}

/* Instructions a mail: of a run over @n mails more, less those of a run without them. */
static double
count_mode(const char *dir, const char *mode, guint n, const Corpus *corpus)
{
	double counts[2];

	for (guint i = 0; i < 2; i++) {
		g_autofree char *number = g_strdup_printf("%u", BEFORE + i * n);
		g_autofree char *name = g_strdup_printf("%s-%u.db", mode, i);
		g_autofree char *path = store_with_people(dir, name, corpus);
		g_autofree char *mails = g_build_filename(dir, "mails", NULL);
		const char *argv[] = {self_path, mode, mails, number, path, NULL};
		g_auto(ChildCost) cost = child_count(argv);

		counts[i] = cost.instructions;
	}
	return (counts[1] - counts[0]) / n;
}

/* Of one run over the first @n mails. */
static double
count_notmuch_of(const char *dir, guint n)
{
	g_autofree char *name = g_strdup_printf("notmuch-%u", n);
	g_autofree char *root = g_build_filename(dir, name, NULL);
	g_autofree char *config = g_strconcat(root, ".config", NULL);
	g_autofree char *absolute = g_canonicalize_filename(root, NULL);
	g_autofree char *text = g_strdup_printf("[database]\npath=%s\n[new]\ntags=new\n"
						"[user]\nname=x\nprimary_email=x@corp.example\n",
						absolute);
	g_autofree char *setting = g_strconcat("--config=", config, NULL);
	const char *argv[] = {"notmuch", setting, "new", "--quiet", NULL};
	g_autoptr(Corpus) corpus = corpus_new(SEED, COUNTED, 0);

	g_mkdir(root, 0700);
	corpus_write(corpus, root, n);
	g_assert_true(g_file_set_contents(config, text, -1, NULL));
	{
		g_auto(ChildCost) cost = child_count(argv);

		return cost.instructions;
	}
}

/* Instructions a mail, of the same mails that count_mode() counts. */
static double
count_notmuch(const char *dir)
{
	double before = count_notmuch_of(dir, BEFORE);

	return (count_notmuch_of(dir, BEFORE + COUNTED) - before) / COUNTED;
}

static gboolean
figures_of_instructions(const char *dir)
{
	g_autofree char *mails = g_build_filename(dir, "mails", NULL);
	g_autoptr(Corpus) corpus = corpus_new(SEED, COUNTED, 0);
	double ours, gmime, notmuch;
	gboolean met;

	g_mkdir(mails, 0700);
	corpus_write(corpus, mails, BEFORE + COUNTED);
	gmime = count_mode(dir, "gmime", COUNTED, corpus) / 1000;
	ours = count_mode(dir, "counted", COUNTED, corpus) / 1000;
	met = bench_print("intake", ours, "kinstr/mail", gmime, BENCH_AT_MOST, 3.0);
	notmuch = count_notmuch(dir) / 1000;
	met &= bench_print("intake-notmuch", notmuch, "kinstr/mail", ours, BENCH_AT_LEAST, 8.0);
	return met;
}

static double
backlog_s(const char *dir, guint cores)
{
	double best = G_MAXDOUBLE;

	for (guint round = 0; round < ROUNDS; round++) {
		g_autofree char *number = g_strdup_printf("%u", cores);
		g_autofree char *full = g_build_filename(dir, "backlog.db", NULL);
		g_autofree char *path = g_build_filename(dir, "worked.db", NULL);
		const char *copy[] = {"cp", full, path, NULL};
		const char *argv[] = {self_path, "backlog", number, path, NULL};
		g_auto(ChildCost) copied = child_run(copy);
		g_auto(ChildCost) cost = child_run(argv);

		best = MIN(best, g_ascii_strtod(cost.output, NULL));
	}
	return best;
}

static gboolean
figure_of_cores(const char *dir)
{
	g_autoptr(Corpus) corpus = corpus_new(SEED, BACKLOG / 3, 0);
	g_autofree char *path = store_with_people(dir, "backlog.db", corpus);
	Shop *shop = shop_open(path);
	double one, two;

	for (guint i = 0; i < BACKLOG; i += 500) {
		g_assert_true(rd_store_begin(shop->store, NULL));
		for (guint j = 0; j < 500; j++) {
			g_autoptr(GBytes) raw = corpus_next(corpus);

			shop_take(shop, raw);
		}
		g_assert_true(rd_store_commit(shop->store, NULL));
	}
	shop_close(shop);
	if (g_get_num_processors() < 2)
		return TRUE; /* nothing to compare on a machine with one */
	two = BACKLOG / backlog_s(dir, 2);
	one = BACKLOG / backlog_s(dir, 1);
	return bench_print("intake-two-cores", two, "mails/s", one, BENCH_AT_LEAST, 1.6);
}

/* Mails as they mostly are: what is resident is the program, its rules and the store's pages. */
static gboolean
figure_of_small_memory(const char *dir)
{
	g_autofree char *mails = g_build_filename(dir, "small", NULL);
	g_autoptr(Corpus) corpus = corpus_new(SEED, SMALL / 3, 0);
	g_autofree char *path = store_with_people(dir, "small.db", corpus);
	g_autofree char *number = g_strdup_printf("%u", SMALL);
	const char *argv[] = {self_path, "intake", mails, number, path, NULL};

	g_mkdir(mails, 0700);
	corpus_write(corpus, mails, SMALL);
	{
		g_auto(ChildCost) cost = child_run(argv);

		return bench_print("intake-memory-small", cost.rss_mb, "MB", BASE_MB, BENCH_AT_MOST,
				   1.0);
	}
}

/* One mail in twenty has pictures, and one is nearly as large as a mail may be. */
static gboolean
figure_of_memory(const char *dir)
{
	g_autofree char *mails = g_build_filename(dir, "large", NULL);
	g_autofree char *large = g_build_filename(mails, "000150.bench", NULL);
	g_autoptr(Corpus) corpus = corpus_new(SEED, COUNTED, 0.05);
	g_autofree char *path = store_with_people(dir, "large.db", corpus);
	g_autofree char *number = g_strdup_printf("%u", COUNTED);
	const char *argv[] = {self_path, "intake", mails, number, path, NULL};
	g_autoptr(GString) text = g_string_new("From: a@home1.example\nSubject: Picture\n"
					       "MIME-Version: 1.0\nContent-Type: image/png\n"
					       "Content-Transfer-Encoding: base64\n\n");

	g_mkdir(mails, 0700);
	corpus_write(corpus, mails, COUNTED);
	while (text->len < LARGE_MB << 20)
		g_string_append(text, "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42"
				      "mNkYPhfDwAChwGA60e6\n");
	g_assert_true(g_file_set_contents(large, text->str, (gssize)text->len, NULL));
	{
		g_auto(ChildCost) cost = child_run(argv);

		return bench_print("intake-memory", cost.rss_mb, "MB", BASE_MB + 2 * LARGE_MB,
				   BENCH_AT_MOST, 1.0);
	}
}

int
main(int argc, char **argv)
{
	g_autofree char *dir = NULL;
	gboolean met;

	self_path = argv[0];
	if (argc == 5 && strcmp(argv[1], "gmime") == 0)
		return mode_gmime(argv[2], (guint)atoi(argv[3]));
	if (argc == 5 && strcmp(argv[1], "intake") == 0)
		return mode_intake(argv[2], (guint)atoi(argv[3]), argv[4]);
	if (argc == 5 && strcmp(argv[1], "counted") == 0)
		return mode_counted(argv[2], (guint)atoi(argv[3]), argv[4]);
	if (argc == 4 && strcmp(argv[1], "backlog") == 0)
		return mode_backlog((guint)atoi(argv[2]), argv[3]);
	child_prepare();
	dir = shop_scratch_dir();
	met = figures_of_instructions(dir);
	met &= figure_of_small_memory(dir);
	met &= figure_of_memory(dir);
	met &= figure_of_cores(dir);
	shop_remove_dir(dir);
	return met ? 0 : 1;
}
