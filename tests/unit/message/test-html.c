#include <criterion/criterion.h>
#include <redress/dissect.h>
#include <string.h>

static char *
html_to_text(const char *html, gsize max_bytes)
{
	g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), max_bytes);

	return g_steal_pointer(&lines->text);
}

typedef struct {
	const char *html, *text;
} HtmlCase;

static void
html_check(const HtmlCase *cases, gsize n)
{
	for (gsize i = 0; i < n; i++) {
		g_autofree char *text = html_to_text(cases[i].html, 10000);

		cr_expect_str_eq(text, cases[i].text, "%s\ngave %s", cases[i].html, text);
	}
}

Test(html, what_begins_a_line_in_a_browser_begins_one_here)
{
	const HtmlCase cases[] = {
		{"<p>one<p>two", "one\n\ntwo"},
		{"<div>one</div><div>two<br></div><div><br></div><div>three</div>",
		 "one\ntwo\n\nthree"},
		{"one<br>two<br><br><br>three", "one\ntwo\n\nthree"},
		{"<p class=MsoNormal>one</p><p class=MsoNormal>&nbsp;</p>"
		 "<p class=MsoNormal>two</p>",
		 "one\n\ntwo"},
		{"<p style='margin:0'>one</p><p style=\"margin: 0px\">two</p>", "one\ntwo"},
		{"<h1>Head</h1>text", "Head\n\ntext"},
		{"one\r\n  two\tthree", "one two three"},
		{"one<b>two</b> <i>three</i>", "onetwo three"},
		{"one&nbsp;&nbsp;two", "one  two"},
		{"<pre>a  b\n\n   c</pre>d", "a  b\n\n   c\n\nd"},
		{"one<hr>two", "one\ntwo"},
	};

	html_check(cases, G_N_ELEMENTS(cases));
}

