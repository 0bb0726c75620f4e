#include <criterion/criterion.h>
#include <redress/classify.h>
#include <string.h>

static RdFindings *
alert(const RdRules *rules, const char *subject, const char *text)
{
	g_autofree char *mail = g_strdup_printf("From: Mia Young <m@y.example>\r\nSubject: %s\r\n"
						"Content-Type: text/plain; charset=utf-8\r\n"
						"\r\n%s\r\n",
						subject, text);
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
	g_autoptr(RdMessage) message = rd_message_parse(raw, NULL, &rd_message_default_limits);
	const RdPerson person = {.role = RD_ROLE_MARKETING};

	return rd_classify(rules, message, &person, RD_CLASSIFY_ARGUE);
}

Test(review, platform_rating_and_reviewer_are_read)
{
	const struct {
		const char *subject, *text, *platform;
		int rating;
		const char *reviewer;
	} cases[] = {
		{"New Google review",
		 "One star from Ann Lee: \xe2\x80\x9cThe roof leaks.\xe2\x80\x9d", "google", 1,
		 "Ann Lee"},
		{"Yelp", "\xe2\x98\x85\xe2\x98\x85\xe2\x98\x86\xe2\x98\x86\xe2\x98\x86 by Bo K.",
		 "yelp", 2, "Bo K."},
		{"Trustpilot, 2/5", "The user name is roofless77.", "trustpilot", 2, "roofless77"},
		{"BBB",
		 "Reviewer: Carla M. Ortiz\r\nRating: 1 out of 5 stars\r\nReview: Never "
		 "again.",
		 "bbb", 1, "Carla M. Ortiz"},
		{"FB comment", "Dora Diaz doesn't recommend us.", "facebook", 0, "Dora Diaz"},
		{"LinkedIn", "Comment by Eli Stone under our post.", "linkedin", 0, "Eli Stone"},
		{"2-star posting on SolarReviews",
		 "Signed \xe2\x80\x9c"
		 "Fay Green, Dover NJ\xe2\x80\x9d",
		 "other", 2, "Fay Green"},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", &error);

	cr_assert_not_null(rules, "%s", error != NULL ? error->message : "");
	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdFindings) f = alert(rules, cases[i].subject, cases[i].text);

		cr_assert_eq(f->kind, RD_KIND_REVIEW_ALERT, "case %zu", i);
		cr_expect_str_eq(f->review->platform, cases[i].platform, "case %zu: %s", i,
				 f->review->platform);
		cr_expect_eq(f->review->rating, cases[i].rating, "case %zu: %d", i,
			     f->review->rating);
		cr_expect_str_eq(f->review->reviewer, cases[i].reviewer, "case %zu: %s", i,
				 f->review->reviewer);
	}
}

Test(review, a_reviewer_is_found_in_the_ways_people_name_one)
{
	const struct {
		const char *subject, *text, *reviewer;
	} cases[] = {
		/* what looks like a name, and is the platform's */
		{"Negative Google", "Two stars from Ann Lee, who says the driveway cracked.",
		 "Ann Lee"},
		/* whoever is named in the review did not write it */
		{"Yelp, 1 star",
		 "\"Bo Diaz from the crew yelled at my wife for an hour\" - that is "
		 "what Carla M. wrote.",
		 "Carla M."},
		{"1 star / Google / Dora Fox", "Leak over the nursery.", "Dora Fox"},
		{"yelp - Eli R.", "one star, no text", "Eli R."},
		{"Trustpilot", "Fay Green has taken to Trustpilot. Fay says the rep lied.",
		 "Fay Green"},
		{"Reddit, 1/5", "A thread by user sunny_in_ohio about the loan.", "sunny_in_ohio"},
		{"BBB complaint", "Name:\tHugo O'Brien-Vega\r\nFiled: 3/4/2026",
		 "Hugo O'Brien-Vega"},
		{"Facebook", "It's The Ibsen Family again, on our Facebook wall.",
		 "The Ibsen Family"},
		{"Google, one star", "robert c, user name robert c, wants his money back.",
		 "robert c"},
		{"Google, 1 star", "mo d, no photo, small letters", "mo d"},
		{"Facebook", "Ina Lee, who runs a bank in Omaha, wrote that it leaks.", "Ina Lee"},
		{"Google", "\"Ina Lee: the roof leaks and nobody comes.\" No stars.", "Ina Lee"},
		{"Google, one star", "Uwe \"Doc\" Moe is unhappy.", "Uwe \"Doc\" Moe"},
		{"1* Google (Piet van Os)", "He says the attic is wet.", "Piet van Os"},
		{"Google", "A Google User gave one star.", "A Google User"},
		/* how they call themselves, whatever it means */
		{"Google", "One star. The reviewer goes by Solar Widow.", "Solar Widow"},
		{"Google", "1 star, the user calls himself \"Don't Buy This\".", "Don't Buy This"},
		{"App store", "a one star from brokeinboise - two bills now", "brokeinboise"},
		{"FW: Trustpilot", "A new review!\r\nsunmom\r\n2 reviews\r\nNo battery.", "sunmom"},
		/* the longest form of one name is the reviewer's */
		{"one star from Stan K.", "The full name on Google is Stan Kowal.", "Stan Kowal"},
		/* somebody else's name */
		{"Yelp", "One star by Bo K. The foreman, Rick Stone, swore at Bo.", "Bo K."},
		{"Yelp", "Thanks Jill Hart,\r\n1 star, Bo K., leak.", "Bo K."},
		{"Yelp", "Al N. San Diego, CA\r\n1 star rating\r\nOne of two came.", "Al N."},
		{"Forum", "A thread by someone going by sunlesssam, 1/5: a lien.", "sunlesssam"},
		{"Yelp", "User \"gridless\", 1 star, title \"Why can I not use it\"", "gridless"},
		/* Marketing's own names are none */
		{"Yelp", "Bo K. dio una estrella.\r\n\r\nMía Young", "Bo K."},
		{"Reseña en Google", "Luis Peña nos puso una estrella.", "Luis Peña"},
		{"Google", "J.P. Winterbottom left one star.", "J.P. Winterbottom"},
		{"Trustpilot", "The reviewer SOLAR WIDOW (2 stars) is unhappy.", "SOLAR WIDOW"},
		{"Facebook", "Theo van der Berg under our ad: \"No power.\"", "Theo van der Berg"},
		{"Google review", "1 star.\r\n\r\nMia Young", ""},
	};
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdFindings) f = alert(rules, cases[i].subject, cases[i].text);

		cr_assert_not_null(f->review, "case %zu", i);
		cr_expect_str_eq(f->review->reviewer, cases[i].reviewer, "case %zu: %s", i,
				 f->review->reviewer);
	}
}

