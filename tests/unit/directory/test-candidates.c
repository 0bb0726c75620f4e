#include <criterion/criterion.h>
#include <redress/directory.h>
#include <string.h>

static RdStore *store;

static void
setup(void)
{
	store = rd_directory_open_folder("tests/data/directory", NULL);
}

static void
teardown(void)
{
	rd_store_close(store);
}

TestSuite(candidates, .init = setup, .fini = teardown);

/* "HO-1 (reasons); HO-2 (reasons)" */
static char *
candidates(const char *name, const char *text, guint limit)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) found = rd_directory_candidates(store, name, text, limit, &error);
	GString *out = g_string_new(NULL);

	cr_assert_not_null(found, "%s", error != NULL ? error->message : "");
	for (guint i = 0; i < found->len; i++) {
		const RdCandidate *candidate = found->pdata[i];

		g_string_append_printf(out, "%s%s (%s)", i > 0 ? "; " : "",
				       candidate->homeowner->id, candidate->reasons);
	}
	return g_string_free(out, FALSE);
}

Test(candidates, a_reviewers_name_leads_to_those_who_may_have_it)
{
	static const struct {
		const char *name, *text, *found;
	} cases[] = {
		{"Ann T.", "They left the roof open.",
		 "HO-2003 (name alike); HO-2004 (name alike)"},
		{"Ann T.", "Redmond, Oregon. They left the roof open.",
		 "HO-2004 (name alike, town in the text); HO-2003 (name alike)"},
		{"I. Novak", "Copper Sky never came.", "HO-2001 (name alike, same installer)"},
		{"Irena Novák", "", "HO-2001 (same name)"},
		{"Quist", "", "HO-2005 (same surname)"},
		{"Teague", "the blue house in Bend",
		 "HO-2003 (same surname, town in the text); HO-2004 (same surname)"},
		{"sunnyside88", "They left the roof open in Bend.", ""},
		{"", "The crew at 5 Lantern Way", "HO-2008 (street in the text)"},
		{"", "", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = candidates(cases[i].name, cases[i].text, 5);

		cr_expect_str_eq(found, cases[i].found, "%s: %s: %s", cases[i].name, cases[i].text,
				 found);
	}
}

Test(candidates, no_more_than_asked_for)
{
	g_autofree char *found = candidates("Ann T.", "", 1);

	cr_assert_str_eq(found, "HO-2003 (name alike)");
}
