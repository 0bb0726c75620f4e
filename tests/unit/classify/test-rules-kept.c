#include "../../../src/classify/shipped.h"
#include "small.h"

#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <redress/text.h>
#include <string.h>

#define KEY_LEN	   64
#define HEADER_LEN (2 * KEY_LEN + 8)

static char *dir, *kept;

static void
set_up(void)
{
	dir = g_dir_make_tmp("redress-kept-XXXXXX", NULL);
	kept = g_build_filename(dir, "kept", NULL);
}

static void
tear_down(void)
{
	g_autoptr(GDir) folder = g_dir_open(dir, 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(dir, name, NULL);

		g_unlink(path);
	}
	g_rmdir(dir);
	g_free(kept);
	g_free(dir);
}

TestSuite(rules_kept, .init = set_up, .fini = tear_down, .timeout = 120);

static RdRules *
load(const char *rules)
{
	g_autoptr(GError) error = NULL;
	RdRules *self = rd_rules_load_kept(rules, kept, &error);

	cr_assert_not_null(self, "%s", error != NULL ? error->message : "");
	return self;
}

static GByteArray *
read_kept(void)
{
	guint8 *octets;
	gsize len;

	cr_assert(g_file_get_contents(kept, (char **)&octets, &len, NULL));
	return g_byte_array_new_take(octets, len);
}

/* With a digest that fits, as if the program itself had written it. */
static void
write_forged(GByteArray *octets)
{
	g_autofree char *digest =
		rd_text_sha256(octets->data + HEADER_LEN, octets->len - HEADER_LEN);

	memcpy(octets->data + KEY_LEN, digest, KEY_LEN);
	cr_assert(g_file_set_contents(kept, (char *)octets->data, (gssize)octets->len, NULL));
}

static void
expect_same_score(const RdRules *a, const RdRules *b, const char *text)
{
	const RdRules *all[] = {a, b};
	const RdCircumstances any = {.any = TRUE};
	RdScore scores[2];

	for (guint i = 0; i < 2; i++) {
		g_autoptr(RdProse) prose = rd_prose_new(all[i]->spelling);

		rd_score_init(&scores[i]);
		rd_prose_add(prose, RD_ZONE_WORDS, text, 4096);
		rd_score_add(&scores[i], all[i], prose, &any);
	}
	cr_expect_arr_eq(scores[0].score, scores[1].score, sizeof(scores[0].score), "%s", text);
	cr_expect_arr_eq(scores[0].words, scores[1].words, sizeof(scores[0].words), "%s", text);
	cr_assert_eq(scores[0].hits->len, scores[1].hits->len, "%s", text);
	for (guint i = 0; i < scores[0].hits->len; i++) {
		const RdHit *x = &g_array_index(scores[0].hits, RdHit, i);
		const RdHit *y = &g_array_index(scores[1].hits, RdHit, i);

		cr_expect(x->start == y->start && x->end == y->end && x->guard == y->guard &&
				  strcmp(x->rule->name, y->rule->name) == 0,
			  "%s", text);
	}
	rd_score_clear(&scores[0]);
	rd_score_clear(&scores[1]);
}

Test(rules_kept, what_is_kept_says_the_same_bit_for_bit)
{
	g_autoptr(RdRules) learned = rd_rules_load("templates/rules", NULL);
	g_autoptr(RdRules) first = load("templates/rules");
	g_autoptr(RdRules) again = load("templates/rules");
	guint n = 0;

	cr_assert_eq(((RdRule *)again->rules->pdata[0])->matches, NULL, "it was not kept");
	for (guint i = 0; i < learned->rules->len; i++) {
		const RdRule *rule = g_ptr_array_index(learned->rules, i);

		for (char **text = rule->matches; *text != NULL; text++, n++) {
			expect_same_score(learned, first, *text);
			expect_same_score(learned, again, *text);
		}
	}
	cr_assert_gt(n, 50);
}

