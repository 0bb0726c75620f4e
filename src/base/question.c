#include <glib.h>
#include <redress/question.h>
#include <redress/text.h>
#include <string.h>

#define QUESTION_MIN_WORDS 4
#define QUESTION_MAX	   300 /* characters: more is a story, not a question */
#define SENTENCE_ENDS	   "\n.!?:;"

/* Words with which people ask us, not the installer. */
static const char *const to_us[] = {"you", "your", "ya", "update", "updates", "news", "i", NULL};

/* Whether one of SENTENCE_ENDS is an end. */
static gboolean
question_ends_sentence(const char *p)
{
	if (*p == '\n')
		return p[1] == '\n';
	return p[1] == '\0' || g_ascii_isspace(p[1]);
}

static gboolean
question_is_for_others(const char *sentence)
{
	g_autofree char *lower = g_ascii_strdown(sentence, -1);
	g_auto(GStrv) words = g_strsplit_set(lower, " ,.?'\"()-", -1);
	guint count = 0;

	for (char **word = words; *word != NULL; word++) {
		if (g_strv_contains(to_us, *word))
			return FALSE;
		count += **word != '\0' ? 1 : 0;
	}
	return count >= QUESTION_MIN_WORDS;
}

/* The sentence as one line, when it asks something definite; else NULL. */
static char *
question_take(const char *start, gsize len)
{
	g_autofree char *raw = len <= 4 * QUESTION_MAX ? g_strndup(start, len) : NULL;
	g_autofree char *line =
		raw != NULL ? rd_text_one_line(g_strstrip(raw), QUESTION_MAX) : NULL;

	if (line == NULL || !g_str_has_suffix(line, "?") || !question_is_for_others(line))
		return NULL;
	return g_steal_pointer(&line);
}

char *
rd_question_in(const char *text)
{
	const char *start = text;
	char *found = NULL;

	for (const char *p = strpbrk(text, SENTENCE_ENDS); p != NULL;
	     p = strpbrk(p + 1, SENTENCE_ENDS)) {
		char *question;

		if (!question_ends_sentence(p))
			continue;
		question = *p == '?' ? question_take(start, (gsize)(p - start) + 1) : NULL;
		start = p + 1;
		if (question == NULL)
			continue;
		g_free(found);
		found = question;
	}
	return found;
}
