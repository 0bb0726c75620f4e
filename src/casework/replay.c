#include <redress/mail.h>
#include <redress/replay.h>
#include <redress/text.h>
#include <redress/time.h>
#include <string.h>

#define REPLAY_BATCH 500

/* What the feed has told so far. */
typedef struct {
	const RdCase *kase;
	const RdProcedures *procedures;
	GPtrArray *problems;
	char *state;
	gboolean open;
	gboolean merged;     /* the feed is of more than one case */
	GHashTable *timers;  /* name -> time as text */
	GPtrArray *tasks;    /* titles of open ones */
	GPtrArray *finished; /* titles */
	GPtrArray *sent;     /* RdFeedEntry "mail-out" that no mail has been found for yet */
	GPtrArray *taken;    /* the same, "mail-in" */
} Replay;

static void
replay_clear(Replay *self)
{
	g_free(self->state);
	g_hash_table_unref(self->timers);
	g_ptr_array_unref(self->tasks);
	g_ptr_array_unref(self->finished);
	g_ptr_array_unref(self->sent);
	g_ptr_array_unref(self->taken);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Replay, replay_clear)

static void G_GNUC_PRINTF(2, 3) replay_say(Replay *self, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_ptr_array_add(self->problems,
			g_strdup_printf("RD-%" G_GINT64_FORMAT ": %s", self->kase->id, what));
}

static gboolean
titles_take(GPtrArray *titles, const char *title)
{
	for (guint i = 0; i < titles->len; i++) {
		if (strcmp(titles->pdata[i], title) == 0) {
			g_ptr_array_remove_index(titles, i);
			return TRUE;
		}
	}
	return FALSE;
}

static void
replay_begin(Replay *self, const char *procedure)
{
	g_autofree char *name = g_strndup(procedure, strcspn(procedure, ":,"));
	const RdProcedure *known = rd_procedures_get(self->procedures, name);

	rd_text_set(&self->state, known != NULL ? rd_procedure_get_start(known) : "");
}

static void
replay_opened(Replay *self, const char *text)
{
	self->open = TRUE;
	if (g_str_has_prefix(text, "opened as "))
		replay_begin(self, text + strlen("opened as "));
}

static void
replay_closed(Replay *self, const char *text G_GNUC_UNUSED)
{
	self->open = FALSE;
}

static void
replay_procedure(Replay *self, const char *text)
{
	if (g_str_has_prefix(text, "procedure: "))
		replay_begin(self, text + strlen("procedure: "));
}

/* "waiting -> calling" */
static void
replay_state(Replay *self, const char *text)
{
	const char *arrow = strstr(text, " -> ");
	g_autofree char *from = NULL;

	if (arrow == NULL)
		return;
	from = g_strndup(text, (gsize)(arrow - text));
	if (!self->merged && *self->state != '\0' && strcmp(self->state, from) != 0)
		replay_say(self, "the feed goes from state \"%s\", but was in \"%s\"", from,
			   self->state);
	rd_text_set(&self->state, arrow + strlen(" -> "));
}

/* "call-due at TIME", "call-due cancelled", "call-due fired" */
static void
replay_timer(Replay *self, const char *text)
{
	const char *space = strchr(text, ' ');
	g_autofree char *name = NULL;

	if (space == NULL)
		return;
	name = g_strndup(text, (gsize)(space - text));
	if (g_str_has_prefix(space, " at "))
		g_hash_table_insert(self->timers, g_steal_pointer(&name),
				    g_strdup(space + strlen(" at ")));
	else if (!g_hash_table_remove(self->timers, name) && !self->merged)
		replay_say(self, "the feed ends the timer \"%s\", which did not run", name);
}

/* A title; "done: TITLE"; "no longer needed: TITLE" */
static void
replay_task(Replay *self, const char *text)
{
	static const char *const ends[] = {"done: ", "no longer needed: "};

	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		const char *title = text + strlen(ends[i]);

		if (!g_str_has_prefix(text, ends[i]))
			continue;
		if (!titles_take(self->tasks, title))
			replay_say(self, "the feed ends the task \"%s\", which was not open",
				   title);
		g_ptr_array_add(self->finished, g_strdup(title));
		return;
	}
	g_ptr_array_add(self->tasks, g_strdup(text));
}

static void
replay_entry(Replay *self, const RdFeedEntry *entry)
{
	static const struct {
		const char *kind;
		void (*play)(Replay *self, const char *text);
	} kinds[] = {
		{"opened", replay_opened},	 {"closed", replay_closed},
		{"procedure", replay_procedure}, {"state", replay_state},
		{"timer", replay_timer},	 {"task", replay_task},
	};

	if (entry->at == RD_TIME_NONE || *entry->author == '\0' || *entry->cause == '\0')
		replay_say(self, "the entry \"%s\" lacks time, author or cause", entry->text);
	for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(entry->kind, kinds[i].kind) == 0)
			kinds[i].play(self, entry->text);
	}
	if (strcmp(entry->kind, "mail-out") == 0 && strstr(entry->text, " did not go out") == NULL)
		g_ptr_array_add(self->sent, (gpointer)entry);
	else if (strcmp(entry->kind, "mail-in") == 0)
		g_ptr_array_add(self->taken, (gpointer)entry);
}

static gboolean
entry_is_of_mail(const RdFeedEntry *entry, const RdMail *mail)
{
	g_autofree char *words =
		mail->outgoing ? g_strdup_printf("%s to %s", mail->template_name, mail->to)
			       : g_strdup_printf("from %s, \"%s\"", mail->from, mail->subject);

	return entry->at == mail->at && g_str_has_prefix(entry->text, words);
}

