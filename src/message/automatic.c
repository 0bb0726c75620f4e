#include "report-private.h"

#include "header-private.h"
#include "phrase-private.h"
#include "value-private.h"

#include <string.h>

/* Local parts that mail servers write from. */
static const char *const automatic_daemons[] = {
	"mailer-daemon", "mailerdaemon", "mail-daemon",	  "maildaemon",
	"postmaster",	 "mdaemon",	 "mailer_daemon",
};

/*
 * How a subject starts that an automatic answer carries, lower case. With a "!" nobody
 * begins a subject so by hand; the others count only before ":" or at the end.
 */
static const char *const automatic_subjects[] = {
	"!automatic reply",
	"!auto reply",
	"!auto-reply",
	"!autoreply",
	"!automated reply",
	"!automated response",
	"!auto response",
	"!auto-response",
	"!autoresponse",
	"!autoresponder",
	"!out of office autoreply",
	"!out of office reply",
	"!out of office automatic reply",
	"!out-of-office reply",
	"!vacation reply",
	"!automatische antwort",
	"!abwesenheitsnotiz",
	"!abwesenheitsbenachrichtigung",
	"!r\xc3\xa9ponse automatique",
	"!message d'absence",
	"!respuesta autom\xc3\xa1tica",
	"!contestaci\xc3\xb3n autom\xc3\xa1tica",
	"!resposta autom\xc3\xa1tica",
	"!risposta automatica",
	"!automatisch antwoord",
	"!automatische beantwoording",
	"!automatiskt svar",
	"!automatisk svar",
	"!autosvar",
	"!automaattinen vastaus",
	"!autoodpowied\xc5\xba",
	"!automatyczna odpowied\xc5\xba",
	"!automaatvastus",
	"!odpowied\xc5\xba automatyczna",
	"!automatick\xc3\xa1 odpov\xc4\x9b\xc4\x8f",
	"!automatick\xc3\xa1 odpove\xc4\x8f",
	"!automatikus v\xc3\xa1lasz",
	"!r\xc4\x83spuns automat",
	"!automatski odgovor",
	"!otomatik yan\xc4\xb1t",
	"!\xd0\xb0\xd0\xb2\xd1\x82\xd0\xbe\xd0\xbe\xd1\x82\xd0\xb2\xd0\xb5\xd1\x82",
	"!\xd0\xb0\xd0\xb2\xd1\x82\xd0\xbe\xd0\xbc\xd0\xb0\xd1\x82\xd0\xb8\xd1\x87\xd0\xb5\xd1\x81"
	"\xd0\xba\xd0\xb8\xd0\xb9 \xd0\xbe\xd1\x82\xd0\xb2\xd0\xb5\xd1\x82",
	"!\xd0\xb0\xd0\xb2\xd1\x82\xd0\xbe\xd0\xbc\xd0\xb0\xd1\x82\xd0\xb8\xd1\x87\xd0\xbd\xd0\xb0 "
	"\xd0\xb2\xd1\x96\xd0\xb4\xd0\xbf\xd0\xbe\xd0\xb2\xd1\x96\xd0\xb4\xd1\x8c",
	"!\xce\xb1\xcf\x85\xcf\x84\xcf\x8c\xce\xbc\xce\xb1\xcf\x84\xce\xb7 "
	"\xce\xb1\xcf\x80\xce\xac\xce\xbd\xcf\x84\xce\xb7\xcf\x83\xce\xb7",
	"!\xe8\x87\xaa\xe5\x8b\x95\xe5\xbf\x9c\xe7\xad\x94",
	"!\xe8\x87\xaa\xe5\x8b\x95\xe8\xbf\x94\xe4\xbf\xa1",
	"!\xe8\x87\xaa\xe5\x8a\xa8\xe7\xad\x94\xe5\xa4\x8d",
	"!\xe8\x87\xaa\xe5\x8a\xa8\xe5\x9b\x9e\xe5\xa4\x8d",
	"!\xe8\x87\xaa\xe5\x8b\x95\xe5\x9b\x9e\xe8\xa6\x86",
	"!\xec\x9e\x90\xeb\x8f\x99 \xed\x9a\x8c\xec\x8b\xa0",
	"auto",
	"ooo",
	"vacation",
	"on vacation",
	"on leave",
	"annual leave",
	"away from my mail",
	"away",
	"out of office",
	"out of the office",
	"out-of-office",
	"i am out of the office",
	"i am out of office",
	"i'm out of the office",
	"currently out of the office",
	"abwesend",
	"abwesenheit",
	"ich bin nicht im b\xc3\xbcro",
	"absence",
	"absence du bureau",
	"frav\xc3\xa6rsmelding",
	"fr\xc3\xa5nvaromeddelande",
	"absent du bureau",
	"fuera de la oficina",
	"fuera de oficina",
	"ausente",
	"aus\xc3\xaancia",
	"aus\xc3\xaancia tempor\xc3\xa1ria",
	"fuori sede",
	"fuori ufficio",
	"assente",
	"afwezig",
	"afwezigheid",
	"afwezigheidsbericht",
	"fr\xc3\xa5nvaro",
	"frav\xc3\xa6r",
	"ikke til stede",
	"poissa",
	"poissa toimistosta",
	"poza biurem",
	"nieobecno\xc5\x9b\xc4\x87",
	"mimo kancel\xc3\xa1\xc5\x99",
	"h\xc3\xa1zon k\xc3\xadv\xc3\xbcl",
	"absent",
};

