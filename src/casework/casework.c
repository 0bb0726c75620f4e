/*
 * casework.c - open records and let events happen to them.
 */

#include "casework-private.h"

#include <redress/error.h>
#include <redress/text.h>

#include <string.h>

#define DEPTH_MAX 8   /* of cases that open and tell each other within one event */
#define TITLE_MAX 200 /* characters of a task's title: it is one line of lists and subjects */

static char *
opening_text(const RdOpening *opening)
{
	g_autofree char *complaints = rd_complaints_format(opening->complaints);

	return g_strdup_printf("opened as %s%s%s%s%s", opening->procedure,
			       *complaints != '\0' ? ": " : "", complaints,
			       opening->homeowner != NULL ? ", homeowner " : "",
			       opening->homeowner != NULL ? opening->homeowner->id : "");
}

/* NULL stands for "". */
static void
set(char **field, const char *text)
{
	rd_text_set(field, text != NULL ? text : "");
}

static RdCase *
opening_record(const RdProcedure *procedure, const RdOpening *opening, RdTime now)
{
	RdCase *kase = rd_case_new();

	kase->kind = rd_procedure_get_kind(procedure);
	set(&kase->procedure, opening->procedure);
	kase->procedure_version = rd_procedure_get_version(procedure);
	set(&kase->state, rd_procedure_get_start(procedure));
	kase->state_since = now;
	set(&kase->primary_reason, rd_procedure_get_primary_reason(procedure));
	kase->complaints = opening->complaints;
	kase->primary = opening->primary;
	set(&kase->description, opening->description);
	set(&kase->subject, opening->subject);
	set(&kase->homeowner_id, opening->homeowner != NULL ? opening->homeowner->id : NULL);
	set(&kase->installer_id, opening->installer != NULL ? opening->installer->id : NULL);
	set(&kase->contact, opening->contact);
	set(&kase->origin, opening->origin);
	set(&kase->handler, opening->handler);
	kase->opened_at = now;
	kase->complained_at = opening->complained_at;
	return kase;
}

static gboolean
opening_link(const RdCasework *self, const RdOpening *opening, gint64 id, const char *cause,
	     RdTime now, GError **error)
{
	g_autofree char *number = rd_case_number(id);
	g_autofree char *text = g_strdup_printf("linked with %s: %s", number, opening->how);
	g_autoptr(RdCase) other = rd_case_get(self->store, opening->linked_to, error);

	return other != NULL && rd_link_add(self->store, other->id, id, opening->how, error) &&
	       rd_casework_note(self, other, "redress", "link", text, cause, now, error);
}

RdCase *
rd_casework_open(const RdCasework *self, const RdOpening *opening, const char *cause, RdTime now,
		 GError **error)
{
	const RdProcedure *procedure = rd_procedures_get(self->procedures, opening->procedure);
	g_autoptr(RdCase) kase = NULL;
	g_autofree char *text = opening_text(opening);

	if (procedure == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "there is no procedure \"%s\" in %s",
			    opening->procedure, self->config->templates);
		return NULL;
	}
	kase = opening_record(procedure, opening, now);
	if (!rd_case_add(self->store, kase, error) ||
	    (opening->homeowner_told &&
	     !rd_fact_set(self->store, kase, "homeowner-told", "yes", error)) ||
	    (opening->staff_words &&
	     !rd_fact_set(self->store, kase, "staff-words", "yes", error)) ||
	    (opening->proposal != NULL &&
	     !rd_fact_set(self->store, kase, RD_FACT_PROPOSAL, opening->proposal, error)) ||
	    (opening->review != NULL &&
	     !rd_casework_keep_review(self->store, kase, opening->review, error)) ||
	    !rd_casework_note(self, kase, "redress", "opened", text, cause, now, error) ||
	    (opening->linked_to != 0 &&
	     (!opening_link(self, opening, kase->id, cause, now, error) ||
	      !rd_casework_refresh(self, kase, error))))
		return NULL;
	return g_steal_pointer(&kase);
}

