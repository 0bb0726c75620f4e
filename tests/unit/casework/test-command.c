#include <criterion/criterion.h>
#include <redress/command.h>

static char *
read_all(const char *text, char **rest)
{
	g_autoptr(GPtrArray) commands = rd_commands_read(text, rest);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < commands->len; i++) {
		const RdCommand *command = commands->pdata[i];

		g_string_append_printf(out, "[%s|%s]", command->name, command->argument);
	}
	return g_string_free(out, FALSE);
}

Test(command, lines_at_the_top_are_commands_and_what_follows_is_a_note)
{
	const struct {
		const char *text, *commands, *rest;
	} cases[] = {
		{"#take", "[take|]", ""},
		{"#take\n#called voicemail\n\nLeft a long message.", "[take|][called|voicemail]",
		 "Left a long message."},
		{"#Called: Voicemail", "[called|Voicemail]", ""},
		{"\n  #not-satisfied  \n", "[not-satisfied|]", ""},
		{"Please see #take below", "", "Please see #take below"},
		{"# 1 priority", "", "# 1 priority"},
		{"#1 priority", "", "#1 priority"},
		{"", "", ""},
		{"- #take\n* #Called - no answer", "[take|][called|- no answer]", ""},
		{"\\#take.\n\xef\xbc\x83note, a word", "[take|][note|a word]", ""},
		{"\xc2\xa0#take\n\xe2\x80\x8b#done!", "[take|][done|]", ""},
		{"# take\n# Summary\nof it", "[take|]", "# Summary\nof it"},
		{"#not satisfied at all", "[not-satisfied|]", ""},
		{"#not_satisfied\n#dissatisfied", "[not-satisfied|][not-satisfied|]", ""},
		{"#voicemail", "[called|voicemail]", ""},
		{"#?", "[help|]", ""},
		{"#take/give", "", "#take/give"},
		{"#edit 12\n#approve\n\nDear Marta,", "[edit|12][approve|]", ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *rest = NULL;
		g_autofree char *commands = read_all(cases[i].text, &rest);

		cr_expect_str_eq(commands, cases[i].commands, "case %zu: %s", i, commands);
		cr_expect_str_eq(rest, cases[i].rest, "case %zu: %s", i, rest);
	}
}

Test(command, edit_takes_the_text_below)
{
	g_autofree char *rest = NULL;
	g_autoptr(GPtrArray) commands =
		rd_commands_read("#edit\n#approve\n\nDear Marta,\n\n#1 of two", &rest);

	cr_expect_str_eq(((RdCommand *)commands->pdata[0])->text, "Dear Marta,\n\n#1 of two");
	cr_expect_null(((RdCommand *)commands->pdata[1])->text);
	cr_expect_str_eq(rest, "");
}

Test(command, a_mail_has_so_many_commands_and_no_more)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *rest = NULL;
	g_autoptr(GPtrArray) commands = NULL;

	for (int i = 0; i < 1000; i++)
		g_string_append(text, "#note x\n");
	commands = rd_commands_read(text->str, &rest);
	cr_expect_eq(commands->len, 50);
	cr_expect(g_str_has_prefix(rest, "#note x\n#note x\n"));
}

Test(command, only_some_commands_say_what_a_new_case_is_about)
{
	const struct {
		const char *text;
		gboolean begin;
	} cases[] = {{"#help\n#status", FALSE},
		     {"#frob", FALSE},
		     {"#take\n#done", FALSE},
		     {"#type damage", TRUE},
		     {"#take\n#note Dan called", TRUE}};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *rest = NULL;
		g_autoptr(GPtrArray) commands = rd_commands_read(cases[i].text, &rest);

		cr_expect_eq(rd_commands_begin_case(commands), cases[i].begin, "%s", cases[i].text);
	}
}

Test(command, a_slip_of_the_finger_is_answered_with_the_nearest)
{
	cr_expect_str_eq(rd_command_nearest("tkae"), "take");
	cr_expect_str_eq(rd_command_nearest("satisfed"), "satisfied");
	cr_expect_str_eq(rd_command_nearest("calld"), "called");
	cr_expect_null(rd_command_nearest("frobnicate"));
	cr_expect_null(rd_command_nearest("an-endless-word-that-nobody-would-ever-type-at-all"));
}

Test(command, help_names_every_command_with_its_arguments)
{
	g_autofree char *help = rd_commands_help();

	cr_expect_not_null(strstr(help, "#called reached|voicemail\n"));
	cr_expect_not_null(strstr(help, "#take \n"));
}
