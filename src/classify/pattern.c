#include "pattern.h"

#include "prose.h"

#include <redress/error.h>
#include <string.h>
#include <time.h>

/* Real matches stay below 400; a pattern that needs more is held undecided. */
#define MATCH_LIMIT 4000
/* What that costs beside a common try, what a search goes over in a step, looks at the clock. */
#define LIMIT_STEPS 64
#define SEARCH_STEP 16
#define CLOCK_STEPS 32

/* A comma or bracket may cling to the words on either side of a gap. */
#define GAP "[^\\w ]{0,2}+ (?:\\S++ ){0,%u}?[\"'(]?+"

/* Words that a gap at @p leaves room for, and how long its mark is; 0: there is none. */
static guint
gap_read(const char *p, gsize *len)
{
	char *end;
	guint64 words;

	if (g_str_has_prefix(p, " .. ") || g_str_has_prefix(p, " ... ")) {
		words = p[3] == ' ' ? 3 : 8;
		*len = p[3] == ' ' ? 4 : 5;
		return (guint)words;
	}
	if (!g_str_has_prefix(p, " <") || !g_ascii_isdigit(p[2]))
		return 0;
	words = g_ascii_strtoull(p + 2, &end, 10);
	if (!g_str_has_prefix(end, "> ") || words > 30)
		return 0;
	*len = (gsize)(end + 2 - p);
	return (guint)words;
}

static gboolean
append_list(GString *out, const char **p, GHashTable *lists, GError **error)
{
	const char *end = strstr(*p, "}}");
	g_autofree char *name = end != NULL ? g_strndup(*p + 2, (gsize)(end - *p - 2)) : NULL;
	const char *words = name != NULL ? g_hash_table_lookup(lists, name) : NULL;

	if (words == NULL) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "there is no list \"%s\"",
			    name != NULL ? name : *p);
		return FALSE;
	}
	g_string_append_printf(out, "(?:%s)", words);
	*p = end + 2;
	return TRUE;
}

static void
append_folded(GString *out, const char **p)
{
	char folded[8];

	if (**p == '\\' && (*p)[1] != '\0') {
		g_string_append_len(out, *p, 2);
		*p += 2;
		return;
	}
	if (**p == '\'' && out->len > 0 && out->str[out->len - 1] == 'n' &&
	    g_ascii_tolower((*p)[1]) == 't') {
		(*p)++;
		return;
	}
	rd_prose_fold_char(g_utf8_get_char(*p), folded);
	g_string_append(out, folded);
	*p = g_utf8_next_char(*p);
}