Test(html, lists_and_table_cells_are_kept_apart)
{
	const HtmlCase cases[] = {
		{"<ul><li>a</li><li><p>b</p></li></ul>", "- a\n- b"},
		{"<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "- a\n  - b\n  - c\n- d"},
		{"<ol><li>a<li>b</ol>", "1. a\n2. b"},
		{"<table><tr><td>a</td><td>b</td></tr><tr><td>c<td><p>d</p></table>e",
		 "a\tb\nc\td\n\ne"},
		{"<table><tr><th>From: </th><td>Ann</td></tr></table>", "From:\tAnn"},
	};

	html_check(cases, G_N_ELEMENTS(cases));
}

Test(html, a_link_says_where_it_leads_unless_its_words_do)
{
	const HtmlCase cases[] = {
		{"<a href=\"https://x.example/?a=1&amp;b=2\">here</a>.",
		 "here <https://x.example/?a=1&b=2>."},
		{"<a href='http://www.x.example/'>x.example</a>", "x.example"},
		{"<a href=mailto:ann@x.example>ann@x.example</a>", "ann@x.example"},
		{"<a href='mailto:ann@x.example?subject=Hi'>Ann Lee</a>",
		 "Ann Lee <ann@x.example>"},
		{"<a href='mailto:httpd@x.example'>Web</a>", "Web <httpd@x.example>"},
		{"<a href='#top'>up</a> <a href='tel:5550114'>call</a>", "up call"},
		{"<a href='https://x.example'><img src=x></a>y", "y"},
	};

	html_check(cases, G_N_ELEMENTS(cases));
}

Test(html, what_nobody_sees_is_left_out)
{
	const HtmlCase cases[] = {
		{"<div style='DISPLAY: none'>a</div>b", "b"},
		{"<span style=\"color:red;visibility:hidden\">a</span>b", "b"},
		{"<div style='max-height:0px;overflow:hidden'>a<div>b</div></div>c", "c"},
		{"<span hidden>a<span>b</span></span>c", "c"},
		{"<span style='font-size:0'>a</span><span style='font-size:1px'>b</span>c", "c"},
		{"<span style='font-size:10px'>a</span><span style='font-size:1em'>b</span>", "ab"},
		{"<td style='font-size:0'>a<div style='font-size:13px'>b</div>a</td>c", "b\nc"},
		{"<head><title>t</title><meta></head><style>s</style><script>if (1<2)</script>a",
		 "a"},
		{"a<!-- b --><!--[if mso]><p>c</p><![endif]--><![if !mso]>d<![endif]>", "ad"},
		{"<template>a</template><svg><text>b</text></svg>c", "c"},
		{"In&shy;stal\xe2\x80\x8blation&#8203;", "Installation"},
		{"<div style='display:none'>a", ""},
		{"<p style='mso-hide:all'>a</p>b", "b"},
		{"<p style='display:/**/none'>a</p>b<p style='/* display:none; */'>c</p>",
		 "b\n\nc"},
		{"<p style='display:&#110;one'>a</p>b", "b"},
		{"<p style='d\\69 splay:n\\6fne'>a</p><p style='disp\\lay:none'>b</p>c", "c"},
		{"<p style='display:none/*'>a</p><p style='display:none\\'>b</p>c", "c"},
		{"<p style='overflow:hidden;height:0px'>a</p>b", "b"},
		{"<p style='height:0'>a</p><p style='height:10px;overflow:hidden'>b</p>", "a\n\nb"},
	};

	html_check(cases, G_N_ELEMENTS(cases));
}

Test(html, references_are_decoded_where_they_are_some)
{
	const HtmlCase cases[] = {
		{"&lt;&amp;&gt;&quot;&apos;&eacute;&hellip;", "<&>\"'é…"},
		{"&#8364; &#x20AC; &#128; &#146;", "€ € € ’"},
		{"&copy2026 &notit; &notin; &foo; &ampx AT&T a & b &",
		 "©2026 ¬it; ∉ &foo; &x AT&T a & b &"},
		{"&#0;&#xD800;&#99999999;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
		{"&CounterClockwiseContourIntegral;&NotEqualTilde;", "∳≂̸"},
	};

	html_check(cases, G_N_ELEMENTS(cases));
}

Test(html, the_words_of_a_form_are_shown)
{
	const HtmlCase cases[] = {
		{"<p>a</p><textarea>The roof &amp;\nthe attic</textarea>b",
		 "a\n\nThe roof &\nthe attic\n\nb"},
	};

	html_check(cases, G_N_ELEMENTS(cases));
}

Test(html, broken_markup_loses_no_words)
{
	const HtmlCase cases[] = {
		{"a < b <3 <", "a < b <3 <"},
		{"<a title=\"never closed>one</a> two", "one two"},
		{"<b>one</div></span> two</p>three", "one two\n\nthree"},
		{"<div>one</p></td>two</div>three", "one\n\ntwo\nthree"},
		{"<!-- never closed>one", "one"},
		{"<table><tr><td>one</div>two</table>three", "onetwo\nthree"},
		{"<p style='display:none'>no<p>yes", "yes"},
		{"<head><div>one</div>", "one"},
		{"<ul><li></li><li>one</ul>", "- one"},
	};

	html_check(cases, G_N_ELEMENTS(cases));
}

Test(html, the_text_ends_at_its_cap_and_within_no_character)
{
	g_autofree char *text = html_to_text("<p>abc</p><p>déf</p>", 7);

	cr_assert_str_eq(text, "abc\n\nd");
}

Test(html, elements_may_nest_deeper_than_any_stack)
{
	g_autoptr(GString) html = g_string_new(NULL);
	g_autofree char *text = NULL;

	for (int i = 0; i < 100000; i++)
		g_string_append(html, "<div><b><table><tr><td>");
	g_string_append(html, "deep");
	for (int i = 0; i < 100000; i++)
		g_string_append(html, "</table></div>");
	g_string_append(html, "end");
	text = html_to_text(html->str, 1000);
	cr_assert_str_eq(text, "deep\nend");
}

typedef struct {
	const char *line;
	guint8 marks, depth;
} MarkCase;

static void
marks_check(const char *html, const MarkCase *cases, gsize n)
{
	g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), 10000);
	g_auto(GStrv) split = g_strsplit(lines->text, "\n", -1);

	cr_assert_eq(lines->lines->len, g_strv_length(split));
	for (gsize i = 0, k = 0; k < n; i++) {
		const RdLine *line;

		cr_assert_lt(i, lines->lines->len, "no line \"%s\"", cases[k].line);
		line = &g_array_index(lines->lines, RdLine, i);
		if (strcmp(split[i], cases[k].line) != 0)
			continue;
		cr_expect_eq(line->marks, cases[k].marks, "%s: %u", split[i], line->marks);
		cr_expect_eq(line->depth, cases[k].depth, "%s: %u", split[i], line->depth);
		k++;
	}
}

