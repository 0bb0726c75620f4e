#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/reply.h>
#include <sample.h>
#include <string.h>

/* The handbook's words, with what stands in its blanks in brackets. */
#define REFERRAL_BEGIN                                                                             \
	"The installer has been unresponsive in our outreach attempts to resolve the homeowners "  \
	"concern of [concern]. We would like your assistance in receiving a response or update "   \
	"from the installer regarding:\n\n"                                                        \
	"  1. Do they have recent communications with the homeowner? What does that look "         \
	"like?\n\n"                                                                                \
	"  2. Have they addressed or contacted the homeowner about this specific concern? If "     \
	"not, why? If so, what updates can they provide\n\n"                                       \
	"  3. How do they plan to make this right for the homeowner? Or if they do not feel they " \
	"need to, can they provide details on why along with any documentation?\n\n"
#define REFERRAL_4 "  4. [question]\n\n"
#define REFERRAL_5                                                                                 \
	"  5. How did the sale occur (in person, remote, phone)? Who did the sales rep speak "     \
	"with? Do they have any documentation on this? How did they review the proposal or "       \
	"savings with the customer? What language was the sale in? How did the signature occur "   \
	"(homeowner's device or rep's device)?\n\n"
#define REFERRAL_END "Thank you,\n[agent]\n"

#define SAMPLE_1                                                                                   \
	"Hello [homeowner],\n\n"                                                                   \
	"My name is [agent] and I\xe2\x80\x99m reaching out regarding your concerns about "        \
	"[description]. I have escalated your concerns with our internal team and will provide "   \
	"an update as soon as possible. In the meantime, I also wanted to see if there was any "   \
	"additional information you would like to provide?\n\n"                                    \
	"Thank you,\n\n[agent]\n"
#define SAMPLE_2                                                                                   \
	"Hello [homeowner],\n\n"                                                                   \
	"I have escalated your concerns with your installer to streamline the communication "      \
	"process and will provide an update as soon as possible.\n\n"                              \
	"Thank you,\n\n[agent]\n"
#define SAMPLE_3                                                                                   \
	"Hello [homeowner],\n\n"                                                                   \
	"Thank you for giving us the opportunity to resolve this issue! We want to again "         \
	"apologize for any inconvenience this might have caused. Your thoughts are really "        \
	"valuable to our business, and we would be grateful if you can please consider updating "  \
	"your review to reflect your most recent experience with our business.\n\n"                \
	"Kind Regards,\n\n[agent]\n"

static RdReplies *replies;

static void
setup(void)
{
	replies = rd_replies_load("templates/replies", NULL);
}

static void
teardown(void)
{
	rd_replies_free(replies);
}

TestSuite(templates, .init = setup, .fini = teardown);

typedef struct {
	RdConfig *config;
	RdCase *kase;
	RdHomeowner *homeowner;
	RdInstaller *installer;
	RdStaff *assignee;
	RdStaff *account_manager;
	RdTask *task;
	RdReview *review;
	json_t *extra;
	const char *question;
} Letters;

static Letters *
letters_new(const char *complaints)
{
	Letters *self = g_new0(Letters, 1);

	self->config = sample_config();
	self->kase = sample_case(complaints);
	self->homeowner = sample_homeowner();
	self->installer = sample_installer();
	self->assignee = sample_staff("Lena Fischer", RD_ROLE_BACK_OFFICE);
	self->account_manager = sample_staff("Ray Sutter", RD_ROLE_SALES);
	self->task = g_new0(RdTask, 1);
	self->task->title = g_strdup("Call them");
	self->task->body = g_strdup("Numbers to call.");
	self->task->due_at = SAMPLE_TIME;
	self->review = g_new0(RdReview, 1);
	self->review->platform = g_strdup("google");
	self->review->rating = 1;
	self->review->reviewer = g_strdup("Mar K.");
	self->review->text = g_strdup("Never again.");
	self->review->link = g_strdup("https://maps.example/r/1");
	self->extra =
		json_pack("{s:[s], s:s, s:{s:s, s:s, s:s, s:s, s:s, s:s}, s:[s], s:[s, s], "
			  "s:{s:[s], s:[s], s:[s], s:s},"
			  " s:{s:s, s:s, s:s}}",
			  "links", "#help", "list", "To do", "held", "number", "12", "to",
			  "a@home.example", "cc", "b@solar.example", "subject", "Roof", "text",
			  "> Hello", "reason", "to be approved", "candidates", "HO-1 Marta",
			  "history", "RD-1000", "RD-1001", "receipt", "done", "taken", "not_done",
			  "#sing: there is no such command", "case", "open", "next", "call-due",
			  "health", "source", "imap:box", "why", "no answer", "since", "today");
	return self;
}