enum {
	SAYS_SO = 1 << 0,  /* what a machine says of itself */
	AWAY = 1 << 1,	   /* the writer is away ... */
	STANDING = 1 << 2, /* ... and has nobody in particular in mind */
};

static const RdPhrase automatic_phrases[] = {
	{"this is an automated", SAYS_SO},
	{"this is an automatic", SAYS_SO},
	{"this is an auto-", SAYS_SO},
	{"this is an autore", SAYS_SO},
	{"automatically generated", SAYS_SO},
	{"auto-generated", SAYS_SO},
	{"automated response", SAYS_SO},
	{"automated reply", SAYS_SO},
	{"automatic response", SAYS_SO},
	{"automatic reply", SAYS_SO},
	{"do not reply to this", SAYS_SO},
	{"please do not reply", SAYS_SO},
	{"don't reply to this", SAYS_SO},
	{"mailbox is not monitored", SAYS_SO},
	{"inbox is not monitored", SAYS_SO},
	{"address is not monitored", SAYS_SO},
	{"unattended mailbox", SAYS_SO},
	{"unmonitored mailbox", SAYS_SO},
	{"automatisch generiert", SAYS_SO},
	{"automatische antwort", SAYS_SO},
	{"automatisch erstellt", SAYS_SO},
	{"nicht auf diese e-mail", SAYS_SO},
	{"message automatique", SAYS_SO},
	{"r\xc3\xa9ponse automatique", SAYS_SO},
	{"ne pas r\xc3\xa9pondre", SAYS_SO},
	{"mensaje autom\xc3\xa1tico", SAYS_SO},
	{"respuesta autom\xc3\xa1tica", SAYS_SO},
	{"no responda a este", SAYS_SO},
	{"mensagem autom\xc3\xa1tica", SAYS_SO},
	{"messaggio automatico", SAYS_SO},
	{"risposta automatica", SAYS_SO},
	{"automatisch bericht", SAYS_SO},
	{"automatisch antwoord", SAYS_SO},
	{"out of the office", AWAY},
	{"out of office", AWAY},
	{"away from the office", AWAY},
	{"i am away", AWAY},
	{"i'm away", AWAY},
	{"i will be away", AWAY},
	{"currently away", AWAY},
	{"away from my desk", AWAY},
	{"on vacation", AWAY},
	{"on annual leave", AWAY},
	{"on leave", AWAY},
	{"on holiday", AWAY},
	{"maternity leave", AWAY},
	{"paternity leave", AWAY},
	{"parental leave", AWAY},
	{"nicht im b\xc3\xbcro", AWAY},
	{"nicht im hause", AWAY},
	{"im urlaub", AWAY},
	{"bin ich abwesend", AWAY},
	{"absent du bureau", AWAY},
	{"absente du bureau", AWAY},
	{"en cong\xc3\xa9", AWAY},
	{"en vacances", AWAY},
	{"fuera de la oficina", AWAY},
	{"de vacaciones", AWAY},
	{"fora do escrit\xc3\xb3rio", AWAY},
	{"de f\xc3\xa9rias", AWAY},
	{"fuori ufficio", AWAY},
	{"in ferie", AWAY},
	{"afwezig", AWAY},
	{"met vakantie", AWAY},
	{"limited access to", STANDING},
	{"no access to", STANDING},
	{"access to my e-mail", STANDING},
	{"access to email", STANDING},
	{"access to e-mail", STANDING},
	{"for urgent", STANDING},
	{"if urgent", STANDING},
	{"if your matter is urgent", STANDING},
	{"if this is urgent", STANDING},
	{"in urgent cases", STANDING},
	{"if you need immediate", STANDING},
	{"for immediate assistance", STANDING},
	{"if you require immediate", STANDING},
	{"in my absence", STANDING},
	{"during my absence", STANDING},
	{"while i am away", STANDING},
	{"upon my return", STANDING},
	{"when i return", STANDING},
	{"on my return", STANDING},
	{"as soon as i return", STANDING},
	{"will not be forwarded", STANDING},
	{"in dringenden f\xc3\xa4llen", STANDING},
	{"nicht weitergeleitet", STANDING},
	{"meiner abwesenheit", STANDING},
	{"en cas d'urgence", STANDING},
	{"mon absence", STANDING},
	{"mon retour", STANDING},
	{"en caso de urgencia", STANDING},
	{"mi ausencia", STANDING},
	{"mi regreso", STANDING},
	{"em caso de urg", STANDING},
	{"in caso di urgenza", STANDING},
	{"mio rientro", STANDING},
	{"mijn afwezigheid", STANDING},
	{"voor dringende", STANDING},
};

