#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

/* What the handbook asks of the procedures, each id beside the step that fulfils it. */
Test(requirements, each_is_named_by_a_step)
{
	static const struct {
		const char *file;
		const char *ids; /* parted by spaces */
	} procedures[] = {
		{"installer-complaint", "IC1 IC2 IC3 IC4 BO1 BO2 BO3 BO4 BO5 BO6 BO7 BO8 IN4"},
		{"pto-inquiry", "EX1 EX2 EX3 IN4"},
		{"beam", "BEAM1 BEAM2 BEAM3 BEAM4 BEAM5 BO1 BO3 BO8 IN4"},
		{"review", "SM1 SM2 SM5 SM6"},
		{"social-media", "SM2 SM3 SM4 SM5 SM6 IN4"},
		{"triage", "IN1 IN2 IN5"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(procedures); i++) {
		g_autofree char *path =
			g_strdup_printf("templates/procedures/%s.yaml", procedures[i].file);
		g_auto(GStrv) ids = g_strsplit(procedures[i].ids, " ", -1);
		g_autofree char *text = NULL;

		cr_assert(g_file_get_contents(path, &text, NULL, NULL));
		for (char **id = ids; *id != NULL; id++) {
			g_autofree char *named = g_strdup_printf("for: %s\n", *id);

			cr_expect_not_null(strstr(text, named), "%s: nothing is for %s", path, *id);
		}
	}
}
