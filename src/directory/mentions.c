#include "mentions.h"

#include <redress/text.h>
#include <string.h>

#define TEXT_MAX     (128 * 1024) /* octets of one passage */
#define WORDS_MAX    20000
#define OF_KIND_MAX  200 /* addresses, phones, ids: a mail that lists more names nobody */
#define ID_LEN_MAX   32
#define PHONE_GROUPS 8

static void
passage_free(gpointer data)
{
	RdPassage *self = data;

	rd_words_free(self->words);
	g_free(self);
}

RdMentions *
rd_mentions_new(void)
{
	RdMentions *self = g_new0(RdMentions, 1);

	self->passages = g_ptr_array_new_with_free_func(passage_free);
	self->addresses = g_ptr_array_new_with_free_func(g_free);
	self->phones = g_ptr_array_new_with_free_func(g_free);
	self->ids = g_ptr_array_new_with_free_func(g_free);
	self->words = g_hash_table_new(g_str_hash, g_str_equal);
	return self;
}

void
rd_mentions_free(RdMentions *self)
{
	g_hash_table_unref(self->words);
	g_ptr_array_unref(self->passages);
	g_ptr_array_unref(self->addresses);
	g_ptr_array_unref(self->phones);
	g_ptr_array_unref(self->ids);
	g_free(self);
}

static void
list_add(GPtrArray *list, char *text)
{
	if (list->len < OF_KIND_MAX &&
	    !g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL))
		g_ptr_array_add(list, text);
	else
		g_free(text);
}

static gboolean
is_address_octet(char c)
{
	return g_ascii_isalnum(c) || (c != '\0' && strchr(".!#$%&'*+-/=?^_`{|}~", c) != NULL) ||
	       (guchar)c >= 0x80;
}

static void
mentions_add_addresses(RdMentions *self, const char *text)
{
	guint n = 0;

	for (const char *at = strchr(text, '@'); at != NULL && n < OF_KIND_MAX;
	     at = strchr(at + 1, '@'), n++) {
		const char *begin = at;
		const char *end = at + 1;
		g_autofree char *address = NULL;

		while (begin > text && at - begin < 64 && is_address_octet(begin[-1]))
			begin--;
		while (end - at < 255 && (g_ascii_isalnum(*end) || *end == '.' || *end == '-'))
			end++;
		while (end > at + 1 && (end[-1] == '.' || end[-1] == '-'))
			end--;
		address = g_strndup(begin, (gsize)(end - begin));
		if (rd_text_is_address(address))
			list_add(self->addresses, g_steal_pointer(&address));
	}
}

/* What may stand between the groups of a number, hyphens and spaces of all kinds too. */
static const char *
skip_separators(const char *p)
{
	for (guint n = 0; n < 3; n++) {
		gunichar c = g_utf8_get_char(p);

		if (c == 0 || c == '\n' ||
		    (!g_unichar_isspace(c) && g_unichar_type(c) != G_UNICODE_DASH_PUNCTUATION &&
		     (c > 0x7f || strchr("().+/", (int)c) == NULL)))
			break;
		p = g_utf8_next_char(p);
	}
	return p;
}

/* Neighbouring groups that make ten digits, "505", "555", "0141", perhaps after a 1. */
static void
mentions_add_groups(RdMentions *self, GPtrArray *groups)
{
	for (guint from = 0; from < groups->len; from++) {
		g_autoptr(GString) digits = g_string_new(NULL);

		for (guint i = from; i < groups->len && digits->len < 11; i++)
			g_string_append(digits, groups->pdata[i]);
		if (digits->len == 11 && digits->str[0] == '1')
			g_string_erase(digits, 0, 1);
		if (digits->len == 10)
			list_add(self->phones, g_strdup(digits->str));
	}
}

static void
mentions_add_phones(RdMentions *self, const char *text)
{
	g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(g_free);
	const char *p = text;

	while (*p != '\0' && self->phones->len < OF_KIND_MAX) {
		gsize len = strspn(p, "0123456789");

		if (len == 0) {
			p++;
			continue;
		}
		if (len <= 11)
			g_ptr_array_add(groups, g_strndup(p, len));
		p += len;
		if (!g_ascii_isdigit(*skip_separators(p)) || groups->len == PHONE_GROUPS ||
		    len > 11) {
			mentions_add_groups(self, groups);
			g_ptr_array_set_size(groups, 0);
		} else {
			p = skip_separators(p);
		}
	}
	mentions_add_groups(self, groups);
}

static gboolean
word_announces_id(const char *word)
{
	static const char *const words[] = {"account", "acct",	  "reference", "ref",  "customer",
					    "id",      "no",	  "number",    "case", "cuenta",
					    "cliente", "project", "job",       NULL};

	return g_strv_contains(words, word);
}

/*
 * "HO-1043", "ho 1043", "HO1043" and "#HO-1043" as "HO-1043"; a number alone only where
 * the word before it says what it is.
 */
