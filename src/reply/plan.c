#include "plan.h"

#include <string.h>

#define SECTIONS_MAX 16

typedef enum {
	PIECE_TEXT,   /* to the end of its line at most */
	PIECE_VALUE,  /* {{name}} */
	PIECE_IF,     /* {{#name}} */
	PIECE_UNLESS, /* {{^name}} */
	PIECE_END,    /* {{/name}} */
} PieceKind;

typedef struct {
	PieceKind kind;
	const char *text; /* in the plan's text; of a tag: its name */
	gsize len;
	ViewRange names;
	guint end; /* of a section: the piece that ends it */
} Piece;

struct _Plan {
	char *text;
	GArray *pieces; /* of Piece */
};

/* A template being read. */
typedef struct {
	Plan *plan;
	RdViewUses *uses;
	const char *at; /* the tag that is looked at; what is wrong stands here */
	guint open[SECTIONS_MAX];
	guint depth;
} Planning;

void
plan_free(Plan *self)
{
	g_array_unref(self->pieces);
	g_free(self->text);
	g_free(self);
}

static Piece *
planning_piece(const Planning *self, guint i)
{
	return &g_array_index(self->plan->pieces, Piece, i);
}

static void
planning_add_text(Planning *self, const char *text, const char *end)
{
	while (text < end) {
		const char *lf = memchr(text, '\n', (gsize)(end - text));
		const char *next = lf != NULL ? lf + 1 : end;
		Piece piece = {.kind = PIECE_TEXT, .text = text, .len = (gsize)(next - text)};

		g_array_append_val(self->plan->pieces, piece);
		text = next;
	}
}

static gboolean
name_is_plain(const char *name)
{
	for (const char *p = name; *p != '\0'; p++) {
		if (!g_ascii_islower(*p) && !g_ascii_isdigit(*p) && *p != '_' && *p != '.')
			return FALSE;
	}
	return *name != '\0';
}

/* A tag with a name. A section of a group asks whether anything of it is known: it uses all. */
static char *
planning_add_name(Planning *self, PieceKind kind, const char *name)
{
	Piece piece = {.kind = kind, .text = strstr(self->at, name), .len = strlen(name)};

	if (!name_is_plain(name))
		return g_strdup_printf("\"{{%s}}\" is not understood; a tag is {{name}}, "
				       "{{#name}}, {{^name}}, {{/name}} or {{!comment}}",
				       name);
	if (!view_names_find(name, &piece.names))
		return g_strdup_printf("\"%s\" is no value that a letter has", name);
	for (guint i = piece.names.first; i < piece.names.end; i++)
		self->uses->names[i] = TRUE;
	g_array_append_val(self->plan->pieces, piece);
	return NULL;
}

static char *
planning_open(Planning *self, PieceKind kind, const char *name)
{
	guint begin = self->plan->pieces->len;
	char *why = planning_add_name(self, kind, name);

	if (why != NULL)
		return why;
	if (self->depth == SECTIONS_MAX)
		return g_strdup("too many sections within each other");
	self->open[self->depth++] = begin;
	return NULL;
}

static char *
planning_close(Planning *self, const char *name)
{
	Piece piece = {.kind = PIECE_END};
	Piece *open = self->depth > 0 ? planning_piece(self, self->open[self->depth - 1]) : NULL;

	if (open == NULL || strlen(name) != open->len || memcmp(open->text, name, open->len) != 0)
		return g_strdup_printf("{{/%s}} ends a section that does not begin", name);
	open->end = self->plan->pieces->len;
	self->depth--;
	g_array_append_val(self->plan->pieces, piece);
	return NULL;
}

/* One tag, without its braces. Returns what is wrong with it. */
static char *
planning_add_tag(Planning *self, char *tag)
{
	const char *name = g_strstrip(tag);

	switch (*name) {
	case '!':
		return NULL;
	case '#':
		return planning_open(self, PIECE_IF, name + 1);
	case '^':
		return planning_open(self, PIECE_UNLESS, name + 1);
	case '/':
		return planning_close(self, name + 1);
	default:
		return planning_add_name(self, PIECE_VALUE, name);
	}
}

