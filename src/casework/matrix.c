#include <redress/matrix.h>
#include <redress/text.h>

#include <string.h>

/* What somebody is to the case; one address may be several. */
typedef enum {
	IS_HOMEOWNER = 1 << 0,
	IS_CONTACT = 1 << 1, /* wrote, and was not matched */
	IS_INSTALLER = 1 << 2,
	IS_PARTNER = 1 << 3,
	IS_MARKETING = 1 << 4,
	IS_STAFF = 1 << 5, /* works cases: the teams, the staff list, the account manager */
} Standing;

/* What may stand in a letter. */
typedef enum {
	HAS_HOMEOWNER_NAME = 1 << 0,
	HAS_HOMEOWNER_DATA = 1 << 1, /* address, phone, e-mail, account */
	HAS_INSTALLER_NAME = 1 << 2,
	HAS_INSTALLER_DATA = 1 << 3, /* phone, e-mail, the person it escalates to */
	HAS_OTHERS = 1 << 4,	     /* data of people who are not of the case */
	HAS_RAW_MAIL = 1 << 5,
	HAS_STRANGERS_WORD = 1 << 6, /* nobody of the case asked for it */
} Content;

#define HOMEOWNER_ALL (HAS_HOMEOWNER_NAME | HAS_HOMEOWNER_DATA)
#define INSTALLER_ALL (HAS_INSTALLER_NAME | HAS_INSTALLER_DATA)

/* The matrix. Customers of Beam and Concert are the partner's, not the installer's. */
static const struct {
	Standing standing;
	const char *who;
	guint may, may_beam;
} matrix[] = {
	{IS_HOMEOWNER, "the homeowner", HOMEOWNER_ALL | INSTALLER_ALL,
	 HOMEOWNER_ALL | HAS_INSTALLER_NAME},
	{IS_CONTACT, "a writer who was not matched", HAS_STRANGERS_WORD, HAS_STRANGERS_WORD},
	{IS_INSTALLER, "the installer", HOMEOWNER_ALL | INSTALLER_ALL, INSTALLER_ALL},
	{IS_PARTNER, "the partner", 0, HOMEOWNER_ALL | INSTALLER_ALL},
	{IS_MARKETING, "Marketing", HAS_HOMEOWNER_NAME | HAS_INSTALLER_NAME | HAS_STRANGERS_WORD,
	 HAS_HOMEOWNER_NAME | HAS_INSTALLER_NAME | HAS_STRANGERS_WORD},
	{IS_STAFF, "staff", ~0u, ~0u},
};

static const struct {
	Content content;
	const char *what;
} contents[] = {
	{HAS_HOMEOWNER_NAME, "the homeowner's name"},
	{HAS_HOMEOWNER_DATA, "data of the homeowner"},
	{HAS_INSTALLER_NAME, "the installer's name"},
	{HAS_INSTALLER_DATA, "contact data of the installer"},
	{HAS_OTHERS, "data of people who are not of this case"},
	{HAS_RAW_MAIL, "a raw message"},
	{HAS_STRANGERS_WORD, "something said on the word of somebody who is not of this case"},
};

static gboolean
text_given(const char *text)
{
	return text != NULL && *text != '\0';
}

static gboolean
is_address(const char *a, const char *b)
{
	return text_given(a) && g_ascii_strcasecmp(a, b) == 0;
}

static gboolean
is_staff(const RdMatrixLetter *letter, const char *address)
{
	const RdConfig *config = letter->config;

	return rd_text_addresses_have(letter->staff, address) ||
	       is_address(config->roles.back_office, address) ||
	       is_address(config->roles.resolution, address) ||
	       is_address(config->roles.operator, address) ||
	       is_address(config->am_escalation.email, address) ||
	       (letter->installer != NULL &&
		is_address(letter->installer->account_manager, address));
}

static guint
standing_of(const RdMatrixLetter *letter, const char *address)
{
	guint standing = 0;

	if (letter->homeowner != NULL && rd_homeowner_has_address(letter->homeowner, address))
		standing |= IS_HOMEOWNER;
	else if (letter->homeowner == NULL && is_address(letter->contact, address))
		standing |= IS_CONTACT;
	if (letter->installer != NULL && rd_installer_has_address(letter->installer, address))
		standing |= IS_INSTALLER;
	if (is_address(letter->config->roles.partner, address))
		standing |= IS_PARTNER;
	if (is_address(letter->config->roles.marketing, address))
		standing |= IS_MARKETING;
	return standing | (is_staff(letter, address) ? IS_STAFF : 0);
}