static void
mentions_add_ids(RdMentions *self, const RdWords *words)
{
	for (guint i = 0; i < rd_words_count(words); i++) {
		const char *word = rd_words_at(words, i)->plain;
		const char *before = i > 0 ? rd_words_at(words, i - 1)->plain : "";
		gsize letters = strspn(word, "abcdefghijklmnopqrstuvwxyz");
		gsize digits = strspn(word + letters, "0123456789");
		g_autofree char *prefix = NULL;

		if (digits < 2 || word[letters + digits] != '\0' || letters + digits > ID_LEN_MAX)
			continue;
		if (letters > 0) {
			prefix = g_ascii_strup(word, (gssize)letters);
		} else {
			if (word_announces_id(before))
				list_add(self->ids, g_strdup(word));
			letters = strspn(before, "abcdefghijklmnopqrstuvwxyz");
			if (letters == 0 || letters > 4 || before[letters] != '\0')
				continue;
			prefix = g_ascii_strup(before, -1);
		}
		list_add(self->ids, g_strdup_printf("%s-%s", prefix, word + strlen(word) - digits));
		list_add(self->ids, g_strdup_printf("%s%s", prefix, word + strlen(word) - digits));
	}
}

static gboolean
words_are_small(const RdWords *words)
{
	guint capitals = 0;

	for (guint i = 0; i < rd_words_count(words); i++)
		capitals += (rd_words_at(words, i)->flags & RD_WORD_CAPITAL) != 0;
	return capitals * 20 < rd_words_count(words);
}

void
rd_mentions_add(RdMentions *self, const char *text, guint flags)
{
	g_autofree char *cut = NULL;
	RdPassage *passage;

	if (text == NULL || *text == '\0' || self->n_words >= WORDS_MAX)
		return;
	if (strlen(text) > TEXT_MAX) {
		const char *end = g_utf8_find_prev_char(text, text + TEXT_MAX);

		text = cut = g_strndup(text, (gsize)(end - text));
	}
	passage = g_new0(RdPassage, 1);
	passage->words = rd_words_new(text, WORDS_MAX - self->n_words);
	passage->flags = flags;
	passage->small = words_are_small(passage->words);
	g_ptr_array_add(self->passages, passage);
	for (guint i = 0; i < rd_words_count(passage->words); i++)
		g_hash_table_add(self->words, (gpointer)rd_words_at(passage->words, i)->plain);
	self->n_words += rd_words_count(passage->words);
	mentions_add_addresses(self, text);
	mentions_add_phones(self, text);
	mentions_add_ids(self, passage->words);
}

/* "my agreement", "mis paneles solares", "our leaking roof". */
static gboolean
words_own_at(const RdWords *words, guint i)
{
	static const char *const mine[] = {"my", "mi", "mis", NULL};
	static const char *const ours[] = {"our",      "nuestro",  "nuestra",
					   "nuestros", "nuestras", NULL};
	static const char *const things[] = {
		"agreement", "account",	  "contract", "loan",	 "lease",    "payment",
		"payments",  "bill",	  "bills",    "autopay", "payoff",   "statement",
		"balance",   "system",	  "panels",   "solar",	 "inverter", "battery",
		"install",   "installer", "acuerdo",  "cuenta",	 "contrato", "prestamo",
		"pago",	     "pagos",	  "factura",  "sistema", "paneles",  "instalacion",
		"inversor",  NULL};
	/* a company says "our system" and "our panels", too */
	static const char *const household[] = {"roof", "house",    "home",	 "loan",
						"bill", "bills",    "installer", "techo",
						"casa", "prestamo", "factura",	 NULL};
	const char *word = rd_words_at(words, i)->plain;
	gboolean singular = g_strv_contains(mine, word);

	if (!singular && !g_strv_contains(ours, word))
		return FALSE;
	for (guint n = 1; n <= 2 && i + n < rd_words_count(words); n++) {
		const char *thing = rd_words_at(words, i + n)->plain;

		if (g_strv_contains(household, thing) ||
		    (singular && g_strv_contains(things, thing)))
			return TRUE;
	}
	return FALSE;
}

gboolean
rd_mentions_are_customers(const RdMentions *self)
{
	for (guint p = 0; p < self->passages->len; p++) {
		const RdPassage *passage = self->passages->pdata[p];

		for (guint i = 0; i < rd_words_count(passage->words); i++) {
			if (words_own_at(passage->words, i))
				return TRUE;
		}
	}
	return FALSE;
}

gboolean
rd_mentions_have_all(const RdMentions *self, const char *text, guint max)
{
	g_autoptr(RdWords) words = rd_words_new(text, max);

	for (guint i = 0; i < rd_words_count(words); i++) {
		if (!rd_mentions_have(self, rd_words_at(words, i)->plain))
			return FALSE;
	}
	return rd_words_count(words) > 0;
}
