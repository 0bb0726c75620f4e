/*
 * smtp-mail.c - one mail over SMTP (RFC 5321 section 3.3).
 *
 *   MAIL, RCPT..., DATA     one flight where the server pipelines (RFC 2920)
 *   354                     then the text, and the dot
 *   no answer to the dot    the server may have the mail: UNCERTAIN (RFC 1047)
 */

#include "smtp-session.h"
#include "transport-private.h"

#include <gio/gio.h>
#include <string.h>

/* So much of the text is handed to the stream at once. */
#define CHUNK_OCTETS 16384

/*
 * The server wants AUTH or TLS, or has lost its place in a dialogue whose order is right: for
 * the operator to mend, and no fault of the mail.
 */
static gboolean
code_is_no_verdict(int code)
{
	return code == 503 || code == 530 || code == 534 || code == 535 || code == 538;
}

/* What a reply to the final dot means; before it, only the refusals do (RFC 5321 4.2.1). */
static RdDelivery
delivery_of(int code)
{
	if (code_is_no_verdict(code))
		return RD_DELIVERY_DEFERRED;
	switch (code / 100) {
	case 2:
		return RD_DELIVERY_SENT;
	case 5:
		return RD_DELIVERY_REJECTED;
	default:
		return RD_DELIVERY_DEFERRED;
	}
}

/* One mail on its way; ->waiting are the recipients that have no outcome yet. */
typedef struct {
	RdSmtp *smtp;
	const RdEnvelope *envelope;
	GPtrArray *waiting;
	gboolean spoken; /* the server has answered to this mail */
} Mail;

/* The outcome of all that wait. */
static void
mail_settle(Mail *self, RdDelivery delivery, int code, const char *detail)
{
	for (guint i = 0; i < self->waiting->len; i++)
		rd_recipient_set(self->waiting->pdata[i], delivery, code, detail);
	g_ptr_array_set_size(self->waiting, 0);
}

/* The server does not want the text. A reply that makes no sense here is no success. */
static void
mail_settle_refusal(Mail *self, const RdSmtpReply *reply)
{
	gboolean rejected = delivery_of(reply->code) == RD_DELIVERY_REJECTED;

	mail_settle(self, rejected ? RD_DELIVERY_REJECTED : RD_DELIVERY_DEFERRED, reply->code,
		    reply->code != 0 ? reply->text : rd_smtp_why(self->smtp));
}

static gboolean
mail_hear(Mail *self, RdSmtpReply *reply)
{
	if (!rd_smtp_hear(self->smtp, reply))
		return FALSE;
	self->spoken |= reply->code != 421; /* which may be about the time since the last mail */
	return TRUE;
}

static gboolean
text_is_ascii(const char *text)
{
	while (*text != '\0' && (guchar)*text < 0x80)
		text++;
	return *text == '\0';
}

/* @address with its domain in ASCII, where that is enough to do without SMTPUTF8. */
static char *
mail_ascii_address(const char *address)
{
	const char *at = strrchr(address, '@');
	g_autofree char *local = at != NULL ? g_strndup(address, (gsize)(at - address)) : NULL;
	g_autofree char *domain = at != NULL ? g_hostname_to_ascii(at + 1) : NULL;

	if (domain == NULL || !text_is_ascii(local))
		return NULL;
	return g_strconcat(local, "@", domain, NULL);
}

/* The address as this server takes it; NULL if it cannot. */
static char *
mail_address(const Mail *self, const char *address)
{
	if (text_is_ascii(address) || rd_smtp_offers(self->smtp, "SMTPUTF8") != NULL)
		return g_strdup(address);
	return mail_ascii_address(address);
}

/* xtext (RFC 3461 section 4). */
static char *
mail_xtext(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p != '\0'; p++) {
		if (*p > ' ' && *p < 0x7f && *p != '+' && *p != '=')
			g_string_append_c(out, *p);
		else
			g_string_append_printf(out, "+%02X", (guchar)*p);
	}
	return g_string_free(out, FALSE);
}

static char *
mail_from(const Mail *self, const char *sender, gsize size, gboolean eight_bit, gboolean utf8)
{
	GString *out = g_string_new(NULL);

	g_string_printf(out, "MAIL FROM:<%s>", sender);
	if (rd_smtp_offers(self->smtp, "SIZE") != NULL)
		g_string_append_printf(out, " SIZE=%" G_GSIZE_FORMAT, size);
	if (eight_bit)
		g_string_append(out, " BODY=8BITMIME");
	if (utf8)
		g_string_append(out, " SMTPUTF8");
	if (rd_smtp_offers(self->smtp, "DSN") != NULL) { /* the header is enough to know it again */
		g_autofree char *id = mail_xtext(self->envelope->id);

		g_string_append_printf(out, " RET=HDRS ENVID=%s", id);
	}
	g_string_append(out, "\r\n");
	return g_string_free(out, FALSE);
}

