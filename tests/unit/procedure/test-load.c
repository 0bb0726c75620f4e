#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/procedure.h>
#include <scratch.h>
#include <string.h>

#define HEAD                                                                                       \
	"procedure: p\nversion: 1\nkind: case\nprimary reason: r\nabout: a\nstart: s\n" /* 6 lines \
											 */

static char *
load_error(const char *text)
{
	char *dir = scratch_new();
	g_autofree char *path = g_build_filename(dir, "p.yaml", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(RdProcedure) procedure = NULL;
	char *message;

	scratch_write(dir, "p.yaml", text);
	procedure = rd_procedure_load(path, &error);
	cr_assert(procedure != NULL || g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	message = g_strdup(procedure != NULL ? "" : strstr(error->message, "p.yaml"));
	scratch_remove(dir);
	return message;
}

Test(load, what_is_wrong_is_named_with_its_line)
{
	const struct {
		const char *text, *message;
	} cases[] = {
		{"procedure: p\n", "p.yaml:1: \"about\" is missing"},
		{HEAD "states:\n- state: s\n", "p.yaml:8: \"means\" is missing"},
		{HEAD "states:\n- state: t\n  means: m\n", "p.yaml:6: there is no state \"s\""},
		{HEAD "states:\n- state: s\n  means: m\n- state: s\n  means: m\n",
		 "p.yaml:10: there is a state \"s\" already"},
		{HEAD "colour: red\n", "p.yaml:7: unknown key \"colour\""},
		{HEAD "states:\n- state: s\n  means: m\n  rules:\n  - when: tomorrow\n",
		 "p.yaml:11: \"tomorrow\" is no trigger"},
		{HEAD "states:\n- state: s\n  means: m\n  rules:\n  - when: message from burglar\n",
		 "p.yaml:11: \"burglar\" is no role"},
		{HEAD "states:\n- state: s\n  means: m\n  rules:\n  - when: message\n    if: moon "
		      "full\n",
		 "p.yaml:12: \"moon full\" is no condition that is known"},
		{HEAD "states:\n- state: s\n  means: m\n  rules:\n  - when: message\n    if: "
		      "complaint noise\n",
		 "p.yaml:12: \"complaint noise\" is no condition that is known"},
		{HEAD "states:\n- state: s\n  means: m\n  on entry:\n  - to: homeowner\n",
		 "p.yaml:11: an action says what to do"},
		{HEAD "states:\n- state: s\n  means: m\n  on entry:\n  - send: x\n",
		 "p.yaml:11: \"send\" needs \"to\""},
		{HEAD "states:\n- state: s\n  means: m\n  on entry:\n  - note: x\n    send: y\n    "
		      "to: homeowner\n",
		 "p.yaml:11: an action does one thing"},
		{HEAD "states:\n- state: s\n  means: m\n  on entry:\n  - note: x\n    to: "
		      "homeowner\n",
		 "p.yaml:12: unknown key \"to\""},
		{HEAD "states:\n- state: s\n  means: m\n  timers:\n  - timer: t\n    after: soon\n",
		 "p.yaml:12: \"soon\" is no time like 2d, 12h or 1w"},
		{HEAD "states:\n- state: s\n  means: m\n  timers:\n  - timer: t\n",
		 "p.yaml:11: a timer has either \"after\" or \"every\""},
		{HEAD
		 "states:\n- state: s\n  means: m\n  timers:\n  - timer: t\n    after: 1d\n    "
		 "from: birth\n",
		 "p.yaml:13: a timer counts from start, opening or complaint"},
		{HEAD "states: s\n", "p.yaml:7: states: a list is expected"},
		{HEAD "states:\n- state: s\n  means: m\n  closes the case: perhaps\n",
		 "p.yaml:10: yes or no"},
		{"procedure: p\nversion: 0\nkind: case\nprimary reason: r\nabout: a\nstart: s\n",
		 "p.yaml:1: \"version\" has to be a number from 1"},
		{"procedure: p\nversion: 1\nkind: box\nprimary reason: r\nabout: a\nstart: s\n",
		 "p.yaml:3: \"box\" is no kind"},
		{"procedure: [\n", "p.yaml:"},
		{"", "p.yaml:"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *message = load_error(cases[i].text);

		cr_expect(g_str_has_prefix(message, cases[i].message), "case %zu: %s", i, message);
	}
}

Test(load, a_small_procedure_is_enough)
{
	g_autofree char *message =
		load_error(HEAD "states:\n- state: s\n  means: m\n  closes the case: yes\n");

	cr_expect_str_eq(message, "");
}

Test(load, a_file_has_the_name_of_its_procedure)
{
	char *dir = scratch_new();
	g_autoptr(GError) error = NULL;

	scratch_write(dir, "other.yaml",
		      HEAD "states:\n- state: s\n  means: m\n  closes the case: yes\n");
	cr_expect_null(rd_procedures_load(dir, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_expect_not_null(strstr(error->message, "p.yaml"));
	scratch_remove(dir);
}