#define AUTOMATIC_TEXT_MAX 1500 /* an automatic answer is short */

gboolean
rd_automatic_is_daemon(const RdAddress *address)
{
	gsize len = strcspn(address->address, "@");
	g_autofree char *name = NULL;

	if (g_ascii_strncasecmp(address->address, "microsoftexchange", 17) == 0)
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(automatic_daemons); i++) {
		if (len == strlen(automatic_daemons[i]) &&
		    g_ascii_strncasecmp(address->address, automatic_daemons[i], len) == 0)
			return TRUE;
	}
	name = rd_phrase_lower(address->name);
	return strstr(name, "mail delivery s") != NULL || strstr(name, "mailer-daemon") != NULL;
}

/* Whether one of the fields @id is what @is asks: each hop may have added one. */
static gboolean
header_has(const RdMime *mime, const RdMimePart *part, RdFieldId id, gboolean (*is)(RdSpan value))
{
	for (guint i = 0; i < part->n_fields; i++) {
		const RdField *field = &g_array_index(mime->fields, RdField, part->first_field + i);

		if (field->id == id && is(field->value))
			return TRUE;
	}
	return FALSE;
}

/* Anything but "no", for Auto-Submitted; comments and parameters may follow. */
static gboolean
value_is_not_no(RdSpan value)
{
	gsize len = 0;

	value = rd_span_trim(value);
	while (len < value.len && g_ascii_isalpha(value.str[len]))
		len++;
	if (len < value.len && value.str[len] == '-')
		return TRUE;
	value.len = len;
	return !rd_span_is(value, "no");
}

static gboolean
precedence_is_automatic(RdSpan value)
{
	return rd_span_is(value, "bulk") || rd_span_is(value, "junk") ||
	       rd_span_is(value, "auto_reply") || rd_span_is(value, "auto-reply");
}

static gboolean
precedence_is_list(RdSpan value)
{
	return rd_span_is(value, "list");
}

/* A postmaster may be a person. */
static gboolean
automatic_is_robot(const RdAddress *from)
{
	return from != NULL && rd_automatic_is_daemon(from) &&
	       g_ascii_strncasecmp(from->address, "postmaster@", 11) != 0;
}

/* The null path, or what stands for it in some stores: <MAILER-DAEMON>. */
static gboolean
return_path_is_robots(RdSpan value)
{
	g_autoptr(GPtrArray) paths =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);

	rd_value_add_addresses(value, paths);
	for (guint i = 0; i < paths->len; i++) {
		const RdAddress *path = g_ptr_array_index(paths, i);

		if (*path->address != '\0')
			return automatic_is_robot(path);
	}
	return TRUE;
}

/* Fields that only an automatic mail has. */
static gboolean
header_is_automatic(const RdMime *mime, const RdMimePart *part)
{
	static const RdFieldId sure[] = {RD_FIELD_AUTOREPLY,	    RD_FIELD_AUTORESPOND,
					 RD_FIELD_AUTOGENERATED,    RD_FIELD_FEEDBACK_TYPE,
					 RD_FIELD_GENERATED_SOURCE, RD_FIELD_AUTO_SUBMITTED};

	for (gsize i = 0; i < G_N_ELEMENTS(sure); i++) {
		if (header_has(mime, part, sure[i], value_is_not_no))
			return TRUE;
	}
	return header_has(mime, part, RD_FIELD_PRECEDENCE, precedence_is_automatic) ||
	       header_has(mime, part, RD_FIELD_RETURN_PATH, return_path_is_robots);
}

static gboolean
header_is_of_list(const RdMime *mime, const RdMimePart *part)
{
	static const RdFieldId sure[] = {RD_FIELD_LIST_ID, RD_FIELD_LIST_UNSUBSCRIBE,
					 RD_FIELD_LIST_POST, RD_FIELD_LIST_HELP,
					 RD_FIELD_MAILING_LIST};
	g_autoptr(RdAddress) sender = rd_header_address(mime, part, RD_FIELD_SENDER);

	for (gsize i = 0; i < G_N_ELEMENTS(sure); i++) {
		if (rd_mime_field(mime, part, sure[i], 0) != NULL)
			return TRUE;
	}
	return header_has(mime, part, RD_FIELD_PRECEDENCE, precedence_is_list) ||
	       (sender != NULL && rd_address_is_of_list(sender->address));
}

