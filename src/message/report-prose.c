/*
 * Delivery reports that are not in the form of RFC 3464: those of qmail, older Exim,
 * Exchange, Sendmail and Yahoo, and reports whose machine-readable part got lost.
 */

#include "report-private.h"

#include "header-private.h"
#include "param-private.h"
#include "phrase-private.h"

#include <string.h>

#define PROSE_TEXT_MAX 8192 /* what a mail server has to say stands at the top */

/* In a subject, folded to lower case. */
static const char *const prose_subjects[] = {
	"undeliver",
	"delivery status notification",
	"mail delivery status",
	"delivery failure",
	"delivery failed",
	"delivery has failed",
	"delivery problem",
	"delivery delayed",
	"delivery incomplete",
	"delayed mail",
	"failure notice",
	"failure notification",
	"returned mail",
	"returned to sender",
	"mail system error",
	"non-deliver",
	"nondeliver",
	"non delivery",
	"not delivered",
	"could not be delivered",
	"could not send message",
	"couldn't be delivered",
	"unable to deliver",
	"mail failure",
	"unzustellbar",
	"nicht zustellbar",
	"zustellung fehlgeschlagen",
	"zustellung verz\xc3\xb6gert",
	"non remis",
	"non distribu",
	"\xc3\xa9"
	"chec de la remise",
	"\xc3\xa9"
	"chec de remise",
	"no se puede entregar",
	"no se pudo entregar",
	"no se ha podido entregar",
	"no entregado",
	"error de entrega",
	"n\xc3\xa3o \xc3\xa9 poss\xc3\xadvel entregar",
	"n\xc3\xa3o entregue",
	"falha na entrega",
	"non recapitabile",
	"mancato recapito",
	"impossibile recapitare",
	"onbestelbaar",
	"niet bezorgd",
	"kan inte levereras",
	"g\xc3\xa5r inte att leverera",
	"kunne ikke leveres",
	"kan ikke leveres",
	"nie mo\xc5\xbcna dostarczy\xc4\x87",
	"niedostarczon",
	"nedoru\xc4\x8diteln",
	"k\xc3\xa9zbes\xc3\xadthetetlen",
	"\xd0\xbd\xd0\xb5 \xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2\xd0\xbb\xd0\xb5\xd0\xbd"
	"\xd0\xbe",
	"\xe9\x85\x8d\xe4\xbf\xa1\xe4\xb8\x8d\xe8\x83\xbd",
	"\xe9\x80\x80\xe4\xbf\xa1",
};

/* In the text, lower case: the mail is lost. */
static const char *const prose_failed[] = {
	"could not be delivered",
	"couldn't be delivered",
	"could not deliver",
	"cannot be delivered",
	"can't be delivered",
	"wasn't delivered",
	"was not delivered",
	"not been delivered",
	"wasn't able to deliver",
	"did not reach",
	"unable to deliver",
	"undeliverable",
	"delivery failed",
	"delivery has failed",
	"delivery to the following recipient",
	"permanent error",
	"permanent failure",
	"permanent fatal error",
	"failed permanently",
	"returned to sender",
	"address not found",
	"user unknown",
	"nicht zugestellt werden",
	"konnte nicht zugestellt",
	"n'a pas pu \xc3\xaatre remis",
	"no se pudo entregar",
};

/* It is not lost yet. */
static const char *const prose_delayed[] = {
	"warning message only",	  "not need to resend",
	"will keep trying",	  "will continue to try",
	"will be retried",	  "will retry",
	"still being retried",	  "delivery attempts will continue",
	"not yet been delivered", "not been delivered yet",
	"has been delayed",	  "is delayed",
	"delivery is delayed",	  "wird verz\xc3\xb6gert",
	"versucht weiterhin",
};

/* It is lost for good, whatever the words above say about the attempts made. */
static const char *const prose_final[] = {
	"giving up",
	"gave up",
	"given up",
	"failed permanently",
	"permanent fatal error",
	"permanent error",
	"has been returned",
	"no further attempts",
	"was not able to deliver",
	"returned to sender",
};

/* It is lost for a reason that will not pass. */
static const char *const prose_permanent[] = {
	"permanent error",    "permanent failure",  "permanent fatal error",
	"failed permanently", "permanently failed", "permanenter fehler",
};

/* Under these the mail itself follows. */
static const char *const prose_copies[] = {
	"below this line is a copy of the message",
	"this is a copy of the message, including all the headers",
	"this is a copy of your message",
	"copy of the message's headers",
	"original message follows",
	"undelivered message follows",
	"returned message follows",
	"message headers follow",
	"original message headers",
	"----- original message -----",
	"----- message header follows",
	"unsent message follows",
};

