#include "corpus.h"

#include "mailhead.h"
#include "speech.h"

#include <string.h>

#define INSTALLERS   40
#define THREADS_KEPT 4000 /* answers go to one of the latest */

/* A conversation, as far as the next answer needs it. */
typedef struct {
	guint homeowner;
	char *subject;
	char *references; /* "<a@x> <b@y>" */
	char *last_words; /* what an answer quotes */
	guint mails;
} Thread;

struct _Corpus {
	GRand *rand;
	guint people;
	double pictures;
	guint serial;
	GPtrArray *threads; /* of Thread */
	Speech *speech;
};

static const char *const first_names[] = {"Dana", "Luis", "Petra", "Noah", "Ines",  "Omar",
					  "Ruth", "Ivan", "Mei",   "Carl", "Amara", "Jonas"};
static const char *const last_names[] = {"Ortega", "Keller", "Novak",  "Adeyemi", "Lindqvist",
					 "Moreau", "Tanaka", "Castro", "Whitby",  "Okafor",
					 "Brandt", "Silva",  "Haddad", "Rourke",  "Petrov"};
static const char *const streets[] = {"Cholla Ave",  "Quarry Rd", "Mill Lane",
				      "Juniper Way", "Harbor St", "Old Post Rd"};

#define PICK(self, list) ((list)[g_rand_int_range((self)->rand, 0, G_N_ELEMENTS(list))])

static gboolean
corpus_chance(Corpus *self, double share)
{
	return g_rand_double(self->rand) < share;
}

static void
thread_free(gpointer data)
{
	Thread *self = data;

	g_free(self->subject);
	g_free(self->references);
	g_free(self->last_words);
	g_free(self);
}

Corpus *
corpus_new(guint32 seed, guint people, double pictures)
{
	Corpus *self = g_new0(Corpus, 1);

	self->rand = g_rand_new_with_seed(seed);
	self->people = people;
	self->pictures = pictures;
	self->threads = g_ptr_array_new_with_free_func(thread_free);
	self->speech = speech_new();
	return self;
}

void
corpus_free(Corpus *self)
{
	g_rand_free(self->rand);
	g_ptr_array_unref(self->threads);
	speech_free(self->speech);
	g_free(self);
}

static char *
person_name(guint n)
{
	return g_strdup_printf("%s %s", first_names[n % G_N_ELEMENTS(first_names)],
			       last_names[n % G_N_ELEMENTS(last_names)]);
}

static char *
person_address(guint n)
{
	return g_strdup_printf("%c%s.%u@home%u.example",
			       g_ascii_tolower(*first_names[n % G_N_ELEMENTS(first_names)]),
			       last_names[n % G_N_ELEMENTS(last_names)], n, n % 7);
}

void
corpus_put_people(const Corpus *self, RdStore *store)
{
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < INSTALLERS; i++) {
		g_autofree char *id = g_strdup_printf("IN-%02u", i);
		g_autofree char *name = g_strdup_printf("Solar %u Works", i);
		g_autofree char *domain = g_strdup_printf("solar%u.example", i);
		g_autofree char *email = g_strdup_printf("service@solar%u.example", i);
		char *emails[] = {email, NULL}, *domains[] = {domain, NULL};
		RdInstaller record = {.id = id,
				      .name = name,
				      .emails = emails,
				      .domains = domains,
				      .phone = (char *)"(303) 555-0110",
				      .escalation_name = (char *)"Ines Varga",
				      .escalation_phone = (char *)"(303) 555-0111",
				      .escalation_email = email,
				      .account_manager = (char *)"omar@corp.example"};

		rd_installer_put(store, &record, &error);
	}
	for (guint i = 0; i < self->people; i++) {
		g_autofree char *id = g_strdup_printf("HO-%u", 10000 + i);
		g_autofree char *name = person_name(i);
		g_autofree char *email = person_address(i);
		g_autofree char *phone = g_strdup_printf("(720) 555-%04u", i % 10000);
		g_autofree char *address = g_strdup_printf("%u %s, Golden, CO 80401", 100 + i,
							   streets[i % G_N_ELEMENTS(streets)]);
		g_autofree char *installer = g_strdup_printf("IN-%02u", i % INSTALLERS);
		char *emails[] = {email, NULL};
		RdHomeowner record = {.id = id,
				      .name = name,
				      .emails = emails,
				      .phone = phone,
				      .address = address,
				      .installer_id = installer,
				      .finance =
					      i % 20 == 0 ? RD_FINANCE_BEAM : RD_FINANCE_STANDARD,
				      .milestone = RD_MILESTONE_M3};

		rd_homeowner_put(store, &record, &error);
	}
	g_assert_no_error(error);
}

static void
thread_refer(Thread *self, const char *message_id)
{
	char *references = self->references != NULL
				   ? g_strdup_printf("%s\n <%s>", self->references, message_id)
				   : g_strdup_printf("<%s>", message_id);

	g_free(self->references);
	self->references = references;
}

