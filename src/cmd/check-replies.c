#include "check.h"

#include <string.h>

/* Sample people and things, as a directory has them when nothing is missing. */
static RdHomeowner sample_homeowner = {.id = (char *)"HO-1",
				       .name = (char *)"Ada Sample",
				       .emails = (char *[]){(char *)"ada@home.example", NULL},
				       .phone = (char *)"(505) 555-0100",
				       .address = (char *)"1 Elm St, Santa Fe, NM 87501",
				       .installer_id = (char *)"IN-1"};
static const RdInstaller sample_installer = {.id = (char *)"IN-1",
					     .name = (char *)"Sample Solar",
					     .emails =
						     (char *[]){(char *)"care@solar.example", NULL},
					     .domains = (char *[]){NULL},
					     .phone = (char *)"(505) 555-0110",
					     .escalation_name = (char *)"Eli Sample",
					     .escalation_phone = (char *)"(505) 555-0111",
					     .escalation_email = (char *)"eli@solar.example",
					     .account_manager = (char *)"sam@staff.example"};
static const RdStaff sample_staff = {
	.email = (char *)"sam@staff.example", .name = (char *)"Sam Sample", .role = RD_ROLE_AGENT};
static const RdTask sample_task = {.id = 1,
				   .name = (char *)"sample",
				   .title = (char *)"Do something",
				   .body = (char *)"With all that is needed for it.",
				   .assignee = (char *)"back-office",
				   .due_at = 0,
				   .done_by = (char *)""};
static const RdReview sample_review = {.platform = (char *)"google",
				       .rating = 1,
				       .reviewer = (char *)"Ada S.",
				       .text = (char *)"The roof leaks.",
				       .link = (char *)"https://reviews.example/1"};

/* One situation in which replies are rendered. */
typedef struct {
	RdCheck *check;
	const RdConfig *config;
	const RdReplies *replies;
	GHashTable *said; /* errors that have been told */
	RdCaseKind kind;
	const char *procedure;
	RdComplaintSet complaints;
	gboolean matched;  /* homeowner and installer are known */
	gboolean assigned; /* to a person */
	RdTime now;
} Sample;

static json_t *
sample_extra(void)
{
	return json_pack("{s:[s], s:s, s:{s:s, s:s, s:s, s:s, s:s, s:s}, s:{s:[s], s:[s], s:[s], "
			 "s:s}, s:{s:s, "
			 "s:s, s:s}, s:[s], s:s}",
			 "links", "#help", "list", "To do", "held", "number", "12", "to",
			 "ada@home.example", "cc", "eli@solar.example", "subject", "Roof", "text",
			 "> Hello Ada,", "reason", "to be approved", "receipt", "done", "#take",
			 "not_done", "#frob", "case", "RD-1", "next", "nothing", "health", "source",
			 "the mailbox", "why", "no answer", "since", "today", "candidates",
			 "Ada Sample", "update", "The homeowner was called.");
}

static RdCase *
sample_case(const Sample *sample)
{
	RdCase *kase = rd_case_new();
	char **texts[] = {&kase->procedure,   &kase->state,   &kase->queue, &kase->primary_reason,
			  &kase->description, &kase->subject, &kase->origin};
	const char *values[] = {sample->procedure, "waiting", "back-office", "Installer Complaints",
				"The roof leaks.", "Roof",    "e-mail"};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_free(*texts[i]);
		*texts[i] = g_strdup(values[i]);
	}
	kase->id = 1001;
	kase->kind = sample->kind;
	kase->complaints = sample->complaints;
	for (RdComplaint c = RD_COMPLAINT_LAST; c-- > 0;) {
		if (RD_HAS(sample->complaints, c))
			kase->primary = c;
	}
	kase->opened_at = kase->complained_at = kase->state_since = sample->now;
	if (!sample->matched) {
		g_free(kase->contact);
		kase->contact = g_strdup("somebody@post.example");
	}
	return kase;
}

static void
sample_render(const Sample *sample, const char *template_name)
{
	g_autoptr(RdCase) kase = sample_case(sample);
	g_autoptr(json_t) extra = sample_extra();
	g_autoptr(GError) error = NULL;
	g_autoptr(RdView) view = rd_view_new(
		&(RdViewSource){.config = sample->config,
				.kase = kase,
				.homeowner = sample->matched ? &sample_homeowner : NULL,
				.installer = sample->matched ? &sample_installer : NULL,
				.assignee = sample->assigned ? &sample_staff : NULL,
				.account_manager = sample->matched ? &sample_staff : NULL,
				.task = &sample_task,
				.review = &sample_review,
				.words = "The roof leaks.",
				.progress = "We have written to your installer.",
				.question = "When is the crew coming?",
				.extra = extra,
				.now = sample->now});
	g_autoptr(RdReplyText) text =
		rd_replies_render(sample->replies, template_name, view, &error);

	if (text == NULL && g_hash_table_add(sample->said, g_strdup(error->message)))
		rd_check_error(sample->check, "reply %s, as procedure %s uses it: %s",
			       template_name, sample->procedure, error->message);
}

