/* Finds the subcommand; everything else is in src/cmd. */

#include "cmd/cmd.h"

#include <errno.h>
#include <glib.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define LARGE_OCTETS (1 << 20)

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{"init", rd_cmd_init, "make a folder a ready configuration"},
	{"import", rd_cmd_import, "read homeowners, installers or staff from a CSV file"},
	{"check", rd_cmd_check, "say what is wrong with the configuration"},
	{"run", rd_cmd_run, "the gateway: take mail, work it, send the answers"},
	{"parse", rd_cmd_parse, "show how a message is read"},
	{"classify", rd_cmd_classify, "say what a mail is about, and why"},
	{"eval", rd_cmd_eval, "compare with mails that people have labelled"},
	{"case", rd_cmd_case, "list, show or change cases"},
	{"task", rd_cmd_task, "what people have to do"},
	{"outbox", rd_cmd_outbox, "mails on their way out"},
	{"backup", rd_cmd_backup, "a copy of the store, while the gateway goes on"},
	{"simulate", rd_cmd_simulate, "what would happen to a mail, day by day"},
	{"procedure", rd_cmd_procedure, "list the procedures, or draw one"},
};

static void
print_help(FILE *out)
{
	fputs("Usage: redress [-c FILE] COMMAND [ARGUMENT...]\n\n"
	      "Watches a complaints mailbox and works every mail into a case.\n\n"
	      "  -c, --config FILE  configuration (else $REDRESS_CONFIG, ./redress.yaml,\n"
	      "                     /etc/redress/redress.yaml)\n\nCommands:\n",
	      out);
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
	fputs("\n\"redress COMMAND --help\" lists a command's options.\n", out);
}

static int
run_command(const char *name, int argc, char **argv)
{
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		g_autofree char *program = NULL;

		if (strcmp(commands[i].name, name) != 0)
			continue;
		program = g_strconcat("redress ", name, NULL);
		g_set_prgname(program);
		argv[0] = program;
		return commands[i].run(argc, argv);
	}
	fprintf(stderr, "redress: \"%s\" is no command; see redress --help\n", name);
	return 2;
}

/* A list that did not reach its reader in full is no success. */
static int
finish(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "redress: the output could not be written: %s\n", g_strerror(errno));
	return status != 0 ? status : 75;
}

int
main(int argc, char **argv)
{
	int first = 1;

	setlocale(LC_ALL, "");
	/* What is larger is the system's again once it is freed, whatever was freed before. */
	mallopt(M_MMAP_THRESHOLD, LARGE_OCTETS);
	signal(SIGXFSZ, SIG_IGN); /* a file at its limit is an error like a full disk */
	if (argc > 2 && (strcmp(argv[1], "-c") == 0 || strcmp(argv[1], "--config") == 0)) {
		g_setenv("REDRESS_CONFIG", argv[2], TRUE); /* config.c looks there */
		first = 3;
	}
	if (first >= argc) {
		print_help(stderr);
		return 2;
	}
	if (strcmp(argv[first], "help") == 0 || strcmp(argv[first], "--help") == 0 ||
	    strcmp(argv[first], "-h") == 0) {
		print_help(stdout);
		return 0;
	}
	return finish(run_command(argv[first], argc - first, argv + first));
}