static Thread *
corpus_begin_thread(Corpus *self)
{
	static const char *const subjects[] = {"Problem with my solar installation",
					       "Still waiting",
					       "Roof damage",
					       "Complaint",
					       "Who can help me?",
					       "System not working"};
	Thread *thread = g_new0(Thread, 1);

	thread->homeowner = (guint)g_rand_int_range(self->rand, 0, (gint32)self->people);
	thread->subject = g_strdup_printf("%s (%u)", PICK(self, subjects), self->serial);
	if (self->threads->len >= THREADS_KEPT)
		g_ptr_array_remove_index_fast(self->threads,
					      (guint)g_rand_int_range(self->rand, 0, THREADS_KEPT));
	g_ptr_array_add(self->threads, thread);
	return thread;
}

/* What the writer of this mail says. */
static char *
corpus_words(Corpus *self, gboolean answer, const char *name)
{
	g_autofree char *words = answer ? speech_answer(self->speech, self->rand)
					: speech_begin(self->speech, self->rand);

	return g_strdup_printf("Hello,\n\n%s\n\nBest regards,\n%s\n(720) 555-01%02u\n", words, name,
			       self->serial % 100);
}

/* The text in lines of at most 76 octets, each line behind @mark. */
static void
append_wrapped(GString *out, const char *text, const char *mark)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		const char *p = *line;
		gsize len = strlen(p);

		while (len > 72) {
			gsize cut = 72;

			while (cut > 0 && p[cut] != ' ')
				cut--;
			cut = cut > 0 ? cut : 72;
			g_string_append_printf(out, "%s%.*s\n", mark, (int)cut, p);
			p += cut + 1;
			len -= cut + 1;
		}
		g_string_append_printf(out, "%s%s\n", mark, p);
	}
}

/* The text of the plain part: what is new, and under it what it answers. */
static char *
corpus_plain(const char *words, const Thread *thread)
{
	GString *out = g_string_new(NULL);

	append_wrapped(out, words, "");
	if (thread->last_words != NULL) {
		g_string_append(out, "\nOn Mon, Mar 2, 2026 at 9:14 AM EverBright Customer Care "
				     "<complaints@corp.example> wrote:\n\n");
		append_wrapped(out, thread->last_words, "> ");
	}
	return g_string_free(out, FALSE);
}

static void
append_paragraphs(GString *out, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		g_autofree char *escaped = g_markup_escape_text(*line, -1);

		g_string_append_printf(out,
				       "<p class=\"MsoNormal\" style=\"margin:0in;font-size:11pt;"
				       "font-family:Calibri,sans-serif\"><span lang=EN-US>%s"
				       "</span></p>\n",
				       **line != '\0' ? escaped : "&nbsp;");
	}
}

static char *
corpus_html(const char *words, const Thread *thread)
{
	GString *out = g_string_new("<html><head><meta http-equiv=\"Content-Type\" content=\""
				    "text/html; charset=utf-8\"><style>@font-face{font-family:"
				    "Calibri}p.MsoNormal{margin:0}</style></head><body>\n<div>\n");

	append_paragraphs(out, words);
	if (thread->last_words != NULL) {
		g_string_append(out,
				"<div class=\"gmail_quote\"><div dir=\"ltr\" class=\""
				"gmail_attr\">On Mon, Mar 2, 2026 at 9:14 AM EverBright "
				"Customer Care &lt;complaints@corp.example&gt; wrote:<br></div>"
				"<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;"
				"border-left:1px #ccc solid;padding-left:1ex\">\n");
		append_paragraphs(out, thread->last_words);
		g_string_append(out, "</blockquote></div>\n");
	}
	g_string_append(out, "</div></body></html>\n");
	return g_string_free(out, FALSE);
}

static void
append_quoted_printable(GString *out, const char *text, gsize len)
{
	gsize column = 0;

	for (gsize i = 0; i < len; i++) {
		guchar c = (guchar)text[i];

		if (c == '\n') {
			g_string_append_c(out, '\n');
			column = 0;
			continue;
		}
		if (column > 70) {
			g_string_append(out, "=\n");
			column = 0;
		}
		if (c == '=' || c >= 0x80 || (c == ' ' && i + 1 < len && text[i + 1] == '\n')) {
			g_string_append_printf(out, "=%02X", c);
			column += 3;
		} else {
			g_string_append_c(out, (char)c);
			column++;
		}
	}
}

static void
append_base64(GString *out, const void *data, gsize len)
{
	g_autofree char *text = g_base64_encode(data, len);

	for (const char *p = text; *p != '\0'; p += MIN(strlen(p), 76))
		g_string_append_printf(out, "%.76s\n", p);
}