/*
 * With and without somebody assigned: a letter has to do in both cases. A ticket is
 * given to one of Resolution when it is opened.
 */
static void
sample_render_all(Sample *sample, const RdProcedure *procedure)
{
	g_autoptr(GPtrArray) sends = rd_procedure_sends(procedure);

	sample->procedure = rd_procedure_get_name(procedure);
	sample->kind = rd_procedure_get_kind(procedure);
	for (guint i = 0; i < sends->len; i++) {
		const RdEffect *effect = sends->pdata[i];
		const char *name = effect->kind == RD_EFFECT_TASK ? effect->body : effect->name;

		if (name == NULL || *name == '\0')
			continue;
		for (int assigned = sample->kind == RD_CASE_TICKET; assigned <= 1; assigned++) {
			sample->assigned = assigned != 0;
			sample_render(sample, name);
		}
	}
}

static void
sample_lacks(const Sample *self, const char *procedure, RdComplaint complaint)
{
	if (g_hash_table_add(self->said, g_strdup(procedure)))
		rd_check_warning(self->check,
				 "there is no procedure %s: complaints such as %s go to triage",
				 procedure, rd_complaint_name(complaint));
}

/* Each complaint with each loan and milestone goes the way that it would go in earnest. */
static void
render_chosen(Sample *sample, const RdProcedures *procedures, GHashTable *used)
{
	static const RdMilestone milestones[] = {RD_MILESTONE_UNKNOWN, RD_MILESTONE_NONE,
						 RD_MILESTONE_M2, RD_MILESTONE_M3};

	for (RdComplaint complaint = 0; complaint < RD_COMPLAINT_LAST; complaint++) {
		for (guint i = 0; i < 2 * G_N_ELEMENTS(milestones); i++) {
			const RdProcedure *procedure;
			const char *name;

			sample_homeowner.finance =
				i % 2 == 0 ? RD_FINANCE_STANDARD : RD_FINANCE_BEAM;
			sample_homeowner.milestone = milestones[i / 2];
			sample->complaints = RD_SET(complaint);
			name = rd_procedure_choose(RD_SET(complaint), &sample_homeowner);
			procedure = rd_procedures_get(procedures, name);
			if (procedure == NULL) {
				sample_lacks(sample, name, complaint);
				continue;
			}
			g_hash_table_add(used, (gpointer)procedure);
			sample_render_all(sample, procedure);
		}
	}
}

/* The others come from elsewhere: a ticket, say, or a mail that could not be sorted. */
static void
render_others(Sample *sample, const RdProcedures *procedures, GHashTable *used)
{
	const char *unsorted = rd_procedure_choose(0, NULL);
	g_autoptr(GPtrArray) all = rd_procedures_list(procedures);

	sample->complaints = RD_SET(RD_COMPLAINT_DAMAGE) | RD_SET(RD_COMPLAINT_EVERBRIGHT);
	for (guint i = 0; i < all->len; i++) {
		const RdProcedure *procedure = all->pdata[i];

		if (g_hash_table_contains(used, procedure))
			continue;
		sample->matched = strcmp(rd_procedure_get_name(procedure), unsorted) != 0;
		sample_render_all(sample, procedure);
	}
	sample->matched = TRUE;
}

/* Staff would wait for ever for a mail that asks them to approve itself. */
static void
check_modes(RdCheck *self, const RdConfig *config, const char *const *names)
{
	static const char *const always[] = {"receipt", "task-mail", "task-list", NULL};
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, config->replies);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		if (!g_strv_contains(names, name))
			rd_check_error(self, "%s: replies.%s: there is no such reply", config->path,
				       (char *)name);
		else if (g_strv_contains(always, name) &&
			 rd_config_send_mode(config, name) != RD_SEND_AUTO)
			rd_check_error(self, "%s: replies.%s: is always sent", config->path,
				       (char *)name);
	}
}

void
rd_check_replies(RdCheck *self, const RdConfig *config, const RdReplies *replies,
		 const RdProcedures *procedures, RdTime now)
{
	g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) used = g_hash_table_new(NULL, NULL);
	const char *const *names = rd_replies_names(replies);
	Sample sample = {.check = self,
			 .config = config,
			 .replies = replies,
			 .said = said,
			 .matched = TRUE,
			 .now = now};

	check_modes(self, config, names);
	render_chosen(&sample, procedures, used);
	render_others(&sample, procedures, used);
	sample.procedure = "none";
	sample.kind = RD_CASE_CASE;
	for (guint i = 0; names[i] != NULL; i++)
		sample_render(&sample, names[i]);
}