Test(review, the_platform_is_where_the_review_stands)
{
	const struct {
		const char *subject, *text, *platform;
	} cases[] = {
		{"a review", "She found us via Google. One star by Ann Lee, on Yelp.", "yelp"},
		{"bad one", "Not on Google this time: Ann Lee gave one star on Yelp.", "yelp"},
		{"bad one", "Was on Yelp last year, now Google: one star, Ann Lee.", "google"},
		{"thread", "Ann Lee in a solar forum, 1/5. Google shows it first.", "other"},
		{"1 star", "From Ann Lee on BBB.\r\n\r\nFollow us on Facebook", "bbb"},
		{"1 star", "From Ann Lee. She also posted it on Facebook.", "facebook"},
	};
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdFindings) f = alert(rules, cases[i].subject, cases[i].text);

		cr_assert_not_null(f->review, "case %zu", i);
		cr_expect_str_eq(f->review->platform, cases[i].platform, "case %zu: %s", i,
				 f->review->platform);
	}
}

Test(review, a_notification_names_its_reviewer_on_a_line_of_its_own)
{
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", NULL);
	g_autoptr(RdFindings) f =
		alert(rules, "Fwd: a new review",
		      "who is this?\r\n\r\n"
		      "---------- Forwarded message ---------\r\n"
		      "From: Yelp for Business <no-reply@yelp.example>\r\n"
		      "Date: Tue, Mar 24, 2026 at 11:58 AM\r\n"
		      "Subject: You have a new review\r\n"
		      "To: Mia Young <m@y.example>\r\n\r\n"
		      "You have a new review!\r\n\r\nJon B.\r\nAurora, CO\r\n"
		      "2 star rating   3/9/2026\r\n\r\n"
		      "Three crews, and Walt Berg never came. The roof leaks.\r\n");

	cr_assert_not_null(f->review);
	cr_expect_str_eq(f->review->platform, "yelp");
	cr_expect_eq(f->review->rating, 2);
	cr_expect_str_eq(f->review->reviewer, "Jon B.", "%s", f->review->reviewer);
}

Test(review, the_quoted_review_and_its_link_are_kept)
{
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", NULL);
	g_autoptr(RdFindings) f =
		alert(rules, "Google review, 1 star",
		      "\xe2\x80\x9cMy roof leaks since they came.\xe2\x80\x9d\r\n"
		      "https://maps.example/r/77 (unsubscribe: https://maps.example/unsub)");

	cr_assert_str_eq(f->review->text, "My roof leaks since they came.");
	cr_assert_str_eq(f->review->link, "https://maps.example/r/77");
	cr_assert(RD_HAS(f->complaints, RD_COMPLAINT_DAMAGE));
	cr_assert_eq(f->signals, 0);
}

Test(review, not_every_mail_that_names_a_platform_is_an_alert)
{
	const struct {
		const char *subject, *text;
		gboolean alert;
	} cases[] = {
		{"logo", "Which logo do we use on letters?", FALSE},
		{"Google Ads", "Could finance approve the budget for Google and Facebook?", FALSE},
		{"LinkedIn", "Attached is the draft for LinkedIn. Changes by Wednesday?", FALSE},
		{"Google, 5 stars", "Ann Lee thanks us all, the crew was polite.", FALSE},
		{"Facebook", "A lovely comment on Facebook, Ann Lee recommends us.", FALSE},
		{"Google, 4 stars", "Ann Lee likes us, but the roof leaks into her hall.", TRUE},
		{"Facebook", "Ann Lee does not recommend us.", TRUE},
		{"Yelp", "Ann Lee wrote about us, see the picture.", TRUE},
	};
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdFindings) f = alert(rules, cases[i].subject, cases[i].text);

		cr_expect_eq(f->kind == RD_KIND_REVIEW_ALERT, cases[i].alert, "case %zu", i);
		cr_expect_eq(f->review != NULL, cases[i].alert, "case %zu", i);
	}
}

/* A text of what the patterns look for must not cost more than one of anything else. */
Test(review, a_long_alert_of_names_and_stars_is_read_at_once, .timeout = 30)
{
	static const char *const bits[] = {"Ann Lee, ", "\"A ",	   "1 of ",	   "review by Bo ",
					   "A-B-C-",	"user : ", "\xe2\x98\x85 "};
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(bits); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(RdFindings) f = NULL;

		while (text->len < 200000)
			g_string_append(text, bits[i]);
		f = alert(rules, "Google, one star", text->str);
		cr_expect_eq(f->kind, RD_KIND_REVIEW_ALERT);
	}
}
