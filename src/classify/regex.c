#include "regex-needs.h"

#include <redress/error.h>
#include <string.h>

#define DEPTH_MAX 24
/* A literal shorter than this is useless. */
#define LITERAL_MIN 2

/*
 * Literals are compared with texts in which every character that is no part of a word
 * is a space (filter.h), and so is what stands before and after a sentence. That lets a
 * literal say where a word begins and ends: "ui" is a condition that "quit" meets, and
 * " ui " is not. A place is called bare when the character before it is no part of a word.
 */

/* What one part of a pattern needs. */
typedef struct {
	GPtrArray *groups;
	double ways;
	gboolean is_char;   /* one character or class */
	gboolean is_wide;   /* "." or a negated class: may run over words */
	gboolean is_width;  /* takes up text (an assertion does not) */
	gboolean is_gap;    /* only characters that are no part of a word */
	gboolean ends_bare; /* the place after it is bare, if it is there at all */
	char literal;	    /* of a single character; 0: none */
	gboolean is_empty;  /* may take up no text */
	gboolean is_first;  /* stands where the text begins */
	GArray *heads;	    /* of RdHead: what it can begin with, when it takes up text */
} Part;

typedef struct {
	const char *source;
	const char *p;
	guint depth;
	GError **error;
} Parser;

static gboolean parse_alternatives(Parser *self, Part *out, gboolean starts, gboolean ends);

static void
part_clear(Part *self)
{
	g_clear_pointer(&self->groups, g_ptr_array_unref);
	g_clear_pointer(&self->heads, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Part, part_clear)

static gboolean
parser_fail(Parser *self, const char *message)
{
	gsize before = MIN((gsize)(self->p - self->source), 50);

	g_set_error(self->error, RD_ERROR, RD_ERROR_INPUT, "%s: after \"%.*s\", before \"%.30s\"",
		    message, (int)before, self->p - before, self->p);
	return FALSE;
}

static void
run_flush(GString *run, GPtrArray *groups)
{
	if (run->len >= LITERAL_MIN) {
		GPtrArray *group = g_ptr_array_new_with_free_func(g_free);

		g_ptr_array_add(group, g_strndup(run->str, run->len));
		g_ptr_array_add(groups, group);
	}
	g_string_truncate(run, 0);
}

static gboolean
is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_';
}

/* A class like ["'(] or [^\w ], which takes no letter. */
static gboolean
class_is_gap(const char *class, gsize len)
{
	if (len > 4 && memcmp(class, "[^\\w", 4) == 0)
		return TRUE;
	for (gsize i = 1; i < len; i++) {
		if (is_word(class[i]) || class[i] == '\\' || class[i] == '^' || class[i] == '-')
			return FALSE;
	}
	return TRUE;
}

static gboolean
parse_class(Parser *self, Part *out)
{
	const char *begin = self->p;

	out->is_char = out->is_width = TRUE;
	out->is_wide = self->p[1] == '^';
	self->p += out->is_wide ? 2 : 1;
	if (*self->p == ']')
		self->p++;
	while (*self->p != ']') {
		if (*self->p == '\\' && self->p[1] != '\0')
			self->p++;
		else if (*self->p == '[' && self->p[1] == ':')
			return parser_fail(self, "POSIX classes are not part of the language");
		if (*self->p == '\0')
			return parser_fail(self, "a class without end");
		self->p++;
	}
	self->p++;
	out->is_gap = out->ends_bare = class_is_gap(begin, (gsize)(self->p - begin));
	return TRUE;
}

static gboolean
parse_escape(Parser *self, Part *out)
{
	char c = self->p[1];

	out->is_width = TRUE;
	if (c == 'b' || c == 'B') {
		out->is_width = FALSE;
		out->ends_bare = c == 'b';
	} else if (strchr("wWdDsSh", c) != NULL && c != '\0') {
		out->is_char = TRUE;
		out->is_wide = c == 'W' || c == 'D';
	} else if (g_ascii_isalnum(c) || c == '\0') {
		return parser_fail(self, "this escape is not part of the language");
	} else {
		out->is_char = TRUE;
		out->literal = c;
	}
	self->p += 2;
	return TRUE;
}