static const char *
prose_find(const char *text, const char *const *phrases, gsize n)
{
	const char *first = NULL;

	for (gsize i = 0; i < n; i++) {
		const char *found = strstr(text, phrases[i]);

		if (found != NULL && (first == NULL || found < first))
			first = found;
	}
	return first;
}

static gboolean
prose_by_subject(const RdMessage *self)
{
	g_autofree char *subject = rd_phrase_lower(self->subject);

	return prose_find(subject, prose_subjects, G_N_ELEMENTS(prose_subjects)) != NULL;
}

/* Whether the header looks like a report's: 2 surely, 1 if the text does too. */
static int
prose_by_header(const RdMessage *self, const RdMime *mime)
{
	const RdMimePart *part = rd_mime_part(mime, 0);
	gboolean daemon = self->from == NULL || rd_automatic_is_daemon(self->from);

	if (rd_mime_is(part, "multipart", "report")) {
		g_autofree char *type = rd_param_get(part->parameters, "report-type");

		if (type != NULL && g_ascii_strcasecmp(type, "delivery-status") == 0)
			return 2;
	}
	if (rd_mime_field(mime, part, RD_FIELD_FAILED_RECIPIENTS, 0) != NULL &&
	    (daemon || prose_by_subject(self)))
		return 2;
	if ((daemon || (self->return_path != NULL && *self->return_path == '\0')) &&
	    prose_by_subject(self))
		return 2;
	return daemon && self->from != NULL ? 1 : 0;
}

static gboolean
prose_says_so(const char *text)
{
	return prose_find(text, prose_failed, G_N_ELEMENTS(prose_failed)) != NULL ||
	       prose_find(text, prose_delayed, G_N_ELEMENTS(prose_delayed)) != NULL;
}

static gboolean
prose_is_delayed(const RdMessage *self, const char *text)
{
	g_autofree char *subject = rd_phrase_lower(self->subject);

	if (prose_find(text, prose_final, G_N_ELEMENTS(prose_final)) != NULL)
		return FALSE;
	if (strstr(subject, "delay") != NULL || strstr(subject, "verz\xc3\xb6ger") != NULL ||
	    strstr(subject, "still being retried") != NULL ||
	    g_str_has_prefix(subject, "warning: "))
		return TRUE;
	return prose_find(text, prose_delayed, G_N_ELEMENTS(prose_delayed)) != NULL;
}

static gboolean
prose_is_address_char(char c)
{
	return g_ascii_isalnum(c) || (guchar)c >= 0x80 ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~.", c) != NULL);
}

/* The address around the "@" at @sign; NULL when it is none. */
static char *
prose_address_at(const char *text, const char *sign)
{
	const char *begin = sign;
	const char *end = sign + 1;

	while (begin > text && sign - begin < 64 && prose_is_address_char(begin[-1]))
		begin--;
	while (end - sign < 255 && (g_ascii_isalnum(*end) || *end == '.' || *end == '-'))
		end++;
	while (end > sign + 1 && end[-1] == '.')
		end--;
	while (begin < sign && strchr("'=.", *begin) != NULL)
		begin++;
	if (begin == sign || end <= sign + 1)
		return NULL;
	return g_strndup(begin, (gsize)(end - begin));
}

static gboolean
prose_is_ours(const RdMessage *self, const char *address)
{
	for (guint i = 0; i < self->to->len; i++) {
		const RdAddress *to = g_ptr_array_index(self->to, i);

		if (g_ascii_strcasecmp(to->address, address) == 0)
			return TRUE;
	}
	for (guint i = 0; i < self->delivered_to->len; i++) {
		if (g_ascii_strcasecmp(g_ptr_array_index(self->delivered_to, i), address) == 0)
			return TRUE;
	}
	return self->from != NULL && g_ascii_strcasecmp(self->from->address, address) == 0;
}

/* Whether @sign is in a line that tells the mail's id, which looks like an address. */
static gboolean
prose_is_message_id(const char *text, const char *sign)
{
	const char *line = sign;

	while (line > text && line[-1] != '\n')
		line--;
	line += strspn(line, " \t>");
	return g_ascii_strncasecmp(line, "message-id:", 11) == 0;
}