static void
letters_free(Letters *self)
{
	rd_config_free(self->config);
	rd_case_free(self->kase);
	g_clear_pointer(&self->homeowner, rd_homeowner_free);
	g_clear_pointer(&self->installer, rd_installer_free);
	g_clear_pointer(&self->assignee, rd_staff_free);
	g_clear_pointer(&self->account_manager, rd_staff_free);
	g_clear_pointer(&self->task, rd_task_free);
	g_clear_pointer(&self->review, rd_review_free);
	g_clear_pointer(&self->extra, json_decref);
	g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Letters, letters_free)

static RdReplyText *
letters_render(const Letters *self, const char *name, GError **error)
{
	const RdViewSource source = {
		.config = self->config,
		.kase = self->kase,
		.homeowner = self->homeowner,
		.installer = self->installer,
		.assignee = self->assignee,
		.account_manager = self->account_manager,
		.task = self->task,
		.review = self->review,
		.question = self->question,
		.extra = self->extra,
		.now = SAMPLE_TIME,
	};
	g_autoptr(RdView) view = rd_view_new(&source);

	return rd_replies_render(replies, name, view, error);
}

static char *
letters_text(const Letters *self, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplyText) text = letters_render(self, name, &error);

	cr_assert_not_null(text, "%s", error != NULL ? error->message : "");
	return g_strdup(text->text);
}

/* @words with each [blank] filled. */
static char *
filled(const char *words, const char *concern)
{
	const struct {
		const char *blank, *value;
	} blanks[] = {
		{"[homeowner]", "Marta Kowalczyk"},
		{"[agent]", "Lena Fischer"},
		{"[concern]", concern},
		{"[description]", concern},
		{"[question]", "Is the roof sealed?"},
	};
	g_autoptr(GString) out = g_string_new(words);

	for (gsize i = 0; i < G_N_ELEMENTS(blanks); i++)
		g_string_replace(out, blanks[i].blank, blanks[i].value, 0);
	return g_strdup(out->str);
}

static void
expect_words(const Letters *letters, const char *name, const char *words, const char *concern)
{
	g_autofree char *text = letters_text(letters, name);
	g_autofree char *expected = filled(words, concern);

	cr_expect_str_eq(text, expected, "%s:\n%s", name, text);
}

Test(templates, the_referral_comment_is_the_handbooks_word_for_word)
{
	g_autoptr(Letters) letters = letters_new("damage");

	expect_words(letters, "referral-comment", REFERRAL_BEGIN REFERRAL_END,
		     "damage to the home or system");
	letters->question = "Is the roof sealed?";
	expect_words(letters, "referral-comment", REFERRAL_BEGIN REFERRAL_4 REFERRAL_END,
		     "damage to the home or system");
	letters->kase->complaints = RD_SET(RD_COMPLAINT_MISREPRESENTATION);
	expect_words(letters, "referral-comment", REFERRAL_BEGIN REFERRAL_4 REFERRAL_5 REFERRAL_END,
		     "misrepresentation in the sale of the system");
	letters->question = NULL;
	expect_words(letters, "referral-comment", REFERRAL_BEGIN REFERRAL_5 REFERRAL_END,
		     "misrepresentation in the sale of the system");
}

Test(templates, the_sample_emails_are_the_handbooks_word_for_word)
{
	g_autoptr(Letters) letters = letters_new("damage");

	expect_words(letters, "social-outreach", SAMPLE_1, "damage to your home or system");
	expect_words(letters, "social-escalated", SAMPLE_2, "");
	expect_words(letters, "social-thanks", SAMPLE_3, "");
}

Test(templates, nobody_introduces_himself_without_a_name)
{
	g_autoptr(Letters) letters = letters_new("damage");
	g_autoptr(GError) error = NULL;

	g_clear_pointer(&letters->assignee, rd_staff_free);
	cr_expect_null(letters_render(letters, "social-outreach", &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_MISSING));
}

