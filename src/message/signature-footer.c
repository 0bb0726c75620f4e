#include "dissect-private.h"

#include <string.h>

#define FOOTER_MAX    80 /* octets of "Sent from my iPhone" */
#define FOOTER_WORDS  6	 /* behind its known beginning */
#define CARRIER_WORDS 12 /* where a device ends it */
#define EXCUSE_WORDS  8	 /* of "please excuse typos" */

guint
rd_line_words(const char *line, gsize len)
{
	guint n = 0;
	gboolean inside = FALSE;

	for (gsize i = 0; i < len; i++) {
		gboolean space = line[i] == ' ' || line[i] == '\t';

		n += !space && !inside;
		inside = !space;
	}
	return n;
}

/* People write "Sent from my desk, since ..." too; a device has a name. */
static gboolean
footer_names_device(const char *rest, const char *folded_rest)
{
	static const char *const devices[] = {"phone", "mobile",  "mobil",  "tablet",  "handy",
					      "cell",  "droid",	  "device", "handset", "portable",
					      "móvil", "celular", "phablet"};

	for (const char *p = rest; *p != '\0'; p = g_utf8_next_char(p)) {
		if (g_unichar_isupper(g_utf8_get_char(p)) || g_utf8_get_char(p) >= 0x2e80)
			return TRUE;
	}
	for (guint i = 0; i < G_N_ELEMENTS(devices); i++) {
		if (strstr(folded_rest, devices[i]) != NULL)
			return TRUE;
	}
	return *folded_rest == '\0';
}

/* "... my BlackBerry 10 smartphone on the Verizon Wireless 4G LTE network": so do carriers write.
 */
static gboolean
footer_ends_with_device(const char *behind, gsize len)
{
	static const char *const words[] = {"smartphone", "network", "device",
					    "handheld",	  "tablet",  "handset"};

	if (rd_line_words(behind, len) > CARRIER_WORDS || strpbrk(behind, ";:?") != NULL)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_str_has_suffix(behind, words[i]))
			return TRUE;
	}
	return FALSE;
}

/* @behind: what follows the known words of a footer, folded. */
static gboolean
footer_ends_well(const char *line, const char *folded, const char *behind)
{
	gsize len = strlen(behind);

	if (g_unichar_isalnum(g_utf8_get_char(behind)))
		return FALSE; /* in the middle of a word */
	if (footer_ends_with_device(behind, len))
		return TRUE;
	if (rd_line_words(behind, len) > FOOTER_WORDS || strpbrk(behind, ",;:?") != NULL)
		return FALSE;
	if (strstr(behind, ". ") != NULL)
		return FALSE;
	behind += strspn(behind, " ");
	return footer_names_device(rd_fold_origin(line, folded, behind), behind);
}

/* "Von meinem * gesendet" */
static gboolean
footer_matches_gap(const char *folded, const char *pattern)
{
	const char *star = strchr(pattern, '*');
	const char *after = star + 1;
	gsize folded_len = strlen(folded), after_len = strlen(after);
	gsize before = (gsize)(star - pattern);

	return strncmp(folded, pattern, before) == 0 && folded_len > before + after_len &&
	       strcmp(folded + folded_len - after_len, after) == 0 &&
	       rd_line_words(folded + before, folded_len - before - after_len) <= 4;
}

static gboolean
footer_matches(const char *line, const char *folded)
{
	const char *const *patterns = rd_wordings(RD_WORDING_SENT_FROM);

	for (; *patterns != NULL; patterns++) {
		const char *pattern = *patterns;

		if (*pattern != *folded && *pattern != '*')
			continue;
		if (strchr(pattern, '*') != NULL) {
			if (footer_matches_gap(folded, pattern))
				return TRUE;
		} else if (g_str_has_prefix(folded, pattern) &&
			   footer_ends_well(line, folded, folded + strlen(pattern))) {
			return TRUE;
		}
	}
	return FALSE;
}

/* What is left of a line when a link behind it, markup and a full stop are gone. */
static char *
footer_strip(const char *line, gsize len)
{
	char *copy;
	gsize link;

	while (len > 0 && strchr("*_[<(", *line) != NULL) {
		line++;
		len--;
	}
	copy = g_strndup(line, len);
	link = strcspn(copy, "<[(");
	copy[link] = '\0';
	g_strdelimit(copy, "*_])>", ' ');
	g_strchomp(copy);
	len = strlen(copy);
	if (len > 0 && (copy[len - 1] == '.' || copy[len - 1] == '!'))
		copy[len - 1] = '\0';
	return copy;
}

/* "Sent from my iPhone. Please excuse typos": cuts it behind the device; FALSE: there is none. */
static gboolean
footer_cut_excuse(char *footer)
{
	static const char *const devices[] = {"iphone", "ipad",	  "android", "galaxy",
					      "phone",	"mobile", "tablet",  "blackberry"};
	gsize len = strcspn(footer, ".,;!-");
	g_autofree char *first = g_ascii_strdown(footer, (gssize)len);

	if (footer[len] == '\0' || rd_line_words(footer + len, strlen(footer + len)) > EXCUSE_WORDS)
		return FALSE;
	for (guint i = 0; i < G_N_ELEMENTS(devices); i++) {
		if (strstr(first, devices[i]) != NULL) {
			footer[len] = '\0';
			g_strchomp(footer);
			return TRUE;
		}
	}
	return FALSE;
}

gboolean
rd_line_is_footer(const char *line, gsize len)
{
	g_autofree char *footer = NULL;
	g_autofree char *folded = NULL;

	if (len > 2 * FOOTER_MAX)
		return FALSE;
	footer = footer_strip(line, len);
	if (strlen(footer) > FOOTER_MAX)
		return FALSE;
	folded = rd_fold(footer, strlen(footer));
	if (*folded != '\0' && footer_matches(footer, folded))
		return TRUE;
	if (!footer_cut_excuse(footer))
		return FALSE;
	g_free(folded);
	folded = rd_fold(footer, strlen(footer));
	return *folded != '\0' && footer_matches(footer, folded);
}
