#include "argument.h"
#include "cmd.h"
#include "judge.h"
#include "print.h"
#include "tally.h"

#include <jansson.h>
#include <redress/case.h>
#include <redress/correction.h>
#include <redress/error.h>
#include <redress/ledger.h>
#include <stdio.h>
#include <string.h>

/* One line of labels.jsonl, as far as it is compared. */
typedef struct {
	const char *file;
	const char *role;
	RdKind kind;
	RdComplaintSet complaints;
	RdSignalSet signals;
	const char *primary, *homeowner_id, *original_sender;
	json_t *review; /* NULL: none */
} Expected;

typedef struct {
	const RdJudge *judge;
	char *dir; /* of the labels */
	gboolean misses;
	guint n, roles, kinds, homeowners, senders, n_complaining, exact, primaries;
	guint n_reviews, platforms, ratings, reviewers;
	guint confusion[RD_KIND_LAST][RD_KIND_LAST]; /* [people][rules] */
	RdTally complaints[RD_COMPLAINT_LAST];
	RdTally signals[RD_SIGNAL_LAST];
} Eval;

static gboolean
expected_fail(GError **error, const char *what, const char *value)
{
	g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "no %s is called \"%s\"", what, value);
	return FALSE;
}

static gboolean
expected_read_sets(Expected *out, json_t *line, GError **error)
{
	json_t *item;
	size_t i;
	RdComplaint complaint;
	RdSignal signal;

	json_array_foreach(json_object_get(line, "complaints"), i, item)
	{
		if (!rd_complaint_parse(json_string_value(item), &complaint))
			return expected_fail(error, "complaint type", json_string_value(item));
		out->complaints |= RD_SET(complaint);
	}
	json_array_foreach(json_object_get(line, "signals"), i, item)
	{
		if (!rd_signal_parse(json_string_value(item), &signal))
			return expected_fail(error, "signal", json_string_value(item));
		out->signals |= RD_SET(signal);
	}
	return TRUE;
}

static gboolean
expected_read(Expected *out, json_t *line, GError **error)
{
	const char *kind = json_string_value(json_object_get(line, "kind"));
	json_t *review = json_object_get(line, "review");

	memset(out, 0, sizeof(*out));
	out->file = json_string_value(json_object_get(line, "file"));
	out->role = json_string_value(json_object_get(line, "role"));
	out->primary = json_string_value(json_object_get(line, "primary"));
	out->homeowner_id = json_string_value(json_object_get(line, "homeowner_id"));
	out->original_sender = json_string_value(json_object_get(line, "original_sender"));
	out->review = json_is_object(review) ? review : NULL;
	for (out->kind = 0; out->kind < RD_KIND_LAST; out->kind++) {
		if (g_strcmp0(rd_kind_name(out->kind), kind) == 0)
			break;
	}
	if (out->file == NULL || out->kind == RD_KIND_LAST) {
		g_set_error_literal(error, RD_ERROR, RD_ERROR_INPUT, "no file, or no known kind");
		return FALSE;
	}
	return expected_read_sets(out, line, error);
}

static gboolean
review_has_platform(const Expected *expected, const RdReview *review)
{
	return review != NULL &&
	       g_strcmp0(review->platform,
			 json_string_value(json_object_get(expected->review, "platform"))) == 0;
}

static gboolean
review_has_rating(const Expected *expected, const RdReview *review)
{
	return review != NULL &&
	       review->rating ==
		       (int)json_integer_value(json_object_get(expected->review, "rating"));
}

static gboolean
review_has_reviewer(const Expected *expected, const RdReview *review)
{
	const char *name = json_string_value(json_object_get(expected->review, "reviewer"));

	return review != NULL && strcmp(review->reviewer, name != NULL ? name : "") == 0;
}

static void
eval_count_review(Eval *self, const Expected *expected, const RdReview *review)
{
	if (expected->review == NULL)
		return;
	self->n_reviews++;
	self->platforms += review_has_platform(expected, review);
	self->ratings += review_has_rating(expected, review);
	self->reviewers += review_has_reviewer(expected, review);
}

