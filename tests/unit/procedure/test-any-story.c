/*
 * Stories made by chance, from a fixed seed: whatever happens in whatever order to
 * whomever, no mail goes to somebody without an address, no text has a hole, and a
 * closed case has nothing left to do.
 */
#include "story.h"

#include <criterion/criterion.h>
#include <redress/reply.h>
#include <sample.h>
#include <string.h>

#define STORIES 250
#define EVENTS	14

static RdReplies *replies;
static RdConfig *config;
static GRand *chance;

static void
setup(void)
{
	replies = rd_replies_load("templates/replies", NULL);
	config = sample_config();
	chance = g_rand_new_with_seed(20260201);
}

static void
teardown(void)
{
	rd_replies_free(replies);
	rd_config_free(config);
	g_rand_free(chance);
}

TestSuite(any_story, .init = setup, .fini = teardown);

static gboolean
one_in(gint32 n)
{
	return g_rand_int_range(chance, 0, n) == 0;
}

static gboolean
role_has_address(const Story *story, const char *role)
{
	const RdInstaller *installer = story->installer;

	if (strcmp(role, "homeowner") == 0)
		return story->homeowner != NULL && story->homeowner->emails != NULL;
	if (strcmp(role, "installer") == 0) /* and whom would the mail be about */
		return installer != NULL && installer->emails != NULL && story->homeowner != NULL;
	if (strcmp(role, "account-manager") == 0)
		return installer != NULL && installer->account_manager != NULL;
	if (strcmp(role, "contact") == 0)
		return *story->kase->contact != '\0';
	return TRUE; /* a team */
}

static void
expect_addresses(const Story *story, const RdEffect *effect)
{
	const char *lists[] = {effect->to, effect->cc};

	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_auto(GStrv) roles = g_strsplit(lists[i] != NULL ? lists[i] : "", " ", -1);

		for (char **role = roles; *role != NULL; role++)
			cr_assert(role_has_address(story, *role), "%s to %s\n%s", effect->name,
				  *role, story->log->str);
	}
}

static RdView *
view_of(const Story *story)
{
	const char *manager = story->installer != NULL ? story->installer->account_manager : NULL;
	const RdStaff account_manager = {.name = (char *)manager, .email = (char *)manager};
	const RdStaff assignee = {.name = (char *)"Owen Castellano",
				  .email = (char *)"owen@everbright.example"};
	const RdReview review = {.platform = (char *)"google"};
	const RdViewSource source = {
		.config = config,
		.kase = story->kase,
		.homeowner = story->homeowner,
		.installer = story->installer,
		.assignee = *story->kase->assignee != '\0' ? &assignee : NULL,
		.account_manager = manager != NULL ? &account_manager : NULL,
		.review = story->kase->kind == RD_CASE_TICKET ? &review : NULL,
		.now = story->now,
	};

	return rd_view_new(&source);
}

static void
expect_text(const Story *story, const RdView *view, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplyString) string = text != NULL ? rd_reply_string_new(text, &error) : NULL;
	g_autofree char *rendered =
		string != NULL ? rd_reply_string_render(string, view, &error) : NULL;

	cr_assert(text == NULL || rendered != NULL, "%s\n%s", error != NULL ? error->message : "",
		  story->log->str);
}

static void
expect_reply(const Story *story, const RdView *view, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplyText) text = NULL;

	if (name == NULL)
		return;
	text = rd_replies_render(replies, name, view, &error);
	cr_assert_not_null(text, "%s\n%s", error != NULL ? error->message : "", story->log->str);
}

static void
watch(Story *story, const RdEffect *effect)
{
	g_autoptr(RdView) view = view_of(story);

	switch (effect->kind) {
	case RD_EFFECT_SEND:
		expect_addresses(story, effect);
		expect_reply(story, view, effect->name);
		break;
	case RD_EFFECT_NOTE:
	case RD_EFFECT_TASK:
	case RD_EFFECT_MENTION:
		expect_text(story, view, effect->text);
		expect_reply(story, view, effect->body);
		break;
	case RD_EFFECT_CLOSE:
		cr_assert_eq(story->kase->timers->len, 0u, "%s", story->log->str);
		for (guint i = 0; i < story->kase->tasks->len; i++) {
			const RdTask *task = story->kase->tasks->pdata[i];

			cr_assert_neq(task->done_at, RD_TIME_NONE, "%s: %s", task->name,
				      story->log->str);
		}
		break;
	default:
		break;
	}
}

/* A field of the directory, which is empty now and then. */
static void
maybe_empty(char **field, const char *value)
{
	g_free(*field);
	*field = one_in(5) ? NULL : g_strdup(value);
}

static void
maybe_no_email(char ***emails, const char *value)
{
	g_strfreev(*emails);
	*emails = one_in(5) ? NULL : g_strsplit(value, ";", -1);
}

