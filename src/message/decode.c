#include "decode-private.h"

#include <string.h>

#define BASE64_SKIP 0xff
#define BASE64_PAD  0xfe

/* Each octet's six bits, or one of the two above. */
static guint8 base64_value[256];

static void
base64_index(void)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	static gsize once;

	if (!g_once_init_enter(&once))
		return;
	memset(base64_value, BASE64_SKIP, sizeof base64_value);
	for (guint8 i = 0; i < 64; i++)
		base64_value[(guchar)alphabet[i]] = i;
	base64_value['-'] = 62; /* the alphabet for URLs, now and then */
	base64_value['_'] = 63;
	base64_value['='] = BASE64_PAD;
	g_once_init_leave(&once, 1);
}

/*
 * After padding only whole groups go on: two encoded pieces put together do, the
 * footer that a list server adds does not.
 */
static gboolean
base64_goes_on(const guchar *at, const guchar *end)
{
	gsize n = 0;

	while (at < end && (*at == '=' || g_ascii_isspace(*at)))
		at++;
	while (at < end && base64_value[*at] < 64) {
		at++;
		n++;
	}
	while (at < end && *at == '=') {
		at++;
		n++;
	}
	return n >= 4 && n % 4 == 0 &&
	       (at == end || g_ascii_isspace(*at) || base64_value[*at] < 64);
}

/* Takes octets one by one until a group of four is whole; returns its bits, or how many came. */
static guint
base64_take_group(const guchar **in, const guchar *end, guint32 *bits)
{
	guint n = 0;

	*bits = 0;
	while (*in < end && n < 4) {
		guint8 value = base64_value[*(*in)++];

		if (value < 64) {
			*bits = *bits << 6 | value;
			n++;
		} else if (value == BASE64_PAD && n > 0) {
			break;
		}
	}
	return n;
}

static gsize
decode_base64(RdSpan body, char *out, gsize max_octets)
{
	const guchar *in = (const guchar *)body.str;
	const guchar *end = in + body.len;
	char *o = out;
	guint32 bits;
	guint n;

	base64_index();
	while (in < end && (gsize)(o - out) < max_octets) {
		if (end - in >= 4) {
			guint8 a = base64_value[in[0]], b = base64_value[in[1]];
			guint8 c = base64_value[in[2]], d = base64_value[in[3]];

			if ((a | b | c | d) < 64) {
				*o++ = (char)(a << 2 | b >> 4);
				*o++ = (char)(b << 4 | c >> 2);
				*o++ = (char)(c << 6 | d);
				in += 4;
				continue;
			}
		}
		n = base64_take_group(&in, end, &bits);
		bits <<= 6 * (4 - n);
		if (n > 1)
			*o++ = (char)(bits >> 16);
		if (n > 2)
			*o++ = (char)(bits >> 8);
		if (n > 3)
			*o++ = (char)bits;
		else if (!base64_goes_on(in, end))
			break;
	}
	return (gsize)(o - out);
}

/* After a "=" at @at: over a soft line break, blanks before it allowed. NULL when it is none. */
static const char *
qp_soft_break(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at < end && *at == '\r')
		at++;
	if (at == end)
		return end;
	return *at == '\n' ? at + 1 : NULL;
}

static gsize
decode_qp(RdSpan body, char *out, gsize max_octets)
{
	const char *in = body.str;
	const char *end = in + body.len;
	char *o = out;

	while (in < end && (gsize)(o - out) < max_octets) {
		const char *equals = memchr(in, '=', (gsize)(end - in));
		gsize run = (gsize)((equals != NULL ? equals : end) - in);
		const char *next;

		run = MIN(run, max_octets - (gsize)(o - out));
		memcpy(o, in, run);
		o += run;
		if (equals == NULL || in + run != equals)
			break;
		in = equals + 1;
		if (end - in >= 2 && g_ascii_isxdigit(in[0]) && g_ascii_isxdigit(in[1])) {
			*o++ = (char)(g_ascii_xdigit_value(in[0]) * 16 +
				      g_ascii_xdigit_value(in[1]));
			in += 2;
		} else if ((next = qp_soft_break(in, end)) != NULL) {
			in = next;
		} else {
			*o++ = '=';
		}
	}
	return (gsize)(o - out);
}

static gsize
uu_line(const guchar *line, const guchar *lf, char *out)
{
	gsize n = (line[0] - 32) & 63;
	char *o = out;

	for (line++; n > 0 && line < lf; line += 4) {
		guint32 bits = 0;

		for (int i = 0; i < 4; i++)
			bits = bits << 6 | (line + i < lf ? (line[i] - 32) & 63 : 0);
		for (int i = 0; i < 3 && n > 0; i++, n--)
			*o++ = (char)(bits >> (16 - 8 * i));
	}
	return (gsize)(o - out);
}

static gsize
decode_uu(RdSpan body, char *out, gsize max_octets)
{
	const char *at = body.str;
	const char *end = at + body.len;
	gboolean begun = FALSE;
	gsize n = 0;

	while (at < end && n < max_octets) {
		const char *lf = rd_line_end(at, end);
		const char *text = lf > at && lf[-1] == '\r' ? lf - 1 : lf;

		if (!begun)
			begun = text - at > 6 && memcmp(at, "begin ", 6) == 0;
		else if (text - at == 3 && memcmp(at, "end", 3) == 0)
			break;
		else if (text > at)
			n += uu_line((const guchar *)at, (const guchar *)text, out + n);
		at = lf < end ? lf + 1 : end;
	}
	return n;
}

char *
rd_decode(RdSpan body, RdEncoding encoding, gsize max_octets, gsize *len)
{
	/* no encoding makes its text longer; a line of uuencode has 63 octets */
	char *out = g_malloc(MIN(body.len, max_octets) + 64);

	if (encoding == RD_ENCODING_BASE64)
		*len = decode_base64(body, out, max_octets);
	else if (encoding == RD_ENCODING_QP)
		*len = decode_qp(body, out, max_octets);
	else if (encoding == RD_ENCODING_UU)
		*len = decode_uu(body, out, max_octets);
	else
		memcpy(out, body.str, *len = MIN(body.len, max_octets));
	return out;
}

GBytes *
rd_decode_bytes(RdSpan body, RdEncoding encoding)
{
	gsize len;
	char *octets = rd_decode(body, encoding, G_MAXSIZE, &len);

	return g_bytes_new_take(g_realloc(octets, MAX(len, 1)), len);
}

static gboolean
decode_lies_within(RdSpan body, GBytes *bytes, gsize *offset)
{
	gsize len;
	const char *octets = g_bytes_get_data(bytes, &len);

	if (body.str < octets || body.str + body.len > octets + len)
		return FALSE;
	*offset = (gsize)(body.str - octets);
	return TRUE;
}

GBytes *
rd_mime_content(const RdMime *mime, const RdMimePart *part)
{
	gsize offset;

	if (part->encoding != RD_ENCODING_NONE)
		return rd_decode_bytes(part->body, part->encoding);
	if (part->body.len == 0)
		return g_bytes_new_static("", 0);
	if (decode_lies_within(part->body, mime->raw, &offset))
		return g_bytes_new_from_bytes(mime->raw, offset, part->body.len);
	for (guint i = 0; i < mime->decoded->len; i++) {
		GBytes *decoded = g_ptr_array_index(mime->decoded, i);

		if (decode_lies_within(part->body, decoded, &offset))
			return g_bytes_new_from_bytes(decoded, offset, part->body.len);
	}
	return g_bytes_new(part->body.str, part->body.len);
}