static void
eval_count(Eval *self, const Expected *expected, const RdJudgement *judgement)
{
	const RdFindings *f = judgement->findings;
	const RdHomeowner *homeowner = judgement->person->homeowner;
	gboolean complains =
		expected->kind == RD_KIND_COMPLAINT || expected->kind == RD_KIND_REVIEW_ALERT;

	self->n++;
	self->roles += g_strcmp0(rd_judgement_role(judgement), expected->role) == 0;
	self->kinds += f->kind == expected->kind;
	self->confusion[expected->kind][f->kind]++;
	self->homeowners +=
		g_strcmp0(homeowner != NULL ? homeowner->id : NULL, expected->homeowner_id) == 0;
	self->senders +=
		g_strcmp0(rd_judgement_original_sender(judgement), expected->original_sender) == 0;
	eval_count_review(self, expected, f->review);
	for (guint i = 0; i < RD_SIGNAL_LAST; i++)
		rd_tally_count(&self->signals[i], RD_HAS(f->signals, i),
			       RD_HAS(expected->signals, i));
	if (!complains)
		return;
	self->n_complaining++;
	self->exact += f->complaints == expected->complaints;
	self->primaries += g_strcmp0(rd_complaint_name(f->primary), expected->primary) == 0;
	for (guint i = 0; i < RD_COMPLAINT_LAST; i++)
		rd_tally_count(&self->complaints[i], RD_HAS(f->complaints, i),
			       RD_HAS(expected->complaints, i));
}

static void
print_argument(const RdFindings *f, const char *label)
{
	g_autofree char *argument = rd_argument_of(f, label);

	rd_print_text(g_strchomp(argument), "");
}

/* One line for what is no label: whose mail it is, and what it says of a review. */
static void
print_difference(const char *what, const char *people, const char *rules)
{
	if (g_strcmp0(people, rules) != 0)
		printf("  %s: people: %s; rules: %s\n", what, people != NULL ? people : "none",
		       rules != NULL ? rules : "none");
}

static char *
expected_review(const Expected *expected)
{
	const char *reviewer = json_string_value(json_object_get(expected->review, "reviewer"));
	const RdReview review = {
		.platform =
			(char *)json_string_value(json_object_get(expected->review, "platform")),
		.rating = (int)json_integer_value(json_object_get(expected->review, "rating")),
		.reviewer = (char *)(reviewer != NULL ? reviewer : "")};

	return rd_argument_of_review(&review);
}

/* Of the review only what the labels tell: whoever expects none says so by the kind. */
static void
eval_print_differences(const Expected *expected, const RdJudgement *judgement)
{
	const RdHomeowner *homeowner = judgement->person->homeowner;
	const RdReview *found = judgement->findings->review;

	print_difference("role", expected->role, rd_judgement_role(judgement));
	print_difference("homeowner", expected->homeowner_id,
			 homeowner != NULL ? homeowner->id : NULL);
	print_difference("original sender", expected->original_sender,
			 rd_judgement_original_sender(judgement));
	if (expected->review != NULL) {
		g_autofree char *people = expected_review(expected);
		g_autofree char *rules = found != NULL ? rd_argument_of_review(found) : NULL;

		print_difference("review", people, rules);
	}
}

/* The labels on which people and rules differ, and the words that led there. */
static void
eval_print_miss(const Expected *expected, const RdFindings *f)
{
	g_autofree char *people = rd_complaints_format(expected->complaints);
	g_autofree char *rules = rd_complaints_format(f->complaints);
	g_autofree char *people_signals = rd_signals_format(expected->signals);
	g_autofree char *rules_signals = rd_signals_format(f->signals);

	printf("\n%s\n  people: %s  %s  %s\n  rules:  %s  %s  %s\n", expected->file,
	       rd_kind_name(expected->kind), people, people_signals, rd_kind_name(f->kind), rules,
	       rules_signals);
	for (guint i = 0; i < RD_COMPLAINT_LAST; i++) {
		if (RD_HAS(f->complaints ^ expected->complaints, i))
			print_argument(f, rd_argument_label(i));
	}
	for (guint i = 0; i < RD_SIGNAL_LAST; i++) {
		if (RD_HAS(f->signals ^ expected->signals, i))
			print_argument(f, rd_argument_label(RD_COMPLAINT_LAST + i));
	}
}

