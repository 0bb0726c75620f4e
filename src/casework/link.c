/*
 * link.c - mailto: links that open a ready reply with a command (RFC 6068).
 */

#include "casework-private.h"
#include "command-private.h"

#include <redress/token.h>

#include <string.h>

#define SUBJECT_MAX 120 /* characters: some mail programs take no long links */

char *
rd_casework_reply_address(const RdCasework *self, const RdCase *kase)
{
	gsize len;
	const guint8 *secret = rd_store_secret(self->store, &len);

	if (kase == NULL)
		return g_strdup(self->config->address);
	return rd_token_address(secret, len, kase->id, self->config->address);
}

/* Everything but unreserved characters is encoded: "+" and "'" too, which some decode wrongly. */
static char *
link_escape(const char *text, const char *allowed)
{
	return g_uri_escape_string(text, allowed, FALSE);
}

static char *
link_new(const char *address, const char *subject, const char *command)
{
	g_autofree char *to = link_escape(address, "@");
	g_autofree char *about = link_escape(subject, NULL);
	g_autofree char *body = link_escape(command, NULL);

	return g_strdup_printf("<mailto:%s?subject=%s&body=%s%%0D%%0A>", to, about, body);
}

/* "Re: The roof leaks [RD-1042]", which threads even where the address loses its token. */
static char *
link_subject(const RdCase *kase)
{
	g_autofree char *valid = NULL;
	g_autofree char *cut = NULL;
	g_autofree char *number = NULL;

	if (kase == NULL)
		return g_strdup("Commands");
	valid = g_utf8_make_valid(kase->subject, -1);
	cut = g_utf8_substring(valid, 0, MIN(g_utf8_strlen(valid, -1), SUBJECT_MAX));
	number = rd_case_number(kase->id);
	return g_strdup_printf("Re: %s [%s]", *cut != '\0' ? cut : "Your message", number);
}

char *
rd_casework_link(const RdCasework *self, const RdCase *kase, const char *command)
{
	g_autofree char *address = rd_casework_reply_address(self, kase);
	g_autofree char *subject = link_subject(kase);

	return link_new(address, subject, command);
}

/* "- #called reached", "- #close: nothing is to be done": the command alone; NULL: none. */
static char *
line_command(const char *line)
{
	static const char *const ends[] = {": ", " followed by ", " if "};
	g_autofree char *name = NULL;
	gsize len = strlen(line);

	if (!g_str_has_prefix(line, "- #") || strchr(line, '<') != NULL)
		return NULL;
	name = g_strndup(line + 3, strspn(line + 3, "abcdefghijklmnopqrstuvwxyz-"));
	if (rd_command_find(name) == NULL)
		return NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		const char *end = strstr(line, ends[i]);

		if (end != NULL)
			len = MIN(len, (gsize)(end - line));
	}
	return g_strndup(line + 2, len - 2);
}

char *
rd_casework_link_lines(const RdCasework *self, const RdCase *kase, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *out = g_string_new(NULL);

	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *command = line_command(*line);
		g_autofree char *link =
			command != NULL ? rd_casework_link(self, kase, command) : NULL;

		g_string_append_printf(out, "%s%s%s%s", line > lines ? "\n" : "", *line,
				       link != NULL ? " " : "", link != NULL ? link : "");
	}
	return g_string_free(out, FALSE);
}

/* "#done 12 <mailto:...>" */
static void
links_add(json_t *list, const RdCasework *self, const RdCase *kase, const char *command,
	  const char *words)
{
	g_autofree char *link = rd_casework_link(self, kase, command);
	g_autofree char *line =
		g_strdup_printf("%s%s%s %s", command, *words != '\0' ? ": " : "", words, link);

	json_array_append_new(list, json_string(line));
}

static void
links_add_task(json_t *list, const RdCasework *self, const RdCase *kase, const RdTask *task)
{
	gboolean held = g_str_has_prefix(task->name, RD_APPROVE_TASK);
	g_autofree char *command =
		held ? g_strdup_printf("#approve %s", task->name + strlen(RD_APPROVE_TASK))
		     : g_strdup_printf("#done %" G_GINT64_FORMAT, task->id);

	links_add(list, self, kase, command, task->title);
}

json_t *
rd_casework_links(const RdCasework *self, const RdCase *kase, const RdTask *task)
{
	json_t *list = json_array();
	guint listed = 0;

	for (guint i = 0; kase != NULL && i < kase->tasks->len && listed < RD_TASKS_LISTED_MAX;
	     i++) {
		const RdTask *open = kase->tasks->pdata[i];

		if (open->done_at != RD_TIME_NONE || (task != NULL && task->id != open->id))
			continue;
		links_add_task(list, self, kase, open);
		listed++;
	}
	if (kase != NULL && *kase->assignee == '\0')
		links_add(list, self, kase, "#take", "the case is yours");
	if (kase != NULL && task == NULL)
		links_add(list, self, kase, "#undo", "take the last command back");
	links_add(list, self, kase, "#status", "");
	links_add(list, self, kase, "#help", "");
	return list;
}
