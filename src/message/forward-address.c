#include "forward-address.h"

#include "language.h"

#include <string.h>

#define RECIPIENTS_MAX 1000
#define TEXT_MAX       16384
#define BRACKETS_MAX   8

/* ---- addr-spec ---- */

static gboolean
address_is_local(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80 || strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL;
}

static gboolean
address_is_domain(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80 || c == '-' || c == '.';
}

/* Whether what is from @start to @stop goes on in another "@": two of them are no address. */
static gboolean
address_goes_on(const char *text, const char *start, const char *stop, const char *end)
{
	return (start > text && start[-1] == '@') || (stop < end && *stop == '@') ||
	       (end - stop > 1 && stop[0] == '"' && stop[1] == '@');
}

const char *
rd_written_address_find(const char *text, gsize len, gsize *address_len)
{
	const char *end = text + len;

	for (const char *at = text; (at = memchr(at, '@', (gsize)(end - at))) != NULL; at++) {
		const char *start = at, *stop = at + 1;

		while (start > text && start[-1] != '\0' && address_is_local(start[-1]))
			start--;
		while (start < at && strchr("'*_`=|", *start) != NULL)
			start++; /* quotes and markup around it */
		while (stop < end && *stop != '\0' && address_is_domain(*stop))
			stop++;
		if (address_goes_on(text, start, stop, end))
			continue;
		while (stop > at + 1 && (stop[-1] == '.' || stop[-1] == '-'))
			stop--;
		if (start < at && memchr(at, '.', (gsize)(stop - at)) != NULL) {
			*address_len = (gsize)(stop - start);
			return start;
		}
	}
	return NULL;
}

/* ---- names ---- */

static gboolean
name_is_noise(const char *p)
{
	return strchr(" \t\"*,;:<>[]()|", *p) != NULL;
}

/* The quotation marks of print that @p begins with: how many octets; 0 for none. */
static gsize
name_quote_len(const char *p)
{
	static const char *const quotes[] = {"\xc2\xab", "\xc2\xbb", "\xe2\x80\x9c", "\xe2\x80\x9d",
					     "\xe2\x80\x9e"};

	for (guint i = 0; i < G_N_ELEMENTS(quotes); i++) {
		if (g_str_has_prefix(p, quotes[i]))
			return strlen(quotes[i]);
	}
	return 0;
}

/* Takes the pair of quotation marks of print that is around all of @name off it. */
static void
name_unquote(GString *name)
{
	gsize open = name_quote_len(name->str);
	const char *last = g_utf8_find_prev_char(name->str, name->str + name->len);
	gsize len;

	if (open == 0 || last == NULL || last == name->str || name_quote_len(last) == 0)
		return;
	g_string_truncate(name, (gsize)(last - name->str));
	g_string_erase(name, 0, (gssize)open);
	len = strspn(name->str, " ");
	g_string_erase(name, 0, (gssize)len);
	g_string_truncate(name, strlen(g_strchomp(name->str)));
}

