#include "cmd.h"
#include "context.h"
#include "print.h"

#include <redress/error.h>
#include <redress/gateway.h>
#include <redress/guard.h>
#include <redress/ledger.h>
#include <redress/mail.h>
#include <redress/message.h>
#include <redress/outbox-row.h>

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define DAYS_DEFAULT 30
#define DAYS_MAX     3650
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
	char *author;	   /* who complained, and is played by --reply; "" nobody */
	char *subject;
	GArray *replies; /* of SimulatedReply, by day */
	guint replied;	 /* how many of them were given */
	gboolean texts;	 /* print what the mails say */
} Simulation;

/* "day 3: they called, all good" */
typedef struct {
	RdTime at;
	const char *text; /* borrowed */
} SimulatedReply;

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
	g_free(s->author);
	g_free(s->subject);
	g_clear_pointer(&s->replies, g_array_unref);
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
simulation_deliver(Simulation *s, const char *uid, GBytes *raw, RdTime now, GError **error)
{
	if (!rd_store_begin(s->copy, error))
		return FALSE;
	if (rd_ledger_add(s->copy, "simulation", 0, uid, raw, NULL, now, error) == 0) {
		rd_store_rollback(s->copy);
		return FALSE;
	}
	return rd_store_commit(s->copy, error);
}

static gboolean
simulation_deliver_file(Simulation *s, const char *file, GError **error)
{
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(RdMessage) message = NULL;
	const RdAddress *author;
	char *octets;
	gsize len;

	if (!g_file_get_contents(file, &octets, &len, error))
		return FALSE;
	raw = g_bytes_new_take(octets, len);
	message = rd_guard_parse(raw, NULL, &rd_message_default_limits);
	author = rd_message_author(message);
	s->author = g_strdup(author != NULL ? author->address : "");
	s->subject = g_strdup(message->subject);
	return simulation_deliver(s, file, raw, s->context->now, error);
}

/* Reads one --reply; FALSE: it is none. */
static gboolean
simulation_add_reply(Simulation *s, const char *text)
{
	SimulatedReply reply;
	guint64 day;
	char *end;
	guint at = 0;

	if (!g_str_has_prefix(text, "day ") || !g_ascii_isdigit(text[4]))
		return FALSE;
	day = g_ascii_strtoull(text + 4, &end, 10);
	if (*end != ':' || day > DAYS_MAX)
		return FALSE;
	reply.at = s->context->now + (RdTime)day * RD_TIME_DAY;
	reply.text = end + 1 + strspn(end + 1, " ");
	while (at < s->replies->len && g_array_index(s->replies, SimulatedReply, at).at <= reply.at)
		at++;
	g_array_insert_val(s->replies, at, reply);
	return TRUE;
}

/* The id of our last mail to the one who complained; NULL: there is none. */
static char *
simulation_answered_id(Simulation *s)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_list(s->copy, -1, 0, 1000, NULL);

	for (guint i = rows != NULL ? rows->len : 0; i > 0; i--) {
		const RdOutboxRow *row = rows->pdata[i - 1];

		for (guint j = 0; j < row->recipients->len; j++) {
			const RdOutboxRecipient *to = row->recipients->pdata[j];

			if (g_ascii_strcasecmp(to->address, s->author) == 0)
				return g_strdup(row->message_id);
		}
	}
	return NULL;
}

static gboolean
simulation_reply(Simulation *s, const SimulatedReply *reply, GError **error)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(reply->at);
	g_autofree char *date = g_date_time_format(at, "%a, %d %b %Y %H:%M:%S +0000");
	g_autofree char *uid = g_strdup_printf("reply-%u", ++s->replied);
	g_autofree char *answered = simulation_answered_id(s);
	g_autofree char *thread =
		answered != NULL ? g_strdup_printf("In-Reply-To: <%s>\n", answered) : g_strdup("");
	char *text = g_strdup_printf("From: %s\nTo: %s\nSubject: Re: %s\nDate: %s\n"
				     "Message-ID: <%s@simulation.invalid>\n%sMIME-Version: 1.0\n"
				     "Content-Type: text/plain; charset=utf-8\n\n%s\n",
				     s->author, s->context->config->address, s->subject, date, uid,
				     thread, reply->text);
	g_autoptr(GBytes) raw = g_bytes_new_take(text, strlen(text));

	return simulation_deliver(s, uid, raw, reply->at, error);
}

/* The date in @zone, as a count of days. */
static RdTime
simulation_date(RdTime time, GTimeZone *zone)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);

	return (time + g_date_time_get_utc_offset(local) / G_TIME_SPAN_SECOND) / RD_TIME_DAY;
}

static void
simulation_print_day(Simulation *s, RdTime now)
{
	GTimeZone *zone = s->context->config->time_zone;
	RdTime day = simulation_date(now, zone) - simulation_date(s->context->now, zone);
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

/* What the mail of a feed entry says. */
static void
simulation_print_mail(Simulation *s, const RdFeedItem *item)
{
	g_autoptr(GPtrArray) mails = rd_mails_of_case(s->copy, item->case_id, NULL);

	for (guint i = mails != NULL ? mails->len : 0; i > 0; i--) {
		const RdMail *mail = mails->pdata[i - 1];

		if (!mail->outgoing || mail->at != item->entry->at ||
		    !g_str_has_prefix(item->entry->text, mail->template_name))
			continue;
		rd_print_text(mail->subject, "      | Subject: ");
		rd_print_text(mail->text, "      | ");
		return;
	}
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
		if (s->texts && strcmp(item->entry->kind, "mail-out") == 0)
			simulation_print_mail(s, item);
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
		next = next == RD_TIME_NONE ? G_MAXINT64 : next;
		if (s->replied < s->replies->len) {
			const SimulatedReply *reply =
				&g_array_index(s->replies, SimulatedReply, s->replied);

			if (reply->at <= MAX(next, now + 1)) {
				now = MAX(reply->at, now);
				if (now <= until && !simulation_reply(s, reply, error))
					return FALSE;
				continue;
			}
		}
		if (next == G_MAXINT64)
			return TRUE;
		now = MAX(next, now + 1);
	}
	return TRUE;
}

int
rd_cmd_simulate(int argc, char **argv)
{
	int days = DAYS_DEFAULT;
	gboolean texts = FALSE;
	g_auto(GStrv) replies = NULL;
	const GOptionEntry entries[] = {
		{"days", 0, 0, G_OPTION_ARG_INT, &days, "how far to play (default 30)", "N"},
		{"reply", 0, 0, G_OPTION_ARG_STRING_ARRAY, &replies,
		 "who complained writes again: \"day 3: they called, all good\"", "TEXT"},
		{"text", 0, 0, G_OPTION_ARG_NONE, &texts, "with the text of each mail", NULL},
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
	if (context->n_args != 1 || days < 0 || days > DAYS_MAX)
		return rd_context_misused("simulate takes one file, and --days from 0 to 3650");
	s.texts = texts;
	s.replies = g_array_new(FALSE, FALSE, sizeof(SimulatedReply));
	for (char **reply = replies; reply != NULL && *reply != NULL; reply++) {
		if (!simulation_add_reply(&s, *reply))
			return rd_context_misused("--reply is \"day N: what they write\"");
	}
	if (!simulation_begin(&s, &error) ||
	    !simulation_deliver_file(&s, context->args[0], &error) ||
	    !simulation_play(&s, context->now + days * RD_TIME_DAY, &error))
		return rd_context_fail(error);
	return 0;
}
