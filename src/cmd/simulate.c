#include "cmd.h"
#include "context.h"
#include "print.h"

#include <redress/error.h>
#include <redress/gateway.h>
#include <redress/ledger.h>

#include <glib/gstdio.h>
#include <stdio.h>

#define DAYS_DEFAULT 30
#define STEPS_MAX    10000 /* of the clock: a procedure that never rests is stopped */

/* A copy of the store in which time is played forward. */
typedef struct {
	RdContext *context;
	char *dir;
	RdStore *copy;
	RdOffice *office;
	GHashTable *cases; /* ids (gint64) that the mail has to do with */
	gint64 told;	   /* id of the last feed entry looked at */
	RdTime day;	   /* last one printed */
} Simulation;

static void
simulation_clear(Simulation *s)
{
	g_clear_pointer(&s->cases, g_hash_table_unref);
	g_clear_pointer(&s->office, rd_office_free);
	g_clear_pointer(&s->copy, rd_store_close);
	if (s->dir != NULL) {
		static const char *const names[] = {"copy.db", "copy.db-wal", "copy.db-shm"};

		for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
			g_autofree char *path = g_build_filename(s->dir, names[i], NULL);

			g_unlink(path);
		}
		g_rmdir(s->dir);
	}
	g_free(s->dir);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Simulation, simulation_clear)

static gboolean
simulation_begin(Simulation *s, GError **error)
{
	g_autofree char *path = NULL;
	RdPass pass = {0};

	s->cases = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	s->dir = g_dir_make_tmp("redress-simulate-XXXXXX", error);
	if (s->dir == NULL)
		return FALSE;
	path = g_build_filename(s->dir, "copy.db", NULL);
	if (!rd_store_backup(s->context->store, path, error))
		return FALSE;
	s->copy = rd_store_open(path, error);
	if (s->copy == NULL)
		return FALSE;
	s->office = rd_office_new(s->context->config, s->copy, error);
	/* What is due anyway is not this mail's doing. */
	return s->office != NULL && rd_office_work(s->office, s->context->now, &pass, error) &&
	       rd_feed_last(s->copy, &s->told, error);
}

static gboolean
simulation_deliver(Simulation *s, const char *file, GError **error)
{
	g_autoptr(GBytes) raw = NULL;
	char *octets;
	gsize len;

	if (!g_file_get_contents(file, &octets, &len, error))
		return FALSE;
	raw = g_bytes_new_take(octets, len);
	if (!rd_store_begin(s->copy, error))
		return FALSE;
	if (rd_ledger_add(s->copy, "simulation", 0, file, raw, NULL, s->context->now, error) == 0) {
		rd_store_rollback(s->copy);
		return FALSE;
	}
	return rd_store_commit(s->copy, error);
}

static void
simulation_print_day(Simulation *s, RdTime now)
{
	RdTime day = (now - s->context->now) / RD_TIME_DAY;
	g_autofree char *date = rd_time_format_date(now, s->context->config->time_zone);

	if (day == s->day)
		return;
	s->day = day;
	printf("\nDay %" G_GINT64_FORMAT ", %s\n", day, date);
}

/* The case of the mail, and those linked with it. */
static gboolean
simulation_concerns(Simulation *s, gint64 case_id, RdTime now)
{
	g_autoptr(RdCase) kase = NULL;
	gboolean found = now == s->context->now;

	if (g_hash_table_contains(s->cases, &case_id))
		return TRUE;
	kase = found ? NULL : rd_case_get(s->copy, case_id, NULL);
	for (guint i = 0; kase != NULL && !found && i < kase->links->len; i++) {
		const RdLink *link = kase->links->pdata[i];

		found = g_hash_table_contains(s->cases, &link->other);
	}
	if (found)
		g_hash_table_add(s->cases, g_memdup2(&case_id, sizeof case_id));
	return found;
}

static gboolean
simulation_tell(Simulation *s, RdTime now, GError **error)
{
	g_autoptr(GPtrArray) items = rd_feed_since(s->copy, s->told, error);

	if (items == NULL)
		return FALSE;
	for (guint i = 0; i < items->len; i++) {
		const RdFeedItem *item = items->pdata[i];
		g_autofree char *line = NULL;

		s->told = item->id;
		if (!simulation_concerns(s, item->case_id, now))
			continue;
		simulation_print_day(s, now);
		line = g_strdup_printf("RD-%" G_GINT64_FORMAT "  %-9s %s  <- %s", item->case_id,
				       item->entry->kind, item->entry->text, item->entry->cause);
		rd_print_text(line, "  ");
	}
	return TRUE;
}

/* From one due time to the next; nothing is sent, since no transport is asked. */
static gboolean
simulation_play(Simulation *s, RdTime until, GError **error)
{
	RdTime now = s->context->now;

	for (guint steps = 0; steps < STEPS_MAX && now <= until; steps++) {
		RdPass pass = {0};
		RdTime next;

		if (!rd_office_work(s->office, now, &pass, error) ||
		    !simulation_tell(s, now, error) || !rd_timers_next(s->copy, &next, error))
			return FALSE;
		if (next == RD_TIME_NONE)
			return TRUE;
		now = MAX(next, now + 1);
	}
	return TRUE;
}

int
rd_cmd_simulate(int argc, char **argv)
{
	int days = DAYS_DEFAULT;
	const GOptionEntry entries[] = {
		{"days", 0, 0, G_OPTION_ARG_INT, &days, "how far to play (default 30)", "N"},
		{NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
	};
	const RdUsage usage = {"FILE.eml", "What would happen to this mail, without sending.",
			       entries, RD_NEED_STORE};
	g_autoptr(GError) error = NULL;
	int status;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);
	g_auto(Simulation) s = {.context = context, .day = -1};

	if (context == NULL)
		return status;
	if (context->n_args != 1 || days < 0 || days > 3650)
		return rd_context_misused("simulate takes one file, and --days from 0 to 3650");
	if (!simulation_begin(&s, &error) || !simulation_deliver(&s, context->args[0], &error) ||
	    !simulation_play(&s, context->now + days * RD_TIME_DAY, &error))
		return rd_context_fail(error);
	return 0;
}
