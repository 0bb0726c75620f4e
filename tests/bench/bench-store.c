/*
 * bench-store.c - what durability costs: of one ledger row, of all rows of one complaint,
 * and of the whole way of a mail, which is in the ledger before it is worked.
 *
 * References: writing 4 KB in place and fdatasync(), which no durable commit can beat on
 * this disk; and our own commits one by one. Wall time, best of three rounds in which
 * all are taken in turn, since the disk is shared. As in the gateway, the log goes into the
 * store in a thread of its own.
 */

#include "bench.h"
#include "shop.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <redress/case.h>
#include <redress/checkpointer.h>
#include <redress/ledger.h>
#include <redress/mail.h>
#include <redress/outbox-row.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS	  3
#define SYNCS	  400
#define MAILS	  400
#define MAIL_SIZE 10000
#define SEED	  77

static guint serial; /* of the mail being made */

static double
syncs_per_s(const char *dir)
{
	g_autofree char *path = g_build_filename(dir, "plain", NULL);
	char page[4096] = "page";
	int fd = g_open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	gint64 begin;

	g_assert_true(fd >= 0);
	for (guint i = 0; i < 256; i++)
		g_assert_true(write(fd, page, sizeof page) == sizeof page);
	fsync(fd);
	begin = g_get_monotonic_time();
	for (guint i = 0; i < SYNCS; i++) {
		memcpy(page, &i, sizeof i);
		g_assert_true(pwrite(fd, page, sizeof page, (i % 256) * sizeof page) ==
			      sizeof page);
		g_assert_true(fdatasync(fd) == 0);
	}
	close(fd);
	return SYNCS / bench_since(begin);
}

static void
add_ledger(RdStore *store, GError **error)
{
	g_autofree char *uid = g_strdup_printf("%u", serial);
	g_autofree char *text = g_strnfill(MAIL_SIZE, 'x');
	g_autoptr(GBytes) raw = NULL;

	memcpy(text, uid, strlen(uid));
	raw = g_bytes_new(text, MAIL_SIZE);
	rd_ledger_add(store, "imaps://care@mail.example/INBOX", 1, uid, raw, NULL, serial, error);
}

static void
add_feed(RdStore *store, RdCase *kase, const char *text, GError **error)
{
	RdFeedEntry entry = {.at = serial,
			     .author = (char *)"redress",
			     .kind = (char *)"note",
			     .text = (char *)text,
			     .cause = (char *)"message 1 (IC4)"};

	rd_feed_add(store, kase->id, &entry, error);
}

static void
add_outbox(RdStore *store, RdCase *kase, GError **error)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_new();
	g_autofree char *text = g_strnfill(2500, 'y');
	g_autoptr(GBytes) raw = g_bytes_new(text, 2500);
	g_autofree char *to = g_strdup_printf("homeowner%u@home.example", serial);

	row->case_id = kase->id;
	row->created_at = row->queued_at = row->next_at = serial;
	rd_outbox_row_add_recipient(row, to, FALSE);
	rd_outbox_row_add(store, row, raw, error);
}

/* All rows of one complaint: the mail, its case with feed, task and timer, and an answer. */
static void
add_complaint(RdStore *store, GError **error)
{
	g_autoptr(RdCase) kase = rd_case_new();
	g_autofree char *id = g_strdup_printf("%u@home.example", serial);
	g_autofree char *text = g_strnfill(1500, 'z');
	RdTask *task = g_new0(RdTask, 1);
	RdMail mail = {.message_id = id,
		       .from = id,
		       .author = id,
		       .to = (char *)"care@corp.example",
		       .text = text};

	add_ledger(store, error);
	kase->complaints = RD_SET(RD_COMPLAINT_DAMAGE);
	rd_case_add(store, kase, error);
	mail.case_id = kase->id;
	rd_mail_add(store, &mail, error);
	add_feed(store, kase, "Opened by a message of the homeowner", error);
	add_feed(store, kase, "Wrote to the homeowner", error);
	add_feed(store, kase, "Wrote to the installer", error);
	task->due_at = serial;
	task->mailed_at = task->done_at = RD_TIME_NONE;
	rd_task_add(store, kase, task, error);
	rd_timer_set(store, kase->id, "call-due", serial, error);
	add_outbox(store, kase, error);
}

