#include "story.h"

#include <criterion/criterion.h>
#include <sample.h>
#include <string.h>

void
story_change(Story *self, const char *procedure)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *file = g_strdup_printf("templates/procedures/%s.yaml", procedure);

	g_clear_pointer(&self->procedure, rd_procedure_free);
	self->procedure =
		rd_procedure_load(strchr(procedure, '/') != NULL ? procedure : file, &error);
	cr_assert_not_null(self->procedure, "%s", error != NULL ? error->message : "");
}

Story *
story_new(const char *procedure)
{
	Story *self = g_new0(Story, 1);

	story_change(self, procedure);
	self->kase = rd_case_new();
	self->homeowner = sample_homeowner();
	self->installer = sample_installer();
	self->now = STORY_BEGIN;
	self->log = g_string_new(NULL);
	return self;
}

void
story_free(Story *self)
{
	rd_procedure_free(self->procedure);
	rd_case_free(self->kase);
	g_clear_pointer(&self->homeowner, rd_homeowner_free);
	g_clear_pointer(&self->installer, rd_installer_free);
	g_string_free(self->log, TRUE);
	g_free(self);
}

static void
drop_timer(Story *self, const char *name)
{
	for (guint i = 0; i < self->kase->timers->len; i++) {
		if (strcmp(((RdTimer *)self->kase->timers->pdata[i])->name, name) == 0) {
			g_ptr_array_remove_index(self->kase->timers, i);
			return;
		}
	}
}

static void
set_timer(Story *self, const RdEffect *effect)
{
	RdTimer *timer = g_new0(RdTimer, 1);

	drop_timer(self, effect->name);
	timer->name = g_strdup(effect->name);
	timer->due_at = effect->due_at;
	g_ptr_array_add(self->kase->timers, timer);
}

static void
add_task(Story *self, const RdEffect *effect)
{
	RdTask *task = g_new0(RdTask, 1);

	task->name = g_strdup(effect->name);
	task->title = g_strdup(effect->text);
	task->due_at = effect->due_at;
	task->done_at = RD_TIME_NONE;
	g_ptr_array_add(self->kase->tasks, task);
}

static void
end_tasks(Story *self, const char *name)
{
	for (guint i = 0; i < self->kase->tasks->len; i++) {
		RdTask *task = self->kase->tasks->pdata[i];

		if (strcmp(task->name, name) == 0 && task->done_at == RD_TIME_NONE)
			task->done_at = self->now;
	}
}

static void
set_fact(Story *self, const RdEffect *effect)
{
	if (effect->text != NULL)
		g_hash_table_insert(self->kase->facts, g_strdup(effect->name),
				    g_strdup(effect->text));
	else
		g_hash_table_remove(self->kase->facts, effect->name);
}

static void
set_text(char **place, const char *text)
{
	g_free(*place);
	*place = g_strdup(text);
}

static void
apply(Story *self, const RdEffect *effect)
{
	switch (effect->kind) {
	case RD_EFFECT_STATE:
		set_text(&self->kase->state, effect->name);
		break;
	case RD_EFFECT_TIMER:
		set_timer(self, effect);
		break;
	case RD_EFFECT_TIMER_CANCEL:
		drop_timer(self, effect->name);
		break;
	case RD_EFFECT_TASK:
		add_task(self, effect);
		break;
	case RD_EFFECT_TASK_DONE:
		end_tasks(self, effect->name);
		break;
	case RD_EFFECT_FACT:
		set_fact(self, effect);
		break;
	case RD_EFFECT_ASSIGN:
		set_text(&self->kase->assignee, effect->name);
		break;
	case RD_EFFECT_QUEUE:
		set_text(&self->kase->queue, effect->name);
		break;
	case RD_EFFECT_CLOSE:
		self->kase->open = FALSE;
		break;
	case RD_EFFECT_REOPEN:
		self->kase->open = TRUE;
		break;
	default:
		break;
	}
}

static void
log_effect(GString *log, const RdEffect *effect)
{
	static const char *const words[] = {
		[RD_EFFECT_STATE] = "state",	   [RD_EFFECT_SEND] = "send",
		[RD_EFFECT_NOTE] = "note",	   [RD_EFFECT_TASK] = "task",
		[RD_EFFECT_TASK_DONE] = "done",	   [RD_EFFECT_TIMER] = "timer",
		[RD_EFFECT_TIMER_CANCEL] = "stop", [RD_EFFECT_QUEUE] = "queue",
		[RD_EFFECT_ASSIGN] = "assign",	   [RD_EFFECT_LABEL] = "label",
		[RD_EFFECT_FACT] = "fact",	   [RD_EFFECT_LINK] = "link",
		[RD_EFFECT_MENTION] = "mention",   [RD_EFFECT_TELL] = "tell",
		[RD_EFFECT_BEGIN] = "begin",	   [RD_EFFECT_CLOSE] = "close",
		[RD_EFFECT_REOPEN] = "reopen",
	};

	g_string_append(log, words[effect->kind]);
	if (effect->name != NULL)
		g_string_append_printf(log, " %s", *effect->name != '\0' ? effect->name : "nobody");
	else if (effect->kind == RD_EFFECT_NOTE)
		g_string_append_printf(log, " %s",
				       effect->text != NULL ? effect->text : effect->body);
	if (effect->kind == RD_EFFECT_FACT)
		g_string_append_printf(log, "=%s", effect->text != NULL ? effect->text : "");
	if (effect->kind == RD_EFFECT_LINK)
		g_string_append_printf(log, " %s", effect->text);
	if (effect->kind == RD_EFFECT_LINK && effect->body != NULL)
		g_string_append_printf(log, " with %s", effect->body);
	if (effect->to != NULL)
		g_string_append_printf(log, effect->kind == RD_EFFECT_LINK ? " told %s" : " to %s",
				       effect->to);
	if (effect->cc != NULL)
		g_string_append_printf(log, " cc %s", effect->cc);
	if (*effect->requirement != '\0')
		g_string_append_printf(log, " [%s]", effect->requirement);
	g_string_append_c(log, '\n');
}