Test(html, clients_mark_quotes_headers_and_signatures)
{
	const MarkCase gmail[] = {{"Yes", RD_LINE_PLAIN, 0},
				  {"Ann", RD_LINE_SIGNATURE, 0},
				  {"On Monday Ann wrote:", RD_LINE_ATTRIBUTION, 0},
				  {"one", RD_LINE_PLAIN, 1},
				  {"two", RD_LINE_PLAIN, 2},
				  {"three", RD_LINE_PLAIN, 1},
				  {"below", RD_LINE_PLAIN, 0}};
	const MarkCase owa[] = {{"Yes", RD_LINE_PLAIN, 0},
				{"From: Ann", RD_LINE_HEADER_BLOCK | RD_LINE_SEPARATOR, 0},
				{"body", RD_LINE_PLAIN, 0}};
	const MarkCase word[] = {{"From: Ann", RD_LINE_HEADER_BLOCK, 0},
				 {"body", RD_LINE_PLAIN, 0}};
	const MarkCase yahoo[] = {{"Yes", RD_LINE_PLAIN, 0}, {"quoted", RD_LINE_PLAIN, 1}};

	marks_check("<div>Yes</div><div class=\"gmail_signature\">Ann</div>"
		    "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Monday Ann wrote:<br>"
		    "</div><blockquote class=\"gmail_quote\">one<blockquote>two</blockquote>three"
		    "</blockquote></div>below",
		    gmail, G_N_ELEMENTS(gmail));
	marks_check("<div>Yes</div><hr><div id=\"x_divRplyFwdMsg\"><b>From:</b> Ann</div>body", owa,
		    G_N_ELEMENTS(owa));
	marks_check("<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt'>"
		    "<p class=MsoNormal>From: Ann</p></div>body",
		    word, G_N_ELEMENTS(word));
	marks_check("Yes<div class=\"yahoo_quoted\">quoted</div>", yahoo, G_N_ELEMENTS(yahoo));
}

Test(html, a_blockquote_that_only_indents_is_no_quote)
{
	const MarkCase cases[] = {{"mine", RD_LINE_PLAIN, 0}, {"cited", RD_LINE_PLAIN, 1}};

	marks_check("<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">mine"
		    "</blockquote><blockquote type=cite style=\"border:none\">cited</blockquote>",
		    cases, G_N_ELEMENTS(cases));
}

/* Words are read eight octets at a time: what ends a run may stand at any of them. */
Test(html, what_ends_words_is_seen_wherever_it_stands)
{
	static const struct {
		const char *html;
		const char *text;
	} cases[] = {{"  ", " "}, {" &lt;", " <"}, {"\t", " "}, {"<br>", "\n"}, {" \xc2\xad", " "}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		for (int before = 1; before <= 20; before++) {
			g_autofree char *html = g_strdup_printf(
				"%.*s%sright here", before, "abcdefghijklmnopqrst", cases[i].html);
			g_autofree char *text = g_strdup_printf(
				"%.*s%sright here", before, "abcdefghijklmnopqrst", cases[i].text);
			g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), 1000);

			cr_expect_str_eq(lines->text, text);
		}
	}
}