/* Whether folded @text has @value as words of its own. */
static gboolean
text_has(const char *text, const char *value)
{
	g_autofree char *folded = text_given(value) ? rd_text_fold(value) : NULL;
	gsize len = folded != NULL ? strlen(folded) : 0;

	if (len < 2)
		return FALSE;
	for (const char *p = strstr(text, folded); p != NULL; p = strstr(p + 1, folded)) {
		gunichar before = p > text ? g_utf8_get_char(g_utf8_prev_char(p)) : ' ';
		gunichar after = p[len] != '\0' ? g_utf8_get_char(p + len) : ' ';

		if (!g_unichar_isalnum(before) && !g_unichar_isalnum(after))
			return TRUE;
	}
	return FALSE;
}

static gboolean
text_has_any(const char *text, char *const *values)
{
	for (; values != NULL && *values != NULL; values++) {
		if (text_has(text, *values))
			return TRUE;
	}
	return FALSE;
}

/* "2214 Cholla Ave" of "2214 Cholla Ave, Golden, CO 80401". */
static gboolean
text_has_street(const char *text, const char *address)
{
	g_autofree char *street =
		text_given(address) ? g_strndup(address, strcspn(address, ",")) : NULL;

	return text_has(text, street);
}

static gboolean
is_phone_char(char c)
{
	return g_ascii_isdigit(c) || (c != '\0' && strchr(" ().-/", c) != NULL);
}

/* Whether the digits of a number come next, whatever is written between them. */
static gboolean
phone_is_at(const char *text, const char *digits)
{
	for (; *digits != '\0'; text++) {
		if (*text == *digits)
			digits++;
		else if (g_ascii_isdigit(*text) || !is_phone_char(*text))
			return FALSE;
	}
	return !g_ascii_isdigit(*text);
}

static gboolean
text_has_phone(const char *text, const char *phone)
{
	g_autofree char *digits = text_given(phone) ? rd_text_phone_digits(phone) : NULL;

	if (digits == NULL)
		return FALSE;
	for (const char *p = strchr(text, *digits); p != NULL; p = strchr(p + 1, *digits)) {
		if (phone_is_at(p, digits))
			return TRUE;
	}
	return FALSE;
}

static guint
content_of_homeowner(const RdHomeowner *homeowner, const char *text)
{
	guint content = 0;

	if (text_has(text, homeowner->name))
		content |= HAS_HOMEOWNER_NAME;
	if (text_has_any(text, homeowner->emails) || text_has_phone(text, homeowner->phone) ||
	    text_has_street(text, homeowner->address) || text_has(text, homeowner->id))
		content |= HAS_HOMEOWNER_DATA;
	return content;
}

static guint
content_of_installer(const RdInstaller *installer, const char *text)
{
	guint content = 0;

	if (text_has(text, installer->name))
		content |= HAS_INSTALLER_NAME;
	if (text_has_any(text, installer->emails) || text_has_phone(text, installer->phone) ||
	    text_has(text, installer->escalation_name) ||
	    text_has(text, installer->escalation_email) ||
	    text_has_phone(text, installer->escalation_phone))
		content |= HAS_INSTALLER_DATA;
	return content;
}

static guint
content_of(const RdMatrixLetter *letter)
{
	g_autofree char *whole = g_strjoin("\n", letter->subject, letter->text, NULL);
	g_autofree char *text = rd_text_fold(whole);
	guint content = 0;

	if (letter->homeowner != NULL)
		content |= content_of_homeowner(letter->homeowner, text);
	if (letter->installer != NULL)
		content |= content_of_installer(letter->installer, text);
	if (letter->others != NULL && letter->others->len > 0)
		content |= HAS_OTHERS;
	if (letter->attached)
		content |= HAS_RAW_MAIL;
	if (letter->unheard)
		content |= HAS_STRANGERS_WORD;
	return content;
}

/* Who is several things may have what any of them may. */
static guint
content_allowed(guint standing, gboolean beam, const char **who)
{
	guint allowed = 0;

	*who = "nobody of this case";
	for (gsize i = 0; i < G_N_ELEMENTS(matrix); i++) {
		if ((standing & matrix[i].standing) == 0)
			continue;
		allowed |= beam ? matrix[i].may_beam : matrix[i].may;
		*who = matrix[i].who;
	}
	return allowed;
}

