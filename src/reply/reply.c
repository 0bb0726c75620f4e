#include "mustache.h"
#include "reply-private.h"

#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define SUFFIX ".mustache"

/* Read once, since reading them costs more than rendering. */
typedef struct {
	MustacheText *subject;
	MustacheText *body;
	json_t *uses; /* the names in both */
} Template;

struct _RdReplies {
	GHashTable *templates; /* name -> Template */
	char **names;
};

static void
template_free(gpointer data)
{
	Template *self = data;

	g_clear_pointer(&self->subject, mustache_text_free);
	g_clear_pointer(&self->body, mustache_text_free);
	json_decref(self->uses);
	g_free(self);
}

static MustacheText *
template_prepare(const char *path, const char *text, guint first_line, json_t *uses, GError **error)
{
	g_autofree char *why = NULL;
	guint line = 0;
	g_autofree char *prepared = tags_prepare(text, uses, &line, &why);
	MustacheText *out = prepared != NULL ? mustache_text_new(prepared, &why) : NULL;

	if (out == NULL)
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s:%u: %s", path,
			    prepared == NULL ? first_line + line - 1 : first_line, why);
	return out;
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
	self->uses = json_object();
	self->subject = template_prepare(path, subject, 1, self->uses, error);
	if (self->subject != NULL)
		self->body = template_prepare(path, body + 2, 3, self->uses, error);
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

json_t *
rd_replies_uses(const RdReplies *self, const char *name)
{
	const Template *template = g_hash_table_lookup(self->templates, name);

	return template != NULL ? template->uses : NULL;
}

void
rd_reply_text_free(RdReplyText *self)
{
	g_free(self->subject);
	g_free(self->text);
	g_free(self);
}

/* At most one empty line in a row, none at the ends: sections that were left out leave some. */
static char *
text_tidy(char *text)
{
	GString *out = g_string_sized_new(strlen(text) + 1);
	gboolean gap = FALSE;
	char *line;

	while ((line = strsep(&text, "\n")) != NULL) {
		g_strchomp(line);
		if (*line == '\0') {
			gap = out->len > 0;
			continue;
		}
		if (gap)
			g_string_append_c(out, '\n');
		g_string_append(out, line);
		g_string_append_c(out, '\n');
		gap = FALSE;
	}
	return g_string_free(out, FALSE);
}

static char *
render(MustacheText *prepared, const char *what, json_t *view, GError **error)
{
	g_autofree char *missing = NULL;
	char *text = mustache_text_render(prepared, view, &missing);

	if (text == NULL)
		g_set_error(error, RD_ERROR, RD_ERROR_MISSING, "%s: \"%s\" has no value", what,
			    missing);
	return text;
}

RdReplyText *
rd_replies_render(const RdReplies *self, const char *name, json_t *view, GError **error)
{
	const Template *template = g_hash_table_lookup(self->templates, name);
	g_autofree char *what = g_strdup_printf("reply \"%s\"", name);
	g_autofree char *subject = NULL;
	g_autofree char *body = NULL;
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
	text->subject = rd_text_one_line(subject, 200);
	text->text = text_tidy(body);
	return text;
}

static MustacheText *
string_prepare(const char *text, GError **error)
{
	g_autofree char *why = NULL;
	guint line = 0;
	g_autofree char *prepared = tags_prepare(text, NULL, &line, &why);
	MustacheText *out = prepared != NULL ? mustache_text_new(prepared, &why) : NULL;

	if (out == NULL)
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "\"%s\": %s", text, why);
	return out;
}

char *
rd_reply_render_string(const char *text, json_t *view, GError **error)
{
	g_autoptr(MustacheText) prepared = string_prepare(text, error);
	char *rendered = prepared != NULL ? render(prepared, text, view, error) : NULL;

	return rendered != NULL ? g_strstrip(rendered) : NULL;
}

json_t *
rd_reply_string_uses(const char *text)
{
	json_t *uses = json_object();
	guint line;
	g_autofree char *why = NULL;
	g_autofree char *prepared = tags_prepare(text, uses, &line, &why);

	return uses;
}

gboolean
rd_reply_check_string(const char *text, GError **error)
{
	g_autoptr(MustacheText) prepared = string_prepare(text, error);

	return prepared != NULL;
}
