#include "decode-private.h"

#include <redress/fs.h>
#include <string.h>
#include <unistd.h>

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

/*
 * Each of these takes octets from @at on until @max_octets are out (or up to three more),
 * and leaves @at where the next call goes on.
 */
static gsize
decode_base64(const char **at, const char *end_of_body, char *out, gsize max_octets)
{
	const guchar *in = (const guchar *)*at;
	const guchar *end = (const guchar *)end_of_body;
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
			in = end;
	}
	*at = (const char *)in;
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
decode_qp(const char **at, const char *end, char *out, gsize max_octets)
{
	const char *in = *at;
	char *o = out;

	while (in < end && (gsize)(o - out) < max_octets) {
		gsize run = MIN((gsize)(end - in), max_octets - (gsize)(o - out));
		const char *equals = memchr(in, '=', run);
		const char *next;

		if (equals != NULL)
			run = (gsize)(equals - in);
		memcpy(o, in, run);
		o += run;
		in += run;
		if (equals == NULL)
			continue;
		in++;
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
	*at = in;
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

/* Over the lines above the file, to the first of its octets. */
static const char *
uu_begin(const char *at, const char *end)
{
	while (at < end) {
		const char *lf = rd_line_end(at, end);
		gboolean begins = lf - at > 6 && memcmp(at, "begin ", 6) == 0;

		at = lf < end ? lf + 1 : end;
		if (begins)
			break;
	}
	return at;
}

static gsize
decode_uu(const char **from, const char *end, char *out, gsize max_octets)
{
	const char *at = *from;
	gsize n = 0;

	while (at < end && n < max_octets) {
		const char *lf = rd_line_end(at, end);
		const char *text = lf > at && lf[-1] == '\r' ? lf - 1 : lf;

		if (text - at == 3 && memcmp(at, "end", 3) == 0)
			lf = end;
		else if (text > at)
			n += uu_line((const guchar *)at, (const guchar *)text, out + n);
		at = lf < end ? lf + 1 : end;
	}
	*from = at;
	return n;
}

/* A body on its way out. */
typedef struct {
	RdEncoding encoding;
	const char *at;
	const char *end;
} Decoding;

static Decoding
decode_begin(RdSpan body, RdEncoding encoding)
{
	Decoding self = {encoding, body.str, body.str + body.len};

	if (encoding == RD_ENCODING_UU)
		self.at = uu_begin(self.at, self.end);
	return self;
}

/* About @max_octets of what is left to @out, which has room for 64 more. */
static gsize
decode_some(Decoding *self, char *out, gsize max_octets)
{
	gsize n;

	switch (self->encoding) {
	case RD_ENCODING_BASE64:
		return decode_base64(&self->at, self->end, out, max_octets);
	case RD_ENCODING_QP:
		return decode_qp(&self->at, self->end, out, max_octets);
	case RD_ENCODING_UU:
		return decode_uu(&self->at, self->end, out, max_octets);
	default:
		n = MIN((gsize)(self->end - self->at), max_octets);
		memcpy(out, self->at, n);
		self->at += n;
		return n;
	}
}

char *
rd_decode(RdSpan body, RdEncoding encoding, gsize max_octets, gsize *len)
{
	/* no encoding makes its text longer; a line of uuencode has 63 octets */
	char *out = g_malloc(MIN(body.len, max_octets) + 64);
	Decoding decoding = decode_begin(body, encoding);

	*len = decode_some(&decoding, out, max_octets);
	return out;
}

/* What is decoded at once where the whole is not wanted. */
#define PIECE ((gsize)16 * 1024)

gsize
rd_decode_size(RdSpan body, RdEncoding encoding, const RdOctets *from)
{
	Decoding decoding = decode_begin(body, encoding);
	const char *kept = body.str;
	char piece[PIECE + 64];
	gsize size = 0;

	if (encoding == RD_ENCODING_NONE)
		return body.len;
	while (decoding.at < decoding.end) {
		size += decode_some(&decoding, piece, PIECE);
		rd_octets_pass(from, &kept, decoding.at);
	}
	return size;
}

/* NULL when there is no room for a file. */
static RdOctets *
decode_to_file(const RdMimePart *part)
{
	Decoding decoding = decode_begin(part->body, part->encoding);
	const char *kept = part->body.str;
	int fd = rd_fs_open_unnamed();
	gboolean ok = fd >= 0;
	char piece[PIECE + 64];
	gsize size = 0;

	while (ok && decoding.at < decoding.end) {
		gsize n = decode_some(&decoding, piece, PIECE);

		ok = rd_fs_write_all(fd, piece, n);
		size += n;
		rd_octets_pass(part->from, &kept, decoding.at);
	}
	if (ok)
		return rd_octets_new_from_fd(fd, size);
	if (fd >= 0)
		close(fd);
	return NULL;
}

RdOctets *
rd_mime_decode(const RdMimePart *part)
{
	RdOctets *out = part->body.len >= RD_OCTETS_LARGE ? decode_to_file(part) : NULL;
	g_autoptr(GBytes) bytes = NULL;
	char *octets;
	gsize len;

	if (out != NULL)
		return out;
	octets = rd_decode(part->body, part->encoding, G_MAXSIZE, &len);
	bytes = g_bytes_new_take(g_realloc(octets, MAX(len, 1)), len);
	return rd_octets_new(bytes);
}

GBytes *
rd_mime_content(const RdMimePart *part)
{
	g_autoptr(RdOctets) decoded = NULL;
	g_autoptr(GBytes) whole = NULL;

	if (part->encoding != RD_ENCODING_NONE) {
		decoded = rd_mime_decode(part);
		return rd_octets_map(decoded);
	}
	if (part->body.len == 0)
		return g_bytes_new_static("", 0);
	whole = rd_octets_map(part->from);
	return g_bytes_new_from_bytes(
		whole, (gsize)(part->body.str - (const char *)g_bytes_get_data(whole, NULL)),
		part->body.len);
}
