/*
 * task-mail.c - tasks that are mailed when they are due, and again daily until they are done.
 */

#include "casework-private.h"

#include <redress/calendar.h>
#include <redress/ledger.h>
#include <redress/outbox-row.h>

#include <string.h>

#define REPEAT_PAUSE (12 * RD_TIME_HOUR)
#define LIST_MAX     200	 /* tasks of one list */
#define DUE_MAX	     1000	 /* tasks that a list is made from */
#define ATTACHED_MAX (10u << 20) /* a larger message is read with "redress case show" */

/* The octets of a message, unless they are too many or were never given. */
static GBytes *
task_raw(const RdCasework *self, gint64 ledger_id)
{
	g_autoptr(RdLedgerRow) row = rd_ledger_get(self->store, ledger_id, NULL);

	if (row == NULL || row->size > ATTACHED_MAX)
		return NULL;
	return rd_ledger_raw(self->store, ledger_id, NULL);
}

/* IN1: what could not be understood reaches a person with the raw message attached. */
static GBytes *
task_attachment(const RdCasework *self, const RdCase *kase)
{
	g_autoptr(GPtrArray) mails = NULL;
	GBytes *raw;

	if (strcmp(kase->queue, "triage") != 0)
		return NULL;
	mails = rd_mail_heads_of_case(self->store, kase->id, NULL);
	for (guint i = mails != NULL ? mails->len : 0; i > 0; i--) {
		const RdMail *mail = mails->pdata[i - 1];

		if (mail->outgoing || mail->ledger_id == 0)
			continue;
		raw = task_raw(self, mail->ledger_id);
		if (raw != NULL)
			return raw;
	}
	return NULL;
}

/* A task that was mailed is mailed again on the next morning that counts, but not within hours. */
static gboolean
task_mailed(const RdCasework *self, const RdTask *task, RdTime now, GError **error)
{
	const RdConfig *config = self->config;
	RdTime before = rd_time_next_hour(now + REPEAT_PAUSE - RD_TIME_DAY, config->tasks.daily_at,
					  config->time_zone);
	RdTime next = rd_calendar_after(&config->calendar, before, RD_TIME_DAY);

	return rd_task_mailed(self->store, task->id, now, next, error);
}

/* A reply to the mail is about the task. */
static gboolean
task_learn_mail(const RdCasework *self, const RdTask *task, gint64 case_id, GError **error)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_list(self->store, -1, case_id, 1, error);
	const RdOutboxRow *row;

	if (rows == NULL)
		return FALSE;
	row = rows->len > 0 ? rows->pdata[0] : NULL;
	return row == NULL || strcmp(row->template_name, "task-mail") != 0 ||
	       rd_task_learn_mail(self->store, task->id, row->message_id, error);
}

/* A task is for its assignee: a role, or one member of staff. */
static gboolean
task_mail(const RdCasework *self, const RdTaskOfCase *item, RdTime now, GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(self->store, item->case_id, error);
	g_autoptr(GBytes) raw = kase != NULL ? task_attachment(self, kase) : NULL;
	const char *assignee = item->task->assignee;
	RdTask linked = *item->task;
	g_autofree char *body =
		kase != NULL ? rd_casework_link_lines(self, kase, linked.body) : NULL;
	g_autoptr(json_t) extra = json_object();
	RdPost post = {.template_name = "task-mail",
		       .task = &linked,
		       .extra = extra,
		       .attached = raw,
		       .to = strchr(assignee, '@') == NULL ? assignee : NULL,
		       .address = strchr(assignee, '@') != NULL ? assignee : NULL,
		       .cause = "task due"};

	if (kase == NULL)
		return FALSE;
	linked.body = body;
	json_object_set_new(extra, "links", rd_casework_links(self, kase, item->task));
	return rd_casework_post(self, kase, &post, now, error) &&
	       task_learn_mail(self, item->task, item->case_id, error) &&
	       task_mailed(self, item->task, now, error);
}

/* A task of a list, with its case. */
typedef struct {
	const RdTaskOfCase *item;
	RdCase *kase;
} ListEntry;

static void
list_entry_free(ListEntry *entry)
{
	rd_case_free(entry->kase);
	g_free(entry);
}

/* Where the task is mailed; NULL: the directory and the configuration do not say. */
static char *
task_address(const RdCasework *self, const RdTask *task, const RdCase *kase)
{
	if (strchr(task->assignee, '@') != NULL)
		return g_strdup(task->assignee);
	return rd_casework_address(self, kase, NULL, NULL, task->assignee);
}

/* Tasks for Sales are for different people and go alone. */
static gboolean
task_is_listed(const RdTask *task)
{
	return task->mailed_at != RD_TIME_NONE && strcmp(task->assignee, "sales") != 0;
}

