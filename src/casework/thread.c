#include <redress/text.h>
#include <redress/thread.h>

#include <string.h>

/*
 * An answer to an old mail under a new subject, about something else, is a matter of
 * its own; people look for the last mail they had from us and press "reply". Our letters
 * have the number of the case in their subject: who leaves it there has changed nothing.
 * Nor is it another matter that the installer of an open case does not call.
 */
static gboolean
thread_is_another_matter(const RdThreadEvidence *evidence, const RdThreadCase *found)
{
	g_autofree char *ours = rd_thread_subject(found->subject);
	g_autofree char *theirs = rd_thread_subject(evidence->message_subject);
	RdComplaintSet others = evidence->complaints;

	if (found->open)
		others &= ~RD_SET(RD_COMPLAINT_UNRESPONSIVE_INSTALLER);
	return evidence->by_homeowner && others != 0 && (others & found->complaints) == 0 &&
	       evidence->subject.id != found->id && *theirs != '\0' && strcmp(ours, theirs) != 0;
}

/*
 * A homeowner who writes into the case of another one, with a mail that was passed on to
 * them, say. Their words would go out under the other's name, so they stay apart.
 */
static gboolean
thread_is_of_another(const RdThreadEvidence *evidence, const RdThreadCase *found)
{
	const char *writer = evidence->homeowner_id;
	const char *owner = found->homeowner_id;

	return writer != NULL && *writer != '\0' && owner != NULL && *owner != '\0' &&
	       strcmp(writer, owner) != 0;
}

/* Whether the message may enter @found by what it answers or whom it is addressed to. */
static gboolean
thread_fits(const RdThreadEvidence *evidence, const RdThreadCase *found)
{
	return found->id != 0 && !thread_is_of_another(evidence, found);
}

static RdThreadDecision
thread_enter(const RdThreadEvidence *evidence, const RdThreadCase *found, const char *how)
{
	gboolean another = !found->triage && thread_is_another_matter(evidence, found);

	/* EX3: who answers the letters of an inquiry means the case that it has become. */
	if (!another && !found->open && found->kind == RD_CASE_INQUIRY && evidence->open.id != 0)
		return (RdThreadDecision){RD_THREAD_JOIN, evidence->open.id, "open case"};
	return (RdThreadDecision){another ? RD_THREAD_LINKED : RD_THREAD_JOIN, found->id, how};
}

/* What the message names as its case; NULL: nothing that it may enter. */
static const RdThreadCase *
thread_named(const RdThreadEvidence *evidence, const char **how)
{
	if (thread_fits(evidence, &evidence->reply)) {
		*how = "reply";
		return &evidence->reply;
	}
	if (thread_fits(evidence, &evidence->token)) {
		*how = "address token";
		return &evidence->token;
	}
	*how = "number in the subject";
	return thread_fits(evidence, &evidence->subject) && evidence->subject_by_party
		       ? &evidence->subject
		       : NULL;
}

gboolean
rd_thread_needs_open(const RdThreadEvidence *evidence)
{
	const char *how;
	const RdThreadCase *named = thread_named(evidence, &how);

	return evidence->same.id == 0 &&
	       (named == NULL || (!named->open && named->kind == RD_CASE_INQUIRY));
}

RdThreadDecision
rd_thread_decide(const RdThreadEvidence *evidence)
{
	const char *how;
	const RdThreadCase *named = thread_named(evidence, &how);

	if (evidence->same.id != 0)
		return (RdThreadDecision){RD_THREAD_COPY, evidence->same.id, "same mail"};
	if (named != NULL)
		return thread_enter(evidence, named, how);
	if (evidence->open.id != 0)
		return (RdThreadDecision){RD_THREAD_JOIN, evidence->open.id, "open case"};
	return (RdThreadDecision){RD_THREAD_NEW, 0, "new"};
}

/* Length of a prefix such as "re:", "aw:", "fwd[2]:", "[rd-1042]" at @text; 0: none. */
static gsize
subject_prefix_len(const char *text)
{
	gsize len = 0;

	if (*text == '[') {
		const char *end = strchr(text, ']');

		return end != NULL && end - text <= 40 ? (gsize)(end - text) + 1 : 0;
	}
	while (g_ascii_isalpha(text[len]) && len < 5)
		len++;
	if (len == 0)
		return 0;
	if (text[len] == '[' || text[len] == '(')
		len += strcspn(text + len, "])") + 1;
	return len <= 9 && text[len] == ':' ? len + 1 : 0;
}

char *
rd_thread_subject(const char *subject)
{
	g_autofree char *folded = rd_text_fold(subject);
	const char *rest = folded;
	gsize len;

	while ((len = subject_prefix_len(rest)) > 0 && strlen(rest) >= len) {
		rest += len;
		while (*rest == ' ')
			rest++;
	}
	return g_strdup(rest);
}

/*
 * Letters and digits only, folded: line ends, quote marks and dashes differ between copies.
 * At least @max octets of a longer text; its folded form is changed in place.
 */
static char *
words_fold(const char *text, gsize max)
{
	char *folded = rd_text_casefold(text);
	char *out = folded;

	for (const char *p = folded; *p != '\0' && (gsize)(out - folded) < max;) {
		gsize len = (gsize)(g_utf8_next_char(p) - p);

		if (len == 1 ? g_ascii_isalnum(*p) : g_unichar_isalnum(g_utf8_get_char(p))) {
			for (gsize i = 0; i < len; i++)
				*out++ = p[i];
		} else if (out > folded && out[-1] != ' ') {
			*out++ = ' ';
		}
		p += len;
	}
	if (out > folded && out[-1] == ' ')
		out--;
	*out = '\0';
	return folded;
}

gboolean
rd_thread_is_same(const char *a, const char *b)
{
	g_autofree char *left = words_fold(a, 16384);
	g_autofree char *right = words_fold(b, 16384);

	return strcmp(left, right) == 0;
}

static GHashTable *
words_shingles(const char *text)
{
	g_autofree char *folded = words_fold(text, 16384);
	g_auto(GStrv) words = g_strsplit(folded, " ", -1);
	GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint n = g_strv_length(words);

	for (guint i = 0; i + 2 < n; i++)
		g_hash_table_add(set, g_strjoin(" ", words[i], words[i + 1], words[i + 2], NULL));
	return set;
}

double
rd_thread_likeness(const char *a, const char *b)
{
	g_autoptr(GHashTable) left = words_shingles(a);
	g_autoptr(GHashTable) right = words_shingles(b);
	GHashTableIter iter;
	gpointer shingle;
	guint common = 0, all = g_hash_table_size(left) + g_hash_table_size(right);

	g_hash_table_iter_init(&iter, left);
	while (g_hash_table_iter_next(&iter, &shingle, NULL))
		common += g_hash_table_contains(right, shingle) ? 1 : 0;
	return all == 0 ? 0 : 2.0 * common / all;
}
