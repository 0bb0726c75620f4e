#include "procedure-private.h"

#include <redress/question.h>
#include <string.h>

typedef enum {
	TAKES_NOTHING,
	TAKES_COMPLAINTS,
	TAKES_SIGNALS,
	TAKES_ROLES,
	TAKES_FINANCE,
	TAKES_MILESTONE,
	TAKES_NAME,
	TAKES_TASK
} Takes;

struct _GuardWord {
	const char *words; /* what is written; a TAKES_ follows it */
	Takes takes;
	gboolean (*holds)(const Guard *guard, const GuardView *view);
};

static gboolean
text_given(const char *text)
{
	return text != NULL && *text != '\0';
}

static gboolean
homeowner_known(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return view->situation->homeowner != NULL;
}

static gboolean
homeowner_has_email(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	const RdHomeowner *homeowner = view->situation->homeowner;

	return homeowner != NULL && homeowner->emails != NULL && homeowner->emails[0] != NULL;
}

static gboolean
homeowner_has_phone(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	const RdHomeowner *homeowner = view->situation->homeowner;

	return homeowner != NULL && text_given(homeowner->phone);
}

static gboolean
homeowner_has_address(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	const RdHomeowner *homeowner = view->situation->homeowner;

	return homeowner != NULL && text_given(homeowner->address);
}

static gboolean
homeowner_told(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return g_hash_table_contains(view->facts, "homeowner-told");
}

static gboolean
complaints_proposed(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return g_hash_table_contains(view->facts, "proposal");
}

static gboolean
installer_known(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return view->situation->installer != NULL;
}

static gboolean
installer_has_email(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	const RdInstaller *installer = view->situation->installer;

	return installer != NULL && installer->emails != NULL && installer->emails[0] != NULL;
}

static gboolean
installer_has_phone(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	const RdInstaller *installer = view->situation->installer;

	return installer != NULL && text_given(installer->phone);
}

static gboolean
installer_has_contact(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	const RdInstaller *installer = view->situation->installer;

	return installer != NULL && text_given(installer->escalation_name);
}

static gboolean
account_manager_known(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	const RdInstaller *installer = view->situation->installer;

	return installer != NULL && text_given(installer->account_manager);
}

static gboolean
contact_known(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return text_given(view->situation->kase->contact);
}

static gboolean
someone_assigned(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return text_given(view->situation->kase->assignee);
}

/* Of the case, with what this very event adds. */
static RdComplaintSet
all_complaints(const GuardView *view)
{
	return view->situation->kase->complaints | view->event->complaints;
}

static RdMilestone
milestone(const GuardView *view)
{
	const RdHomeowner *homeowner = view->situation->homeowner;

	return homeowner != NULL ? homeowner->milestone : RD_MILESTONE_UNKNOWN;
}

static gboolean
complaint(const Guard *guard, const GuardView *view)
{
	return (all_complaints(view) & guard->set) != 0;
}

static gboolean
complaints_known(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return all_complaints(view) != 0;
}

static gboolean
only_complaints(const Guard *guard, const GuardView *view)
{
	RdComplaintSet set = all_complaints(view);

	return set != 0 && (set & ~guard->set) == 0;
}

static gboolean
new_complaint(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return view->event->complaints != 0;
}

static gboolean
new_complaint_exempt(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return rd_complaints_are_exempt(view->event->complaints, milestone(view));
}

static gboolean
only_new_complaints(const Guard *guard, const GuardView *view)
{
	RdComplaintSet set = view->event->complaints;

	return set != 0 && (set & ~guard->set) == 0;
}

static gboolean
signal_given(const Guard *guard, const GuardView *view)
{
	return (view->event->signals & guard->set) != 0;
}

static gboolean
nothing_understood(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	return view->event->signals == 0 && view->event->complaints == 0;
}

static gboolean
question_asked(const Guard *guard G_GNUC_UNUSED, const GuardView *view)
{
	g_autofree char *question =
		view->event->text != NULL ? rd_question_in(view->event->text) : NULL;

	return question != NULL;
}

static gboolean
from_role(const Guard *guard, const GuardView *view)
{
	return RD_HAS(guard->set, view->event->role);
}

static gboolean
finance(const Guard *guard, const GuardView *view)
{
	const RdHomeowner *homeowner = view->situation->homeowner;

	return homeowner != NULL && homeowner->finance == (RdFinance)guard->value;
}

/* m2 holds for a later one as well: it was approved on the way. */
static gboolean
milestone_reached(const Guard *guard, const GuardView *view)
{
	if (guard->value == RD_MILESTONE_UNKNOWN)
		return milestone(view) == RD_MILESTONE_UNKNOWN;
	return milestone(view) >= (RdMilestone)guard->value;
}

static gboolean
fact(const Guard *guard, const GuardView *view)
{
	return g_hash_table_contains(view->facts, guard->name);
}

static gboolean
task_open(const Guard *guard, const GuardView *view)
{
	return g_hash_table_contains(view->tasks, guard->name);
}

static gboolean
label(const Guard *guard, const GuardView *view)
{
	char **labels = view->situation->kase->labels;

	return labels != NULL && g_strv_contains((const char *const *)labels, guard->name);
}