/* How many @add a second when @batch of them share a commit. */
static double
adds_per_s(RdStore *store, void (*add)(RdStore *store, GError **error), guint n, guint batch)
{
	g_autoptr(GError) error = NULL;
	gint64 begin = g_get_monotonic_time();

	for (guint i = 0; i < n; i += batch) {
		g_assert_true(rd_store_begin(store, &error));
		for (guint j = 0; j < batch; j++, serial++)
			add(store, &error);
		g_assert_no_error(error);
		g_assert_true(rd_store_commit(store, &error));
	}
	return n / bench_since(begin);
}

static void
take_some(Shop *shop, const GPtrArray *mails, guint at, guint n)
{
	g_assert_true(rd_store_begin_lightly(shop->store, NULL));
	for (guint i = at; i < MIN(at + n, mails->len); i++)
		shop_take(shop, mails->pdata[i]);
	g_assert_true(rd_store_commit(shop->store, NULL));
}

/*
 * How many mails a second go the whole way when @batch of them share each commit. As in the
 * gateway, that of what was made of them is the one that waits for the disk: it makes the
 * ledger durable as well, and only then would the server be told. Mail comes no slower than it
 * is worked: while some is, the next is in the ledger.
 */
static double
mails_per_s(Shop *shop, Corpus *corpus, guint n, guint batch)
{
	g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	gint64 begin;

	for (guint i = 0; i < n; i++)
		g_ptr_array_add(mails, corpus_next(corpus));
	begin = g_get_monotonic_time();
	take_some(shop, mails, 0, batch);
	for (guint i = 0; i < n; i += batch) {
		if (i + batch < n)
			take_some(shop, mails, i + batch, batch);
		g_assert_cmpuint(shop_work_some(shop, batch), ==, batch);
		g_assert_true(rd_store_settle(shop->store, NULL));
	}
	return n / bench_since(begin);
}

int
main(void)
{
	g_autofree char *dir = shop_scratch_dir();
	g_autofree char *path = g_build_filename(dir, "redress.db", NULL);
	g_autoptr(Corpus) corpus = corpus_new(SEED, MAILS, 0);
	double syncs = 0, ledger = 0, ledgers = 0, complaint = 0, complaints = 0, mail = 0,
	       mails = 0;
	gboolean met = TRUE;
	g_autofree char *rows = g_build_filename(dir, "rows.db", NULL);
	Shop *shop = shop_open(path);
	RdStore *store = rd_store_open(rows, NULL);
	RdCheckpointer *checkpointer = rd_checkpointer_start(shop->store, NULL);
	RdCheckpointer *beside_rows = rd_checkpointer_start(store, NULL);

	shop_put_people(shop, corpus);
	for (guint round = 0; round < ROUNDS; round++) {
		syncs = MAX(syncs, syncs_per_s(dir));
		mail = MAX(mail, mails_per_s(shop, corpus, MAILS, 1));
		mails = MAX(mails, mails_per_s(shop, corpus, 2 * MAILS, 50));
		ledger = MAX(ledger, adds_per_s(store, add_ledger, MAILS, 1));
		ledgers = MAX(ledgers, adds_per_s(store, add_ledger, 5 * MAILS, 50));
		complaint = MAX(complaint, adds_per_s(store, add_complaint, MAILS, 1));
		complaints = MAX(complaints, adds_per_s(store, add_complaint, 5 * MAILS, 50));
	}
	rd_checkpointer_stop(checkpointer);
	rd_checkpointer_stop(beside_rows);
	shop_close(shop);
	rd_store_close(store);
	shop_remove_dir(dir);

	met &= bench_print("intake-one-by-one", mail, "mails/s", syncs, BENCH_AT_LEAST, 0.2);
	met &= bench_print("intake-batch-50", mails, "mails/s", mail, BENCH_AT_LEAST, 2.5);
	met &= bench_print("ledger-one-by-one", ledger, "mails/s", syncs, BENCH_AT_LEAST, 0.2);
	met &= bench_print("ledger-batch-50", ledgers, "mails/s", ledger, BENCH_AT_LEAST, 2.5);
	met &= bench_print("complaint-one-by-one", complaint, "mails/s", syncs, BENCH_AT_LEAST,
			   0.2);
	met &= bench_print("complaint-batch-50", complaints, "mails/s", complaint, BENCH_AT_LEAST,
			   2.5);
	return met ? 0 : 1;
}
