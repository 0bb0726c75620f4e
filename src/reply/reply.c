#include "plan.h"

#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define SUFFIX ".mustache"

/* Read once, since reading them costs more than rendering. */
typedef struct {
	Plan *subject;
	Plan *body;
	RdViewUses uses; /* the names in both */
} Template;

struct _RdReplies {
	GHashTable *templates; /* name -> Template */
	char **names;
};

struct _RdReplyString {
	Plan *plan;
	RdViewUses uses;
};

static void
template_free(gpointer data)
{
	Template *self = data;

	g_clear_pointer(&self->subject, plan_free);
	g_clear_pointer(&self->body, plan_free);
	g_free(self);
}

static Plan *
template_plan(const char *path, const char *text, guint first_line, RdViewUses *uses,
	      GError **error)
{
	g_autofree char *why = NULL;
	guint line = 0;
	Plan *plan = plan_new(text, uses, &line, &why);

	if (plan == NULL)
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%u: %s", path,
			    first_line + line - 1, why);
	return plan;
}

/* "Subject: ...", an empty line, the text. */
static Template *
template_parse(const char *path, const char *text, GError **error)
{
	const char *body = strstr(text, "\n\n");
	g_autofree char *subject = NULL;
	Template *self;

	if (!g_str_has_prefix(text, "Subject: ") || body == NULL ||
	    memchr(text, '\n', (gsize)(body - text)) != NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "%s:1: a reply begins with a line \"Subject: ...\" and an empty line",
			    path);
		return NULL;
	}
	subject = g_strndup(text + strlen("Subject: "), (gsize)(body - text) - strlen("Subject: "));
	self = g_new0(Template, 1);
	self->subject = template_plan(path, subject, 1, &self->uses, error);
	if (self->subject != NULL)
		self->body = template_plan(path, body + 2, 3, &self->uses, error);
	if (self->body != NULL)
		return self;
	template_free(self);
	return NULL;
}

static gboolean
replies_add(RdReplies *self, const char *dir, const char *file, GError **error)
{
	g_autofree char *path = g_build_filename(dir, file, NULL);
	g_autofree char *text = NULL;
	g_autoptr(GError) local = NULL;
	Template *template;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, &local)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s", local->message);
		return FALSE;
	}
	if (!g_utf8_validate_len(text, len, NULL)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:1: the text is not UTF-8", path);
		return FALSE;
	}
	template = template_parse(path, text, error);
	if (template == NULL)
		return FALSE;
	g_hash_table_insert(self->templates, g_strndup(file, strlen(file) - strlen(SUFFIX)),
			    template);
	return TRUE;
}

static int
name_compare(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

static char **
replies_list(RdReplies *self)
{
	g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(self->templates), name_compare);
	GPtrArray *list = g_ptr_array_new();

	for (GList *name = names; name != NULL; name = name->next)
		g_ptr_array_add(list, g_strdup(name->data));
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_free(list, FALSE);
}

RdReplies *
rd_replies_load(const char *dir, GError **error)
{
	g_autoptr(RdReplies) self = NULL;
	g_autoptr(GError) local = NULL;
	g_autoptr(GDir) folder = g_dir_open(dir, 0, &local);
	const char *file;

	if (folder == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s", local->message);
		return NULL;
	}
	self = g_new0(RdReplies, 1);
	self->templates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, template_free);
	while ((file = g_dir_read_name(folder)) != NULL) {
		if (*file != '.' && g_str_has_suffix(file, SUFFIX) &&
		    !replies_add(self, dir, file, error))
			return NULL;
	}
	self->names = replies_list(self);
	return g_steal_pointer(&self);
}

void
rd_replies_free(RdReplies *self)
{
	g_hash_table_unref(self->templates);
	g_strfreev(self->names);
	g_free(self);
}

const char *const *
rd_replies_names(const RdReplies *self)
{
	return (const char *const *)self->names;
}

const RdViewUses *
rd_replies_uses(const RdReplies *self, const char *name)
{
	const Template *template = g_hash_table_lookup(self->templates, name);

	return template != NULL ? &template->uses : NULL;
}

void
rd_reply_text_free(RdReplyText *self)
{
	g_free(self->subject);
	g_free(self->text);
	g_free(self);
}

static gsize
line_len(const char *line, const char *end)
{
	while (end > line && g_ascii_isspace(end[-1]))
		end--;
	return (gsize)(end - line);
}

/* At most one empty line in a row, none at the ends: sections that were left out leave some. */
static char *
text_tidy(const char *text, gsize text_len)
{
	GString *out = g_string_sized_new(text_len + 2);
	const char *end = text + text_len;
	gboolean gap = FALSE;

	while (text <= end) {
		const char *lf = memchr(text, '\n', (gsize)(end - text));
		const char *line_end = lf != NULL ? lf : end;
		gsize len = line_len(text, line_end);

		if (len > 0) {
			if (gap)
				g_string_append_c(out, '\n');
			g_string_append_len(out, text, (gssize)len);
			g_string_append_c(out, '\n');
		}
		gap = len == 0 && out->len > 0;
		text = line_end + 1;
	}
	return g_string_free(out, FALSE);
}

static GString *
render(const Plan *plan, const char *what, const RdView *view, GError **error)
{
	g_autofree char *missing = NULL;
	GString *text = plan_render(plan, view, &missing);

	if (text == NULL)
		g_set_error(error, RD_ERROR, RD_ERROR_MISSING, "%s: \"%s\" has no value", what,
			    missing);
	return text;
}

RdReplyText *
rd_replies_render(const RdReplies *self, const char *name, const RdView *view, GError **error)
{
	const Template *template = g_hash_table_lookup(self->templates, name);
	g_autofree char *what = g_strconcat("reply \"", name, "\"", NULL);
	g_autoptr(GString) subject = NULL;
	g_autoptr(GString) body = NULL;
	RdReplyText *text;

	if (template == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_NOT_FOUND, "there is no reply \"%s\"", name);
		return NULL;
	}
	subject = render(template->subject, what, view, error);
	if (subject == NULL)
		return NULL;
	body = render(template->body, what, view, error);
	if (body == NULL)
		return NULL;
	text = g_new0(RdReplyText, 1);
	text->subject = rd_text_one_line(subject->str, 200);
	text->text = text_tidy(body->str, body->len);
	return text;
}

RdReplyString *
rd_reply_string_new(const char *text, GError **error)
{
	g_autoptr(RdReplyString) self = g_new0(RdReplyString, 1);
	g_autofree char *why = NULL;
	guint line = 0;

	self->plan = plan_new(text, &self->uses, &line, &why);
	if (self->plan != NULL)
		return g_steal_pointer(&self);
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "\"%s\": %s", text, why);
	return NULL;
}

void
rd_reply_string_free(RdReplyString *self)
{
	g_clear_pointer(&self->plan, plan_free);
	g_free(self);
}

const RdViewUses *
rd_reply_string_uses(const RdReplyString *self)
{
	return &self->uses;
}

char *
rd_reply_string_render(const RdReplyString *self, const RdView *view, GError **error)
{
	GString *text = render(self->plan, plan_text(self->plan), view, error);

	return text != NULL ? g_strstrip(g_string_free(text, FALSE)) : NULL;
}
