#include "argument.h"
#include "cmd.h"
#include "judge.h"
#include "print.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static json_t *
string_or_null(const char *text)
{
	return text != NULL && *text != '\0' ? json_string(text) : json_null();
}

/* The names of @set, that of @primary first; @labels: the number of its first label. */
static json_t *
names_to_json(guint labels, guint32 set, guint primary, guint n)
{
	json_t *list = json_array();

	if (primary < n && RD_HAS(set, primary))
		json_array_append_new(list, json_string(rd_argument_label(labels + primary)));
	for (guint i = 0; i < n; i++) {
		if (RD_HAS(set, i) && i != primary)
			json_array_append_new(list, json_string(rd_argument_label(labels + i)));
	}
	return list;
}

static json_t *
review_to_json(const RdReview *review)
{
	if (review == NULL)
		return json_null();
	return json_pack("{s:s, s:o, s:o, s:o}", "platform", review->platform, "rating",
			 review->rating > 0 ? json_integer(review->rating) : json_null(),
			 "reviewer", string_or_null(review->reviewer), "link",
			 string_or_null(review->link));
}

/* By label: the share of what it takes that was reached, where any was. */
static json_t *
shares_to_json(const RdFindings *findings)
{
	json_t *object = json_object();

	for (guint i = 0; i < RD_COMPLAINT_LAST + RD_SIGNAL_LAST; i++) {
		double share = i < RD_COMPLAINT_LAST
				       ? findings->complaint_share[i]
				       : findings->signal_share[i - RD_COMPLAINT_LAST];

		if (share > 0)
			json_object_set_new(object, rd_argument_label(i), json_real(share));
	}
	return object;
}

static json_t *
because_to_json(const RdFindings *findings)
{
	json_t *list = json_array();

	for (guint i = 0; i < findings->because->len; i++) {
		const RdReason *reason = g_ptr_array_index(findings->because, i);

		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:f}", "label",
						      reason->label, "rule", reason->rule, "text",
						      reason->text, "weight", reason->weight));
	}
	return list;
}

static void
print_as_json(const RdJudgement *judgement, const char *file, gboolean explain)
{
	const RdFindings *f = judgement->findings;
	const RdHomeowner *homeowner = judgement->person->homeowner;
	json_t *object = json_object();

	json_object_set_new(object, "file", json_string(file));
	json_object_set_new(object, "role", json_string(rd_judgement_role(judgement)));
	json_object_set_new(object, "kind", json_string(rd_kind_name(f->kind)));
	json_object_set_new(object, "complaints",
			    names_to_json(0, f->complaints, f->primary, RD_COMPLAINT_LAST));
	json_object_set_new(object, "primary", string_or_null(rd_complaint_name(f->primary)));
	json_object_set_new(object, "against", string_or_null(rd_against_name(f->against)));
	json_object_set_new(
		object, "signals",
		names_to_json(RD_COMPLAINT_LAST, f->signals, RD_SIGNAL_LAST, RD_SIGNAL_LAST));
	json_object_set_new(object, "homeowner_id",
			    string_or_null(homeowner != NULL ? homeowner->id : NULL));
	json_object_set_new(object, "original_sender",
			    string_or_null(rd_judgement_original_sender(judgement)));
	json_object_set_new(object, "review", review_to_json(f->review));
	json_object_set_new(object, "margin", json_real(f->margin));
	json_object_set_new(object, "sure", json_real(rd_findings_sure(f)));
	json_object_set_new(object, "shares", shares_to_json(f));
	json_object_set_new(object, "undecided", string_or_null(f->undecided));
	if (explain)
		json_object_set_new(object, "because", because_to_json(f));
	rd_print_json(object);
}

static void
print_line(const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	printf("%-12s", name);
	rd_print_text(text, "");
}

static void
print_for_people(const RdJudgement *judgement, const char *file, gboolean explain)
{
	const RdFindings *f = judgement->findings;
	const RdHomeowner *homeowner = judgement->person->homeowner;
	g_autofree char *complaints = rd_complaints_format(f->complaints);
	g_autofree char *signals = rd_signals_format(f->signals);
	g_autofree char *whom =
		homeowner != NULL ? g_strdup_printf("%s %s", homeowner->id, homeowner->name) : NULL;
	g_autofree char *margin = g_strdup_printf("%.2f", f->margin);

	printf("%s\n", file);
	print_line("from", rd_judgement_role(judgement));
	print_line("kind", rd_kind_name(f->kind));
	print_line("about", complaints);
	print_line("primary", rd_complaint_name(f->primary));
	print_line("against", rd_against_name(f->against));
	print_line("signals", signals);
	print_line("homeowner", whom);
	print_line("forwarded", rd_judgement_original_sender(judgement));
	if (f->review != NULL) {
		g_autofree char *review = rd_argument_of_review(f->review);

		print_line("review", review);
	}
	print_line("margin", margin);
	print_line("undecided", f->undecided);
	if (explain) {
		g_autofree char *argument = rd_argument_of_all(f);

		puts("");
		rd_print_text(argument, "");
	}
	puts("");
}

int
rd_cmd_classify(int argc, char **argv)
{
	gboolean explain = FALSE;
	g_autofree char *directory = NULL;
	g_autofree char *rules = NULL;
	const GOptionEntry entries[] = {
		{"explain", 0, 0, G_OPTION_ARG_NONE, &explain, "with the words that decided", NULL},
		{"directory", 0, 0, G_OPTION_ARG_FILENAME, &directory,
		 "homeowners.csv, installers.csv, staff.csv instead of the store", "DIR"},
		{"rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, "rules of another folder", "DIR"},
		G_OPTION_ENTRY_NULL,
	};
	const RdUsage usage = {.arguments = "FILE...",
			       .summary = "Says what each mail is about, and why.",
			       .entries = entries,
			       .need = RD_NEED_CONFIG_IF_ANY};
	int status = 0;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);
	g_autoptr(RdJudge) judge = NULL;
	g_autoptr(GError) error = NULL;

	if (context == NULL)
		return status;
	if (context->n_args == 0)
		return rd_context_misused("no file given");
	judge = rd_judge_new(context, directory, rules, &error);
	if (judge == NULL)
		return rd_context_fail(error);
	for (char **file = context->args; *file != NULL; file++) {
		g_autoptr(GError) local = NULL;
		g_autoptr(RdJudgement) judgement = rd_judge_file(judge, *file, &local);

		if (judgement == NULL)
			status = rd_context_fail(local);
		else if (context->json)
			print_as_json(judgement, *file, explain);
		else
			print_for_people(judgement, *file, explain);
	}
	return status;
}
