/*
 * writable.c - whether anybody would read what is sent to an address.
 *
 * Who invites no answer names the mailbox so, in the language of the house: no-responder@,
 * keine-antwort@. Such words are looked for between what parts a local part, since
 * people's names may have them inside.
 */

#include "report-private.h"

#include <string.h>

#define LOCAL_MAX   64	/* octets; RFC 5321 section 4.5.3.1.1 */
#define ADDRESS_MAX 254 /* section 4.5.3.1.3, without the angle brackets */
#define LABEL_MAX   63	/* RFC 1034 section 3.1 */

/* "Do not answer". Written together they may stand within a word: acmenoreply. */
static const char *const writable_no_reply[] = {
	"no reply",
	"no replies",
	"do not reply",
	"dont reply",
	"not reply",
	"never reply",
	"do not respond",
	"do not answer",
	"no response",
	"no answer",
	/* ca, es */
	"no responder",
	"no responda",
	"no respondas",
	"no respondre",
	"no respongueu",
	"no contestar",
	"no conteste",
	"no contesta",
	"no respuesta",
	"sin respuesta",
	/* fr */
	"ne pas repondre",
	"ne pas r\xc3\xa9pondre",
	"ne repondez pas",
	"pas de reponse",
	"sans reponse",
	/* pt, it, ro */
	"nao responder",
	"nao responda",
	"n\xc3\xa3o responder",
	"n\xc3\xa3o responda",
	"non rispondere",
	"no rispondere",
	"nu raspunde",
	"nu raspundeti",
	/* de, nl */
	"keine antwort",
	"nicht antworten",
	"nicht beantworten",
	"niet antwoorden",
	"niet beantwoorden",
	"niet reageren",
	"geen antwoord",
	"geen reactie",
	/* sv, da, no, fi, et */
	"svara inte",
	"svara ej",
	"inget svar",
	"svar ikke",
	"ikke svar",
	"intet svar",
	"ingen svar",
	"ala vastaa",
	"ei vastausta",
	"mitte vastata",
	/* pl, cs, sk, hu, hr, sl, tr */
	"nie odpowiadaj",
	"nie odpowiadac",
	"bez odpowiedzi",
	"ne odpovidat",
	"ne odpovidejte",
	"ne odpovedat",
	"ne odpovedajte",
	"ne valaszoljon",
	"ne odgovaraj",
	"ne odgovarajte",
	"ne odgovarjaj",
	"cevap vermeyin",
	/* ru, uk, bg, as they are written in Latin letters */
	"ne otvechat",
	"ne otvechayte",
	"ne vidpovidaty",
	"ne otgovaryayte",
};

/* Programs, by a word of the local part. */
static const char *const writable_programs[] = {
	"autoreply",	 "auto reply",	  "autoresponder", "auto responder", "autoresponse",
	"auto response", "autoanswer",	  "auto answer",   "mailerdaemon",   "mailer daemon",
	"maildaemon",	 "mail daemon",	  "postmaster",	   "bounce",	     "bounces",
	"notification",	 "notifications", "newsletter",	   "newsletters",    "majordomo",
	"listserv",	 "listproc",
};

/* Accounts of a machine, by the whole local part: people may have these for a name. */
static const char *const writable_accounts[] = {"root", "nobody", "daemon"};