Test(templates, each_letter_renders_for_every_set_of_complaints)
{
	const char *sets[] = {"damage", "unresponsive-installer damage",
			      "pto-delay missing-equipment damage rude-conduct",
			      "misrepresentation everbright", "other-installer"};

	for (gsize i = 0; i < G_N_ELEMENTS(sets); i++) {
		g_autoptr(Letters) letters = letters_new(sets[i]);

		for (const char *const *name = rd_replies_names(replies); *name != NULL; name++) {
			g_autoptr(GError) error = NULL;
			g_autoptr(RdReplyText) text = letters_render(letters, *name, &error);

			cr_assert_not_null(text, "%s", error != NULL ? error->message : "");
			cr_expect_null(strstr(text->text, "  \n"), "%s", *name);
			cr_expect_null(strstr(text->text, " ,"), "%s", *name);
			cr_expect_null(strstr(text->text, ".."), "%s", *name);
			cr_expect_null(strstr(text->text, "{{"), "%s", *name);
			cr_expect_gt(strlen(text->subject), 0u, "%s", *name);
		}
	}
}

Test(templates, letters_to_strangers_name_nobody)
{
	const char *names[] = {"request-details", "received"};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autoptr(Letters) letters = letters_new("damage");
		g_autofree char *text = letters_text(letters, names[i]);

		cr_expect_null(strstr(text, "Marta"), "%s", text);
		cr_expect_null(strstr(text, "555"));
		cr_expect_null(strstr(text, "Blue Mesa"));
		cr_expect_null(strstr(text, "roof"));
	}
}

Test(templates, the_homeowner_is_given_name_and_phone_of_the_installer)
{
	g_autoptr(Letters) letters = letters_new("damage unresponsive-installer");
	g_autofree char *text = letters_text(letters, "homeowner-outreach");

	cr_expect_not_null(strstr(text, "Hello Marta Kowalczyk,"));
	cr_expect_not_null(strstr(text, "concerns about damage to your home or system and the "
					"trouble you have had reaching your installer."));
	cr_expect_not_null(strstr(text, "Blue Mesa Solar. You can reach them by phone at (505) "
					"555-0110."));
	cr_expect_not_null(strstr(text, "We are also reaching out"));
	cr_expect_not_null(strstr(text, "follow up with you once we have an update"));
	cr_expect_null(strstr(text, "555-0114"), "the escalation number is ours");
}

Test(templates, a_homeowner_outreach_without_a_phone_number_is_not_written)
{
	g_autoptr(Letters) letters = letters_new("damage");
	g_autoptr(GError) error = NULL;

	letters->installer->phone[0] = '\0';
	cr_expect_null(letters_render(letters, "homeowner-outreach", &error));
	cr_expect_str_eq(error->message,
			 "reply \"homeowner-outreach\": \"installer.phone\" has no value");
}

Test(templates, the_inquiry_names_the_escalated_contact)
{
	g_autoptr(Letters) letters = letters_new("pto-delay");
	g_autofree char *text = letters_text(letters, "inquiry-homeowner");

	cr_expect_not_null(
		strstr(text, "Your escalated contact at Blue Mesa Solar is Dana Whitlock."));
	cr_expect_not_null(strstr(text, "delay in receiving permission to operate (PTO)"));
	cr_expect_not_null(strstr(text, "We are reaching out to Blue Mesa Solar as well"));
}

Test(templates, the_installer_gets_what_it_needs_to_call)
{
	g_autoptr(Letters) letters = letters_new("damage everbright");
	g_autofree char *text = letters_text(letters, "installer-concern");

	cr_expect_not_null(strstr(text, "Homeowner: Marta Kowalczyk\n"));
	cr_expect_not_null(strstr(text, "Address: 2214 Cholla Ct NE, Albuquerque, NM 87111\n"));
	cr_expect_not_null(strstr(text, "Phone: (505) 555-0141\n"));
	cr_expect_not_null(strstr(text, "> The roof leaks since they were here."));
	cr_expect_not_null(strstr(text, "contact Marta Kowalczyk by phone"));
	cr_expect_null(strstr(text, "our own service"));
}

Test(templates, the_quick_reply_asks_for_a_call)
{
	g_autoptr(Letters) letters = letters_new("unresponsive-installer");
	g_autofree char *text = letters_text(letters, "unresponsive-install");

	cr_expect_not_null(strstr(text, "the trouble they have had reaching you"));
	cr_expect_not_null(strstr(text, "contact Marta Kowalczyk by phone at (505) 555-0141"));
}

