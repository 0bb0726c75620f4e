#include <criterion/criterion.h>
#include <redress/classify.h>
#include <string.h>

static RdFindings *
alert(const RdRules *rules, const char *subject, const char *text)
{
	g_autofree char *mail = g_strdup_printf("From: m@y.example\r\nSubject: %s\r\n"
						"Content-Type: text/plain; charset=utf-8\r\n"
						"\r\n%s\r\n",
						subject, text);
	g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
	g_autoptr(RdMessage) message = rd_message_parse(raw, NULL, &rd_message_default_limits);
	const RdPerson person = {.role = RD_ROLE_MARKETING};

	return rd_classify(rules, message, &person);
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

Test(review, a_question_of_marketing_is_no_alert)
{
	g_autoptr(RdRules) rules = rd_rules_load("templates/rules", NULL);
	g_autoptr(RdFindings) f = alert(rules, "logo", "Which logo do we use on letters?");

	cr_assert_neq(f->kind, RD_KIND_REVIEW_ALERT);
	cr_assert_null(f->review);
}