/* " no reply " of "No_Reply2": the words, in lower case, with a blank around each. */
static GString *
writable_words(const char *text, gsize len)
{
	GString *words = g_string_new(" ");

	for (gsize i = 0; i < len; i++) {
		char c = g_ascii_tolower(text[i]);

		if (g_ascii_isalpha(c) || (guchar)c >= 0x80)
			g_string_append_c(words, c);
		else if (c == '@') /* no phrase goes on beyond it */
			g_string_append(words, " @ ");
		else if (words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	}
	if (words->str[words->len - 1] != ' ')
		g_string_append_c(words, ' ');
	return words;
}

static gboolean
words_have(const GString *words, const char *phrase)
{
	gsize len = strlen(phrase);

	for (const char *at = words->str; (at = strstr(at, phrase)) != NULL; at++) {
		if (at[-1] == ' ' && at[len] == ' ')
			return TRUE;
	}
	return FALSE;
}

static gboolean
words_have_together(const GString *words, const char *phrase)
{
	char together[32];
	gsize len = 0;

	for (const char *p = phrase; *p != '\0' && len + 1 < sizeof together; p++) {
		if (*p != ' ')
			together[len++] = *p;
	}
	together[len] = '\0';
	return strstr(words->str, together) != NULL;
}

static gboolean
words_say_no_reply(const GString *words)
{
	for (gsize i = 0; i < G_N_ELEMENTS(writable_no_reply); i++) {
		if (words_have(words, writable_no_reply[i]) ||
		    words_have_together(words, writable_no_reply[i]))
			return TRUE;
	}
	return FALSE;
}

gboolean
rd_address_is_no_reply(const char *address)
{
	g_autoptr(GString) words = writable_words(address, strlen(address));

	return words_say_no_reply(words);
}

/* Where the domain begins: behind the only "@" outside quotes; NULL when it is not one. */
static const char *
address_domain(const char *address)
{
	const char *domain = NULL;
	gboolean quoted = FALSE;

	for (const char *p = address; *p != '\0'; p++) {
		if (quoted && *p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (*p == '@' && !quoted && domain != NULL)
			return NULL;
		else if (*p == '@' && !quoted)
			domain = p + 1;
	}
	return quoted ? NULL : domain;
}

/* A program that hands mail on may take these for an option, a pipe or a file. */
static gboolean
local_is_plausible(const char *local, gsize len)
{
	const char *first = local + (*local == '"' ? 1 : 0);

	if (len == 0 || len > LOCAL_MAX || strchr("-|/", *first) != NULL)
		return FALSE;
	for (gsize i = 0; i < len; i++) {
		if (g_ascii_iscntrl(local[i]))
			return FALSE;
		if (*local != '"' && strchr(" ()<>[]:;,\\\"", local[i]) != NULL)
			return FALSE;
	}
	return TRUE;
}

/* A name with a dot in it: mail of people comes from no other (RFC 5321 section 2.3.5). */
static gboolean
domain_is_plausible(const char *domain)
{
	gsize label = 0;
	guint dots = 0;

	for (const char *p = domain; *p != '\0'; p++) {
		if (*p == '.') {
			if (label == 0)
				return FALSE;
			label = 0;
			dots++;
		} else if (g_ascii_isalnum(*p) || strchr("-_", *p) != NULL || (guchar)*p >= 0x80) {
			label++;
		} else {
			return FALSE;
		}
		if (label > LABEL_MAX)
			return FALSE;
	}
	return dots > 0 && label > 0;
}

static gboolean
address_is_plausible(const char *address, const char *domain)
{
	return domain != NULL && strlen(address) <= ADDRESS_MAX &&
	       local_is_plausible(address, (gsize)(domain - 1 - address)) &&
	       domain_is_plausible(domain);
}

static gboolean
local_is(const char *local, gsize len, const char *name)
{
	return strlen(name) == len && g_ascii_strncasecmp(local, name, len) == 0;
}

gboolean
rd_address_is_of_list(const char *address)
{
	static const char *const ends[] = {"-request", "-bounces"};
	gsize len = strcspn(address, "@");

	if (len > 6 && g_ascii_strncasecmp(address, "owner-", 6) == 0)
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		gsize end = strlen(ends[i]);

		if (len > end && g_ascii_strncasecmp(address + len - end, ends[i], end) == 0)
			return TRUE;
	}
	return FALSE;
}

gboolean
rd_address_is_writable(const char *address)
{
	const char *domain = address_domain(address);
	g_autoptr(GString) words = NULL;
	gsize len;

	if (!address_is_plausible(address, domain) || rd_address_is_no_reply(address) ||
	    rd_address_is_of_list(address))
		return FALSE;
	len = (gsize)(domain - 1 - address);
	words = writable_words(address, len);
	for (gsize i = 0; i < G_N_ELEMENTS(writable_programs); i++) {
		if (words_have(words, writable_programs[i]))
			return FALSE;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(writable_accounts); i++) {
		if (local_is(address, len, writable_accounts[i]))
			return FALSE;
	}
	return TRUE;
}
