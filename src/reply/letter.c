#include <redress/error.h>
#include <redress/reply.h>
#include <redress/text.h>

#include <gmime/gmime.h>
#include <string.h>

#define REFERENCES_MAX	30  /* the first and the last of a longer thread */
#define LINE_MAX_OCTETS 998 /* RFC 5322 section 2.1.1 */

/* The folder's types have no cleanup of their own. */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeFormatOptions, g_mime_format_options_free)

static void
letter_init_gmime(void)
{
	static gsize done = 0;

	if (g_once_init_enter(&done)) {
		g_mime_init();
		g_once_init_leave(&done, 1);
	}
}

static gboolean
letter_refuse(const char *field, const char *value, GError **error)
{
	g_autofree char *shown = g_strescape(value, NULL);

	g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "a letter's %s cannot be \"%s\"", field,
		    shown);
	return FALSE;
}

/* A line break in a header would begin another header, or the text. */
static gboolean
text_is_header_safe(const char *field, const char *value, GError **error)
{
	for (const char *p = value; p != NULL && *p != '\0'; p++) {
		if ((guchar)*p < 0x20 || *p == 0x7f)
			return letter_refuse(field, value, error);
	}
	if (value != NULL && !g_utf8_validate(value, -1, NULL))
		return letter_refuse(field, value, error);
	return TRUE;
}

/* An addr-spec or id: ASCII without blanks or anything that would end it, and one "@". */
static gboolean
text_is_plain(const char *value, const char *forbidden)
{
	const char *at = value != NULL ? strchr(value, '@') : NULL;

	if (at == NULL || at == value || at[1] == '\0' || strchr(at + 1, '@') != NULL ||
	    strlen(value) > 320)
		return FALSE;
	for (const char *p = value; *p != '\0'; p++) {
		if (*p <= 0x20 || *p >= 0x7f || strchr(forbidden, *p) != NULL)
			return FALSE;
	}
	return TRUE;
}

static gboolean
letter_check_address(const char *field, const char *value, GError **error)
{
	return text_is_plain(value, "<>(),;:\\\"[]") ||
	       letter_refuse(field, value != NULL ? value : "", error);
}

static gboolean
letter_check_addresses(const char *field, const GPtrArray *list, GError **error)
{
	for (guint i = 0; list != NULL && i < list->len; i++) {
		if (!letter_check_address(field, list->pdata[i], error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
letter_check(const RdLetter *letter, GError **error)
{
	if (letter->to == NULL || letter->to->len == 0) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "a letter has to go to somebody");
		return FALSE;
	}
	return letter_check_address("From", letter->from, error) &&
	       text_is_header_safe("From", letter->from_name, error) &&
	       (letter->reply_to == NULL ||
		letter_check_address("Reply-To", letter->reply_to, error)) &&
	       letter_check_addresses("To", letter->to, error) &&
	       letter_check_addresses("Cc", letter->cc, error) &&
	       text_is_header_safe("Subject", letter->subject, error) &&
	       text_is_header_safe("case number", letter->case_number, error) &&
	       (text_is_plain(letter->message_id, "<>") ||
		letter_refuse("Message-ID", letter->message_id != NULL ? letter->message_id : "",
			      error));
}

static void
letter_add_addresses(GMimeMessage *message, GMimeAddressType type, const GPtrArray *list)
{
	for (guint i = 0; list != NULL && i < list->len; i++)
		g_mime_message_add_mailbox(message, type, NULL, list->pdata[i]);
}

static void
letter_set(GMimeMessage *message, const char *name, const char *value)
{
	g_mime_object_set_header(GMIME_OBJECT(message), name, value, "utf-8");
}

/*
 * Ids of other people's mails: one that is not plain is left out, since a thread
 * that is found by fewer ids is better than no answer.
 */
static void
letter_set_thread(GMimeMessage *message, const RdLetter *letter)
{
	const GPtrArray *list = letter->references;
	guint n = list != NULL ? list->len : 0;
	g_autoptr(GString) ids = g_string_new(NULL);

	for (guint i = 0; i < n; i++) {
		if (i > 0 && i + REFERENCES_MAX <= n)
			continue;
		if (text_is_plain(list->pdata[i], "<>"))
			g_string_append_printf(ids, "%s<%s>", ids->len > 0 ? " " : "",
					       (const char *)list->pdata[i]);
	}
	if (text_is_plain(letter->in_reply_to, "<>")) {
		g_autofree char *id = g_strdup_printf("<%s>", letter->in_reply_to);

		letter_set(message, "In-Reply-To", id);
	}
	if (ids->len > 0)
		letter_set(message, "References", ids->str);
}

static void
letter_set_head(GMimeMessage *message, const RdLetter *letter)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(letter->date);
	const char *from_name =
		letter->from_name != NULL && *letter->from_name != '\0' ? letter->from_name : NULL;

	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, from_name, letter->from);
	if (letter->reply_to != NULL)
		g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, from_name,
					   letter->reply_to);
	letter_add_addresses(message, GMIME_ADDRESS_TYPE_TO, letter->to);
	letter_add_addresses(message, GMIME_ADDRESS_TYPE_CC, letter->cc);
	g_mime_message_set_subject(message, letter->subject != NULL ? letter->subject : "",
				   "utf-8");
	g_mime_message_set_date(message, date);
	g_mime_message_set_message_id(message, letter->message_id);
	letter_set_thread(message, letter);
	letter_set(message, "Auto-Submitted", letter->replied ? "auto-replied" : "auto-generated");
	letter_set(message, "X-Auto-Response-Suppress", "All");
	if (letter->case_number != NULL)
		letter_set(message, "X-Redress-Case", letter->case_number);
}