/* Anything that is counted below. */
static gboolean
eval_is_miss(const Expected *expected, const RdJudgement *judgement)
{
	const RdFindings *f = judgement->findings;
	const RdHomeowner *homeowner = judgement->person->homeowner;

	return f->kind != expected->kind || f->complaints != expected->complaints ||
	       f->signals != expected->signals ||
	       g_strcmp0(rd_judgement_role(judgement), expected->role) != 0 ||
	       g_strcmp0(homeowner != NULL ? homeowner->id : NULL, expected->homeowner_id) != 0 ||
	       g_strcmp0(rd_judgement_original_sender(judgement), expected->original_sender) != 0 ||
	       (expected->review != NULL && !(review_has_platform(expected, f->review) &&
					      review_has_rating(expected, f->review) &&
					      review_has_reviewer(expected, f->review)));
}

static gboolean
eval_line(Eval *self, const char *text, GError **error)
{
	json_error_t problem;
	json_t *line = json_loads(text, 0, &problem);
	g_autoptr(RdJudgement) judgement = NULL;
	g_autofree char *path = NULL;
	Expected expected;
	gboolean ok = line != NULL;

	if (!ok)
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "%s", problem.text);
	ok = ok && expected_read(&expected, line, error);
	if (ok) {
		path = g_build_filename(self->dir, expected.file, NULL);
		judgement = rd_judge_file(self->judge, path, error);
		ok = judgement != NULL;
	}
	if (ok) {
		eval_count(self, &expected, judgement);
		if (self->misses && eval_is_miss(&expected, judgement)) {
			eval_print_miss(&expected, judgement->findings);
			eval_print_differences(&expected, judgement);
		}
	}
	json_decref(line);
	return ok;
}

static gboolean
eval_all(Eval *self, const char *labels, GError **error)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(labels, &text, NULL, error))
		return FALSE;
	lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		if (*g_strstrip(lines[i]) == '\0')
			continue;
		if (!eval_line(self, lines[i], error)) {
			g_prefix_error(error, "%s:%u: ", labels, i + 1);
			return FALSE;
		}
	}
	return TRUE;
}

static void
print_share(const char *name, guint right, guint n)
{
	printf("%-26s %6.3f   %u of %u\n", name, n > 0 ? (double)right / n : 1.0, right, n);
}

static void
print_tally(const char *name, const RdTally *tally)
{
	printf("  %-24s %9.3f %9.3f %9.3f %6u %6u %6u\n", name, rd_tally_precision(tally),
	       rd_tally_recall(tally), rd_tally_f1(tally), tally->both, tally->rules,
	       tally->people);
}

static void
print_table(const char *title, const RdTally *tallies, guint n, guint labels)
{
	RdTally all = {0};

	printf("\n%-26s precision    recall        F1   both  rules people\n", title);
	for (guint i = 0; i < n; i++) {
		print_tally(rd_argument_label(labels + i), &tallies[i]);
		rd_tally_add(&all, &tallies[i]);
	}
	print_tally("all (micro)", &all);
}

static void
print_confusion(const Eval *self)
{
	printf("\n%-26s", "kind: people \\ rules");
	for (guint j = 0; j < RD_KIND_LAST; j++)
		printf(" %12s", rd_kind_name((RdKind)j));
	puts("");
	for (guint i = 0; i < RD_KIND_LAST; i++) {
		printf("  %-24s", rd_kind_name((RdKind)i));
		for (guint j = 0; j < RD_KIND_LAST; j++)
			printf(" %12u", self->confusion[i][j]);
		puts("");
	}
}

