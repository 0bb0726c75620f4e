/*
 * office.c - the templates, rules and procedures that mail is worked by.
 */

#include <redress/error.h>
#include <redress/gateway.h>
#include <redress/ledger.h>
#include <redress/outbox.h>
#include <redress/text.h>

#include <string.h>

#define MAIL_BATCH  200 /* all that waits, as far as others may be kept waiting */
#define WORK_BATCH  50
#define READERS_MAX 3 /* beside the writer, who would not keep up with more */

static gboolean
office_keep_versions(RdOffice *self, GError **error)
{
	if (!rd_store_begin(self->store, error))
		return FALSE;
	if (rd_casework_keep_versions(self->store, self->procedures, error))
		return rd_store_commit(self->store, error);
	rd_store_rollback(self->store);
	return FALSE;
}

RdOffice *
rd_office_new(const RdConfig *config, RdStore *store, GError **error)
{
	g_autoptr(RdOffice) self = g_new0(RdOffice, 1);
	g_autofree char *replies = g_build_filename(config->templates, "replies", NULL);
	g_autofree char *procedures = g_build_filename(config->templates, "procedures", NULL);

	self->config = config;
	self->store = store;
	self->replies = rd_replies_load(replies, error);
	if (self->replies == NULL)
		return NULL;
	self->procedures = rd_procedures_load(procedures, error);
	if (self->procedures == NULL || !office_keep_versions(self, error))
		return NULL;
	if (rd_procedures_get(self->procedures, "triage") == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "%s: there must be a procedure \"triage\"", procedures);
		return NULL;
	}
	self->intake = (RdIntake){
		.casework = {config, store, self->procedures, self->replies},
	};
	return g_steal_pointer(&self);
}

gboolean
rd_office_load_rules(RdOffice *self, GError **error)
{
	g_autofree char *rules = g_build_filename(self->config->templates, "rules", NULL);
	g_autofree char *kept = rd_store_is_in_memory(self->store)
					? NULL
					: rd_rules_kept_path(rd_store_path(self->store));
	guint readers = MIN(g_get_num_processors() - 1, READERS_MAX);

	if (self->rules != NULL)
		return TRUE;
	self->intake.rules = self->rules = rd_rules_load_kept(rules, kept, error);
	if (self->rules == NULL)
		return FALSE;
	if (readers > 0 && !rd_store_is_in_memory(self->store)) {
		self->readers = rd_readers_start(self->store, readers, error);
		if (self->readers == NULL)
			return FALSE;
	}
	self->intake.readers = self->readers;
	return TRUE;
}

void
rd_office_free(RdOffice *self)
{
	g_clear_pointer(&self->readers, rd_readers_stop);
	rd_ledger_end_work(self->store);
	g_clear_pointer(&self->replies, rd_replies_free);
	g_clear_pointer(&self->rules, rd_rules_free);
	g_clear_pointer(&self->procedures, rd_procedures_free);
	g_free(self);
}

typedef gboolean (*OfficeStage)(const RdCasework *self, RdTime now, guint limit, guint *done,
				GError **error);

/* A batch of a stage of casework, in a transaction of its own. */
static gboolean
office_stage(const RdOffice *self, OfficeStage stage, RdTime now, guint *count, gboolean *more,
	     GError **error)
{
	guint done;

	if (!rd_store_begin(self->store, error))
		return FALSE;
	if (!stage(&self->intake.casework, now, WORK_BATCH, &done, error)) {
		rd_store_rollback(self->store);
		return FALSE;
	}
	if (!rd_store_commit(self->store, error))
		return FALSE;
	*count += done;
	*more = done > 0;
	return TRUE;
}

/* Rules and readers, which are loaded when there is something to read. */
static gboolean
office_get_ready(RdOffice *self, gboolean *ready, GError **error)
{
	g_autoptr(GPtrArray) waiting = NULL;

	*ready = self->rules != NULL;
	if (*ready)
		return TRUE;
	waiting = rd_ledger_waiting(self->store, 1, error);
	if (waiting == NULL || waiting->len == 0)
		return waiting != NULL;
	*ready = TRUE;
	return rd_office_load_rules(self, error);
}