/* Of @tasks, those that are to be mailed again to @address; as ListEntry, NULL on failure. */
static GPtrArray *
list_gather(const RdCasework *self, GPtrArray *tasks, const char *address, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)list_entry_free);

	for (guint i = 0; i < tasks->len; i++) {
		const RdTaskOfCase *item = tasks->pdata[i];
		g_autoptr(RdCase) kase = NULL;
		g_autofree char *to = NULL;
		ListEntry *entry;

		if (!task_is_listed(item->task))
			continue;
		kase = rd_case_get(self->store, item->case_id, error);
		if (kase == NULL)
			return NULL;
		to = task_address(self, item->task, kase);
		if (to == NULL || g_ascii_strcasecmp(to, address) != 0)
			continue;
		entry = g_new0(ListEntry, 1);
		entry->item = item;
		entry->kase = g_steal_pointer(&kase);
		g_ptr_array_add(list, entry);
	}
	return g_steal_pointer(&list);
}

/* One task in a few lines: what, since when, whom to phone, and how to answer. */
static gboolean
list_append(const RdCasework *self, GString *list, const ListEntry *entry, GError **error)
{
	const RdTask *task = entry->item->task;
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	g_autoptr(json_t) links = NULL;
	g_autofree char *due = rd_time_format_local(task->due_at, self->config->time_zone);
	g_autofree char *number = rd_case_number(entry->kase->id);
	const json_t *link;
	size_t i;

	if (!rd_casework_people(self, entry->kase, &homeowner, &installer, error))
		return FALSE;
	g_string_append_printf(list, "%s%s\n%s, due since %s\n", list->len > 0 ? "\n" : "",
			       task->title, number, due);
	if (homeowner != NULL)
		g_string_append_printf(list, "Homeowner: %s%s%s\n", homeowner->name,
				       *homeowner->phone != '\0' ? ", " : "", homeowner->phone);
	if (installer != NULL)
		g_string_append_printf(list, "Installer: %s%s%s\n", installer->name,
				       *installer->phone != '\0' ? ", " : "", installer->phone);
	links = rd_casework_links(self, entry->kase, task);
	json_array_foreach(links, i, link)
		g_string_append_printf(list, "- %s\n", json_string_value(link));
	return TRUE;
}

/* The feed of each case says that its task was in the list. */
static gboolean
list_note(const RdCasework *self, const ListEntry *entry, const char *address, RdTime now,
	  GError **error)
{
	const RdTask *task = entry->item->task;
	g_autofree char *text = g_strdup_printf("task-list to %s, with: %s", address, task->title);

	return rd_casework_note(self, entry->kase, "redress", "mail", text, "task due", now, error);
}

/* @entries: two or more for one address, on one page. */
static gboolean
list_mail(const RdCasework *self, GPtrArray *entries, const char *address, RdTime now,
	  GError **error)
{
	g_autoptr(GString) list = g_string_new(NULL);
	g_autoptr(json_t) extra = json_object();
	guint listed = MIN(entries->len, LIST_MAX);
	RdNotice notice = {.template_name = "task-list",
			   .address = address,
			   .extra = extra,
			   .cause = "task due"};

	for (guint i = 0; i < listed; i++) {
		if (!list_append(self, list, entries->pdata[i], error))
			return FALSE;
	}
	if (listed < entries->len)
		g_string_append_printf(list, "\nAnd %u more, which \"redress task list\" shows.\n",
				       entries->len - listed);
	json_object_set_new(extra, "list", json_string(g_strchomp(list->str)));
	if (!rd_casework_notify(self, &notice, now, error))
		return FALSE;
	for (guint i = 0; i < entries->len; i++) {
		const ListEntry *entry = entries->pdata[i];

		if ((i < listed && !list_note(self, entry, address, now, error)) ||
		    !task_mailed(self, entry->item->task, now, error))
			return FALSE;
	}
	return TRUE;
}

/*
 * A task goes out alone, with all that is needed for it, when it is due. What is still
 * open on a later day comes again: alone when it is the only one for its address, else all
 * of them in one list.
 */
static gboolean
task_mail_again(const RdCasework *self, const RdTaskOfCase *item, RdTime now, GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(self->store, item->case_id, error);
	g_autoptr(GPtrArray) tasks = NULL;
	g_autoptr(GPtrArray) entries = NULL;
	g_autofree char *address = NULL;

	if (kase == NULL)
		return FALSE;
	address = task_address(self, item->task, kase);
	if (!task_is_listed(item->task) || address == NULL ||
	    rd_config_is_ours(self->config, address))
		return task_mail(self, item, now, error);
	tasks = rd_tasks_to_mail(self->store, now, DUE_MAX, error);
	if (tasks == NULL)
		return FALSE;
	entries = list_gather(self, tasks, address, error);
	if (entries == NULL)
		return FALSE;
	return entries->len < 2 ? task_mail(self, item, now, error)
				: list_mail(self, entries, address, now, error);
}

gboolean
rd_casework_mail_tasks(const RdCasework *self, RdTime now, guint limit, guint *mailed,
		       GError **error)
{
	for (*mailed = 0; *mailed < limit; (*mailed)++) {
		g_autoptr(GPtrArray) tasks = rd_tasks_to_mail(self->store, now, 1, error);
		const RdTaskOfCase *item;

		if (tasks == NULL)
			return FALSE;
		if (tasks->len == 0)
			return TRUE;
		item = tasks->pdata[0];
		if (item->task->mailed_at == RD_TIME_NONE
			    ? !task_mail(self, item, now, error)
			    : !task_mail_again(self, item, now, error))
			return FALSE;
	}
	return TRUE;
}
