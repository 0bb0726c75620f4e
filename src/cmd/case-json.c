#include "case-json.h"

#include <redress/mail.h>
#include <redress/people.h>

static json_t *
time_json(RdTime time)
{
	g_autofree char *text = rd_time_format(time);

	return time == RD_TIME_NONE ? json_null() : json_string(text);
}

static json_t *
strings_json(char **strings)
{
	json_t *list = json_array();

	for (char **s = strings; s != NULL && *s != NULL; s++)
		json_array_append_new(list, json_string(*s));
	return list;
}

static json_t *
complaints_json(RdComplaintSet set)
{
	json_t *list = json_array();

	for (int i = 0; i < RD_COMPLAINT_LAST; i++) {
		if (RD_HAS(set, i))
			json_array_append_new(list, json_string(rd_complaint_name((RdComplaint)i)));
	}
	return list;
}

static json_t *
homeowner_json(const RdHomeowner *h)
{
	if (h == NULL)
		return json_null();
	return json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:s}", "id", h->id, "name", h->name,
			 "emails", strings_json(h->emails), "phone", h->phone, "address",
			 h->address, "finance", rd_finance_name(h->finance), "milestone",
			 rd_milestone_name(h->milestone));
}

static json_t *
installer_json(const RdInstaller *i)
{
	if (i == NULL)
		return json_null();
	return json_pack("{s:s, s:s, s:o, s:s, s:s, s:s, s:s, s:s}", "id", i->id, "name", i->name,
			 "emails", strings_json(i->emails), "phone", i->phone, "escalation_name",
			 i->escalation_name, "escalation_phone", i->escalation_phone,
			 "escalation_email", i->escalation_email, "account_manager",
			 i->account_manager);
}

json_t *
rd_task_to_json(const RdTask *task)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:s}", "id",
			 (json_int_t)task->id, "name", task->name, "title", task->title, "body",
			 task->body, "due_at", time_json(task->due_at), "assignee", task->assignee,
			 "mailed_at", time_json(task->mailed_at), "done_at",
			 time_json(task->done_at), "done_by", task->done_by);
}

static json_t *
record_json(const RdCase *k)
{
	g_autofree char *number = rd_case_number(k->id);
	const char *secondary = rd_complaint_name(k->primary);

	return json_pack(
		"{s:s, s:s, s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:s?, s:o, s:o, s:s, s:s, "
		"s:s, s:s, s:o, s:o, s:o}",
		"number", number, "kind", rd_case_kind_name(k->kind), "procedure", k->procedure,
		"procedure_version", (int)k->procedure_version, "state", k->state, "status",
		k->open ? "open" : "closed", "queue", k->queue, "assignee", k->assignee,
		"primary_reason", k->primary_reason, "secondary_reason", secondary, "complaints",
		complaints_json(k->complaints), "labels", strings_json(k->labels), "subject",
		k->subject, "description", k->description, "origin", k->origin, "handler",
		k->handler, "opened_at", time_json(k->opened_at), "complained_at",
		time_json(k->complained_at), "closed_at", time_json(k->closed_at));
}

static json_t *
related_json(const RdCase *k)
{
	json_t *list = json_array();

	for (guint i = 0; i < k->links->len; i++) {
		const RdLink *link = k->links->pdata[i];
		g_autofree char *number = rd_case_number(link->other);

		json_array_append_new(list,
				      json_pack("{s:s, s:s}", "number", number, "how", link->how));
	}
	return list;
}

static json_t *
work_json(const RdCase *k, gboolean timers)
{
	json_t *list = json_array();
	GPtrArray *items = timers ? k->timers : k->tasks;

	for (guint i = 0; i < items->len; i++) {
		const RdTimer *timer = items->pdata[i];

		json_array_append_new(list, timers ? json_pack("{s:s, s:o}", "name", timer->name,
							       "due_at", time_json(timer->due_at))
						   : rd_task_to_json(items->pdata[i]));
	}
	return list;
}

static json_t *
attachments_json(RdStore *store, gint64 mail_id)
{
	g_autoptr(GPtrArray) attachments = rd_mail_attachments(store, mail_id, NULL);
	json_t *list = json_array();

	for (guint i = 0; attachments != NULL && i < attachments->len; i++) {
		const RdMailAttachment *a = attachments->pdata[i];

		json_array_append_new(list, json_pack("{s:s, s:s, s:I}", "name", a->name, "type",
						      a->type, "size", (json_int_t)a->size));
	}
	return list;
}

static json_t *
messages_json(RdStore *store, GPtrArray *mails)
{
	json_t *list = json_array();

	for (guint i = 0; i < mails->len; i++) {
		const RdMail *m = mails->pdata[i];
		json_t *json =
			json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:s}", "message_id",
				  m->message_id, "direction", m->outgoing ? "out" : "in", "from",
				  m->from, "to", m->to, "cc", m->cc, "subject", m->subject, "at",
				  time_json(m->at), "template", m->template_name);

		json_object_set_new(json, "attachments", attachments_json(store, m->id));
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *
feed_json(GPtrArray *feed)
{
	json_t *list = json_array();

	for (guint i = 0; i < feed->len; i++) {
		const RdFeedEntry *e = feed->pdata[i];

		json_array_append_new(list, json_pack("{s:o, s:s, s:s, s:s, s:s}", "at",
						      time_json(e->at), "author", e->author, "kind",
						      e->kind, "text", e->text, "cause", e->cause));
	}
	return list;
}

json_t *
rd_case_to_json(RdStore *store, const RdCase *kase, GError **error)
{
	g_autoptr(RdHomeowner) homeowner = NULL;
	g_autoptr(RdInstaller) installer = NULL;
	g_autoptr(GPtrArray) mails = rd_mails_of_case(store, kase->id, error);
	g_autoptr(GPtrArray) feed = mails != NULL ? rd_feed_list(store, kase->id, error) : NULL;
	json_t *json;

	if (feed == NULL)
		return NULL;
	homeowner = rd_homeowner_get(store, kase->homeowner_id, NULL);
	installer = rd_installer_get(store, kase->installer_id, NULL);
	json = record_json(kase);
	json_object_set_new(json, "homeowner", homeowner_json(homeowner));
	json_object_set_new(json, "installer", installer_json(installer));
	json_object_set_new(json, "related", related_json(kase));
	json_object_set_new(json, "tasks", work_json(kase, FALSE));
	json_object_set_new(json, "timers", work_json(kase, TRUE));
	json_object_set_new(json, "messages", messages_json(store, mails));
	json_object_set_new(json, "feed", feed_json(feed));
	return json;
}
