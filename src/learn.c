/* Learns from the rules in a folder, for the program that is being built with them. */

#include <glib.h>
#include <redress/classify.h>

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = NULL;
	gint64 began = g_get_monotonic_time();

	if (argc != 3) {
		g_printerr("Usage: learn RULES FILE\n");
		return 2;
	}
	rules = rd_rules_load(argv[1], &error);
	if (rules == NULL || !rd_rules_keep(rules, argv[2], &error)) {
		g_printerr("learn: %s\n", error->message);
		return 1;
	}
	g_print("%s: learned in %.1f s\n", argv[1],
		(double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC);
	return 0;
}
