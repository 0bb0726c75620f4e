#include "encode.h"
#include "head.h"

#include <redress/error.h>
#include <redress/reply.h>
#include <redress/text.h>
#include <string.h>
#include <time.h>

#define REFERENCES_MAX 30 /* the first and the last of a longer thread */
#define BOUNDARY_LEN   34
#define SHOWN_MAX      200 /* characters of what cannot stand in a letter */

static gboolean
letter_refuse(const char *field, const char *value, GError **error)
{
	g_autofree char *escaped = g_strescape(value, NULL);
	g_autofree char *shown = rd_text_one_line(escaped, SHOWN_MAX);

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
		if (*p <= 0x20 || *p >= 0x7f)
			return FALSE;
	}
	return strpbrk(value, forbidden) == NULL;
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

/* "NAME <ADDRESS>", or the address alone. */
static void
head_put_mailbox(Head *head, const char *field, const char *name, const char *address)
{
	g_autofree char *angled = g_strconcat("<", address, ">", NULL);

	if (name == NULL || *name == '\0') {
		head_put(head, field, address);
		return;
	}
	head_begin(head, field);
	head_add_phrase(head, name);
	head_add(head, angled, strlen(angled));
	head_end(head);
}

static void
head_put_addresses(Head *head, const char *field, const GPtrArray *list)
{
	guint n = list != NULL ? list->len : 0;

	if (n == 0)
		return;
	head_begin(head, field);
	for (guint i = 0; i < n; i++) {
		g_autofree char *one = g_strconcat(list->pdata[i], i + 1 < n ? "," : NULL, NULL);

		head_add(head, one, strlen(one));
	}
	head_end(head);
}

static void
head_add_id(Head *head, const char *id)
{
	g_autofree char *angled = g_strconcat("<", id, ">", NULL);

	head_add(head, angled, strlen(angled));
}

static void
head_put_id(Head *head, const char *field, const char *id)
{
	head_begin(head, field);
	head_add_id(head, id);
	head_end(head);
}

static void
head_put_references(Head *head, const GPtrArray *ids)
{
	if (ids->len == 0)
		return;
	head_begin(head, "References");
	for (guint i = 0; i < ids->len; i++)
		head_add_id(head, ids->pdata[i]);
	head_end(head);
}

/*
 * Ids of other people's mails: one that is not plain is left out, since a thread
 * that is found by fewer ids is better than no answer.
 */
static void
head_put_thread(Head *head, const RdLetter *letter)
{
	const GPtrArray *list = letter->references;
	guint n = list != NULL ? list->len : 0;
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	for (guint i = 0; i < n; i++) {
		if ((i == 0 || i + REFERENCES_MAX > n) && text_is_plain(list->pdata[i], "<>"))
			g_ptr_array_add(ids, list->pdata[i]);
	}
	if (text_is_plain(letter->in_reply_to, "<>"))
		head_put_id(head, "In-Reply-To", letter->in_reply_to);
	head_put_references(head, ids);
}

/* Not by strftime(), which would write the days in the language of the place. */
static void
head_put_date(Head *head, RdTime at)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)at;
	struct tm tm = {0};
	g_autofree char *date = NULL;

	gmtime_r(&seconds, &tm);
	date = g_strdup_printf("%.3s, %02d %.3s %d %02d:%02d:%02d +0000", days + 3 * tm.tm_wday,
			       tm.tm_mday, months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour,
			       tm.tm_min, tm.tm_sec);
	head_put(head, "Date", date);
}

static void
letter_write_head(const RdLetter *letter, Head *head)
{
	head_put_mailbox(head, "From", letter->from_name, letter->from);
	if (letter->reply_to != NULL)
		head_put_mailbox(head, "Reply-To", letter->from_name, letter->reply_to);
	head_put_addresses(head, "To", letter->to);
	head_put_addresses(head, "Cc", letter->cc);
	head_begin(head, "Subject");
	head_add_text(head, letter->subject != NULL ? letter->subject : "");
	head_end(head);
	head_put_date(head, letter->date);
	head_put_id(head, "Message-ID", letter->message_id);
	head_put_thread(head, letter);
	head_put(head, "Auto-Submitted", letter->replied ? "auto-replied" : "auto-generated");
	head_put(head, "X-Auto-Response-Suppress", "All");
	if (letter->case_number != NULL)
		head_put(head, "X-Redress-Case", letter->case_number);
	head_put(head, "MIME-Version", "1.0");
}