/* What a directory may lack, one at a time, leaves every letter but those that need it. */
Test(templates, what_is_lacking_is_left_out_or_stops_the_letter)
{
	g_autoptr(Letters) letters = letters_new("damage");

	g_clear_pointer(&letters->homeowner->phone, g_free);
	g_clear_pointer(&letters->homeowner->address, g_free);
	g_clear_pointer(&letters->installer->escalation_phone, g_free);
	g_clear_pointer(&letters->kase->description, g_free);
	for (const char *const *name = rd_replies_names(replies); *name != NULL; name++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(RdReplyText) text = letters_render(letters, *name, &error);

		cr_expect_not_null(text, "%s", error != NULL ? error->message : "");
	}
}

Test(templates, the_task_to_call_has_everything_for_the_call)
{
	g_autoptr(Letters) letters = letters_new("damage");
	g_autofree char *text = letters_text(letters, "task-call-installer");
	const char *needed[] = {"Dana Whitlock, escalation: (505) 555-0114",
				"Blue Mesa Solar: (505) 555-0110",
				"damage to the home or system",
				"February 1, 2026",
				"> The roof leaks",
				"Phone: (505) 555-0141",
				"ask them to call the homeowner",
				"voicemail with a description of the complaint and the homeowner's "
				"contact information",
				"#called reached",
				"#called voicemail"};

	for (gsize i = 0; i < G_N_ELEMENTS(needed); i++)
		cr_expect_not_null(strstr(text, needed[i]), "%s\n%s", needed[i], text);
}

Test(templates, a_list_is_lines)
{
	g_autoptr(Letters) letters = letters_new("damage");
	g_autofree char *text = letters_text(letters, "social-gathered");

	cr_expect_not_null(strstr(text, "same homeowner:\n- RD-1000\n- RD-1001\n"), "%s", text);
}

Test(templates, an_empty_list_is_no_value)
{
	g_autoptr(Letters) letters = letters_new("damage");
	g_autofree char *text = NULL;

	json_decref(letters->extra);
	letters->extra = json_pack("{s:[]}", "candidates");
	text = letters_text(letters, "task-social-identify");
	cr_expect_not_null(strstr(text, "The directory has nobody who fits."), "%s", text);
}

/* Each `name` in the first column of the README's table; ".phone" goes on from the name before. */
Test(templates, the_names_that_are_documented_are_names)
{
	g_autofree char *readme = NULL;
	g_autoptr(GString) group = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) rows = NULL;
	guint n = 0;

	cr_assert(g_file_get_contents("templates/replies/README.md", &readme, NULL, NULL));
	rows = g_strsplit(strstr(readme, "| name | value |"), "\n", -1);
	for (char **row = rows + 2; g_str_has_prefix(*row, "| `"); row++) {
		g_auto(GStrv) columns = g_strsplit(*row, "|", 3);
		g_auto(GStrv) words = g_strsplit(columns[1], "`", -1);

		for (guint i = 1; words[i] != NULL && words[i + 1] != NULL; i += 2) {
			const char *dot = strchr(words[i], '.');
			g_autofree char *tag = NULL;
			g_autoptr(RdReplyString) string = NULL;

			if (dot != words[i])
				g_string_assign(group, words[i]);
			if (dot != NULL && dot != words[i])
				g_string_truncate(group, (gsize)(dot - words[i]));
			tag = dot == words[i] ? g_strdup_printf("{{%s%s}}", group->str, words[i])
					      : g_strdup_printf("{{%s}}", words[i]);
			string = rd_reply_string_new(tag, &error);
			cr_expect_not_null(string, "%s", error != NULL ? error->message : "");
			g_clear_error(&error);
			n++;
		}
	}
	cr_expect_gt(n, 40u);
}

Test(templates, every_letter_is_documented)
{
	g_autofree char *readme = NULL;

	cr_assert(g_file_get_contents("templates/replies/README.md", &readme, NULL, NULL));
	for (const char *const *name = rd_replies_names(replies); *name != NULL; name++) {
		g_autofree char *quoted = g_strdup_printf("`%s`", *name);

		if (!g_str_has_prefix(*name, "task-") && !g_str_has_prefix(*name, "operator-"))
			cr_expect_not_null(strstr(readme, quoted), "%s", *name);
	}
}