static void
step(Story *self, const RdEvent *event)
{
	const RdSituation situation = {
		.kase = self->kase, .homeowner = self->homeowner, .installer = self->installer};
	g_autoptr(GPtrArray) effects =
		rd_procedure_step(self->procedure, &situation, event, self->now);

	self->kase->complaints |= event->complaints;
	for (guint i = 0; i < effects->len; i++) {
		log_effect(self->log, effects->pdata[i]);
		if (self->watch != NULL)
			self->watch(self, effects->pdata[i]);
		apply(self, effects->pdata[i]);
	}
}

void
story_open(Story *self, const char *complaints)
{
	const RdEvent event = {.kind = RD_EVENT_OPENED, .role = RD_ROLE_HOMEOWNER};

	cr_assert(rd_complaints_parse(complaints, &self->kase->complaints));
	self->kase->open = TRUE;
	self->kase->opened_at = self->now;
	if (self->kase->complained_at == 0 || self->kase->complained_at == RD_TIME_NONE)
		self->kase->complained_at = self->now;
	step(self, &event);
}

static RdTimer *
next_timer(const Story *self)
{
	RdTimer *next = NULL;

	for (guint i = 0; i < self->kase->timers->len; i++) {
		RdTimer *timer = self->kase->timers->pdata[i];

		if (next == NULL || timer->due_at < next->due_at)
			next = timer;
	}
	return next;
}

void
story_wait(Story *self, RdTime seconds)
{
	RdTime end = self->now + seconds;
	const RdTimer *timer;

	while ((timer = next_timer(self)) != NULL && timer->due_at <= end) {
		g_autofree char *name = g_strdup(timer->name);
		const RdEvent event = {.kind = RD_EVENT_TIMER, .name = name};

		self->now = MAX(self->now, timer->due_at);
		drop_timer(self, name);
		step(self, &event);
	}
	self->now = end;
}

void
story_message(Story *self, RdRole from, const char *signals, const char *complaints)
{
	RdEvent event = {.kind = RD_EVENT_MESSAGE, .role = from, .author = "who@mail.example"};

	cr_assert(rd_signals_parse(signals, &event.signals));
	cr_assert(rd_complaints_parse(complaints, &event.complaints));
	event.complaints &= ~self->kase->complaints;
	step(self, &event);
}

void
story_command(Story *self, const char *name, const char *argument)
{
	const RdEvent event = {.kind = RD_EVENT_COMMAND,
			       .name = name,
			       .argument = argument,
			       .role = RD_ROLE_BACK_OFFICE,
			       .author = "lena@everbright.example"};

	step(self, &event);
}

void
story_task_done(Story *self, const char *name)
{
	const RdEvent event = {.kind = RD_EVENT_TASK_DONE,
			       .name = name,
			       .role = RD_ROLE_BACK_OFFICE,
			       .author = "lena@everbright.example"};

	end_tasks(self, name);
	step(self, &event);
}

void
story_bounce(Story *self, const char *role)
{
	const RdEvent event = {.kind = RD_EVENT_BOUNCE, .name = role, .role = RD_ROLE_AUTOMATED};

	step(self, &event);
}

void
story_linked(Story *self, const char *name)
{
	const RdEvent event = {.kind = RD_EVENT_LINKED, .name = name};

	step(self, &event);
}

RdTime
story_due(const Story *self, const char *timer)
{
	for (guint i = 0; i < self->kase->timers->len; i++) {
		const RdTimer *each = self->kase->timers->pdata[i];

		if (strcmp(each->name, timer) == 0)
			return each->due_at;
	}
	return RD_TIME_NONE;
}

void
story_clear(Story *self)
{
	g_string_truncate(self->log, 0);
}

gboolean
story_has(const Story *self, const char *line)
{
	g_auto(GStrv) lines = g_strsplit(self->log->str, "\n", -1);

	return g_strv_contains((const char *const *)lines, line);
}

char *
story_lines(const Story *self, const char *word)
{
	g_auto(GStrv) lines = g_strsplit(self->log->str, "\n", -1);
	g_autofree char *begin = g_strconcat(word, " ", NULL);
	GString *out = g_string_new(NULL);

	for (char **line = lines; *line != NULL; line++) {
		if (g_str_has_prefix(*line, begin))
			g_string_append_printf(out, "%s\n", *line);
	}
	return g_string_free(out, FALSE);
}