/* A batch of what waits in the ledger. */
static gboolean
office_work_mail(RdOffice *self, RdTime now, guint *count, gboolean *more, GError **error)
{
	gboolean ready;
	guint worked;

	*more = FALSE;
	if (!office_get_ready(self, &ready, error))
		return FALSE;
	if (!ready)
		return TRUE;
	if (!rd_intake_work(&self->intake, MAIL_BATCH, now, &worked, error))
		return FALSE;
	*count += worked;
	*more = worked > 0;
	return TRUE;
}

/* Each stage only when nothing is left for the one before: mail counts before what is due. */
gboolean
rd_office_work_some(RdOffice *self, RdTime now, RdPass *pass, gboolean *more, GError **error)
{
	if (!office_work_mail(self, now, &pass->worked, more, error))
		return FALSE;
	if (!*more && !office_stage(self, rd_casework_fire_timers, now, &pass->timers, more, error))
		return FALSE;
	return *more || office_stage(self, rd_casework_mail_tasks, now, &pass->tasks, more, error);
}

gboolean
rd_office_work(RdOffice *self, RdTime now, RdPass *pass, GError **error)
{
	gboolean more = TRUE;

	while (more) {
		if (!rd_office_work_some(self, now, pass, &more, error))
			return FALSE;
	}
	return TRUE;
}

static RdView *
office_health_view(const RdOffice *self, const RdHealthNews *news, RdTime now)
{
	g_autofree char *since = rd_time_format_local(news->since, self->config->time_zone);
	g_autoptr(json_t) extra = json_pack("{s:{s:s, s:s, s:s}}", "health", "source", news->source,
					    "why", news->why, "since", since);

	return rd_view_new(&(RdViewSource){.config = self->config, .extra = extra, .now = now});
}

static GBytes *
office_health_letter(const RdOffice *self, const RdReplyText *words, const char *message_id,
		     RdTime now, GError **error)
{
	const RdConfig *config = self->config;
	g_autoptr(GPtrArray) to = g_ptr_array_new();
	g_autoptr(GPtrArray) cc = g_ptr_array_new();

	g_ptr_array_add(to, config->roles.operator);
	return rd_letter_compose(&(RdLetter){.from_name = config->signature,
					     .from = config->address,
					     .reply_to = config->address,
					     .to = to,
					     .cc = cc,
					     .subject = words->subject,
					     .text = words->text,
					     .message_id = message_id,
					     .date = now},
				 error);
}

gboolean
rd_office_tell_operator(const RdOffice *self, const RdHealthNews *news, RdTime now, GError **error)
{
	const char *name = news->recovered ? "operator-recovered" : "operator-failing";
	g_autoptr(RdView) view = office_health_view(self, news, now);
	g_autoptr(RdReplyText) words = rd_replies_render(self->replies, name, view, error);
	g_autofree char *message_id =
		g_strdup_printf("health.%08x%08x@%s", g_random_int(), g_random_int(),
				strchr(self->config->address, '@') + 1);
	g_autofree char *cause = g_strdup_printf("health of %s", news->source);
	g_autoptr(RdOutboxRow) row = rd_outbox_row_new();
	g_autoptr(GBytes) raw = NULL;

	if (words == NULL)
		return FALSE;
	raw = office_health_letter(self, words, message_id, now, error);
	if (raw == NULL)
		return FALSE;
	rd_text_set(&row->template_name, name);
	rd_text_set(&row->cause, cause);
	rd_text_set(&row->message_id, message_id);
	rd_text_set(&row->sender, self->config->address);
	rd_text_set(&row->subject, words->subject);
	rd_outbox_row_add_recipient(row, self->config->roles.operator, FALSE);
	return rd_outbox_queue(self->store, self->config, row, raw, NULL, now, error);
}