/* Longer phrases stand before the shorter ones that they begin with. */
static const GuardWord guard_words[] = {
	{"homeowner known", TAKES_NOTHING, homeowner_known},
	{"homeowner has email", TAKES_NOTHING, homeowner_has_email},
	{"homeowner has phone", TAKES_NOTHING, homeowner_has_phone},
	{"homeowner has address", TAKES_NOTHING, homeowner_has_address},
	{"homeowner told", TAKES_NOTHING, homeowner_told},
	{"complaints proposed", TAKES_NOTHING, complaints_proposed},
	{"installer known", TAKES_NOTHING, installer_known},
	{"installer has email", TAKES_NOTHING, installer_has_email},
	{"installer has phone", TAKES_NOTHING, installer_has_phone},
	{"installer has escalation contact", TAKES_NOTHING, installer_has_contact},
	{"account manager known", TAKES_NOTHING, account_manager_known},
	{"contact known", TAKES_NOTHING, contact_known},
	{"assigned", TAKES_NOTHING, someone_assigned},
	{"only complaints", TAKES_COMPLAINTS, only_complaints},
	{"complaints known", TAKES_NOTHING, complaints_known},
	{"complaint", TAKES_COMPLAINTS, complaint},
	{"only new complaints", TAKES_COMPLAINTS, only_new_complaints},
	{"new complaint exempt", TAKES_NOTHING, new_complaint_exempt},
	{"new complaint", TAKES_NOTHING, new_complaint},
	{"signal", TAKES_SIGNALS, signal_given},
	{"nothing understood", TAKES_NOTHING, nothing_understood},
	{"question asked", TAKES_NOTHING, question_asked},
	{"from", TAKES_ROLES, from_role},
	{"finance", TAKES_FINANCE, finance},
	{"milestone", TAKES_MILESTONE, milestone_reached},
	{"fact", TAKES_NAME, fact},
	{"task", TAKES_TASK, task_open},
	{"label", TAKES_NAME, label},
};

static gboolean
roles_parse(const char *names, guint32 *out)
{
	g_auto(GStrv) words = g_strsplit(names, " ", -1);

	*out = 0;
	for (char **word = words; *word != NULL; word++) {
		RdRole role;

		if (!rd_role_parse(*word, &role))
			return FALSE;
		*out |= RD_SET(role);
	}
	return *out != 0;
}

static gboolean
guard_take(Guard *self, const char *rest)
{
	RdFinance finance_value;
	RdMilestone milestone_value;

	switch (self->word->takes) {
	case TAKES_NOTHING:
		return *rest == '\0';
	case TAKES_COMPLAINTS:
		return rd_complaints_parse(rest, &self->set) && self->set != 0;
	case TAKES_SIGNALS:
		return rd_signals_parse(rest, &self->set) && self->set != 0;
	case TAKES_ROLES:
		return roles_parse(rest, &self->set);
	case TAKES_FINANCE:
		if (!rd_finance_parse(rest, &finance_value))
			return FALSE;
		self->value = (int)finance_value;
		return TRUE;
	case TAKES_MILESTONE:
		if (!rd_milestone_parse(rest, &milestone_value))
			return FALSE;
		self->value = (int)milestone_value;
		return TRUE;
	case TAKES_NAME:
		self->name = g_strdup(rest);
		return *rest != '\0';
	case TAKES_TASK: /* "NAME open" */
		if (!g_str_has_suffix(rest, " open"))
			return FALSE;
		self->name = g_strndup(rest, strlen(rest) - strlen(" open"));
		return *self->name != '\0';
	}
	return FALSE;
}

static void
guard_free(gpointer data)
{
	Guard *self = data;

	g_free(self->name);
	g_free(self->text);
	g_free(self);
}

static Guard *
guard_parse(const char *text)
{
	gboolean negated = g_str_has_prefix(text, "not ");
	const char *phrase = negated ? text + strlen("not ") : text;

	for (guint i = 0; i < G_N_ELEMENTS(guard_words); i++) {
		gsize len = strlen(guard_words[i].words);
		Guard *self;

		if (strncmp(phrase, guard_words[i].words, len) != 0 ||
		    (phrase[len] != '\0' && phrase[len] != ' '))
			continue;
		self = g_new0(Guard, 1);
		self->negated = negated;
		self->word = &guard_words[i];
		self->text = g_strdup(text);
		if (guard_take(self, phrase[len] == ' ' ? phrase + len + 1 : ""))
			return self;
		guard_free(self);
	}
	return NULL;
}

GPtrArray *
guards_parse(const char *text, char **why)
{
	g_autoptr(GPtrArray) guards = g_ptr_array_new_with_free_func(guard_free);
	g_auto(GStrv) phrases = g_strsplit(text != NULL ? text : "", ",", -1);

	for (char **phrase = phrases; *phrase != NULL; phrase++) {
		Guard *guard = guard_parse(g_strstrip(*phrase));

		if (guard == NULL) {
			*why = g_strdup_printf("\"%s\" is no condition that is known", *phrase);
			return NULL;
		}
		g_ptr_array_add(guards, guard);
	}
	return g_steal_pointer(&guards);
}

gboolean
guards_hold(const GPtrArray *guards, const GuardView *view)
{
	for (guint i = 0; i < guards->len; i++) {
		const Guard *guard = guards->pdata[i];

		if (guard->word->holds(guard, view) == guard->negated)
			return FALSE;
	}
	return TRUE;
}

char *
guards_describe(const GPtrArray *guards)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < guards->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? ", " : "",
				       ((const Guard *)guards->pdata[i])->text);
	return g_string_free(out, FALSE);
}

const char *
guard_fact(const Guard *guard)
{
	return guard->word->holds == fact ? guard->name : NULL;
}

const char *
guard_task(const Guard *guard)
{
	return guard->word->holds == task_open ? guard->name : NULL;
}
