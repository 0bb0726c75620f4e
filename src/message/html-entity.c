#include "html-private.h"

#include <string.h>

#define NAME_MAX_LEN 31 /* CounterClockwiseContourIntegral */
#define BARE_MIN_LEN 2	/* "lt" */
#define BARE_MAX_LEN 6	/* "frac12" */

/* What a number 0x80..0x9f means in HTML: the octet of windows-1252. */
static const gunichar windows_1252[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

static gunichar
entity_number_char(guint32 number)
{
	if (number == '\t' || number == '\n' || number == '\r')
		return ' ';
	if (number >= 0x80 && number <= 0x9f)
		return windows_1252[number - 0x80];
	if (number < 0x20 || number == 0x7f || number > 0x10ffff ||
	    (number >= 0xd800 && number <= 0xdfff))
		return 0xfffd;
	return number;
}

/* @p points behind "&#". */
static gsize
entity_decode_number(const char *p, const char *end, char *out)
{
	const char *start = p;
	const char *digits;
	guint32 number = 0;
	gboolean hex = p < end && (*p == 'x' || *p == 'X');

	if (hex)
		p++;
	for (digits = p; p < end && (hex ? g_ascii_isxdigit(*p) : g_ascii_isdigit(*p)); p++) {
		if (number <= 0x10ffff) /* once beyond it stays beyond */
			number = number * (hex ? 16 : 10) + (guint32)g_ascii_xdigit_value(*p);
	}
	if (p == digits)
		return 0;
	out[g_unichar_to_utf8(entity_number_char(number), out)] = '\0';
	if (p < end && *p == ';')
		p++;
	return (gsize)(p - start) + 2;
}

/* Nearly all references of real mail. */
static const RdHtmlEntity *
entity_find_common(const char *name, gsize len)
{
	static const RdHtmlEntity common[] = {
		{"nbsp", "\xc2\xa0", 1}, {"lt", "<", 1}, {"gt", ">", 1}, {"amp", "&", 1}};

	for (guint i = 0; i < G_N_ELEMENTS(common); i++) {
		if (common[i].name[0] == name[0] && strncmp(common[i].name, name, len) == 0 &&
		    common[i].name[len] == '\0')
			return &common[i];
	}
	return NULL;
}

static const RdHtmlEntity *
entity_find(const char *name, gsize len)
{
	const RdHtmlEntity *known = entity_find_common(name, len);
	guint low = 0, high = known != NULL ? 0 : rd_html_n_entities;

	while (low < high) {
		guint middle = (low + high) / 2;
		const RdHtmlEntity *entity = &rd_html_entities[middle];
		int order = strncmp(name, entity->name, len);

		if (order == 0 && entity->name[len] == '\0')
			return entity;
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return known;
}

/* Without its ";" a name may run into the next word: "&copy2026", "&ampfoo". */
static const RdHtmlEntity *
entity_find_bare(const char *name, gsize len)
{
	for (gsize n = MIN(len, BARE_MAX_LEN); n >= BARE_MIN_LEN; n--) {
		const RdHtmlEntity *entity = entity_find(name, n);

		if (entity != NULL && entity->bare)
			return entity;
	}
	return NULL;
}

gsize
rd_html_entity_decode(const char *p, const char *end, char out[RD_HTML_ENTITY_MAX])
{
	const char *name = p + 1;
	const RdHtmlEntity *entity = NULL;
	gsize len = 0;

	if (name < end && *name == '#')
		return entity_decode_number(name + 1, end, out);
	while (name + len < end && len < NAME_MAX_LEN && g_ascii_isalnum(name[len]))
		len++;
	if (name + len < end && name[len] == ';')
		entity = entity_find(name, len);
	if (entity != NULL) {
		strcpy(out, entity->text);
		return len + 2;
	}
	entity = entity_find_bare(name, len);
	if (entity == NULL)
		return 0;
	strcpy(out, entity->text);
	return strlen(entity->name) + 1;
}