/* A report is asked for when delivery fails, not for every delay on the way. */
static char *
mail_rcpt(const Mail *self, const char *address)
{
	GString *out = g_string_new(NULL);

	g_string_printf(out, "RCPT TO:<%s>", address);
	if (rd_smtp_offers(self->smtp, "DSN") != NULL && self->envelope->sender[0] != '\0') {
		g_string_append(out, " NOTIFY=FAILURE");
		if (text_is_ascii(address)) {
			g_autofree char *xtext = mail_xtext(address);

			g_string_append_printf(out, " ORCPT=rfc822;%s", xtext);
		}
	}
	g_string_append(out, "\r\n");
	return g_string_free(out, FALSE);
}

/*
 * Takes out of ->waiting whom this server cannot be told, and returns the commands for
 * the others; NULL when nobody is left.
 */
static GPtrArray *
mail_rcpts(Mail *self, gboolean *utf8)
{
	GPtrArray *commands = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < self->waiting->len;) {
		RdRecipient *one = self->waiting->pdata[i];
		g_autofree char *address = rd_envelope_address_is_valid(one->address)
						   ? mail_address(self, one->address)
						   : NULL;

		if (address == NULL) {
			rd_recipient_set(one, RD_DELIVERY_REJECTED, 0,
					 "SMTP, or this server, cannot carry this address");
			g_ptr_array_remove_index(self->waiting, i);
			continue;
		}
		*utf8 |= !text_is_ascii(address);
		g_ptr_array_add(commands, mail_rcpt(self, address));
		i++;
	}
	if (commands->len == 0)
		g_clear_pointer(&commands, g_ptr_array_unref);
	return commands;
}

/*
 * The answers to RCPT, of those who wait. "552" to a recipient means too many of them, for
 * now (RFC 5321 section 4.5.3.1.10).
 */
static void
mail_note_rcpt(Mail *self, guint *at, const RdSmtpReply *reply)
{
	RdRecipient *one = self->waiting->pdata[*at];
	RdDelivery delivery = reply->code == 552 ? RD_DELIVERY_DEFERRED : delivery_of(reply->code);

	if (delivery == RD_DELIVERY_SENT) {
		(*at)++;
		return;
	}
	rd_recipient_set(one, delivery, reply->code,
			 reply->code != 0 ? reply->text : rd_smtp_why(self->smtp));
	g_ptr_array_remove_index(self->waiting, *at);
}

/* MAIL, RCPT and DATA in one flight; TRUE on 354. */
static gboolean
mail_begin_pipelined(Mail *self, const char *from, const GPtrArray *rcpts)
{
	g_auto(RdSmtpReply) mail = {0};
	g_auto(RdSmtpReply) rcpt = {0};
	g_auto(RdSmtpReply) data = {0};
	guint at = 0;

	rd_smtp_put(self->smtp, from);
	for (guint i = 0; i < rcpts->len; i++)
		rd_smtp_put(self->smtp, rcpts->pdata[i]);
	rd_smtp_put(self->smtp, "DATA\r\n");
	rd_smtp_flush(self->smtp);
	mail_hear(self, &mail);
	for (guint i = 0; i < rcpts->len && mail.code != 0; i++) {
		mail_hear(self, &rcpt);
		if (mail.code / 100 == 2)
			mail_note_rcpt(self, &at, &rcpt);
	}
	if (mail.code / 100 != 2)
		mail_settle_refusal(self, &mail);
	mail_hear(self, &data);
	if (data.code == 354 && self->waiting->len == 0) { /* RFC 2920 section 3.1 */
		rd_smtp_ask(self->smtp, ".\r\n", &rcpt);
		return FALSE;
	}
	if (data.code != 354)
		mail_settle_refusal(self, &data);
	return data.code == 354;
}

/* The same, one by one. */
static gboolean
mail_begin_stepwise(Mail *self, const char *from, const GPtrArray *rcpts)
{
	g_auto(RdSmtpReply) reply = {0};
	guint at = 0;

	rd_smtp_put(self->smtp, from);
	rd_smtp_flush(self->smtp);
	mail_hear(self, &reply);
	if (reply.code / 100 != 2) {
		mail_settle_refusal(self, &reply);
		return FALSE;
	}
	for (guint i = 0; i < rcpts->len; i++) {
		rd_smtp_ask(self->smtp, rcpts->pdata[i], &reply);
		mail_note_rcpt(self, &at, &reply);
	}
	if (self->waiting->len == 0)
		return FALSE;
	rd_smtp_ask(self->smtp, "DATA\r\n", &reply);
	if (reply.code != 354)
		mail_settle_refusal(self, &reply);
	return reply.code == 354;
}

