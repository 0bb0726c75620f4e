/*
 * command.c - read command lines. What they do is in command-run.c.
 */

#include "command-private.h"

#include <redress/text.h>

#include <string.h>

void
rd_command_free(RdCommand *self)
{
	g_free(self->name);
	g_free(self->argument);
	g_free(self->text);
	g_free(self);
}

void
rd_command_outcome_free(RdCommandOutcome *self)
{
	g_free(self->text);
	g_free(self);
}

#define COMMANDS_MAX	 50 /* of one mail */
#define COMMAND_NAME_MAX 40 /* no command has a longer name, slips included */

/* What people write for a command, and mean it. */
static const struct {
	const char *written, *name, *argument;
} aliases[] = {
	{"notsatisfied", "not-satisfied", ""}, {"unsatisfied", "not-satisfied", ""},
	{"dissatisfied", "not-satisfied", ""}, {"voicemail", "called", "voicemail"},
	{"reached", "called", "reached"},      {"?", "help", ""},
};

/* Blanks of any kind, and the mark of a list. */
static const char *
line_skip_margin(const char *line)
{
	const char *p = line;

	while (g_unichar_isspace(g_utf8_get_char(p)) || g_str_has_prefix(p, "\xe2\x80\x8b"))
		p = g_utf8_next_char(p);
	if ((*p == '-' || *p == '*') && (p[1] == ' ' || p[1] == '\t'))
		p += 2 + strspn(p + 2, " \t");
	return p;
}

/* Behind the "#" or its full-width twin; NULL when there is none. @apart: blanks follow it. */
static const char *
line_skip_mark(const char *line, gboolean *apart)
{
	const char *p = line_skip_margin(line);

	if (*p == '\\' && p[1] == '#')
		p++;
	if (*p == '#')
		p++;
	else if (g_str_has_prefix(p, "\xef\xbc\x83"))
		p += 3;
	else
		return NULL;
	*apart = *p == ' ';
	return p + strspn(p, " ");
}

/* "not satisfied" is one word here, and some words are another command. */
static void
command_settle(RdCommand *self)
{
	if (strcmp(self->name, "not") == 0 &&
	    g_ascii_strncasecmp(self->argument, "satisfied", strlen("satisfied")) == 0) {
		rd_text_set(&self->name, "not-satisfied");
		rd_text_set(&self->argument, "");
	}
	for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++) {
		if (strcmp(self->name, aliases[i].written) != 0)
			continue;
		rd_text_set(&self->name, aliases[i].name);
		if (*aliases[i].argument != '\0')
			rd_text_set(&self->argument, aliases[i].argument);
		return;
	}
}

/* "#Called: Voicemail" -> "called", "Voicemail"; NULL when the line is no command. */
static RdCommand *
command_read_line(const char *line)
{
	g_autoptr(RdCommand) self = NULL;
	gboolean apart = FALSE;
	gsize len = 0;

	line = line_skip_mark(line, &apart);
	if (line == NULL || (!g_ascii_isalpha(*line) && *line != '?'))
		return NULL;
	while (g_ascii_isalnum(line[len]) || line[len] == '-' || line[len] == '_')
		len++;
	len = MAX(len, 1);
	if (line[len] != '\0' && strchr(" \t:.,;!=", line[len]) == NULL)
		return NULL;
	self = g_new0(RdCommand, 1);
	self->name = g_strdelimit(g_ascii_strdown(line, (gssize)len), "_", '-');
	self->argument = g_strstrip(g_strdup(line + len + strspn(line + len, ":.,;!= \t")));
	command_settle(self);
	/* "# Summary" is a headline. */
	if (apart && rd_command_find(self->name) == NULL)
		return NULL;
	return g_steal_pointer(&self);
}

/* The text under the commands is the new body of a letter when one of them says so. */
static void
commands_give_text(GPtrArray *commands, char **rest)
{
	for (guint i = 0; i < commands->len; i++) {
		RdCommand *command = commands->pdata[i];

		if (strcmp(command->name, "edit") != 0)
			continue;
		command->text = *rest;
		*rest = g_strdup("");
		return;
	}
}

GPtrArray *
rd_commands_read(const char *text, char **rest)
{
	GPtrArray *commands = g_ptr_array_new_with_free_func((GDestroyNotify)rd_command_free);

	while (*text != '\0' && commands->len < COMMANDS_MAX) {
		gsize len = strcspn(text, "\n");
		g_autofree char *line = g_strndup(text, len);
		g_autofree char *valid = g_utf8_make_valid(line, -1);
		RdCommand *command = command_read_line(valid);

		if (command != NULL)
			g_ptr_array_add(commands, command);
		else if (*g_strstrip(line) != '\0')
			break;
		text += len + (text[len] == '\n' ? 1 : 0);
	}
	*rest = g_strstrip(g_strdup(text));
	commands_give_text(commands, rest);
	return commands;
}

gboolean
rd_commands_begin_case(GPtrArray *commands)
{
	for (guint i = 0; i < commands->len; i++) {
		const RdCommand *command = commands->pdata[i];
		const RdCommandSpec *spec = rd_command_find(command->name);

		if (spec != NULL && spec->kind == RD_COMMAND_TELLS)
			return TRUE;
	}
	return FALSE;
}

/* Levenshtein distance of two short words. */
static guint
word_distance(const char *a, const char *b)
{
	guint row[32];
	gsize n = strlen(b);

	if (n + 1 > G_N_ELEMENTS(row))
		return G_MAXUINT;
	for (gsize j = 0; j <= n; j++)
		row[j] = (guint)j;
	for (gsize i = 1; a[i - 1] != '\0'; i++) {
		guint diagonal = row[0];

		row[0] = (guint)i;
		for (gsize j = 1; j <= n; j++) {
			guint substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);

			diagonal = row[j];
			row[j] = MIN(substitution, MIN(row[j], row[j - 1]) + 1);
		}
	}
	return row[n];
}

const char *
rd_command_nearest(const char *name)
{
	const char *nearest = NULL;
	guint best = 3; /* two slips of the finger are understood */

	if (strlen(name) > COMMAND_NAME_MAX)
		return NULL;
	for (gsize i = 0; i < rd_command_specs_len; i++) {
		guint distance = word_distance(name, rd_command_specs[i].name);

		if (distance < best) {
			best = distance;
			nearest = rd_command_specs[i].name;
		}
	}
	return nearest;
}

const RdCommandSpec *
rd_command_find(const char *name)
{
	for (gsize i = 0; i < rd_command_specs_len; i++) {
		if (strcmp(rd_command_specs[i].name, name) == 0)
			return &rd_command_specs[i];
	}
	return NULL;
}

char *
rd_commands_help(void)
{
	GString *out = g_string_new(NULL);

	for (gsize i = 0; i < rd_command_specs_len; i++)
		g_string_append_printf(out, "#%s %s\n    %s\n", rd_command_specs[i].name,
				       rd_command_specs[i].arguments, rd_command_specs[i].help);
	return g_string_free(out, FALSE);
}