/* Begins a part of parts; @boundary, of BOUNDARY_LEN, gets what will be between them. */
static void
multipart_begin(GString *out, const char *subtype, const char *message_id, char *boundary)
{
	g_autofree char *seed = g_strconcat(message_id, " ", subtype, NULL);
	g_autofree char *hash = rd_text_sha256(seed, strlen(seed));

	memcpy(boundary, "=_", 2);
	memcpy(boundary + 2, hash, BOUNDARY_LEN - 2);
	boundary[BOUNDARY_LEN] = '\0';
	g_string_append_printf(out, "Content-Type: multipart/%s;\r\n boundary=\"%s\"\r\n\r\n",
			       subtype, boundary);
}

static void
multipart_put_boundary(GString *out, const char *boundary)
{
	g_string_append_len(out, "--", 2);
	g_string_append_len(out, boundary, BOUNDARY_LEN);
}

static void
multipart_add_text(GString *out, const char *boundary, const char *subtype, const char *text)
{
	multipart_put_boundary(out, boundary);
	g_string_append(out, "\r\nContent-Type: text/");
	g_string_append(out, subtype);
	g_string_append(out, "; charset=utf-8\r\n"
			     "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	encode_quoted(out, text);
	g_string_append_len(out, "\r\n", 2);
}

static void
multipart_end(GString *out, const char *boundary)
{
	multipart_put_boundary(out, boundary);
	g_string_append_len(out, "--\r\n", 4);
}

/* Quoted-printable whatever is in it: long lines and UTF-8 survive any relay. */
static void
letter_write_text(const RdLetter *letter, GString *out)
{
	g_autofree char *html = rd_letter_html(letter->text, letter->reply_to);
	char boundary[BOUNDARY_LEN + 1];

	multipart_begin(out, "alternative", letter->message_id, boundary);
	multipart_add_text(out, boundary, "plain", letter->text);
	multipart_add_text(out, boundary, "html", html);
	multipart_end(out, boundary);
}

/*
 * The mail as it came. message/rfc822 may not be encoded (RFC 2046 section 5.2.1), so
 * one that is not 7-bit clean travels as octets. It is hostile and is not parsed.
 */
static void
letter_write_attached(GBytes *raw, GString *out)
{
	gsize len;
	const char *octets = g_bytes_get_data(raw, &len);
	gboolean clean = encode_is_7bit(octets, len);

	g_string_append_printf(out,
			       "Content-Type: %s\r\n"
			       "Content-Disposition: attachment; filename=message.eml\r\n"
			       "Content-Transfer-Encoding: %s\r\n\r\n",
			       clean ? "message/rfc822" : "application/octet-stream",
			       clean ? "7bit" : "base64");
	if (clean)
		encode_7bit(out, octets, len);
	else
		encode_base64(out, octets, len);
	g_string_append_len(out, "\r\n", 2);
}

static void
letter_write_body(const RdLetter *letter, GString *out)
{
	char boundary[BOUNDARY_LEN + 1];

	if (letter->attached_message == NULL) {
		letter_write_text(letter, out);
		return;
	}
	multipart_begin(out, "mixed", letter->message_id, boundary);
	multipart_put_boundary(out, boundary);
	g_string_append_len(out, "\r\n", 2);
	letter_write_text(letter, out);
	g_string_append_len(out, "\r\n", 2);
	multipart_put_boundary(out, boundary);
	g_string_append_len(out, "\r\n", 2);
	letter_write_attached(letter->attached_message, out);
	multipart_end(out, boundary);
}

GBytes *
rd_letter_compose(const RdLetter *letter, GError **error)
{
	gsize attached =
		letter->attached_message != NULL ? g_bytes_get_size(letter->attached_message) : 0;
	Head head = {0};

	if (!letter_check(letter, error))
		return NULL;
	head.out = g_string_sized_new(2048 + 4 * strlen(letter->text) + attached + attached / 2);
	letter_write_head(letter, &head);
	letter_write_body(letter, head.out);
	return g_string_free_to_bytes(head.out);
}