gboolean
rd_casework_note(const RdCasework *self, const RdCase *kase, const char *author, const char *kind,
		 const char *text, const char *cause, RdTime now, GError **error)
{
	RdFeedEntry entry = {.at = now,
			     .author = (char *)author,
			     .kind = (char *)kind,
			     .text = (char *)text,
			     .cause = (char *)(cause != NULL ? cause : "")};

	return rd_feed_add(self->store, kase->id, &entry, error) &&
	       rd_casework_tell_original(self, kase, &entry, error);
}

const char *
rd_casework_assignee(const RdCase *kase, const char *role)
{
	if (strcmp(role, "assignee") != 0)
		return role;
	if (*kase->assignee != '\0')
		return kase->assignee;
	return *kase->queue != '\0' ? kase->queue : "back-office";
}

static gboolean
case_has_open_task(const RdCase *kase, const char *name, const char *title)
{
	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->done_at == RD_TIME_NONE && strcmp(task->name, name) == 0 &&
		    strcmp(task->title, title) == 0)
			return TRUE;
	}
	return FALSE;
}

gboolean
rd_casework_task(const RdCasework *self, RdCase *kase, const char *name, const char *title,
		 const char *body, const char *assignee, const char *cause, RdTime now,
		 GError **error)
{
	return rd_casework_task_at(self, kase, name, title, body, assignee, now, cause, now, error);
}

gboolean
rd_casework_task_at(const RdCasework *self, RdCase *kase, const char *name, const char *title,
		    const char *body, const char *assignee, RdTime due, const char *cause,
		    RdTime now, GError **error)
{
	g_autofree char *line = rd_text_one_line(title, TITLE_MAX);
	RdTask *task;

	if (case_has_open_task(kase, name, line))
		return TRUE;
	task = g_new0(RdTask, 1);
	task->name = g_strdup(name);
	task->title = g_strdup(line);
	task->body = g_strdup(body);
	task->assignee = g_strdup(rd_casework_assignee(kase, assignee));
	task->created_at = now;
	task->due_at = due;
	task->mailed_at = RD_TIME_NONE;
	task->done_at = RD_TIME_NONE;
	task->done_by = g_strdup("");
	return rd_task_add(self->store, kase, task, error) &&
	       rd_casework_note(self, kase, "redress", "task", line, cause, now, error);
}

