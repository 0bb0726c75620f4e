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
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *rest = NULL;
		g_autofree char *commands = read_all(cases[i].text, &rest);

		cr_expect_str_eq(commands, cases[i].commands, "case %zu: %s", i, commands);
		cr_expect_str_eq(rest, cases[i].rest, "case %zu: %s", i, rest);
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