/* What the directory knows, each time anew: people are found, lost and corrected. */
static void
directory_changes(Story *story, gboolean homeowner_stays)
{
	RdHomeowner *homeowner = sample_homeowner();
	RdInstaller *installer = sample_installer();

	maybe_no_email(&homeowner->emails, "marta@mailbox.example");
	maybe_empty(&homeowner->phone, "(505) 555-0141");
	maybe_empty(&homeowner->address, "2214 Cholla Ct NE, Albuquerque, NM 87111");
	maybe_no_email(&installer->emails, "service@bluemesa.example");
	maybe_empty(&installer->phone, "(505) 555-0110");
	maybe_empty(&installer->escalation_name, "Dana Whitlock");
	maybe_empty(&installer->account_manager, "ray@everbright.example");
	homeowner->milestone = (RdMilestone)g_rand_int_range(chance, 0, RD_MILESTONE_M3 + 1);
	homeowner->finance = one_in(4) ? RD_FINANCE_BEAM : RD_FINANCE_STANDARD;
	if (one_in(5) && !homeowner_stays)
		g_clear_pointer(&homeowner, rd_homeowner_free);
	if (one_in(5))
		g_clear_pointer(&installer, rd_installer_free);
	g_clear_pointer(&story->homeowner, rd_homeowner_free);
	g_clear_pointer(&story->installer, rd_installer_free);
	story->homeowner = homeowner;
	story->installer = installer;
}

static void
begin_differently(Story *story)
{
	if (one_in(2)) {
		g_free(story->kase->contact);
		story->kase->contact = g_strdup("stranger@mail.example");
	}
	if (one_in(8))
		g_hash_table_insert(story->kase->facts, g_strdup("homeowner-told"),
				    g_strdup("yes"));
}

static char *
some(guint n, const char *(*name)(guint), gint32 rarely)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < n; i++) {
		if (one_in(rarely))
			g_string_append_printf(out, "%s ", name(i));
	}
	return g_string_free(out, FALSE);
}

static const char *
complaint_name(guint i)
{
	return rd_complaint_name((RdComplaint)i);
}

static const char *
signal_name(guint i)
{
	return rd_signal_name((RdSignal)i);
}

static void
something_happens(Story *story)
{
	const char *procedure = rd_procedure_get_name(story->procedure);
	/* an inquiry or a Beam case is opened for a homeowner who is known */
	gboolean homeowner_stays =
		strcmp(procedure, "beam") == 0 || strcmp(procedure, "pto-inquiry") == 0;

	static const char *const commands[] = {"contacted", "satisfied", "not-satisfied", "close",
					       "reopen",    "take",	 "homeowner",	  "type"};
	static const char *const linked[] = {"resolved",	"closed",
					     "satisfied",	"homeowner-contacted",
					     "ticket-resolved", "original-closed"};
	static const char *const outcomes[] = {"reached", "voicemail"};
	static const char *const bounced[] = {"homeowner", "installer", "account-manager"};
	g_autofree char *complaints = some(RD_COMPLAINT_LAST, complaint_name, 12);
	g_autofree char *signals = some(RD_SIGNAL_LAST, signal_name, 7);

	switch (g_rand_int_range(chance, 0, 12)) {
	case 0:
	case 1:
	case 2:
		story_message(story, (RdRole)g_rand_int_range(chance, 0, RD_ROLE_AUTOMATED),
			      signals, complaints);
		break;
	case 3:
		story_message(story, RD_ROLE_HOMEOWNER, signals, complaints);
		break;
	case 4:
		story_command(story, commands[g_rand_int_range(chance, 0, 8)], NULL);
		break;
	case 5:
		story_command(story, "called", outcomes[g_rand_int_range(chance, 0, 2)]);
		break;
	case 6:
		story_bounce(story, bounced[g_rand_int_range(chance, 0, 3)]);
		break;
	case 7:
		if (story->kase->tasks->len > 0) {
			const RdTask *task = story->kase->tasks->pdata[0];
			g_autofree char *name = g_strdup(task->name);

			story_task_done(story, name);
		}
		break;
	case 8:
		story_linked(story, linked[g_rand_int_range(chance, 0, 6)]);
		break;
	case 9:
		directory_changes(story, homeowner_stays);
		break;
	default:
		story_wait(story, g_rand_int_range(chance, 1, 200) * RD_TIME_HOUR);
		break;
	}
}

static void
tell_story(const char *procedure)
{
	g_autoptr(Story) story = story_new("installer-complaint");
	g_autofree char *complaints = some(RD_COMPLAINT_LAST, complaint_name, 5);
	RdComplaintSet set = 0;

	story->watch = watch;
	directory_changes(story, FALSE);
	begin_differently(story);
	cr_assert(rd_complaints_parse(complaints, &set));
	story_change(story,
		     procedure != NULL ? procedure : rd_procedure_choose(set, story->homeowner));
	story->kase->id = 1042;
	story->kase->kind = rd_procedure_get_kind(story->procedure);
	/* without a complaint there is no installer's case */
	story_open(story, set == 0 && g_strcmp0(procedure, "installer-complaint") == 0
				  ? "damage"
				  : complaints);
	for (guint i = 0; i < EVENTS && strstr(story->log->str, "begin ") == NULL; i++)
		something_happens(story);
	cr_assert_neq(*story->kase->state, '\0');
}

Test(any_story, never_leads_to_a_mail_with_a_hole)
{
	for (guint n = 0; n < STORIES; n++) {
		tell_story(NULL);
		tell_story("installer-complaint");
		tell_story("review");
		tell_story("social-media");
		tell_story("triage");
	}
}