/* Where the group that begins at @p ends: at its parenthesis; NULL: nowhere. */
static const char *
group_end(const char *p)
{
	guint depth = 0;

	for (; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0') {
			p++;
		} else if (*p == '[') {
			p += p[1] == '^' ? 2 : 1;
			p += *p == ']';
			while (*p != '\0' && *p != ']')
				p += *p == '\\' && p[1] != '\0' ? 2 : 1;
			if (*p == '\0')
				return NULL;
		} else if (*p == '(') {
			depth++;
		} else if (*p == ')' && --depth == 0) {
			return p;
		}
	}
	return NULL;
}

/* After what ends before @p no letter follows; @ends: so it is at the end of the sequence. */
static gboolean
bare_follows(const char *p, gboolean ends)
{
	if (*p == '\0' || *p == '|' || *p == ')')
		return ends;
	if (g_str_has_prefix(p, "\\b") || g_str_has_prefix(p, "[^\\w ]{0,2}+ "))
		return TRUE;
	/* a character of its own, unless it may be left out */
	return !is_word(*p) && strchr("\\[(.^$*+?{", *p) == NULL && strchr("*?{", p[1]) == NULL;
}

/* "(?:", "(", "(?<name>", "(?=", "(?!", "(?<=", "(?<!" */
static gboolean
parse_group(Parser *self, Part *out, gboolean starts, gboolean ends)
{
	gboolean assertion = FALSE;
	const char *open = self->p;
	const char *close = group_end(open);

	self->p++;
	if (g_str_has_prefix(self->p, "?:")) {
		self->p += 2;
	} else if (g_str_has_prefix(self->p, "?=") || g_str_has_prefix(self->p, "?!")) {
		assertion = TRUE;
		self->p += 2;
	} else if (g_str_has_prefix(self->p, "?<=") || g_str_has_prefix(self->p, "?<!")) {
		assertion = TRUE;
		self->p += 3;
	} else if (g_str_has_prefix(self->p, "?<") && strchr(self->p, '>') != NULL) {
		self->p = strchr(self->p, '>') + 1;
	} else if (*self->p == '?' || *self->p == '*') {
		return parser_fail(self, "this group is not part of the language");
	}
	if (++self->depth > DEPTH_MAX)
		return parser_fail(self, "too many groups in groups");
	ends = close != NULL && bare_follows(close + 1, ends);
	if (!parse_alternatives(self, out, starts && !assertion, ends && !assertion))
		return FALSE;
	self->depth--;
	if (*self->p != ')') {
		self->p = open;
		return parser_fail(self, "a group without end");
	}
	self->p++;
	out->is_width = !assertion;
	if (assertion) { /* what it looks at need not be part of the match */
		g_ptr_array_set_size(out->groups, 0);
		out->ends_bare = FALSE;
	}
	return TRUE;
}

static gboolean
parse_atom(Parser *self, Part *out, gboolean starts, gboolean ends)
{
	switch (*self->p) {
	case '(':
		return parse_group(self, out, starts, ends);
	case '[':
		return parse_class(self, out);
	case '\\':
		return parse_escape(self, out);
	case '^':
	case '$':
		out->ends_bare = TRUE;
		out->is_first = *self->p++ == '^';
		return TRUE;
	case '.':
		out->is_char = out->is_wide = out->is_width = TRUE;
		self->p++;
		return TRUE;
	case '*':
	case '+':
	case '?':
	case '{':
		return parser_fail(self, "nothing to repeat");
	default:
		out->is_char = out->is_width = TRUE;
		out->literal = *self->p++;
		return TRUE;
	}
}

typedef struct {
	guint min, max; /* G_MAXUINT: no bound */
	gboolean possessive;
} Repeat;

/* FALSE with no error: there is no repeat here. */
static gboolean
parse_repeat(Parser *self, Repeat *out)
{
	char *end;

	switch (*self->p) {
	case '?':
		*out = (Repeat){0, 1, FALSE};
		break;
	case '*':
		*out = (Repeat){0, G_MAXUINT, FALSE};
		break;
	case '+':
		*out = (Repeat){1, G_MAXUINT, FALSE};
		break;
	case '{':
		out->min = out->max = (guint)g_ascii_strtoull(self->p + 1, &end, 10);
		out->possessive = FALSE;
		if (*end == ',') {
			gboolean open = end[1] == '}';

			out->max = (guint)g_ascii_strtoull(end + 1, &end, 10);
			if (open)
				out->max = G_MAXUINT;
			end += open && *end != '}';
		}
		if (*end != '}' || end == self->p + 1)
			return FALSE; /* parse_atom() will say so */
		self->p = end;
		break;
	default:
		return FALSE;
	}
	self->p++;
	if (*self->p == '+' || *self->p == '?')
		out->possessive = *self->p++ == '+';
	return TRUE;
}

