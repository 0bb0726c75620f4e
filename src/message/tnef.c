#include "tnef-private.h"

#include "body-private.h"
#include "charset-private.h"
#include "rtf-private.h"

#include <string.h>

#define TNEF_SIGNATURE	0x223e9f78u
#define TNEF_PROPS_MAX	4096 /* MAPI properties of one object */
#define TNEF_NAME_MAX	1024
#define TNEF_VALUES_MAX 4096 /* of one property */

enum { /* attributes */
       ATTR_BODY = 0x800c,
       ATTR_ATTACH_DATA = 0x800f,
       ATTR_ATTACH_TITLE = 0x8010,
       ATTR_ATTACH_BEGIN = 0x9002,
       ATTR_MESSAGE_PROPS = 0x9003,
       ATTR_ATTACH_PROPS = 0x9005,
       ATTR_CODE_PAGE = 0x9007,
};

enum { /* MAPI properties */
       PROP_BODY = 0x1000,
       PROP_RTF = 0x1009,
       PROP_HTML = 0x1013,
       PROP_ATTACH_DATA = 0x3701,
       PROP_ATTACH_NAME = 0x3704,
       PROP_ATTACH_LONG_NAME = 0x3707,
       PROP_ATTACH_TYPE = 0x370e,
       PROP_ATTACH_ID = 0x3712,
};

enum { /* types of properties */
       TYPE_SHORT = 0x02,
       TYPE_OBJECT = 0x0d,
       TYPE_STRING8 = 0x1e,
       TYPE_UNICODE = 0x1f,
       TYPE_CLSID = 0x48,
       TYPE_BINARY = 0x102,
       TYPE_MULTIPLE = 0x1000,
};

typedef struct {
	const guint8 *at, *end;
	gboolean failed; /* something reached beyond the end */
} TnefReader;

typedef struct {
	RdTnef *out;
	guint max_files;
	gsize max_text;
	char charset[16];
	RdAttachment *file; /* being read; owned by ->out */
	int text_rank;	    /* how good ->out->text is: 3 plain, 2 HTML, 1 from RTF */
} Tnef;

static guint32
tnef_number(TnefReader *reader, gsize octets)
{
	guint32 value = 0;

	if ((gsize)(reader->end - reader->at) < octets) {
		reader->failed = TRUE;
		reader->at = reader->end;
		return 0;
	}
	for (gsize i = 0; i < octets; i++)
		value |= (guint32)reader->at[i] << (8 * i);
	reader->at += octets;
	return value;
}

/* The next @len octets as a reader of their own. */
static TnefReader
tnef_slice(TnefReader *reader, gsize len)
{
	TnefReader slice = {reader->at, reader->at, FALSE};

	if ((gsize)(reader->end - reader->at) < len) {
		reader->failed = TRUE;
		len = (gsize)(reader->end - reader->at);
	}
	slice.end = reader->at + len;
	reader->at += len;
	return slice;
}

static char *
tnef_text(const Tnef *tnef, TnefReader value, guint type, gsize max_bytes)
{
	gsize len = MIN((gsize)(value.end - value.at), max_bytes);

	if (type == TYPE_UNICODE)
		return rd_charset_to_utf8("utf-16le", (const char *)value.at, len & ~(gsize)1);
	return rd_charset_to_utf8(tnef->charset, (const char *)value.at, len);
}

/* Keeps @text if it is better than what there is; takes it. */
static void
tnef_set_text(Tnef *tnef, char *text, gboolean is_html, int rank)
{
	if (rank <= tnef->text_rank || *text == '\0') {
		g_free(text);
		return;
	}
	g_free(tnef->out->text);
	tnef->out->text = text;
	tnef->out->is_html = is_html;
	tnef->text_rank = rank;
}

static void
tnef_set_rtf(Tnef *tnef, TnefReader value)
{
	gsize len;
	g_autofree char *rtf =
		rd_rtf_unpack(value.at, (gsize)(value.end - value.at), tnef->max_text, &len);
	gboolean is_html;
	char *text;

	if (rtf == NULL)
		return;
	text = rd_rtf_text(rtf, len, &is_html);
	tnef_set_text(tnef, text, is_html, 1);
}

static void
tnef_begin_file(Tnef *tnef)
{
	tnef->file = NULL;
	if (tnef->out->attachments->len >= tnef->max_files)
		return;
	tnef->file = g_new0(RdAttachment, 1);
	tnef->file->name = g_strdup("");
	tnef->file->type = g_strdup("application/octet-stream");
	g_ptr_array_add(tnef->out->attachments, tnef->file);
}

static void
tnef_set_name(Tnef *tnef, char *name)
{
	if (tnef->file != NULL && *name != '\0') {
		g_free(tnef->file->name);
		tnef->file->name = rd_body_safe_name(name);
	} else {
		g_free(name);
	}
}

static void
tnef_set_size(Tnef *tnef, TnefReader value)
{
	if (tnef->file != NULL)
		tnef->file->size = (gsize)(value.end - value.at);
}