char *
rd_pattern_expand(const char *written, GHashTable *lists, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	guint words;
	gsize len;

	for (const char *p = written; *p != '\0';) {
		if (g_str_has_prefix(p, "{{")) {
			if (!append_list(out, &p, lists, error))
				return NULL;
		} else if ((words = gap_read(p, &len)) > 0) {
			g_string_append_printf(out, GAP, words);
			p += len;
		} else {
			append_folded(out, &p);
		}
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static pcre2_code *
source_compile(const char *source, guint32 options, GError **error)
{
	/* Neither end lies within a word; what ends in a comma may touch one. */
	g_autofree char *whole = g_strdup_printf("(?<!\\w(?=\\w))(?:%s)(?<!\\w(?=\\w))", source);
	PCRE2_SIZE offset;
	PCRE2_UCHAR message[160];
	int code;
	pcre2_code *compiled =
		pcre2_compile((PCRE2_SPTR)whole, PCRE2_ZERO_TERMINATED,
			      PCRE2_NEVER_BACKSLASH_C | options, &code, &offset, NULL);

	if (compiled == NULL) {
		pcre2_get_error_message(code, message, sizeof(message));
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "\"%s\": %s", source, message);
	}
	return compiled;
}

static gint64
thread_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (gint64)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* rd_pattern_new() has compiled it, too. */
static pcre2_code *
pattern_compile(const RdPattern *self, guint32 options)
{
	g_autoptr(GError) error = NULL;
	pcre2_code *code = source_compile(self->source, options, &error);

	if (code == NULL)
		g_warning("%s", error->message);
	return code;
}

static pcre2_code *
pattern_compile_anywhere(gconstpointer self)
{
	return pattern_compile(self, 0);
}

static pcre2_code *
pattern_compile_at(gconstpointer self)
{
	return pattern_compile(self, PCRE2_ANCHORED);
}

/* No mail's budget pays for compiling. @at: for one place. */
static const RdCode *
pattern_code(const RdPattern *self, RdMatcher *matcher, gboolean at)
{
	RdCode **slot = (RdCode **)(at ? &self->code_at : &self->code);
	const RdCode *code = rd_code_ready(slot);
	gint64 begin;

	if (code != NULL)
		return code;
	begin = thread_ns();
	code = rd_code_make(slot, at ? pattern_compile_at : pattern_compile_anywhere, self);
	matcher->until += thread_ns() - begin;
	return code;
}

gpointer
rd_pattern_make(void)
{
	RdPattern *self = g_new0(RdPattern, 1);

	self->groups = g_array_new(FALSE, FALSE, sizeof(guint));
	return self;
}

RdPattern *
rd_pattern_new(const char *written, const char *source, RdRegex **regex, GError **error)
{
	g_autoptr(RdRegex) analysed = rd_regex_analyse(source, error);
	pcre2_code *compiled;
	RdPattern *self;

	if (analysed == NULL)
		return NULL;
	compiled = source_compile(source, 0, error);
	if (compiled == NULL)
		return NULL;
	pcre2_code_free(compiled);
	self = rd_pattern_make();
	self->written = g_strdup(written);
	self->source = g_strdup(source);
	*regex = g_steal_pointer(&analysed);
	return self;
}

void
rd_pattern_free(RdPattern *self)
{
	rd_code_free(self->code);
	rd_code_free(self->code_at);
	g_array_unref(self->groups);
	g_free(self->written);
	g_free(self->source);
	g_free(self);
}

RdMatcher *
rd_matcher_new(void)
{
	RdMatcher *self = g_new0(RdMatcher, 1);

	self->data = pcre2_match_data_create(1, NULL);
	self->context = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(self->context, MATCH_LIMIT);
	self->steps = G_MAXUINT;
	self->until = G_MAXINT64 / 2;
	return self;
}

void
rd_matcher_free(RdMatcher *self)
{
	pcre2_match_data_free(self->data);
	pcre2_match_context_free(self->context);
	g_free(self);
}

void
rd_matcher_begin(RdMatcher *self, const RdBudget *budget)
{
	self->undecided = 0;
	self->steps = budget->steps;
	self->clock_at = budget->steps - MIN(budget->steps, CLOCK_STEPS);
	self->until = thread_ns() + (gint64)budget->us * 1000;
}

/* FALSE: there is no budget for @steps. */
static gboolean
matcher_spend(RdMatcher *self, guint steps)
{
	if (self->steps <= steps) {
		self->steps = 0;
		return FALSE;
	}
	self->steps -= steps;
	if (self->steps > self->clock_at)
		return TRUE;
	self->clock_at = self->steps - MIN(self->steps, CLOCK_STEPS);
	if (thread_ns() < self->until)
		return TRUE;
	self->steps = 0;
	return FALSE;
}

static gboolean
code_match(const RdCode *self, RdMatcher *matcher, guint steps, const char *text, gsize len,
	   gsize from, RdSpan *out)
{
	int (*match)(const pcre2_code *, PCRE2_SPTR, PCRE2_SIZE, PCRE2_SIZE, uint32_t,
		     pcre2_match_data *, pcre2_match_context *) =
		self->jit ? pcre2_jit_match : pcre2_match;
	const PCRE2_SIZE *span;
	int rc;

	if (self->code == NULL || !matcher_spend(matcher, steps)) {
		matcher->undecided++;
		return FALSE;
	}
	rc = match(self->code, (PCRE2_SPTR)text, len, from, 0, matcher->data, matcher->context);
	if (rc == PCRE2_ERROR_NOMATCH)
		return FALSE;
	if (rc < 0) {
		matcher->undecided++;
		matcher_spend(matcher, LIMIT_STEPS);
		return FALSE;
	}
	span = pcre2_get_ovector_pointer(matcher->data);
	out->start = (guint)span[0];
	out->end = (guint)span[1];
	return TRUE;
}

gboolean
rd_pattern_match(const RdPattern *self, RdMatcher *matcher, const char *text, gsize len, gsize from,
		 RdSpan *out)
{
	guint steps = 1 + (guint)((len - from) / SEARCH_STEP);

	return code_match(pattern_code(self, matcher, FALSE), matcher, steps, text, len, from, out);
}

gboolean
rd_pattern_match_at(const RdPattern *self, RdMatcher *matcher, const char *text, gsize len,
		    gsize at, RdSpan *out)
{
	return code_match(pattern_code(self, matcher, TRUE), matcher, 1, text, len, at, out);
}