static gboolean
part_repeat(Parser *self, Part *part, const Repeat *repeat)
{
	guint most = repeat->max;
	double inner = part->ways;

	if (most == G_MAXUINT) {
		if (!part->is_char)
			return parser_fail(self, "a group may not repeat without a bound");
		if (part->is_wide && !repeat->possessive)
			return parser_fail(self, "this may run over the whole text; give a bound");
		most = repeat->min + 1; /* giving back letters of one word leads nowhere */
	}
	for (guint i = 1; i < MIN(most, 20) && inner < RD_REGEX_WAYS_MAX; i++)
		inner *= part->ways;
	part->ways = repeat->possessive ? 1 : inner * (most - MIN(repeat->min, most) + 1);
	if (part->is_char && most <= 1)
		part->ways = 1; /* an optional letter costs nothing to speak of */
	if (repeat->min == 0 && part->groups != NULL)
		g_ptr_array_set_size(part->groups, 0);
	part->literal = 0;
	return TRUE;
}

/* Adds a character that is certainly there to the literal; returns whether that ends bare. */
static gboolean
run_append(GString *run, char c, gboolean bare)
{
	if (run->len == 0 && bare && is_word(c))
		g_string_append_c(run, ' ');
	g_string_append_c(run, is_word(c) ? c : ' ');
	return !is_word(c);
}

/* The place after @part, when the place before it was @bare. */
static gboolean
part_leaves_bare(const Part *part, const Repeat *repeat, gboolean bare)
{
	if (!part->is_width)
		return bare || part->ends_bare;
	if (part->ends_bare || (part->is_char && part->literal != 0 && !is_word(part->literal)))
		return repeat->min > 0 || bare;
	return FALSE;
}

/* A sequence while it is read. */
typedef struct {
	GString *run;	     /* characters that certainly follow each other */
	gboolean run_edge;   /* the first of them, a space, stands before the sequence */
	gboolean run_begins; /* nothing stands before them */
	gboolean bare;	     /* the place that was reached */
	gboolean begins;     /* nothing that takes up text was certainly read */
	gboolean first;	     /* it stands where the text begins */
} Sequence;

static void
sequence_append(Sequence *self, char c)
{
	if (self->run->len == 0) {
		self->run_edge = self->bare && is_word(c);
		self->run_begins = self->begins;
	}
	self->bare = run_append(self->run, c, self->bare);
	self->begins = FALSE;
}

/* The run ends; when the sequence began with it, that is its head. */
static void
sequence_flush(Sequence *self, Part *out)
{
	if (self->run->len > 0 && self->run_begins && out->heads != NULL) {
		if (self->run->len >= LITERAL_MIN)
			rd_heads_add(out->heads, self->run->str, self->run_edge, self->first);
		else
			g_clear_pointer(&out->heads, g_array_unref);
	}
	self->run_begins = FALSE;
	run_flush(self->run, out->groups);
}

/* What is no character that is certainly there. */
static void
sequence_add(Sequence *self, Part *out, Part *part, const Repeat *repeat)
{
	if (part->ends_bare && !part->is_width && self->run->len > 0 &&
	    is_word(self->run->str[self->run->len - 1]))
		run_append(self->run, ' ', FALSE); /* "\b" or "$" after a word */
	if (part->is_width || part->ends_bare)
		sequence_flush(self, out);
	if (part->is_width && self->begins) {
		rd_heads_join(&out->heads, part->heads, self->first);
		self->begins = repeat->min == 0 || part->is_empty;
	}
	self->first = self->first || (part->is_first && repeat->min > 0);
	self->bare = part_leaves_bare(part, repeat, self->bare);
	while (part->groups != NULL && part->groups->len > 0)
		g_ptr_array_add(out->groups, g_ptr_array_steal_index(part->groups, 0));
}

