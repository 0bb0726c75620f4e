#include "dissect-private.h"

#include <redress/subject.h>
#include <string.h>

#define TAGS_MAX   3  /* "[EXTERNAL]", "(RD-1042)" before the prefix */
#define PREFIX_MAX 24 /* octets of a prefix */

/* "[EXTERNAL] Fwd: x": what stands in brackets before a prefix is no part of it. */
static const char *
subject_skip_tags(const char *p)
{
	for (guint i = 0; i < TAGS_MAX; i++) {
		const char *close = NULL;

		while (g_ascii_isspace(*p))
			p++;
		if (*p == '[')
			close = strchr(p, ']');
		else if (*p == '(')
			close = strchr(p, ')');
		if (close == NULL)
			break;
		p = close + 1;
	}
	return p;
}

/* The prefix at @p, folded, or NULL; @behind: (out) what follows its colon. */
static char *
subject_read_prefix(const char *p, const char **behind)
{
	gsize len = 0;
	gsize count = 0;

	while (p[len] != '\0' && len < PREFIX_MAX && strchr(":[(", p[len]) == NULL &&
	       strncmp(p + len, "\xef\xbc\x9a", 3) != 0)
		len++;
	if (p[len] == '[' || p[len] == '(') /* "Re[2]:", "AW (3):" */
		count = strcspn(p + len, "])") + 1;
	if (count > 6 || strlen(p + len) <= count)
		return NULL;
	*behind = p + len + count;
	if (**behind == ':')
		*behind += 1;
	else if (strncmp(*behind, "\xef\xbc\x9a", 3) == 0)
		*behind += 3;
	else
		return NULL;
	return rd_fold(p, len);
}

RdPrefix
rd_subject_prefix(const char *subject, RdLanguageSet languages)
{
	const char *behind;
	g_autofree char *prefix = NULL;
	RdLanguageSet forward, reply;

	if (subject == NULL)
		return RD_PREFIX_NONE;
	prefix = subject_read_prefix(subject_skip_tags(subject), &behind);
	if (prefix == NULL)
		return RD_PREFIX_NONE;
	forward = rd_term_find(RD_TERM_FWD, prefix);
	reply = rd_term_find(RD_TERM_RE, prefix);
	if (forward != 0 && reply != 0) { /* "VS:" forwards in Oslo and answers in Helsinki */
		if ((forward & languages) == 0 && (reply & languages) != 0)
			return RD_PREFIX_REPLY;
		return RD_PREFIX_FORWARD;
	}
	if (forward != 0)
		return RD_PREFIX_FORWARD;
	return reply != 0 ? RD_PREFIX_REPLY : RD_PREFIX_NONE;
}

gboolean
rd_subject_is_reply(const char *subject)
{
	return rd_subject_prefix(subject, 0) == RD_PREFIX_REPLY;
}

/* Behind one prefix, or one case's number; NULL: there is none at @p. */
static const char *
subject_behind_mark(const char *p)
{
	const char *behind = NULL;
	g_autofree char *prefix = NULL;

	if (g_ascii_strncasecmp(p, "[rd-", 4) == 0) {
		const char *close = strchr(p, ']');

		return close != NULL ? close + 1 : NULL;
	}
	prefix = subject_read_prefix(p, &behind);
	if (prefix == NULL ||
	    (rd_term_find(RD_TERM_FWD, prefix) == 0 && rd_term_find(RD_TERM_RE, prefix) == 0))
		return NULL;
	return behind;
}

const char *
rd_subject_bare(const char *subject)
{
	for (;;) {
		const char *behind;

		subject += strspn(subject, " ");
		behind = subject_behind_mark(subject);
		if (behind == NULL)
			return subject;
		subject = behind;
	}
}
