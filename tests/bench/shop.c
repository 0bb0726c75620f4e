#include "shop.h"

#include <glib/gstdio.h>
#include <redress/ledger.h>

#define CONFIG_FILE "tests/data/office/redress.yaml"
#define MAILBOX	    "imaps://complaints@corp.example/INBOX"

Shop *
shop_open(const char *path)
{
	Shop *self = g_new0(Shop, 1);
	g_autoptr(GError) error = NULL;
	gint64 taken = 0;

	self->config = rd_config_load(CONFIG_FILE, &error);
	g_assert_no_error(error);
	self->store = rd_store_open(path, &error);
	g_assert_no_error(error);
	self->lock = rd_lock_take(path, &error);
	g_assert_no_error(error);
	self->office = rd_office_new(self->config, self->store, &error);
	g_assert_no_error(error);
	if (!rd_office_load_rules(self->office, &error))
		g_error("%s", error->message);
	g_assert_true(rd_ledger_count(self->store, MAILBOX, &taken, NULL));
	self->taken = (guint)taken;
	return self;
}

void
shop_close(Shop *self)
{
	rd_office_free(self->office);
	rd_store_close(self->store);
	rd_lock_release(self->lock);
	rd_config_free(self->config);
	g_free(self);
}

static void
shop_commit(Shop *self)
{
	g_assert_true(rd_store_commit(self->store, NULL));
}

static void
shop_begin(Shop *self)
{
	g_assert_true(rd_store_begin(self->store, NULL));
}

void
shop_put_people(Shop *self, const Corpus *corpus)
{
	shop_begin(self);
	corpus_put_people(corpus, self->store);
	shop_commit(self);
}

void
shop_take(Shop *self, GBytes *raw)
{
	g_autofree char *uid = g_strdup_printf("%u", ++self->taken);
	g_autoptr(GError) error = NULL;

	rd_ledger_add(self->store, MAILBOX, 1, uid, raw, NULL, 1772000000 + self->taken, &error);
	g_assert_no_error(error);
}

GBytes *
shop_read(const char *dir, guint n)
{
	g_autofree char *name = g_strdup_printf("%06u.bench", n);
	g_autofree char *path = g_build_filename(dir, name, NULL);
	char *text;
	gsize len;

	g_assert_true(g_file_get_contents(path, &text, &len, NULL));
	return g_bytes_new_take(text, len);
}

void
shop_take_files(Shop *self, const char *dir, guint first, guint n, guint batch)
{
	for (guint i = 0; i < n; i += batch) {
		shop_begin(self);
		for (guint j = i; j < MIN(i + batch, n); j++) {
			g_autoptr(GBytes) raw = shop_read(dir, first + j);

			shop_take(self, raw);
		}
		shop_commit(self);
	}
}

guint
shop_work_some(Shop *self, guint batch)
{
	g_autoptr(GError) error = NULL;
	guint worked = 0;
	gboolean ok = rd_intake_work(&self->office->intake, batch, 1772000000 + self->taken,
				     &worked, &error);

	g_assert_no_error(error);
	g_assert_true(ok);
	return worked;
}

void
shop_work(Shop *self, guint batch)
{
	while (shop_work_some(self, batch) > 0)
		;
}

char *
shop_scratch_dir(void)
{
	char *dir = g_strdup("build/bench-XXXXXX");

	g_assert_nonnull(g_mkdtemp(dir));
	return dir;
}

void
shop_remove_dir(const char *dir)
{
	g_autoptr(GDir) entries = g_dir_open(dir, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(entries)) != NULL) {
		g_autofree char *path = g_build_filename(dir, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			shop_remove_dir(path);
		else
			g_unlink(path);
	}
	g_rmdir(dir);
}
