#include <criterion/criterion.h>
#include <redress/reply.h>
#include <redress/text.h>
#include <sample.h>
#include <string.h>

static RdView *
full_view(RdCase *kase)
{
	g_autoptr(RdConfig) config = sample_config();
	g_autoptr(RdHomeowner) homeowner = sample_homeowner();
	g_autoptr(RdInstaller) installer = sample_installer();
	const RdViewSource source = {.config = config,
				     .kase = kase,
				     .homeowner = homeowner,
				     .installer = installer,
				     .now = SAMPLE_TIME};

	return rd_view_new(&source);
}

Test(view, a_case_with_everybody_known)
{
	g_autoptr(RdCase) kase = sample_case("damage");
	g_autoptr(RdView) view = full_view(kase);
	const struct {
		const char *name, *value;
	} expected[] = {
		{"case.number", "RD-1042"},
		{"case.complained_on", "February 1, 2026"},
		{"reply_subject", "My roof"},
		{"homeowner.name", "Marta Kowalczyk"},
		{"homeowner.email", "marta@mailbox.example"},
		{"homeowner.phone", "(505) 555-0141"},
		{"installer.name", "Blue Mesa Solar"},
		{"installer.escalation_name", "Dana Whitlock"},
		{"homeowner_or_writer", "Marta Kowalczyk"},
		{"installer_or_unknown", "Blue Mesa Solar"},
		{"signature", "EverBright Customer Care"},
		{"agent_name", "EverBright Customer Care"},
		{"words", "> The roof leaks since they were here.\n>\n> Nobody calls back."},
		{"who", "redress"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++)
		cr_expect_str_eq(rd_view_get(view, expected[i].name), expected[i].value, "%s: %s",
				 expected[i].name, rd_view_get(view, expected[i].name));
	cr_expect_null(rd_view_get(view, "question"));
	cr_expect_null(rd_view_get(view, "misrepresentation"));
	cr_expect_null(rd_view_get(view, "progress"));
}

Test(view, a_view_has_what_it_is_for_and_no_more)
{
	g_autoptr(RdConfig) config = sample_config();
	g_autoptr(RdCase) kase = sample_case("damage");
	g_autoptr(RdHomeowner) homeowner = sample_homeowner();
	g_autoptr(RdInstaller) installer = sample_installer();
	g_autoptr(RdReplyString) string = rd_reply_string_new(
		"{{today}} {{homeowner.name}}{{#installer}}!{{/installer}}", NULL);
	const RdViewSource source = {.config = config,
				     .kase = kase,
				     .homeowner = homeowner,
				     .installer = installer,
				     .uses = rd_reply_string_uses(string),
				     .now = SAMPLE_TIME};
	g_autoptr(RdView) view = rd_view_new(&source);

	cr_expect_not_null(rd_view_get(view, "today"));
	cr_expect_str_eq(rd_view_get(view, "homeowner.name"), "Marta Kowalczyk");
	cr_expect_null(rd_view_get(view, "homeowner.phone"));
	cr_expect_null(rd_view_get(view, "signature"));
	cr_expect_null(rd_view_get(view, "words"));
	/* whether anything of it is known is asked: then all of it is there */
	cr_expect_str_eq(rd_view_get(view, "installer.phone"), installer->phone);
}

Test(view, what_is_not_known_is_not_there)
{
	g_autoptr(RdConfig) config = sample_config();
	g_autoptr(RdCase) kase = sample_case("");
	const RdViewSource source = {.config = config, .kase = kase, .now = SAMPLE_TIME};
	g_autoptr(RdView) view = rd_view_new(&source);

	cr_expect_null(rd_view_get(view, "homeowner.name"));
	cr_expect_null(rd_view_get(view, "installer.name"));
	cr_expect_null(rd_view_get(view, "concerns.record"));
	cr_expect_null(rd_view_get(view, "assignee.name"));
	cr_expect_str_eq(rd_view_get(view, "homeowner_or_writer"), "an unknown homeowner");
	cr_expect_str_eq(rd_view_get(view, "installer_or_unknown"), "an unknown installer");
}

Test(view, a_blank_is_no_value)
{
	g_autoptr(RdCase) kase = sample_case("damage");
	g_autoptr(RdConfig) config = sample_config();
	g_autoptr(RdHomeowner) homeowner = sample_homeowner();
	const RdViewSource source = {.config = config, .kase = kase, .homeowner = homeowner};
	g_autoptr(RdView) view = NULL;

	homeowner->phone[0] = ' ';
	homeowner->phone[1] = '\0';
	view = rd_view_new(&source);
	cr_expect_null(rd_view_get(view, "homeowner.phone"));
}

Test(view, a_name_is_put_in_order)
{
	const struct {
		const char *directory, *letter;
	} cases[] = {
		{"Kowalczyk, Marta", "Marta Kowalczyk"},
		{"Marta Kowalczyk", "Marta Kowalczyk"},
		{"Pruitt, Susan and Greg", "Susan and Greg Pruitt"},
		{"Ames, Bell, and Cole", "Ames, Bell, and Cole"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdConfig) config = sample_config();
		g_autoptr(RdHomeowner) homeowner = sample_homeowner();
		const RdViewSource source = {.config = config, .homeowner = homeowner};
		g_autoptr(RdView) view = NULL;

		g_free(homeowner->name);
		homeowner->name = g_strdup(cases[i].directory);
		view = rd_view_new(&source);
		cr_expect_str_eq(rd_view_get(view, "homeowner.name"), cases[i].letter);
	}
}

Test(view, a_subject_loses_what_piles_up_before_it)
{
	const struct {
		const char *subject, *bare;
	} cases[] = {
		{"Re: FW: [RD-77] Re: roof", "roof"},
		{"RE:roof", "roof"},
		{"Really bad", "Really bad"},
		{"Re: ", "Your message"},
		{"", "Your message"},
		{"[rd-5", "[rd-5"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdCase) kase = sample_case("damage");
		g_autoptr(RdView) view = NULL;

		g_free(kase->subject);
		kase->subject = g_strdup(cases[i].subject);
		view = full_view(kase);
		cr_expect_str_eq(rd_view_get(view, "reply_subject"), cases[i].bare, "%s",
				 cases[i].subject);
	}
}

Test(view, words_do_not_turn_the_letter_around_them)
{
	g_autoptr(RdCase) kase = sample_case("damage");
	g_autoptr(RdView) view = NULL;

	rd_text_set(&kase->description, "\u202eThe roof \u2066leaks \u2014 \u200fbadly\u202a.");
	view = full_view(kase);
	cr_expect_str_eq(rd_view_get(view, "words"), "> The roof leaks \u2014 \u200fbadly.");
}

Test(view, words_are_cut_at_a_words_end)
{
	g_autoptr(RdCase) kase = sample_case("damage");
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(RdView) view = NULL;
	const char *words;

	for (guint i = 0; i < 400; i++)
		g_string_append(text, "caf\xc3\xa9 ");
	g_free(kase->description);
	kase->description = g_strdup(text->str);
	view = full_view(kase);
	words = rd_view_get(view, "words");
	cr_expect(g_str_has_suffix(words, " caf\xc3\xa9 [...]"), "%s", words);
	cr_expect_leq(g_utf8_strlen(words, -1), 1200 + 10);
}

Test(view, the_assignee_signs)
{
	g_autoptr(RdConfig) config = sample_config();
	g_autoptr(RdStaff) staff = sample_staff("Lena Fischer", RD_ROLE_BACK_OFFICE);
	const RdViewSource source = {.config = config, .assignee = staff};
	g_autoptr(RdView) view = rd_view_new(&source);

	cr_expect_str_eq(rd_view_get(view, "agent_name"), "Lena Fischer");
	cr_expect_str_eq(rd_view_get(view, "signature"), "Lena Fischer\nEverBright");
}

Test(view, progress_is_told_from_dates_in_two_sentences)
{
	const struct {
		const char *facts, *progress;
	} cases[] = {
		{"", NULL},
		{"contacted=yes", NULL},
		{"outreach-made=2026-02-01T14:30:00Z",
		 "We contacted Blue Mesa Solar on February 1, 2026 and asked them to call you."},
		{"outreach-made=2026-02-01T14:30:00Z contacted=yes",
		 "We contacted Blue Mesa Solar on February 1, 2026 and asked them to call you. We "
		 "understand that they have since been in touch with you."},
		{"outreach-made=2026-02-01T14:30:00Z called-at=2026-02-03T14:30:00Z "
		 "referred-at=2026-02-05T14:30:00Z",
		 "We contacted Blue Mesa Solar on February 1, 2026 and called them again on "
		 "February 3, 2026. On February 5, 2026 we also asked the person at EverBright "
		 "who works with them to step in."},
		{"outreach-made=yes", NULL},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdCase) kase = sample_case("damage");
		g_auto(GStrv) facts = g_strsplit(cases[i].facts, " ", -1);
		g_autoptr(RdView) view = NULL;

		for (char **fact = facts; *fact != NULL; fact++) {
			char *equals = strchr(*fact, '=');

			g_hash_table_insert(kase->facts, g_strndup(*fact, (gsize)(equals - *fact)),
					    g_strdup(equals + 1));
		}
		view = full_view(kase);
		cr_expect_eq(g_strcmp0(rd_view_get(view, "progress"), cases[i].progress), 0,
			     "case %zu: %s", i, rd_view_get(view, "progress"));
	}
}

Test(view, what_staff_wrote_down_is_not_quoted)
{
	g_autoptr(RdCase) kase = sample_case("damage");
	g_autoptr(RdView) view = NULL;

	g_hash_table_insert(kase->facts, g_strdup("staff-words"), g_strdup("yes"));
	view = full_view(kase);
	cr_expect_null(rd_view_get(view, "words"));
	cr_expect_not_null(rd_view_get(view, "case.description"));
}