static char *
planning_run(Planning *self, const char *text)
{
	const Piece *open;

	while ((self->at = strstr(text, "{{")) != NULL) {
		const char *end = strstr(self->at, "}}");
		g_autofree char *tag = NULL;
		char *why;

		if (end == NULL)
			return g_strdup("\"{{\" has no \"}}\"");
		planning_add_text(self, text, self->at);
		tag = g_strndup(self->at + 2, (gsize)(end - self->at) - 2);
		why = planning_add_tag(self, tag);
		if (why != NULL)
			return why;
		text = end + 2;
	}
	planning_add_text(self, text, text + strlen(text));
	if (self->depth == 0)
		return NULL;
	open = planning_piece(self, self->open[self->depth - 1]);
	self->at = open->text;
	return g_strdup_printf("{{#%.*s}} has no {{/%.*s}}", (int)open->len, open->text,
			       (int)open->len, open->text);
}

static guint
lines_before(const char *text, const char *at)
{
	guint line = 1;

	for (const char *p = text; p < at; p++)
		line += *p == '\n';
	return line;
}

Plan *
plan_new(const char *text, RdViewUses *uses, guint *line, char **why)
{
	g_autoptr(Plan) self = g_new0(Plan, 1);
	Planning planning = {.plan = self, .uses = uses};

	self->text = g_strdup(text);
	self->pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
	*why = planning_run(&planning, self->text);
	if (*why == NULL)
		return g_steal_pointer(&self);
	*line = lines_before(self->text, planning.at);
	return NULL;
}

const char *
plan_text(const Plan *self)
{
	return self->text;
}

/* A letter being written. */
typedef struct {
	GString *out;
	gsize line;	 /* where the line at hand begins */
	gboolean tagged; /* a section begins or ends in it */
} Writing;

/* A line with nothing but the tags of sections in it is none. */
static void
writing_end_line(Writing *self)
{
	gsize blank = strspn(self->out->str + self->line, " \t\r\n");

	if (self->tagged && self->line + blank == self->out->len)
		g_string_truncate(self->out, self->line);
	self->line = self->out->len;
	self->tagged = FALSE;
}

static void
writing_add_text(Writing *self, const Piece *piece)
{
	g_string_append_len(self->out, piece->text, (gssize)piece->len);
	if (piece->text[piece->len - 1] == '\n')
		writing_end_line(self);
}

/* Tells whether there was one. */
static gboolean
writing_add_value(Writing *self, const RdView *view, const Piece *piece)
{
	const char *value = piece->names.end - piece->names.first == 1
				    ? view->values[piece->names.first]
				    : NULL;

	if (value == NULL || *value == '\0')
		return FALSE;
	g_string_append(self->out, value);
	return TRUE;
}

static gboolean
view_has_any(const RdView *view, ViewRange names)
{
	for (guint i = names.first; i < names.end; i++) {
		if (view->values[i] != NULL)
			return TRUE;
	}
	return FALSE;
}

GString *
plan_render(const Plan *self, const RdView *view, char **missing)
{
	Writing writing = {.out = g_string_sized_new(2 * strlen(self->text))};

	for (guint i = 0; i < self->pieces->len; i++) {
		const Piece *piece = &g_array_index(self->pieces, Piece, i);

		if (piece->kind == PIECE_TEXT) {
			writing_add_text(&writing, piece);
		} else if (piece->kind == PIECE_VALUE) {
			if (writing_add_value(&writing, view, piece))
				continue;
			*missing = g_strndup(piece->text, piece->len);
			g_string_free(writing.out, TRUE);
			return NULL;
		} else if (piece->kind == PIECE_END ||
			   view_has_any(view, piece->names) == (piece->kind == PIECE_IF)) {
			writing.tagged = TRUE;
		} else {
			i = piece->end;
		}
	}
	writing_end_line(&writing);
	return writing.out;
}