static gboolean
automatic_by_part(const RdMime *mime)
{
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);

		if (rd_mime_is(part, "message", "feedback-report") && part->depth == 1)
			return TRUE;
	}
	return FALSE;
}

/* 2: certainly an automatic answer; 1: maybe. */
static int
automatic_by_subject(const char *subject)
{
	g_autofree char *lower = rd_phrase_lower(subject);
	const char *text = lower + strspn(lower, " [(*");

	for (gsize i = 0; i < G_N_ELEMENTS(automatic_subjects); i++) {
		gboolean sure = *automatic_subjects[i] == '!';
		const char *phrase = automatic_subjects[i] + (sure ? 1 : 0);
		gsize len = strlen(phrase);
		const char *rest;

		if (*text != *phrase || strncmp(text, phrase, len) != 0)
			continue;
		rest = text + len;
		if (sure)
			return 2;
		if (*rest == ':' || g_str_has_prefix(rest, " :") || g_str_has_prefix(rest, " re:"))
			return strcmp(phrase, "auto") == 0 ? 1 : 2;
		if (*rest == '\0' || strchr("](-", *rest) != NULL || g_str_has_prefix(rest, " -") ||
		    g_str_has_prefix(rest, " until") || g_str_has_prefix(rest, " from"))
			return 1;
	}
	return 0;
}

/* How much of it the text admits: 0 nothing, 1 something, 2 all. */
static int
automatic_by_text(const RdMessage *self)
{
	g_autofree char *text = NULL;
	guint tags;

	if (self->forwarded != NULL || strlen(self->reply) > AUTOMATIC_TEXT_MAX)
		return 0;
	text = rd_phrase_normalize(self->reply, AUTOMATIC_TEXT_MAX);
	tags = rd_phrase_tags(text, automatic_phrases, G_N_ELEMENTS(automatic_phrases));
	if ((tags & SAYS_SO << RD_PHRASE_OPENS) != 0)
		return 2;
	if ((tags & SAYS_SO) != 0)
		return 1;
	if ((tags & AWAY) == 0)
		return 0;
	return (tags & STANDING) != 0 ? 2 : 1;
}

/* Signs that mean little alone are counted; two of them are enough. */
static gboolean
automatic_by_signs(const RdMessage *self, const RdMime *mime, const RdMimePart *part)
{
	int signs = automatic_by_subject(self->subject) + automatic_by_text(self);

	if (signs == 0) /* notifications, newsletters and Exchange's own mail have the rest */
		return FALSE;
	if (rd_mime_field(mime, part, RD_FIELD_AUTO_RESPONSE_SUPPRESS, 0) != NULL)
		signs++;
	if (self->from != NULL && rd_address_is_no_reply(self->from->address))
		signs++;
	if (rd_mime_field(mime, part, RD_FIELD_LOOP, 0) != NULL)
		signs++;
	return signs >= 2;
}

/*
 * What Exchange puts on mail that a machine sends (MS-OXCMAIL): a list of what
 * must not be sent back. It is no sign that nobody wrote the mail, as Auto-Submitted
 * is: a web form has it around a customer's words. DR, NDR, RN, NRN and OOF are reports,
 * which we do not send; a letter of ours is an AutoReply.
 */
static gboolean
suppress_has_replies(RdSpan value)
{
	g_autofree char *text = g_strndup(value.str, value.len);
	g_auto(GStrv) words = g_strsplit_set(text, ", \t\r\n;", -1);

	for (char **word = words; *word != NULL; word++) {
		if (g_ascii_strcasecmp(*word, "All") == 0 ||
		    g_ascii_strcasecmp(*word, "AutoReply") == 0)
			return TRUE;
	}
	return FALSE;
}

static gboolean
header_wants_no_reply(const RdMime *mime, const RdMimePart *part)
{
	return header_has(mime, part, RD_FIELD_AUTO_RESPONSE_SUPPRESS, suppress_has_replies);
}

gboolean
rd_automatic_is_header(const RdMime *mime, const RdMimePart *part)
{
	return header_is_automatic(mime, part) || header_is_of_list(mime, part) ||
	       header_wants_no_reply(mime, part);
}

void
rd_automatic_read(RdMessage *self, const RdMime *mime)
{
	const RdMimePart *part = rd_mime_part(mime, 0);

	self->list = header_is_of_list(mime, part);
	self->auto_submitted = self->report.kind != RD_REPORT_NONE ||
			       automatic_is_robot(self->from) || header_is_automatic(mime, part) ||
			       automatic_by_part(mime) || automatic_by_signs(self, mime, part);
	self->no_reply_wanted = header_wants_no_reply(mime, part);
}