/* Printable ASCII in lines that every relay takes as they are. */
static gboolean
text_is_7bit(const char *text, gsize len)
{
	gsize column = 0;

	for (gsize i = 0; i < len; i++) {
		if (text[i] == '\n')
			column = 0;
		else if (text[i] == '\0' || (guchar)text[i] >= 0x80 || ++column > LINE_MAX_OCTETS)
			return FALSE;
	}
	return TRUE;
}

static GMimePart *
part_new(const char *type, const char *subtype, const void *data, gsize len,
	 GMimeContentEncoding encoding)
{
	GMimePart *part = g_mime_part_new_with_type(type, subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, len);
	GMimeDataWrapper *content =
		g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, encoding);
	g_object_unref(content);
	g_object_unref(stream);
	return part;
}

/* Quoted-printable whatever is in it: long lines and UTF-8 survive any relay. */
static void
multipart_add_text(GMimeMultipart *multipart, const char *subtype, const char *text)
{
	GMimePart *part = part_new("text", subtype, text, strlen(text),
				   GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);

	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	g_mime_multipart_add(multipart, GMIME_OBJECT(part));
	g_object_unref(part);
}

static GMimeMultipart *
multipart_new(const char *subtype, const char *message_id)
{
	GMimeMultipart *multipart = g_mime_multipart_new_with_subtype(subtype);
	g_autofree char *seed = g_strconcat(message_id, " ", subtype, NULL);
	g_autofree char *hash = rd_text_sha256(seed, strlen(seed));
	g_autofree char *boundary = g_strdup_printf("=_%.32s", hash);

	g_mime_multipart_set_boundary(multipart, boundary);
	return multipart;
}

/*
 * The mail as it came. message/rfc822 may not be encoded (RFC 2046 section 5.2.1), so
 * one that is not 7-bit clean travels as octets. It is hostile and is not parsed.
 */
static GMimePart *
attachment_new(GBytes *raw)
{
	gsize len;
	const char *data = g_bytes_get_data(raw, &len);
	gboolean clean = text_is_7bit(data, len);
	GMimePart *part =
		clean ? part_new("message", "rfc822", data, len, GMIME_CONTENT_ENCODING_7BIT)
		      : part_new("application", "octet-stream", data, len,
				 GMIME_CONTENT_ENCODING_BASE64);

	g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
	g_mime_part_set_filename(part, "message.eml");
	return part;
}

static void
letter_set_body(GMimeMessage *message, const RdLetter *letter)
{
	GMimeMultipart *text = multipart_new("alternative", letter->message_id);
	g_autofree char *html = rd_letter_html(letter->text, letter->reply_to);

	multipart_add_text(text, "plain", letter->text);
	multipart_add_text(text, "html", html);
	if (letter->attached_message == NULL) {
		g_mime_message_set_mime_part(message, GMIME_OBJECT(text));
	} else {
		GMimeMultipart *mixed = multipart_new("mixed", letter->message_id);
		GMimePart *attachment = attachment_new(letter->attached_message);

		g_mime_multipart_add(mixed, GMIME_OBJECT(text));
		g_mime_multipart_add(mixed, GMIME_OBJECT(attachment));
		g_mime_message_set_mime_part(message, GMIME_OBJECT(mixed));
		g_object_unref(attachment);
		g_object_unref(mixed);
	}
	g_object_unref(text);
}

static GBytes *
message_write(GMimeMessage *message)
{
	g_autoptr(GMimeFormatOptions) options = g_mime_format_options_new();
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *octets;
	GBytes *out;

	g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
	g_mime_object_write_to_stream(GMIME_OBJECT(message), options, stream);
	octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	out = g_bytes_new(octets->data, octets->len);
	g_object_unref(stream);
	return out;
}

GBytes *
rd_letter_compose(const RdLetter *letter, GError **error)
{
	GMimeMessage *message;
	GBytes *out;

	if (!letter_check(letter, error))
		return NULL;
	letter_init_gmime();
	message = g_mime_message_new(FALSE);
	letter_set_head(message, letter);
	letter_set_body(message, letter);
	out = message_write(message);
	g_object_unref(message);
	return out;
}
