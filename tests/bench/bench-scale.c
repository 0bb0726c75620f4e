/*
 * bench-scale - what a full store costs: a million mails, three hundred thousand open cases.
 *
 * The rows are made by SQL, as many to a mail as complaints leave; their octets are short,
 * since they lie apart from the rows that are looked up. Compared are a mail into this
 * store and into an empty one; then "run --once" with nothing to do, and ten thousand
 * timers that are due at once.
 */

#include "bench.h"
#include "child.h"
#include "shop.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define SEED	3008
#define PEOPLE	400
#define COUNTED 100 /* mails more in the second run: what loading costs is in both */
#define BATCH	50
#define TIMERS	10000
#define ROUNDS	3
#define FIRST	1772000000

static const char *self_path;

/* One case, three mails and what they leave behind, times 300,000 and a tenth more mails. */
static const char fill_sql[] =
	"CREATE TEMP TABLE n AS WITH RECURSIVE c (i) AS"
	" (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 1000000) SELECT i FROM c;"
	"INSERT INTO mailbox (id, name, taken) VALUES"
	" (1, 'imaps://complaints@corp.example/INBOX', 1000000);"
	"INSERT INTO ledger (id, mailbox_id, uidvalidity, uid, sha256, size, taken_at, state,"
	"  outcome, attempts, put_away)"
	" SELECT i, 1, 1, cast(i AS TEXT), randomblob(32), 9800, 1750000000 + i, 'worked',"
	"  'joined RD-1', 1, 1 FROM n;"
	"INSERT INTO raw SELECT i, randomblob(120) FROM n;"
	"INSERT INTO cases SELECT 1000 + i, 'case', 'installer-complaint', 1, 'waiting',"
	"  1750000000 + 3 * i, 1, 'back-office', '', 'Installer Complaints', 'damage', 'damage',"
	"  'The crew cracked eleven roof tiles and left without a word about it.',"
	"  'Roof damage (' || i || ')', 'XX-' || i, 'IN-' || (i % 40), '', 'e-mail', '',"
	"  1750000000 + 3 * i, 1750000000 + 3 * i, NULL, NULL FROM n WHERE i <= 300000;"
	"INSERT INTO timer SELECT 1000 + i, 'call-due', 4000000000, 0 FROM n WHERE i <= 300000;"
	"INSERT INTO task (case_id, name, title, body, assignee, created_at, due_at, mailed_at,"
	"  done_at, done_by) SELECT 1000 + i, 'call-installer', 'call the installer', '',"
	"  'back-office', 1750000000, 4000000000, NULL, NULL, '' FROM n WHERE i <= 300000;"
	"INSERT INTO feed (case_id, at, author, kind, text, cause)"
	" SELECT 1001 + i % 300000, 1750000000 + i, 'redress', 'note',"
	"  'The initial outreach to the installer has been made.', 'message <' || i || '>' FROM n;"
	"INSERT INTO mail (id, case_id, ledger_id, outgoing, message_id, from_address,"
	"  to_addresses, cc_addresses, subject, at, template_name, author, author_folded,"
	"  written_at, parties_folded, text)"
	" SELECT i, 1001 + i % 300000, i, 0, i || '.a@post.example', 'p' || (i % 300000)"
	"  || '@old.example', 'complaints@corp.example', '', 'Roof damage (' || i || ')',"
	"  1750000000 + i, '', 'p' || (i % 300000) || '@old.example', 'p' || (i % 300000) ||"
	"  '@old.example', 1750000000 + i, ',p' || (i % 300000) ||"
	"  '@old.example,complaints@corp.example,', 'Nobody from the installer has called me back"
	" in three weeks, and I left five messages. ' || hex(randomblob(200)) FROM n;"
	"INSERT INTO message_id SELECT i || '.a@post.example' AS m, 1001 + i % 300000 FROM n"
	" ORDER BY m;";