/* Sends the text with CRLF line ends, whatever it has, and dots stuffed; then the dot. */
static gboolean
mail_send_text(RdSmtp *smtp, const char *text, gsize len)
{
	g_autoptr(GString) out = g_string_sized_new(CHUNK_OCTETS + 8);
	gboolean line_start = TRUE;

	for (gsize i = 0; i < len; i++) {
		char c = text[i];

		if (c == '\r' && i + 1 < len && text[i + 1] == '\n')
			continue;
		if (line_start && c == '.')
			g_string_append_c(out, '.');
		line_start = c == '\r' || c == '\n';
		if (line_start)
			g_string_append(out, "\r\n");
		else
			g_string_append_c(out, c);
		if (out->len >= CHUNK_OCTETS) {
			if (!rd_smtp_put_octets(smtp, out->str, out->len))
				return FALSE;
			g_string_truncate(out, 0);
		}
	}
	g_string_append(out, line_start ? ".\r\n" : "\r\n.\r\n");
	return rd_smtp_put_octets(smtp, out->str, out->len);
}

/* FALSE in writing: the dot was not sent whole, so the server cannot have taken the mail. */
static void
mail_finish(Mail *self, const char *text, gsize len)
{
	g_auto(RdSmtpReply) reply = {0};

	if (!mail_send_text(self->smtp, text, len)) {
		mail_settle(self, RD_DELIVERY_DEFERRED, 0, rd_smtp_why(self->smtp));
		return;
	}
	rd_smtp_be_patient(self->smtp, TRUE);
	if (rd_smtp_hear(self->smtp, &reply))
		mail_settle(self, delivery_of(reply.code), reply.code, reply.text);
	else
		mail_settle(self, RD_DELIVERY_UNCERTAIN, 0, rd_smtp_why(self->smtp));
	rd_smtp_be_patient(self->smtp, FALSE);
}

/* Why the server would not take this mail from anybody, or NULL. */
static char *
mail_objection(const Mail *self, const char *sender, gsize size, gboolean eight_bit)
{
	const char *limit = rd_smtp_offers(self->smtp, "SIZE");
	guint64 max = limit != NULL ? g_ascii_strtoull(limit, NULL, 10) : 0;

	if (sender == NULL)
		return g_strdup("the server cannot carry the sender's address");
	if (max > 0 && size > max)
		return g_strdup_printf("the mail has %" G_GSIZE_FORMAT
				       " octets, the server takes %" G_GUINT64_FORMAT,
				       size, max);
	if (eight_bit && rd_smtp_offers(self->smtp, "8BITMIME") == NULL)
		return g_strdup("the mail has octets above 127, and the server takes none");
	return NULL;
}

static gboolean
mail_is_eight_bit(const char *text, gsize len)
{
	for (gsize i = 0; i < len; i++) {
		if ((guchar)text[i] >= 0x80)
			return TRUE;
	}
	return FALSE;
}

static void
mail_transact(Mail *self, const char *text, gsize len)
{
	gboolean eight_bit = mail_is_eight_bit(text, len);
	g_autofree char *sender = self->envelope->sender[0] == '\0'
					  ? g_strdup("")
					  : mail_address(self, self->envelope->sender);
	g_autofree char *objection = mail_objection(self, sender, len, eight_bit);
	g_autofree char *from = NULL;
	g_autoptr(GPtrArray) rcpts = NULL;
	g_auto(RdSmtpReply) reply = {0};
	gboolean utf8 = sender != NULL && !text_is_ascii(sender);
	gboolean begun;

	if (objection != NULL)
		mail_settle(self, RD_DELIVERY_REJECTED, 0, objection);
	rcpts = mail_rcpts(self, &utf8);
	if (rcpts == NULL)
		return;
	from = mail_from(self, sender, len, eight_bit, utf8);
	begun = rd_smtp_offers(self->smtp, "PIPELINING") != NULL
			? mail_begin_pipelined(self, from, rcpts)
			: mail_begin_stepwise(self, from, rcpts);
	if (begun)
		mail_finish(self, text, len);
	else if (rd_smtp_is_alive(self->smtp)) /* leaves no transaction open behind it */
		rd_smtp_ask(self->smtp, "RSET\r\n", &reply);
}

gboolean
rd_smtp_mail(RdSmtp *self, RdEnvelope *envelope, GBytes *message)
{
	g_autoptr(GPtrArray) waiting = g_ptr_array_new();
	Mail mail = {.smtp = self, .envelope = envelope, .waiting = waiting};
	gsize len;
	const char *text = g_bytes_get_data(message, &len);

	for (guint i = 0; i < envelope->recipients->len; i++) {
		RdRecipient *one = envelope->recipients->pdata[i];

		if (one->delivery == RD_DELIVERY_DEFERRED)
			g_ptr_array_add(waiting, one);
	}
	mail_transact(&mail, text, len);
	return mail.spoken || rd_smtp_is_alive(self);
}
