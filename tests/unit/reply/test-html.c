#include <criterion/criterion.h>
#include <redress/reply.h>
#include <string.h>

static void
expect_body(const char *text, const char *body)
{
	g_autofree char *html = rd_letter_html(text, "care@corp.example");
	g_autofree char *whole =
		g_strdup_printf("<!DOCTYPE html>\n<html>\n<body>\n%s</body>\n</html>\n", body);

	cr_expect_str_eq(html, whole, "%s", html);
}

Test(html, paragraphs_and_lines)
{
	expect_body("Hello,\n\nOne.\nTwo.\n", "<p>Hello,</p>\n<p>One.<br>\nTwo.</p>\n");
	expect_body("", "");
}

Test(html, lists_keep_their_numbers)
{
	expect_body("Please:\n- name\n- phone\n",
		    "<p>Please:</p>\n<ul>\n<li>name</li>\n<li>phone</li>\n</ul>\n");
	expect_body("  1. One?\n\n  3. Three?\n",
		    "<ol>\n<li value=\"1\">One?</li>\n</ol>\n<ol>\n<li "
		    "value=\"3\">Three?</li>\n</ol>\n");
	expect_body("2026. A year is no list.\n", "<p>2026. A year is no list.</p>\n");
}

Test(html, a_quote_is_a_quote)
{
	expect_body("> The roof\n>\n> leaks\nEnd\n",
		    "<blockquote>The roof<br>\n<br>\nleaks</blockquote>\n<p>End</p>\n");
}

Test(html, nothing_in_the_text_becomes_markup)
{
	expect_body(
		"<script>alert('1')</script> & \"so\"\n",
		"<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;so&quot;</p>\n");
}

Test(html, links_end_before_punctuation)
{
	expect_body("See https://everbright.example/a?b=1&c=2. Thanks\n",
		    "<p>See <a href=\"https://everbright.example/a?b=1&amp;c=2\">"
		    "https://everbright.example/a?b=1&amp;c=2</a>. Thanks</p>\n");
	expect_body("javascript:alert(1) xhttps://a.example\n",
		    "<p>javascript:alert(1) xhttps://a.example</p>\n");
	expect_body(
		"https://a.example/\"onclick=x\n",
		"<p><a href=\"https://a.example/\">https://a.example/</a>&quot;onclick=x</p>\n");
	expect_body("https://\n", "<p>https://</p>\n");
}

Test(html, a_link_to_ourselves_stands_behind_its_words)
{
	const struct {
		const char *text, *html;
	} cases[] = {
		{"- #done <mailto:care%2BRD-1.t@corp.example?subject=a&body=%23done>",
		 "<a "
		 "href=\"mailto:care%2BRD-1.t@corp.example?subject=a&amp;body=%23done\">#done</a>"},
		{"x <mailto:care@corp.example>", "<a href=\"mailto:care@corp.example\">x</a>"},
		{"x <mailto:care@evil.example>", "x &lt;mailto:care@evil.example&gt;"},
		{"x <mailto:careless@corp.example>", "x &lt;mailto:careless@corp.example&gt;"},
		{"x <mailto:care@corp.example> y", "&gt; y"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *html = rd_letter_html(cases[i].text, "care@corp.example");

		cr_expect_not_null(strstr(html, cases[i].html), "%s", html);
	}
}