/* One text part in one of the charsets and encodings that mail comes in. */
static void
corpus_append_text(Corpus *self, GString *out, const char *subtype, const char *text)
{
	static const char *const charsets[] = {"utf-8", "utf-8", "utf-8", "windows-1252",
					       "iso-8859-1"};
	const char *charset = PICK(self, charsets);
	double encoding = g_rand_double(self->rand);
	gsize len = strlen(text);
	g_autofree char *octets = g_convert(text, (gssize)len, charset, "utf-8", NULL, &len, NULL);

	if (octets == NULL) { /* a sign that this one lacks */
		octets = g_strdup(text);
		len = strlen(text);
		charset = "utf-8";
	}
	g_string_append_printf(out,
			       "Content-Type: text/%s; charset=\"%s\"\n"
			       "Content-Transfer-Encoding: %s\n\n",
			       subtype, charset,
			       encoding < 0.55	 ? "quoted-printable"
			       : encoding < 0.75 ? "base64"
						 : "8bit");
	if (encoding < 0.55)
		append_quoted_printable(out, octets, len);
	else if (encoding < 0.75)
		append_base64(out, octets, len);
	else
		g_string_append_len(out, octets, (gssize)len);
}

static void
corpus_append_picture(Corpus *self, GString *out, const char *boundary)
{
	gsize len = (gsize)g_rand_int_range(self->rand, 75000, 375000);
	g_autofree guint32 *octets = g_malloc(len + sizeof *octets);

	for (gsize i = 0; i <= len / sizeof *octets; i++)
		octets[i] = g_rand_int(self->rand);
	g_string_append_printf(out,
			       "--%s\nContent-Type: image/jpeg; name=\"IMG_%04u.jpg\"\n"
			       "Content-Transfer-Encoding: base64\n"
			       "Content-Disposition: attachment; filename=\"IMG_%04u.jpg\"\n\n",
			       boundary, self->serial % 10000, self->serial % 10000);
	append_base64(out, octets, len);
	g_string_append_printf(out, "--%s--\n", boundary);
}

static void
corpus_append_body(Corpus *self, GString *out, const char *words, const Thread *thread)
{
	g_autofree char *plain = corpus_plain(words, thread);
	g_autofree char *html = corpus_html(words, thread);
	g_autofree char *inner = g_strdup_printf("----=_alt_%08x", g_rand_int(self->rand));
	g_autofree char *outer = g_strdup_printf("----=_mix_%08x", g_rand_int(self->rand));
	gboolean picture = corpus_chance(self, self->pictures);

	if (picture)
		g_string_append_printf(out,
				       "Content-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n",
				       outer, outer);
	if (corpus_chance(self, 0.15)) {
		corpus_append_text(self, out, "plain", plain);
		g_string_append_c(out, '\n');
	} else {
		g_string_append_printf(
			out, "Content-Type: multipart/alternative; boundary=\"%s\"\n\n--%s\n",
			inner, inner);
		corpus_append_text(self, out, "plain", plain);
		g_string_append_printf(out, "\n--%s\n", inner);
		corpus_append_text(self, out, "html", html);
		g_string_append_printf(out, "\n--%s--\n", inner);
	}
	if (picture)
		corpus_append_picture(self, out, outer);
}

GBytes *
corpus_next(Corpus *self)
{
	gboolean answer = self->threads->len > 0 && corpus_chance(self, 0.62);
	Thread *thread = answer ? self->threads->pdata[g_rand_int_range(self->rand, 0,
									(gint32)self->threads->len)]
				: corpus_begin_thread(self);
	g_autofree char *name = person_name(thread->homeowner);
	g_autofree char *address = person_address(thread->homeowner);
	g_autofree char *message_id =
		g_strdup_printf("%08x.%u@post.example", g_rand_int(self->rand), self->serial);
	g_autofree char *words = corpus_words(self, answer, name);
	const MailHead head = {.serial = self->serial,
			       .name = name,
			       .address = address,
			       .subject = thread->subject,
			       .message_id = message_id,
			       .references = thread->references};
	GString *out = g_string_sized_new(16384);
	gsize len;

	mailhead_append(&head, self->rand, out);
	corpus_append_body(self, out, words, thread);
	thread_refer(thread, message_id);
	g_free(thread->last_words);
	thread->last_words = g_steal_pointer(&words);
	if (++thread->mails == 8)
		g_ptr_array_remove_fast(self->threads, thread);
	self->serial++;
	len = out->len;
	return g_bytes_new_take(g_string_free(out, FALSE), len);
}

gsize
corpus_write(Corpus *self, const char *dir, guint n)
{
	gsize octets = 0;

	for (guint i = 0; i < n; i++) {
		g_autofree char *name = g_strdup_printf("%06u.bench", i);
		g_autofree char *path = g_build_filename(dir, name, NULL);
		g_autoptr(GBytes) raw = corpus_next(self);
		g_autoptr(GError) error = NULL;
		gsize len;
		const char *text = g_bytes_get_data(raw, &len);

		g_file_set_contents(path, text, (gssize)len, &error);
		g_assert_no_error(error);
		octets += len;
	}
	return octets;
}
