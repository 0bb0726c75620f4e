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
	g_free(self);
}

void
rd_command_outcome_free(RdCommandOutcome *self)
{
	g_free(self->text);
	g_free(self);
}

/* "#Called: Voicemail" -> "called", "Voicemail"; NULL when the line is no command. */
static RdCommand *
command_read_line(const char *line)
{
	RdCommand *self;
	gsize len = 0;

	while (g_ascii_isspace(*line))
		line++;
	if (*line != '#' || !g_ascii_isalpha(line[1]))
		return NULL;
	line++;
	while (g_ascii_isalnum(line[len]) || line[len] == '-' || line[len] == '_')
		len++;
	if (line[len] != '\0' && line[len] != ':' && !g_ascii_isspace(line[len]))
		return NULL;
	self = g_new0(RdCommand, 1);
	self->name = g_ascii_strdown(line, (gssize)len);
	self->argument = g_strstrip(g_strdup(line[len] == ':' ? line + len + 1 : line + len));
	return self;
}

GPtrArray *
rd_commands_read(const char *text, char **rest)
{
	GPtrArray *commands = g_ptr_array_new_with_free_func((GDestroyNotify)rd_command_free);

	while (*text != '\0') {
		gsize len = strcspn(text, "\n");
		g_autofree char *line = g_strndup(text, len);
		RdCommand *command = command_read_line(line);

		if (command != NULL)
			g_ptr_array_add(commands, command);
		else if (*g_strstrip(line) != '\0')
			break;
		text += len + (text[len] == '\n' ? 1 : 0);
	}
	*rest = g_strstrip(g_strdup(text));
	return commands;
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