static int
mode_fill(const char *path)
{
	g_autoptr(Corpus) corpus = corpus_new(SEED, PEOPLE, 0);
	Shop *shop = shop_open(path);
	sqlite3 *db;
	char *why = NULL;

	shop_put_people(shop, corpus);
	shop_close(shop);
	g_assert_true(sqlite3_open(path, &db) == SQLITE_OK);
	sqlite3_exec(db,
		     "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;"
		     "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0; BEGIN",
		     NULL, NULL, NULL);
	if (sqlite3_exec(db, fill_sql, NULL, NULL, &why) != SQLITE_OK)
		g_error("%s: %s", path, why);
	sqlite3_exec(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	sqlite3_close(db);
	return 0;
}

static int
mode_intake(const char *path, guint n)
{
	g_autoptr(Shop) shop = shop_open(path);
	g_autoptr(Corpus) corpus = corpus_new(SEED, PEOPLE, 0);

	for (guint i = 0; i < n; i += BATCH) {
		g_assert_true(rd_store_begin(shop->store, NULL));
		for (guint j = 0; j < BATCH; j++) {
			g_autoptr(GBytes) raw = corpus_next(corpus);

			shop_take(shop, raw);
		}
		g_assert_true(rd_store_commit(shop->store, NULL));
	}
	shop_work(shop, BATCH);
	return 0;
}

static double
count_of(const char *path)
{
	double counts[2];

	for (guint i = 0; i < 2; i++) {
		g_autofree char *number = g_strdup_printf("%u", BATCH + i * COUNTED);
		const char *argv[] = {self_path, "intake", path, number, NULL};
		g_auto(ChildCost) cost = child_count(argv);

		counts[i] = cost.instructions;
	}
	return (counts[1] - counts[0]) / COUNTED / 1000;
}

static void
put_people(const char *path)
{
	g_autoptr(Shop) shop = shop_open(path);
	g_autoptr(Corpus) corpus = corpus_new(SEED, PEOPLE, 0);

	shop_put_people(shop, corpus);
}

static void
fill(const char *path)
{
	const char *argv[] = {self_path, "fill", path, NULL};
	g_auto(ChildCost) cost = child_run(argv);
}

static gboolean
figure_of_cost(const char *empty, const char *full)
{
	double in_full = count_of(full);

	return bench_print("mail-at-a-million", in_full, "kinstr/mail", count_of(empty),
			   BENCH_AT_MOST, 1.4);
}

static gboolean
figures_of_idle(const char *dir, const char *full)
{
	g_autofree char *config = g_build_filename(dir, "redress.yaml", NULL);
	g_autofree char *store = g_canonicalize_filename(full, NULL);
	g_autofree char *templates = g_canonicalize_filename("templates", NULL);
	g_autofree char *folder = g_path_get_dirname(self_path);
	g_autofree char *program = g_build_filename(folder, "..", "redress", NULL);
	g_autofree char *line = g_strdup_printf("store: %s\ntemplates: %s\n", store, templates);
	g_autofree char *inbox = g_build_filename(dir, "mail", "in", NULL);
	g_autofree char *text = NULL;
	const char *argv[] = {program, "run", "--once", "-c", config, NULL};
	double wall = G_MAXDOUBLE, rss = 0;
	GString *yaml;
	static const char *const folders[] = {"new", "cur", "tmp"};

	g_assert_true(g_file_get_contents("tests/data/office/redress.yaml", &text, NULL, NULL));
	yaml = g_string_new(text);
	g_string_replace(yaml, "templates: ../../../templates\n", line, 1);
	g_assert_true(g_file_set_contents(config, yaml->str, -1, NULL));
	g_string_free(yaml, TRUE);
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *sub = g_build_filename(inbox, folders[i], NULL);

		g_mkdir_with_parents(sub, 0700);
	}
	for (guint i = 0; i <= ROUNDS; i++) {
		g_auto(ChildCost) cost = child_run(argv);

		if (i > 0) /* the first finds nothing in the cache of the disk */
			wall = MIN(wall, cost.wall_s * 1000);
		rss = MAX(rss, cost.rss_mb);
	}
	return bench_print("idle-run", wall, "ms", 50, BENCH_AT_MOST, 1.0) &
	       bench_print("idle-memory", rss, "MB", 20, BENCH_AT_MOST, 1.0);
}

/* The gateway lets others in between two batches; the longest of them is how long they wait. */
static gboolean
figures_of_timers(const char *full)
{
	g_autoptr(Shop) shop = NULL;
	g_autoptr(GError) error = NULL;
	sqlite3 *db;
	RdPass pass = {0};
	gboolean more = TRUE;
	double longest = 0;
	gint64 begin, step;

	g_assert_true(sqlite3_open(full, &db) == SQLITE_OK);
	sqlite3_exec(db,
		     "UPDATE timer SET due_at = 1771000000 WHERE case_id > 1000 AND"
		     " case_id <= 1000 + " G_STRINGIFY(TIMERS) " AND name = 'call-due'",
		     NULL, NULL, NULL);
	sqlite3_close(db);
	shop = shop_open(full);
	begin = g_get_monotonic_time();
	while (more) {
		step = g_get_monotonic_time();
		if (!rd_office_work_some(shop->office, FIRST, &pass, &more, &error))
			g_error("%s", error->message);
		longest = MAX(longest, bench_since(step));
	}
	g_assert_cmpuint(pass.timers, >=, TIMERS);
	return bench_print("timers", bench_since(begin), "s", 10, BENCH_AT_MOST, 1.0) &
	       bench_print("timers-wait", longest, "s", 1, BENCH_AT_MOST, 1.0);
}

int
main(int argc, char **argv)
{
	g_autofree char *dir = NULL;
	g_autofree char *empty = NULL;
	g_autofree char *full = NULL;
	gboolean met;

	self_path = argv[0];
	if (argc == 4 && strcmp(argv[1], "intake") == 0)
		return mode_intake(argv[2], (guint)atoi(argv[3]));
	if (argc == 3 && strcmp(argv[1], "fill") == 0)
		return mode_fill(argv[2]);
	child_prepare();
	dir = shop_scratch_dir();
	empty = g_build_filename(dir, "empty.db", NULL);
	full = g_build_filename(dir, "full.db", NULL);
	put_people(empty);
	fill(full);
	met = figures_of_idle(dir, full);
	met &= figure_of_cost(empty, full);
	met &= figures_of_timers(full);
	shop_remove_dir(dir);
	return met ? 0 : 1;
}