static gboolean
parse_sequence(Parser *self, Part *out, gboolean starts, gboolean ends)
{
	g_autoptr(GString) run = g_string_new(NULL);
	Sequence sequence = {.run = run, .bare = starts, .begins = TRUE};

	out->groups = rd_groups_new();
	out->heads = rd_heads_new();
	out->ways = 1;
	while (*self->p != '\0' && *self->p != '|' && *self->p != ')') {
		g_auto(Part) part = {.ways = 1};
		Repeat repeat = {1, 1, FALSE};

		if (!parse_atom(self, &part, sequence.bare, ends))
			return FALSE;
		if (parse_repeat(self, &repeat) && !part_repeat(self, &part, &repeat))
			return FALSE;
		out->ways *= part.ways;
		if (part.literal != 0 && (guchar)part.literal < 0x80)
			sequence_append(&sequence, part.literal);
		else
			sequence_add(&sequence, out, &part, &repeat);
	}
	if (ends && run->len > 0 && is_word(run->str[run->len - 1]))
		g_string_append_c(run, ' ');
	sequence_flush(&sequence, out);
	out->ends_bare = sequence.bare;
	out->is_empty = sequence.begins;
	return TRUE;
}

/* Every alternative gives its best condition; one that has none takes all away. */
static gboolean
alternatives_join(GPtrArray *into, const Part *part, gboolean first)
{
	const GPtrArray *best = rd_groups_best(part->groups);

	if (best == NULL || (!first && into->len == 0)) {
		g_ptr_array_set_size(into, 0);
		return FALSE;
	}
	for (guint i = 0; i < best->len; i++) {
		const char *literal = g_ptr_array_index(best, i);

		if (!g_ptr_array_find_with_equal_func(into, literal, g_str_equal, NULL))
			g_ptr_array_add(into, g_strdup(literal));
	}
	return TRUE;
}

static gboolean
parse_alternatives(Parser *self, Part *out, gboolean starts, gboolean ends)
{
	g_autoptr(GPtrArray) joined = g_ptr_array_new_with_free_func(g_free);
	gboolean all = TRUE;

	out->ends_bare = TRUE;
	out->heads = rd_heads_new();
	for (gboolean first = TRUE;; first = FALSE) {
		g_auto(Part) part = {0};

		if (!parse_sequence(self, &part, starts, ends))
			return FALSE;
		out->ways = MAX(out->ways, part.ways);
		out->ends_bare = out->ends_bare && part.ends_bare;
		out->is_empty = out->is_empty || part.is_empty;
		rd_heads_need(part.heads, part.groups);
		rd_heads_join(&out->heads, part.heads, FALSE);
		if (first && *self->p != '|') {
			g_clear_pointer(&out->groups, g_ptr_array_unref);
			out->groups = g_steal_pointer(&part.groups);
			return TRUE;
		}
		all = all && alternatives_join(joined, &part, first);
		if (*self->p != '|')
			break;
		self->p++;
	}
	out->groups = rd_groups_new();
	if (all)
		g_ptr_array_add(out->groups, g_steal_pointer(&joined));
	return TRUE;
}

RdRegex *
rd_regex_analyse(const char *source, GError **error)
{
	Parser parser = {.source = source, .p = source, .error = error};
	g_auto(Part) part = {.ways = 1};
	RdRegex *self;

	/* a pattern begins and ends at a word's edge (pattern.h) */
	if (!parse_alternatives(&parser, &part, TRUE, TRUE))
		return NULL;
	if (*parser.p != '\0') {
		parser_fail(&parser, "a closing parenthesis too many");
		return NULL;
	}
	if (part.ways > RD_REGEX_WAYS_MAX) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
			    "\"%s\" can try one place in %.0f ways, at most %d are allowed", source,
			    part.ways, RD_REGEX_WAYS_MAX);
		return NULL;
	}
	rd_groups_prune(part.groups);
	self = g_new0(RdRegex, 1);
	self->groups = g_steal_pointer(&part.groups);
	if (!part.is_empty)
		self->heads = g_steal_pointer(&part.heads);
	self->ways = part.ways;
	return self;
}

void
rd_regex_free(RdRegex *self)
{
	g_ptr_array_unref(self->groups);
	g_clear_pointer(&self->heads, g_array_unref);
	g_free(self);
}
