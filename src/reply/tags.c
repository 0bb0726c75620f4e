#include "reply-private.h"

#include <string.h>

#define SECTIONS_MAX 16

/* A template on its way through: what is written, and the sections that are open. */
typedef struct {
	GString *out;
	json_t *uses;	/* names, as rd_replies_uses() gives them; NULL: nobody asks */
	const char *at; /* the tag that is looked at; what is wrong stands here */
	char *open[SECTIONS_MAX];
	const char *open_at[SECTIONS_MAX];
	guint depth;
} Tags;

static gboolean
name_is_plain(const char *name)
{
	for (const char *p = name; *p != '\0'; p++) {
		if (!g_ascii_islower(*p) && !g_ascii_isdigit(*p) && *p != '_' && *p != '.')
			return FALSE;
	}
	return *name != '\0';
}

/* A section of a whole group asks whether anything of it is known: then all of it is used. */
static void
tags_use(Tags *self, const char *name)
{
	const char *dot = strchr(name, '.');
	g_autofree char *group = g_strndup(name, dot != NULL ? (gsize)(dot - name) : strlen(name));
	json_t *used = json_object_get(self->uses, group);

	if (self->uses == NULL || json_is_true(used))
		return;
	if (dot == NULL) {
		json_object_set_new(self->uses, group, json_true());
		return;
	}
	if (used == NULL) {
		used = json_object();
		json_object_set_new(self->uses, group, used);
	}
	json_object_set_new(used, dot + 1, json_true());
}

static char *
tags_check_name(Tags *self, const char *name)
{
	if (!name_is_plain(name))
		return g_strdup_printf("\"{{%s}}\" is not understood; a tag is {{name}}, "
				       "{{#name}}, {{^name}}, {{/name}} or {{!comment}}",
				       name);
	if (!view_has_name(name))
		return g_strdup_printf("\"%s\" is no value that a letter has", name);
	tags_use(self, name);
	return NULL;
}

static char *
tags_open(Tags *self, const char *name)
{
	char *why = tags_check_name(self, name);

	if (why != NULL)
		return why;
	if (self->depth == SECTIONS_MAX)
		return g_strdup("too many sections within each other");
	self->open[self->depth] = g_strdup(name);
	self->open_at[self->depth++] = self->at;
	return NULL;
}

static char *
tags_close(Tags *self, const char *name)
{
	if (self->depth == 0 || strcmp(self->open[self->depth - 1], name) != 0)
		return g_strdup_printf("{{/%s}} ends a section that does not begin", name);
	g_free(self->open[--self->depth]);
	return NULL;
}

/* One tag, without its braces. Returns what is wrong with it. */
static char *
tags_take(Tags *self, char *tag)
{
	const char *name = g_strstrip(tag);
	char *why;

	switch (*name) {
	case '!':
		g_string_append_printf(self->out, "{{%s}}", name);
		return NULL;
	case '#':
	case '^':
		why = tags_open(self, name + 1);
		break;
	case '/':
		why = tags_close(self, name + 1);
		break;
	default:
		why = tags_check_name(self, name);
		g_string_append_printf(self->out, "{{$%s}}", name);
		return why;
	}
	g_string_append_printf(self->out, "{{%s}}", name);
	return why;
}

static guint
lines_before(const char *text, const char *at)
{
	guint line = 1;

	for (const char *p = text; p < at; p++)
		line += *p == '\n';
	return line;
}

static char *
tags_run(Tags *self, const char *text)
{
	while ((self->at = strstr(text, "{{")) != NULL) {
		const char *end = strstr(self->at, "}}");
		g_autofree char *tag = NULL;
		char *why;

		if (end == NULL)
			return g_strdup("\"{{\" has no \"}}\"");
		g_string_append_len(self->out, text, self->at - text);
		tag = g_strndup(self->at + 2, (gsize)(end - self->at) - 2);
		why = tags_take(self, tag);
		if (why != NULL)
			return why;
		text = end + 2;
	}
	g_string_append(self->out, text);
	if (self->depth == 0)
		return NULL;
	self->at = self->open_at[self->depth - 1];
	return g_strdup_printf("{{#%s}} has no {{/%s}}", self->open[self->depth - 1],
			       self->open[self->depth - 1]);
}

char *
tags_prepare(const char *text, json_t *uses, guint *line, char **why)
{
	Tags tags = {.out = g_string_new(NULL), .uses = uses};

	*why = tags_run(&tags, text);
	while (tags.depth > 0)
		g_free(tags.open[--tags.depth]);
	if (*why == NULL)
		return g_string_free(tags.out, FALSE);
	*line = lines_before(text, tags.at);
	g_string_free(tags.out, TRUE);
	return NULL;
}