static void
eval_print(const Eval *self)
{
	puts("");
	print_share("role", self->roles, self->n);
	print_share("kind", self->kinds, self->n);
	print_share("homeowner", self->homeowners, self->n);
	print_share("original sender", self->senders, self->n);
	print_share("complaint types, exact set", self->exact, self->n_complaining);
	print_share("primary", self->primaries, self->n_complaining);
	print_share("review platform", self->platforms, self->n_reviews);
	print_share("review rating", self->ratings, self->n_reviews);
	print_share("reviewer", self->reviewers, self->n_reviews);
	print_table("complaint types", self->complaints, RD_COMPLAINT_LAST, 0);
	print_table("signals", self->signals, RD_SIGNAL_LAST, RD_COMPLAINT_LAST);
	print_confusion(self);
}

/* Only of complaint types people have spoken; the rest counts as the rules have it. */
static gboolean
eval_correction(Eval *self, const RdCorrection *correction, GError **error)
{
	g_autoptr(GBytes) raw = rd_ledger_raw(self->judge->store, correction->ledger_id, error);
	g_autoptr(RdJudgement) judgement =
		raw != NULL ? rd_judge_raw(self->judge, raw, error) : NULL;
	g_autofree char *number = rd_case_number(correction->case_id);
	const RdFindings *f;
	Expected expected = {.file = number, .complaints = correction->complaints};

	if (judgement == NULL)
		return FALSE;
	f = judgement->findings;
	expected.kind = f->kind == RD_KIND_REVIEW_ALERT ? f->kind : RD_KIND_COMPLAINT;
	expected.signals = f->signals;
	eval_count(self, &expected, judgement);
	if (self->misses && f->complaints != expected.complaints)
		eval_print_miss(&expected, f);
	return TRUE;
}

static gboolean
eval_corrections(Eval *self, GError **error)
{
	g_autoptr(GPtrArray) corrections = rd_corrections_list(self->judge->store, error);

	for (guint i = 0; corrections != NULL && i < corrections->len; i++) {
		if (!eval_correction(self, corrections->pdata[i], error))
			return FALSE;
	}
	return corrections != NULL;
}

static void
eval_print_corrections(const Eval *self)
{
	if (self->n_complaining == 0) {
		puts("Nobody has sorted a case with #type yet.");
		return;
	}
	puts("");
	print_share("cases that people sorted", self->exact, self->n_complaining);
	print_table("complaint types", self->complaints, RD_COMPLAINT_LAST, 0);
}

int
rd_cmd_eval(int argc, char **argv)
{
	gboolean figures = FALSE;
	gboolean corrections = FALSE;
	g_autofree char *directory = NULL;
	g_autofree char *rules = NULL;
	const GOptionEntry entries[] = {
		{"corrections", 0, 0, G_OPTION_ARG_NONE, &corrections,
		 "compare with what staff said by #type, instead of a file", NULL},
		{"figures", 0, 0, G_OPTION_ARG_NONE, &figures, "without the misses", NULL},
		{"directory", 0, 0, G_OPTION_ARG_FILENAME, &directory,
		 "homeowners.csv, installers.csv, staff.csv; else the labels' folder", "DIR"},
		{"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "rules of another folder", "DIR"},
		G_OPTION_ENTRY_NULL,
	};
	const RdUsage usage = {.arguments = "LABELS.jsonl | --corrections",
			       .summary = "Compares what the rules say with what people said.",
			       .entries = entries,
			       .need = RD_NEED_CONFIG_IF_ANY};
	int status = 0;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);
	g_autoptr(RdJudge) judge = NULL;
	g_autoptr(GError) error = NULL;
	Eval eval = {.misses = !figures};

	if (context == NULL)
		return status;
	if (context->n_args != (corrections ? 0 : 1))
		return rd_context_misused("eval LABELS.jsonl, or eval --corrections");
	if (!corrections) {
		eval.dir = g_path_get_dirname(context->args[0]);
		judge = rd_judge_new(context, directory != NULL ? directory : eval.dir, rules,
				     &error);
	} else {
		judge = rd_judge_new(context, directory, rules, &error);
	}
	eval.judge = judge;
	if (judge == NULL || !(corrections ? eval_corrections(&eval, &error)
					   : eval_all(&eval, context->args[0], &error)))
		status = rd_context_fail(error);
	else if (corrections)
		eval_print_corrections(&eval);
	else
		eval_print(&eval);
	g_free(eval.dir);
	return status;
}