/* The first address of @text that is neither ours nor the mail server's; "" for none. */
static char *
prose_recipient(const RdMessage *self, const char *text)
{
	for (const char *sign = strchr(text, '@'); sign != NULL; sign = strchr(sign + 1, '@')) {
		g_autofree char *found = prose_address_at(text, sign);
		g_autoptr(RdAddress) address = NULL;

		if (found == NULL || prose_is_message_id(text, sign))
			continue;
		address = rd_address_new("", found);
		if (!prose_is_ours(self, address->address) && !rd_automatic_is_daemon(address))
			return g_strdup(address->address);
	}
	return g_strdup("");
}

/* The length of an enhanced status code (RFC 3463) at @p, 0 for none. */
static gsize
prose_status_len(const char *text, const char *p)
{
	const char *q = p + 2;

	if (strchr("245", *p) == NULL || *p == '\0' || p[1] != '.' || !g_ascii_isdigit(*q))
		return 0;
	if (p > text && (g_ascii_isalnum(p[-1]) || p[-1] == '.'))
		return 0;
	while (g_ascii_isdigit(*q))
		q++;
	if (*q != '.' || !g_ascii_isdigit(q[1]) || q - p > 5)
		return 0;
	for (q++; g_ascii_isdigit(*q);)
		q++;
	if ((*q == '.' && g_ascii_isdigit(q[1])) || q - p > 9) /* an IP address */
		return 0;
	return (gsize)(q - p);
}

/* An SMTP reply code of failure at @p: "550 ", "452-". */
static gboolean
prose_is_reply_code(const char *text, const char *p)
{
	return (*p == '5' || *p == '4') && g_ascii_isdigit(p[1]) && p[1] <= '5' &&
	       g_ascii_isdigit(p[2]) && strchr(" -:", p[3]) != NULL && p[3] != '\0' &&
	       (p == text || !(g_ascii_isalnum(p[-1]) || strchr(".-,$", p[-1]) != NULL));
}

/* The line that holds the code, as the reason; the code itself as the status. */
static void
prose_read_code(RdReport *report, const char *text)
{
	const char *code = NULL;
	const char *begin;
	gsize len = 0;

	for (const char *p = text; *p != '\0' && len == 0; p++) {
		if (!g_ascii_isdigit(*p))
			continue;
		len = prose_status_len(text, p);
		if (len > 0 || (code == NULL && prose_is_reply_code(text, p)))
			code = p;
	}
	if (code == NULL)
		return;
	if (len > 0 && *report->status == '\0') {
		g_free(report->status);
		report->status = g_strndup(code, len);
	}
	report->permanent = *code == '5';
	for (begin = code; begin > text && begin[-1] != '\n';)
		begin--;
	if (*report->reason == '\0')
		rd_report_set_reason(report, begin, (gsize)(strchrnul(code, '\n') - begin));
}

static void
prose_read_recipient(RdMessage *self, const RdMime *mime, const char *text)
{
	g_autoptr(RdAddress) failed =
		rd_header_address(mime, rd_mime_part(mime, 0), RD_FIELD_FAILED_RECIPIENTS);

	g_free(self->report.recipient);
	if (failed != NULL && *failed->address != '\0')
		self->report.recipient = g_strdup(failed->address);
	else
		self->report.recipient = prose_recipient(self, text);
}

void
rd_report_read_prose(RdMessage *self, const RdMime *mime)
{
	RdReport *report = &self->report;
	int evidence = report->kind != RD_REPORT_NONE ? 2 : prose_by_header(self, mime);
	g_autofree char *text = NULL;
	g_autofree char *lower = NULL;
	const char *copy;

	if (evidence == 0)
		return;
	text = g_strndup(self->text, PROSE_TEXT_MAX);
	lower = g_ascii_strdown(text, -1);
	copy = prose_find(lower, prose_copies, G_N_ELEMENTS(prose_copies));
	if (copy != NULL) {
		text[copy - lower] = '\0';
		lower[copy - lower] = '\0';
	}
	if (evidence == 1 && !prose_says_so(lower))
		return;
	if (report->kind == RD_REPORT_NONE)
		report->kind = prose_is_delayed(self, lower) ? RD_REPORT_DELAYED : RD_REPORT_FAILED;
	if (*report->recipient == '\0')
		prose_read_recipient(self, mime, text);
	report->permanent |=
		prose_find(lower, prose_permanent, G_N_ELEMENTS(prose_permanent)) != NULL;
	prose_read_code(report, text);
	if (report->kind == RD_REPORT_DELAYED)
		report->permanent = FALSE;
}