/* What is left of a name when quotes, brackets and markup around it are gone. */
static char *
name_clean(const char *text, gsize len)
{
	g_autofree char *copy = g_strndup(text, len);
	GString *out = g_string_sized_new(len);
	char *p = copy, *end;

	for (char *c = copy; *c != '\0'; c = g_utf8_next_char(c)) {
		gunichar u = g_utf8_get_char(c);

		if (u == '\\' && (c[1] == '"' || c[1] == '\\'))
			continue;
		if (!g_unichar_isspace(u))
			g_string_append_unichar(out, u);
		else if (out->len > 0 && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	for (p = out->str; *p != '\0' && name_is_noise(p);)
		p++;
	end = out->str + out->len;
	while (end > p && (name_is_noise(end - 1)) &&
	       !(end[-1] == ')' && memchr(p, '(', (gsize)(end - p)) != NULL))
		end--;
	if (end - p >= 2 && *p == '\'' && end[-1] == '\'') {
		p++;
		end--;
	}
	g_string_truncate(out, (gsize)(end - out->str));
	g_string_erase(out, 0, p - out->str);
	name_unquote(out);
	return g_string_free(out, FALSE);
}

/* "Ann Lee (ann@x" leaves "Ann Lee": what stands behind the address belongs to it. */
static char *
mailbox_name(const char *text, const char *address, gsize address_len, const char *end)
{
	const char *before = address;
	char *name;

	while (before > text && strchr("<[( \"*\t", before[-1]) != NULL)
		before--;
	if (before == address && before > text && before[-1] == '\'')
		before--;
	if (before - text >= 7 && g_ascii_strncasecmp(before - 7, "mailto:", 7) == 0)
		before -= 7;
	name = name_clean(text, (gsize)(before - text));
	if (*name == '\0') { /* ann@x.example (Ann Lee) */
		const char *open = memchr(address + address_len, '(',
					  (gsize)(end - address - (gssize)address_len));
		const char *close = open != NULL ? memchr(open, ')', (gsize)(end - open)) : NULL;

		if (close != NULL) {
			g_free(name);
			name = name_clean(open + 1, (gsize)(close - open - 1));
		}
	}
	return name;
}

/* Where the address is: in angle brackets if there are any, else in others, else alone. */
static const char *
mailbox_find_address(const char *text, gsize len, gsize *address_len)
{
	static const char brackets[] = "<[(";
	const char *end = text + len;

	for (const char *bracket = brackets; *bracket != '\0'; bracket++) {
		const char *p = text;

		for (guint tries = 0; tries < BRACKETS_MAX; tries++) {
			const char *found;

			p = memchr(p, *bracket, (gsize)(end - p));
			if (p == NULL)
				break;
			found = rd_written_address_find(p, (gsize)(end - p), address_len);
			if (found == NULL)
				return rd_written_address_find(text, len, address_len);
			p++;
			while (p < end && (*p == ' ' || *p == '\''))
				p++;
			if (end - p >= 7 && g_ascii_strncasecmp(p, "mailto:", 7) == 0)
				p += 7;
			if (found == p)
				return found;
		}
	}
	return rd_written_address_find(text, len, address_len);
}

static RdAddress *
mailbox_parse(const char *text, gsize len)
{
	gsize address_len = 0;
	const char *address = mailbox_find_address(text, len, &address_len);
	g_autofree char *spec = NULL;
	g_autofree char *name = NULL;

	if (address == NULL) {
		name = name_clean(text, len);
		return *name != '\0' ? rd_address_new(name, "") : NULL;
	}
	spec = g_strndup(address, address_len);
	name = mailbox_name(text, address, address_len, text + len);
	if (g_ascii_strcasecmp(name, spec) == 0)
		*name = '\0'; /* clients repeat the address where they know no name */
	return rd_address_new(name, spec);
}

/* "desk@x.example on behalf of Ann Lee <ann@y.example>": Ann Lee wrote it. */
static const char *
sender_skip_proxy(const char *text, gsize *len)
{
	g_autofree char *folded = rd_fold(text, *len);
	gsize phrase_len;
	const char *phrase = rd_wording_find(RD_WORDING_ON_BEHALF_OF, folded, &phrase_len);
	const char *p;

	if (phrase == NULL || phrase == folded)
		return text;
	phrase += phrase_len;
	phrase += strspn(phrase, " ");
	p = rd_fold_origin(text, folded, phrase);
	if (p >= text + *len)
		return text;
	*len -= (gsize)(p - text);
	return p;
}

RdAddress *
rd_written_sender_parse(const char *text, gsize len)
{
	g_autofree char *copy = g_strndup(text, MIN(len, TEXT_MAX));
	gsize rest = strlen(copy);
	const char *sender = sender_skip_proxy(copy, &rest);

	return mailbox_parse(sender, rest);
}

/* ---- lists ---- */

/* The end of the mailbox at @p: the next @separator outside quotes and brackets. */
static const char *
list_find_end(const char *p, const char *end, char separator, gboolean quotes)
{
	gboolean quoted = FALSE;
	int depth = 0;

	for (; p < end; p++) {
		if (*p == '"' && quotes)
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (*p == '<' || *p == '(')
			depth++;
		else if ((*p == '>' || *p == ')') && depth > 0)
			depth--;
		else if (*p == separator && depth == 0)
			break;
	}
	return p;
}

static gboolean
list_has_even_quotes(const char *text, gsize len)
{
	gboolean even = TRUE;

	for (gsize i = 0; i < len; i++)
		even ^= text[i] == '"';
	return even;
}

/* Nothing, or "undisclosed-recipients:". */
static gboolean
list_is_blank(const char *p, const char *end)
{
	while (p < end && (g_ascii_isspace(*p) || *p == '*'))
		p++;
	while (end > p && g_ascii_isspace(end[-1]))
		end--;
	return p == end || end[-1] == ':';
}

GPtrArray *
rd_written_recipients_parse(const char *text, gsize len)
{
	GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);
	const char *end = text + MIN(len, TEXT_MAX);
	gboolean quotes = list_has_even_quotes(text, (gsize)(end - text));
	char separator = list_find_end(text, end, ';', quotes) < end ? ';' : ',';
	gboolean addressed = memchr(text, '@', (gsize)(end - text)) != NULL;

	for (const char *p = text, *start = text; p < end && list->len < RECIPIENTS_MAX;) {
		const char *stop = list_find_end(p, end, separator, quotes);
		gboolean bare = memchr(start, '@', (gsize)(stop - start)) == NULL;
		RdAddress *address;

		/* "Lee, Ann <ann@x.example>": a name alone goes with the address behind it */
		if (separator == ',' && addressed && bare && stop < end &&
		    memchr(stop, '@', (gsize)(end - stop)) != NULL) {
			p = stop + 1;
			continue;
		}
		address = list_is_blank(start, stop) ? NULL
						     : mailbox_parse(start, (gsize)(stop - start));
		if (address != NULL)
			g_ptr_array_add(list, address);
		p = start = stop < end ? stop + 1 : end;
	}
	return list;
}
