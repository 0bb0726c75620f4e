#include "report-private.h"

#include "header-private.h"

#include <string.h>

/* Reads one Authentication-Results field (RFC 8601 section 2.2) token by token. */
typedef struct {
	const char *at, *end;
} AuthReader;

/* A word or quoted string; len 0 when something else comes. */
static RdSpan
auth_word(AuthReader *reader)
{
	RdSpan word;

	reader->at = rd_comment_skip(reader->at, reader->end);
	word.str = reader->at;
	if (reader->at < reader->end && *reader->at == '"') {
		const char *close =
			memchr(reader->at + 1, '"', (gsize)(reader->end - reader->at - 1));

		word.str++;
		reader->at = close != NULL ? close + 1 : reader->end;
		word.len = (gsize)((close != NULL ? close : reader->end) - word.str);
		return word;
	}
	while (reader->at < reader->end && !g_ascii_isspace(*reader->at) &&
	       strchr(";=()\"", *reader->at) == NULL)
		reader->at++;
	word.len = (gsize)(reader->at - word.str);
	return word;
}

static gboolean
auth_take(AuthReader *reader, char c)
{
	reader->at = rd_comment_skip(reader->at, reader->end);
	if (reader->at == reader->end || *reader->at != c)
		return FALSE;
	reader->at++;
	return TRUE;
}

/* The domain of an address, or the whole of what has no "@". */
static RdSpan
auth_domain(RdSpan value)
{
	const char *sign = value.len > 0 ? memrchr(value.str, '@', value.len) : NULL;

	if (sign != NULL) {
		value.len -= (gsize)(sign + 1 - value.str);
		value.str = sign + 1;
	}
	while (value.len > 0 && strchr(">.", value.str[value.len - 1]) != NULL)
		value.len--;
	return value;
}

static gboolean
auth_is_same(RdSpan a, RdSpan b)
{
	return a.len == b.len && g_ascii_strncasecmp(a.str, b.str, a.len) == 0;
}

static gboolean
auth_ends_with(RdSpan domain, RdSpan parent)
{
	return domain.len > parent.len + 1 && memchr(parent.str, '.', parent.len) != NULL &&
	       domain.str[domain.len - parent.len - 1] == '.' &&
	       g_ascii_strncasecmp(domain.str + domain.len - parent.len, parent.str, parent.len) ==
		       0;
}

/* RFC 7489 section 3.1 in its relaxed form: the same domain, or one below the other. */
static gboolean
auth_is_aligned(RdSpan value, const char *from)
{
	RdSpan a = auth_domain(value);
	RdSpan b = {from, strlen(from)};

	return a.len > 0 && (auth_is_same(a, b) || auth_ends_with(a, b) || auth_ends_with(b, a));
}

/*
 * The domain that signed decides. Who is named beside it has to be of that domain (RFC 6376
 * section 3.5); alone, the name has to do.
 */
static gboolean
auth_is_signed(RdSpan domain, RdSpan identity, const char *from)
{
	RdSpan a = auth_domain(domain);
	RdSpan b = auth_domain(identity);

	if (a.len == 0)
		return auth_is_aligned(b, from);
	return auth_is_aligned(a, from) &&
	       (b.len == 0 || auth_is_same(a, b) || auth_ends_with(b, a));
}

/* A pass for the domain of From is one of the mail; a pass for another says where it came from. */
static void
auth_decide(gboolean ours, gboolean *pass, RdAuthentication *out)
{
	*pass |= ours;
	out->refuted |= !ours;
}

/* One "method=result reason ptype.property=value ..." up to its ";". */
static void
auth_read_method(AuthReader *reader, RdAuthentication *out, const char *from)
{
	RdSpan method = auth_word(reader);
	RdSpan result = {NULL, 0}, domain = {NULL, 0}, identity = {NULL, 0};
	gboolean pass;

	if (auth_take(reader, '='))
		result = auth_word(reader);
	pass = rd_span_is(result, "pass");
	/* A signature that fails says as little as none (RFC 6376 section 6.1). */
	out->refuted |= rd_span_is(result, "fail") &&
			(rd_span_is(method, "dmarc") || rd_span_is(method, "spf"));
	while (reader->at < reader->end && !auth_take(reader, ';')) {
		RdSpan name = auth_word(reader);
		RdSpan value;

		if (name.len == 0 || !auth_take(reader, '=')) {
			if (name.len == 0 && reader->at < reader->end && *reader->at != ';')
				reader->at++; /* a stray mark */
			continue;
		}
		value = auth_word(reader);
		if (!pass)
			continue;
		if (rd_span_is(method, "dmarc") && rd_span_is(name, "header.from"))
			auth_decide(rd_span_is(auth_domain(value), from), &out->dmarc_pass, out);
		else if (rd_span_is(method, "dkim") && rd_span_is(name, "header.d"))
			domain = value;
		else if (rd_span_is(method, "dkim") && rd_span_is(name, "header.i"))
			identity = value;
		else if (rd_span_is(method, "spf") && rd_span_is(name, "smtp.mailfrom"))
			auth_decide(auth_is_aligned(value, from), &out->spf_aligned, out);
	}
	out->dkim_aligned |= auth_is_signed(domain, identity, from);
}

/* The domain of the one From address; NULL when there is none, or more than one. */
static const char *
auth_from_domain(const RdMessage *self, const RdMime *mime, guint n_authors)
{
	const char *sign;

	if (n_authors != 1 || rd_mime_field(mime, rd_mime_part(mime, 0), RD_FIELD_FROM, 1) != NULL)
		return NULL;
	sign = strrchr(self->from->address, '@');
	return sign != NULL && sign[1] != '\0' ? sign + 1 : NULL;
}

void
rd_authentication_read(RdMessage *self, const RdMime *mime, guint n_authors,
		       const char *authserv_id)
{
	const RdMimePart *part = rd_mime_part(mime, 0);
	RdAuthentication *out = &self->authentication;
	const RdSpan *value;
	const char *from;

	if (authserv_id == NULL || *authserv_id == '\0')
		return;
	for (guint i = 0;
	     (value = rd_mime_field(mime, part, RD_FIELD_AUTHENTICATION_RESULTS, i)) != NULL; i++) {
		AuthReader reader = {value->str, value->str + value->len};

		if (!rd_span_is(auth_word(&reader), authserv_id))
			continue;
		out->present = TRUE;
		from = auth_from_domain(self, mime, n_authors);
		out->refuted = from == NULL;
		while (!auth_take(&reader, ';') && reader.at < reader.end)
			reader.at++; /* the version */
		while (from != NULL && reader.at < reader.end)
			auth_read_method(&reader, out, from);
		return;
	}
}