static void
tnef_take_property(Tnef *tnef, guint id, guint type, TnefReader value)
{
	switch (id) {
	case PROP_BODY:
		tnef_set_text(tnef, tnef_text(tnef, value, type, tnef->max_text), FALSE, 3);
		break;
	case PROP_HTML:
		tnef_set_text(tnef, tnef_text(tnef, value, type, tnef->max_text), TRUE, 2);
		break;
	case PROP_RTF:
		tnef_set_rtf(tnef, value);
		break;
	case PROP_ATTACH_LONG_NAME:
		tnef_set_name(tnef, tnef_text(tnef, value, type, TNEF_NAME_MAX));
		break;
	case PROP_ATTACH_NAME:
		if (tnef->file != NULL && *tnef->file->name == '\0')
			tnef_set_name(tnef, tnef_text(tnef, value, type, TNEF_NAME_MAX));
		break;
	case PROP_ATTACH_TYPE:
		if (tnef->file != NULL) {
			g_autofree char *media = tnef_text(tnef, value, type, TNEF_NAME_MAX);

			g_free(tnef->file->type);
			tnef->file->type = g_ascii_strdown(media, -1);
		}
		break;
	case PROP_ATTACH_ID:
		if (tnef->file != NULL)
			tnef->file->is_inline = g_str_has_prefix(tnef->file->type, "image/");
		break;
	case PROP_ATTACH_DATA:
		if (type == TYPE_OBJECT) /* an interface id comes first */
			tnef_slice(&value, 16);
		tnef_set_size(tnef, value);
		break;
	default:
		break;
	}
}

/* Over the name of a property that has one instead of a number. */
static void
tnef_skip_name(TnefReader *reader)
{
	guint32 kind, len;

	tnef_slice(reader, 16);
	kind = tnef_number(reader, 4);
	len = tnef_number(reader, 4);
	if (kind == 1)
		tnef_slice(reader, ((gsize)len + 3) & ~(gsize)3);
}

static gsize
tnef_fixed_size(guint type)
{
	if (type == TYPE_CLSID)
		return 16;
	return type == TYPE_SHORT || type == 0x03 || type == 0x04 || type == 0x0a || type == 0x0b
		       ? 4
		       : 8;
}

static void
tnef_read_property(Tnef *tnef, TnefReader *reader)
{
	guint type = tnef_number(reader, 2);
	guint id = tnef_number(reader, 2);
	guint base = type & ~(guint)TYPE_MULTIPLE;
	gboolean sized = base == TYPE_OBJECT || base == TYPE_STRING8 || base == TYPE_UNICODE ||
			 base == TYPE_BINARY;
	guint32 n = 1;

	if (id >= 0x8000)
		tnef_skip_name(reader);
	if (sized || (type & TYPE_MULTIPLE) != 0)
		n = tnef_number(reader, 4);
	for (guint32 i = 0; i < MIN(n, TNEF_VALUES_MAX) && !reader->failed; i++) {
		gsize len = sized ? tnef_number(reader, 4) : tnef_fixed_size(base);
		TnefReader value = tnef_slice(reader, len);

		tnef_slice(reader, MIN((4 - len % 4) % 4, (gsize)(reader->end - reader->at)));
		if (i == 0 && sized)
			tnef_take_property(tnef, id, base, value);
	}
	reader->failed |= n > TNEF_VALUES_MAX;
}

static void
tnef_read_properties(Tnef *tnef, TnefReader reader)
{
	guint32 n = tnef_number(&reader, 4);

	for (guint32 i = 0; i < MIN(n, TNEF_PROPS_MAX) && !reader.failed; i++)
		tnef_read_property(tnef, &reader);
}

static void
tnef_take_attribute(Tnef *tnef, guint id, TnefReader value)
{
	switch (id) {
	case ATTR_CODE_PAGE:
		g_snprintf(tnef->charset, sizeof tnef->charset, "cp%u", tnef_number(&value, 4));
		break;
	case ATTR_BODY:
		tnef_set_text(tnef, tnef_text(tnef, value, TYPE_STRING8, tnef->max_text), FALSE, 3);
		break;
	case ATTR_MESSAGE_PROPS:
		tnef_read_properties(tnef, value);
		break;
	case ATTR_ATTACH_BEGIN:
		tnef_begin_file(tnef);
		break;
	case ATTR_ATTACH_TITLE:
		tnef_set_name(tnef, tnef_text(tnef, value, TYPE_STRING8, TNEF_NAME_MAX));
		break;
	case ATTR_ATTACH_DATA:
		tnef_set_size(tnef, value);
		break;
	case ATTR_ATTACH_PROPS:
		tnef_read_properties(tnef, value);
		break;
	default:
		break;
	}
}

RdTnef *
rd_tnef_read(GBytes *octets, guint max_files, gsize max_text)
{
	gsize len;
	const guint8 *data = g_bytes_get_data(octets, &len);
	TnefReader reader = {data, data + len, FALSE};
	Tnef tnef = {.max_files = max_files, .charset = "cp1252"};

	if (tnef_number(&reader, 4) != TNEF_SIGNATURE)
		return NULL;
	tnef_number(&reader, 2);
	tnef.max_text = max_text;
	tnef.out = g_new0(RdTnef, 1);
	tnef.out->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)rd_attachment_free);
	while (reader.at < reader.end && !reader.failed) {
		guint id;
		TnefReader value;

		tnef_number(&reader, 1); /* of the message, or of a file */
		id = tnef_number(&reader, 2);
		tnef_number(&reader, 2); /* the type, which the id implies */
		value = tnef_slice(&reader, tnef_number(&reader, 4));
		tnef_take_attribute(&tnef, id, value);
		tnef_number(&reader, 2); /* a checksum */
	}
	return tnef.out;
}

void
rd_tnef_free(RdTnef *self)
{
	if (self == NULL)
		return;
	g_free(self->text);
	g_ptr_array_unref(self->attachments);
	g_free(self);
}