static char *
violation_new(const RdMatrixLetter *letter, const char *address, const char *who, guint forbidden)
{
	GString *out = g_string_new(NULL);
	const char *between = "";

	g_string_printf(out, "%s is %s and may not receive ", address, who);
	for (gsize i = 0; i < G_N_ELEMENTS(contents); i++) {
		if ((forbidden & contents[i].content) == 0)
			continue;
		g_string_append_printf(out, "%s%s", between, contents[i].what);
		if (contents[i].content == HAS_OTHERS)
			g_string_append_printf(out, " [%s]", (char *)letter->others->pdata[0]);
		between = ", ";
	}
	return g_string_free(out, FALSE);
}

char *
rd_matrix_check(const RdMatrixLetter *letter)
{
	guint content = content_of(letter);
	gboolean beam =
		letter->homeowner != NULL && letter->homeowner->finance != RD_FINANCE_STANDARD;

	for (guint i = 0; i < letter->recipients->len; i++) {
		const char *address = letter->recipients->pdata[i];
		guint standing = standing_of(letter, address);
		const char *who;
		guint forbidden = content & ~content_allowed(standing, beam, &who);

		if (standing == 0)
			return g_strdup_printf("%s is nobody of this case", address);
		if (forbidden != 0)
			return violation_new(letter, address, who, forbidden);
	}
	return NULL;
}

static gboolean
is_word_char(char c)
{
	switch (c) {
	case '@':
	case '.':
	case '-':
	case '_':
	case '+':
	case '\'':
		return TRUE;
	default:
		return g_ascii_isalnum(c);
	}
}

static void
marks_add(GPtrArray *marks, char *mark, guint max)
{
	if (mark == NULL || marks->len >= max ||
	    g_ptr_array_find_with_equal_func(marks, mark, g_str_equal, NULL))
		g_free(mark);
	else
		g_ptr_array_add(marks, mark);
}

/* "(303) 555-0101" at @text; how much of it was read. */
static gsize
marks_take_phone(GPtrArray *marks, const char *text, guint max)
{
	gsize len = 0;
	g_autofree char *run = NULL;

	while (text[len] != '\0' && is_phone_char(text[len]) && len < 24)
		len++;
	run = g_strndup(text, len);
	marks_add(marks, rd_text_phone_digits(run), max);
	return len;
}

/* "marta@home.example", "HO-3001". */
static gsize
marks_take_word(GPtrArray *marks, const char *text, guint max)
{
	gsize len = 0;
	gboolean odd = FALSE; /* it has what every mark has, and few words */
	g_autofree char *word = NULL;

	for (; is_word_char(text[len]); len++)
		odd |= text[len] == '@' || text[len] == '-';
	if (!odd)
		return len;
	word = g_strndup(text, MIN(len, 320));
	while (*word != '\0' && strchr(".-'", word[strlen(word) - 1]) != NULL)
		word[strlen(word) - 1] = '\0';
	if (rd_text_is_address(word))
		marks_add(marks, g_ascii_strdown(word, -1), max);
	else if (strlen(word) <= 32 && g_ascii_isalpha(*word) && strchr(word, '-') != NULL &&
		 g_ascii_isdigit(word[strlen(word) - 1]))
		marks_add(marks, g_ascii_strup(word, -1), max);
	return len;
}

/* What stands around @p that belongs to it, but not before @from: the word, a "(". */
static const char *
mark_begin(const char *from, const char *p)
{
	while (p > from && is_word_char(p[-1]))
		p--;
	return p > from && p[-1] == '(' && g_ascii_isdigit(*p) ? p - 1 : p;
}

/* Every mark has one of a few characters, and most words have none of them. */
GPtrArray *
rd_matrix_marks(const char *text, guint max)
{
	GPtrArray *marks = g_ptr_array_new_with_free_func(g_free);
	const char *from = text;
	const char *p;

	while (marks->len < max && (p = strpbrk(from, "@-0123456789")) != NULL) {
		gsize phone = 0, word = 1;

		p = mark_begin(from, p);
		if (*p == '(' || g_ascii_isdigit(*p))
			phone = marks_take_phone(marks, p, max);
		if (*p != '(')
			word = marks_take_word(marks, p, max);
		from = p + MAX(phone, word);
	}
	return marks;
}