gboolean
rd_casework_event_at(const RdCasework *self, RdCase *kase, const RdEvent *event, const char *cause,
		     RdTime now, guint depth, GError **error)
{
	const RdProcedure *procedure =
		rd_procedures_of(self->procedures, kase->procedure, kase->procedure_version);
	const RdSituation known = {.homeowner = event->homeowner, .installer = event->installer};
	g_auto(RdCasePeople) people = {0};
	g_autoptr(GPtrArray) effects = NULL;
	RdSituation situation = {.kase = kase, .calendar = &self->config->calendar};

	if (procedure == NULL || depth > DEPTH_MAX) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "RD-%" G_GINT64_FORMAT ": %s \"%s\"",
			    kase->id,
			    procedure == NULL ? "there is no procedure"
					      : "cases tell each other in a circle in procedure",
			    kase->procedure);
		return FALSE;
	}
	if (!rd_casework_find_people(self, kase, &known, &people, error))
		return FALSE;
	situation.homeowner = people.homeowner;
	situation.installer = people.installer;
	effects = rd_procedure_step(procedure, &situation, event, now);
	for (guint i = 0; i < effects->len; i++) {
		if (!rd_casework_apply(self, kase, effects->pdata[i], &situation, event, cause, now,
				       depth, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_casework_event(const RdCasework *self, RdCase *kase, const RdEvent *event, const char *cause,
		  RdTime now, GError **error)
{
	return rd_casework_event_at(self, kase, event, cause, now, 0, error);
}

gboolean
rd_casework_close_task(const RdCasework *self, RdCase *kase, gint64 id, const char *by, RdTime now,
		       GError **error)
{
	if (!rd_task_done(self->store, id, by, now, error))
		return FALSE;
	for (guint i = 0; i < kase->tasks->len; i++) {
		RdTask *task = kase->tasks->pdata[i];

		if (task->id != id)
			continue;
		task->done_at = now;
		rd_text_set(&task->done_by, by);
	}
	return TRUE;
}

const RdTask *
rd_casework_open_task(const RdCase *kase, const char *name)
{
	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->done_at == RD_TIME_NONE && strcmp(task->name, name) == 0)
			return task;
	}
	return NULL;
}

gboolean
rd_casework_drop_task(const RdCasework *self, RdCase *kase, const RdTask *task, const char *author,
		      const char *cause, RdTime now, GError **error)
{
	g_autofree char *text = g_strdup_printf("no longer needed: %s", task->title);

	return rd_casework_close_task(self, kase, task->id, "redress", now, error) &&
	       rd_casework_note(self, kase, author, "task", text, cause, now, error);
}

gboolean
rd_casework_refresh(const RdCasework *self, RdCase *kase, GError **error)
{
	g_autoptr(RdCase) fresh = rd_case_get(self->store, kase->id, error);
	RdCase stale = *kase;

	if (fresh == NULL)
		return FALSE;
	*kase = *fresh;
	*fresh = stale;
	return TRUE;
}

gboolean
rd_casework_finish_task(const RdCasework *self, RdCase *kase, const RdTask *task, const char *by,
			const char *cause, RdTime now, GError **error)
{
	g_autofree char *name = g_strdup(task->name);
	g_autofree char *text = g_strdup_printf("done: %s", task->title);
	RdEvent event = {.kind = RD_EVENT_TASK_DONE, .name = name, .author = by};

	return rd_casework_close_task(self, kase, task->id, by, now, error) &&
	       rd_casework_note(self, kase, by, "task", text, cause, now, error) &&
	       rd_casework_event(self, kase, &event, cause, now, error);
}

gboolean
rd_casework_begin(const RdCasework *self, RdCase *kase, const char *name, const RdEvent *event,
		  const char *cause, RdTime now, guint depth, GError **error)
{
	const RdProcedure *procedure = rd_procedures_get(self->procedures, name);
	g_autofree char *text = g_strdup_printf("procedure: %s", name);
	RdEvent opened = *event;

	if (procedure == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "there is no procedure \"%s\" in %s",
			    name, self->config->templates);
		return FALSE;
	}
	opened.kind = RD_EVENT_OPENED;
	opened.complaints = kase->complaints;
	rd_text_set(&kase->procedure, name);
	rd_text_set(&kase->state, rd_procedure_get_start(procedure));
	set(&kase->primary_reason, rd_procedure_get_primary_reason(procedure));
	kase->kind = rd_procedure_get_kind(procedure);
	kase->procedure_version = rd_procedure_get_version(procedure);
	kase->state_since = now;
	return rd_case_save(self->store, kase, error) &&
	       rd_casework_note(self, kase, "redress", "procedure", text, cause, now, error) &&
	       rd_casework_event_at(self, kase, &opened, cause, now, depth, error);
}

gboolean
rd_casework_set_homeowner(const RdCasework *self, RdCase *kase, const RdHomeowner *homeowner,
			  RdComplaintSet complaints, const char *cause, RdTime now, GError **error)
{
	g_autofree char *text =
		g_strdup_printf("homeowner: %s (%s)", homeowner->name, homeowner->id);

	rd_text_set(&kase->homeowner_id, homeowner->id);
	/* #installer may have said what the directory does not know. */
	if (*homeowner->installer_id != '\0')
		rd_text_set(&kase->installer_id, homeowner->installer_id);
	kase->complaints = complaints;
	if (kase->primary == RD_COMPLAINT_NONE && complaints != 0)
		kase->primary = rd_complaints_first(complaints);
	if (!rd_case_save(self->store, kase, error) ||
	    !rd_casework_note(self, kase, "redress", "homeowner", text, cause, now, error))
		return FALSE;
	return TRUE;
}