static void
replay_compare_mails(Replay *self, GPtrArray *mails)
{
	for (guint i = 0; i < mails->len; i++) {
		const RdMail *mail = mails->pdata[i];
		GPtrArray *entries = mail->outgoing ? self->sent : self->taken;
		guint at = 0;

		while (at < entries->len && !entry_is_of_mail(entries->pdata[at], mail))
			at++;
		if (at < entries->len)
			g_ptr_array_remove_index(entries, at);
		else
			replay_say(self, "the mail <%s> %s%s has no cause in the feed",
				   mail->message_id, mail->outgoing ? "to " : "from ",
				   mail->outgoing ? mail->to : mail->from);
	}
	for (guint i = 0; i < self->sent->len; i++)
		replay_say(self, "the feed has a mail that the case has not: %s",
			   ((RdFeedEntry *)self->sent->pdata[i])->text);
	for (guint i = 0; i < self->taken->len; i++)
		replay_say(self, "the feed has a mail that the case has not: %s",
			   ((RdFeedEntry *)self->taken->pdata[i])->text);
}

static void
replay_compare_tasks(Replay *self)
{
	for (guint i = 0; i < self->kase->tasks->len; i++) {
		const RdTask *task = self->kase->tasks->pdata[i];
		gboolean open = task->done_at == RD_TIME_NONE;

		if (!titles_take(open ? self->tasks : self->finished, task->title))
			replay_say(self, "the task \"%s\" is %s, which has no cause in the feed",
				   task->title, open ? "open" : "done");
	}
	for (guint i = 0; i < self->tasks->len; i++)
		replay_say(self, "the feed has an open task that the case has not: %s",
			   (char *)self->tasks->pdata[i]);
}

static void
replay_compare_timers(Replay *self)
{
	GHashTableIter iter;
	gpointer name;

	for (guint i = 0; i < self->kase->timers->len; i++) {
		const RdTimer *timer = self->kase->timers->pdata[i];
		g_autofree char *due = rd_time_format(timer->due_at);

		if (g_strcmp0(g_hash_table_lookup(self->timers, timer->name), due) != 0)
			replay_say(self, "the timer \"%s\" at %s has no cause in the feed",
				   timer->name, due);
		g_hash_table_remove(self->timers, timer->name);
	}
	g_hash_table_iter_init(&iter, self->timers);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		replay_say(self, "the end of the timer \"%s\" has no cause in the feed",
			   (char *)name);
}

static void
replay_compare_state(Replay *self)
{
	if (*self->state != '\0' && strcmp(self->state, self->kase->state) != 0)
		replay_say(self, "its state is \"%s\", but \"%s\" by its feed", self->kase->state,
			   self->state);
	if (self->open != self->kase->open)
		replay_say(self, "it is %s, but %s by its feed",
			   self->kase->open ? "open" : "closed", self->open ? "open" : "closed");
}

static gboolean
feed_has_kind(GPtrArray *feed, const char *kind)
{
	for (guint i = 0; i < feed->len; i++) {
		if (strcmp(((RdFeedEntry *)feed->pdata[i])->kind, kind) == 0)
			return TRUE;
	}
	return FALSE;
}

void
rd_replay_case(const RdCase *kase, GPtrArray *feed, GPtrArray *mails,
	       const RdProcedures *procedures, GPtrArray *problems)
{
	g_auto(Replay)
		self = {.kase = kase,
			.procedures = procedures,
			.problems = problems,
			.state = g_strdup(""),
			.merged = feed_has_kind(feed, "merge"),
			.timers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
			.tasks = g_ptr_array_new_with_free_func(g_free),
			.finished = g_ptr_array_new_with_free_func(g_free),
			.sent = g_ptr_array_new(),
			.taken = g_ptr_array_new()};

	for (guint i = 0; i < feed->len; i++)
		replay_entry(&self, feed->pdata[i]);
	replay_compare_mails(&self, mails);
	replay_compare_tasks(&self);
	if (self.merged)
		return;
	replay_compare_timers(&self);
	replay_compare_state(&self);
}

static gboolean
replay_id(RdStore *store, gint64 id, const RdProcedures *procedures, GPtrArray *problems,
	  GError **error)
{
	g_autoptr(RdCase) kase = rd_case_get(store, id, error);
	g_autoptr(GPtrArray) feed = NULL;
	g_autoptr(GPtrArray) mails = NULL;

	if (kase == NULL)
		return FALSE;
	if (kase->id != id)
		return TRUE; /* it is part of another one, and read with that */
	feed = rd_feed_list(store, id, error);
	mails = feed != NULL ? rd_mails_of_case(store, id, error) : NULL;
	if (mails == NULL)
		return FALSE;
	rd_replay_case(kase, feed, mails, procedures, problems);
	return TRUE;
}

gboolean
rd_replay_store(RdStore *store, const RdProcedures *procedures, GPtrArray *problems, guint *cases,
		GError **error)
{
	RdCaseFilter filter = {.limit = REPLAY_BATCH};

	for (*cases = 0;;) {
		g_autoptr(GArray) ids = rd_cases_find(store, &filter, error);

		if (ids == NULL)
			return FALSE;
		for (guint i = 0; i < ids->len; i++) {
			filter.after = g_array_index(ids, gint64, i);
			if (!replay_id(store, filter.after, procedures, problems, error))
				return FALSE;
		}
		*cases += ids->len;
		if (ids->len < REPLAY_BATCH)
			return TRUE;
	}
}