Test(rules_kept, what_comes_with_the_program_is_what_would_be_learned)
{
	g_autoptr(RdRules) learned = rd_rules_load("templates/rules", NULL);
	g_autoptr(RdRules) shipped = rd_rules_load_kept("templates/rules", kept, NULL);
	g_autoptr(GBytes) octets = rd_rules_shipped();
	g_autoptr(GByteArray) again = NULL;
	gsize len;
	const void *data;

	cr_assert_not_null(octets);
	cr_assert_eq(((RdRule *)shipped->rules->pdata[0])->matches, NULL, "it was learned");
	cr_assert_not(g_file_test(kept, G_FILE_TEST_EXISTS));
	cr_assert(rd_rules_keep(learned, kept, NULL));
	again = read_kept();
	data = g_bytes_get_data(octets, &len);
	cr_assert_eq(again->len, len);
	cr_assert_eq(memcmp(again->data, data, len), 0);
}

Test(rules_kept, a_damaged_file_is_made_anew)
{
	g_autoptr(RdRules) first = load(SMALL);
	g_autoptr(GByteArray) sound = read_kept();

	for (guint at = 0; at < sound->len; at += 1 + at / 16) {
		g_autoptr(RdRules) rules = NULL;
		g_autoptr(GByteArray) after = NULL;

		sound->data[at] ^= 0x40;
		cr_assert(g_file_set_contents(kept, (char *)sound->data, (gssize)sound->len, NULL));
		sound->data[at] ^= 0x40;
		rules = load(SMALL);
		expect_same_score(first, rules, "No leak in the roof. He shouted at me.");
		after = read_kept();
		if (at / KEY_LEN < 2 || at >= HEADER_LEN)
			cr_assert_arr_eq(after->data, sound->data, sound->len, "octet %u", at);
	}
}

Test(rules_kept, a_forged_file_is_not_read_beyond_its_end)
{
	g_autoptr(RdRules) first = load(SMALL);
	g_autoptr(GByteArray) sound = read_kept();
	guint len = sound->len;

	for (guint cut = HEADER_LEN; cut < len; cut += 1 + (cut - HEADER_LEN) / 24) {
		g_autoptr(RdRules) rules = NULL;

		g_byte_array_set_size(sound, cut);
		write_forged(sound);
		g_byte_array_set_size(sound, len);
		rules = load(SMALL);
		expect_same_score(first, rules, "No leak in the roof. He shouted at me.");
	}
	for (guint at = HEADER_LEN; at < len; at += 1 + (at - HEADER_LEN) / 48) {
		g_autoptr(RdRules) rules = NULL;

		sound->data[at] ^= 0xff; /* whatever that says, it is no reason to fall */
		write_forged(sound);
		sound->data[at] ^= 0xff;
		rules = load(SMALL);
	}
}

Test(rules_kept, other_rules_are_learned_anew)
{
	g_autofree char *from = g_build_filename(SMALL, "small.yaml", NULL);
	g_autofree char *to = g_build_filename(dir, "small.yaml", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GString) changed = NULL;
	g_autoptr(RdRules) before = NULL, after = NULL;

	cr_assert(g_file_get_contents(from, &text, NULL, NULL));
	cr_assert(g_file_set_contents(to, text, -1, NULL));
	before = load(dir);
	changed = g_string_new(text);
	cr_assert_gt(g_string_replace(changed, "say: idiot|fool|moron", "say: nincompoop", 0), 0);
	cr_assert(g_file_set_contents(to, changed->str, -1, NULL));
	after = load(dir);
	cr_expect_float_eq(small_score(before, "rude-conduct", "you nincompoop"), 0, 1e-6);
	cr_expect_float_eq(small_score(after, "rude-conduct", "you nincompoop"), 0.4, 1e-6);
}

Test(rules_kept, where_nothing_can_be_kept_rules_are_learned_each_time)
{
	g_autoptr(RdRules) rules = rd_rules_load_kept(SMALL, "/nowhere/at/all", NULL);

	cr_assert_not_null(rules);
	cr_expect_float_eq(small_score(rules, "rude-conduct", "idiot"), 0.4, 1e-6);
}
