#include "concerns.h"
#include "reply-private.h"

#include <redress/subject.h>
#include <redress/text.h>
#include <string.h>

#define WORDS_MAX 1200 /* characters of the homeowner's own words that a letter quotes */

static gboolean
view_uses(const RdView *view, ViewName name)
{
	return view->uses == NULL || view->uses->names[name];
}

gboolean
rd_view_uses(const RdViewUses *self, const char *name)
{
	ViewRange names;
	gboolean found = view_names_find(name, &names);

	for (guint i = names.first; self != NULL && found && i < names.end; i++) {
		if (self->names[i])
			return TRUE;
	}
	return self == NULL;
}

/* Takes @value. */
static void
view_set(RdView *view, guint name, char *value)
{
	g_free(view->values[name]);
	view->values[name] = value;
}

/* U+202A to U+202E and U+2066 to U+2069; @p ends in NUL. */
static gboolean
turns_direction(const char *p)
{
	return (p[0] == '\xe2' && p[1] == '\x80' && p[2] >= '\xaa' && p[2] <= '\xae') ||
	       (p[0] == '\xe2' && p[1] == '\x81' && p[2] >= '\xa6' && p[2] <= '\xa9');
}

/* One that a mail leaves open would turn round the rest of the letter that quotes it. */
static void
drop_direction(char *text)
{
	char *to = strchr(text, '\xe2');
	const char *from = to;

	while (from != NULL && *from != '\0') {
		if (turns_direction(from))
			from += 3;
		else
			*to++ = *from++;
	}
	if (to != NULL)
		*to = '\0';
}

/* A value that is blank is not set, so that a template finds it missing. */
static void
put(RdView *view, ViewName name, const char *value)
{
	g_autofree char *copy = NULL;

	if (value == NULL || !view_uses(view, name))
		return;
	copy = g_strdup(value);
	drop_direction(copy);
	if (*g_strstrip(copy) != '\0' && g_utf8_validate(copy, -1, NULL))
		view_set(view, name, g_steal_pointer(&copy));
}

static void
put_owned(RdView *view, ViewName name, char *value)
{
	put(view, name, value);
	g_free(value);
}

static const char *
first_of(char *const *list)
{
	return list != NULL && list[0] != NULL ? list[0] : NULL;
}

/* The directory may have "Kowalczyk, Marta". */
static char *
name_in_order(const char *name)
{
	const char *comma = name != NULL ? strchr(name, ',') : NULL;
	g_autofree char *family = NULL;
	g_autofree char *given = NULL;

	if (comma == NULL || strchr(comma + 1, ',') != NULL)
		return g_strdup(name);
	family = g_strstrip(g_strndup(name, (gsize)(comma - name)));
	given = g_strstrip(g_strdup(comma + 1));
	return *given != '\0' ? g_strconcat(given, " ", family, NULL) : g_strdup(family);
}

static void
put_name(RdView *view, ViewName name, const char *value)
{
	if (view_uses(view, name))
		put_owned(view, name, name_in_order(value));
}

static void
put_date(RdView *view, ViewName name, const RdViewSource *source, RdTime time)
{
	if (time != RD_TIME_NONE && view_uses(view, name))
		put_owned(view, name, rd_time_format_date(time, source->config->time_zone));
}

static void
view_put_homeowner(RdView *view, const RdHomeowner *homeowner)
{
	if (homeowner == NULL)
		return;
	put(view, VIEW_HOMEOWNER_ID, homeowner->id);
	put_name(view, VIEW_HOMEOWNER_NAME, homeowner->name);
	put(view, VIEW_HOMEOWNER_EMAIL, first_of(homeowner->emails));
	put(view, VIEW_HOMEOWNER_PHONE, homeowner->phone);
	put(view, VIEW_HOMEOWNER_ADDRESS, homeowner->address);
	put(view, VIEW_HOMEOWNER_FINANCE, rd_finance_name(homeowner->finance));
	put(view, VIEW_HOMEOWNER_MILESTONE, rd_milestone_name(homeowner->milestone));
}

static void
view_put_installer(RdView *view, const RdInstaller *installer)
{
	if (installer == NULL)
		return;
	put(view, VIEW_INSTALLER_NAME, installer->name);
	put(view, VIEW_INSTALLER_PHONE, installer->phone);
	put(view, VIEW_INSTALLER_EMAIL, first_of(installer->emails));
	put_name(view, VIEW_INSTALLER_ESCALATION_NAME, installer->escalation_name);
	put(view, VIEW_INSTALLER_ESCALATION_PHONE, installer->escalation_phone);
	put(view, VIEW_INSTALLER_ESCALATION_EMAIL, installer->escalation_email);
}

/* Without the "Re:", "Fwd:" and "[RD-1042]" that pile up before it. */
static char *
bare_subject(const char *subject)
{
	g_autofree char *line = rd_text_one_line(subject != NULL ? subject : "", 120);

	return g_strdup(rd_subject_bare(line));
}

static void
put_subject(RdView *view, ViewName name, const RdCase *kase)
{
	if (view_uses(view, name))
		put_owned(view, name, bare_subject(kase->subject));
}

static void
view_put_record(RdView *view, const RdViewSource *source)
{
	const RdCase *kase = source->kase;

	if (kase->id > 0 && view_uses(view, VIEW_CASE_NUMBER))
		put_owned(view, VIEW_CASE_NUMBER, rd_case_number(kase->id));
	put_subject(view, VIEW_CASE_SUBJECT, kase);
	put(view, VIEW_CASE_DESCRIPTION, kase->description);
	put(view, VIEW_CASE_STATE, kase->state);
	put(view, VIEW_CASE_QUEUE, kase->queue);
	put(view, VIEW_CASE_PRIMARY_REASON, kase->primary_reason);
	put(view, VIEW_CASE_SECONDARY_REASON, rd_complaint_name(kase->primary));
	put_date(view, VIEW_CASE_OPENED_ON, source, kase->opened_at);
	put_date(view, VIEW_CASE_COMPLAINED_ON, source, kase->complained_at);
}

static void
view_put_case(RdView *view, const RdViewSource *source)
{
	const RdCase *kase = source->kase;

	if (kase == NULL)
		return;
	view_put_record(view, source);
	if (kase->facts != NULL)
		put(view, VIEW_PROPOSAL, g_hash_table_lookup(kase->facts, "proposal"));
	put(view, VIEW_WRITER, kase->contact);
	put(view, VIEW_REPLY_SUBJECT, "Your message");
	put_subject(view, VIEW_REPLY_SUBJECT, kase);
}

static void
view_put_concerns(RdView *view, const RdCase *kase)
{
	static const struct {
		ViewName name;
		Voice voice;
	} voices[] = {{VIEW_CONCERNS_HOMEOWNER, VOICE_HOMEOWNER},
		      {VIEW_CONCERNS_INSTALLER, VOICE_INSTALLER},
		      {VIEW_CONCERNS_RECORD, VOICE_RECORD}};

	if (kase == NULL)
		return;
	if (RD_HAS(kase->complaints, RD_COMPLAINT_MISREPRESENTATION) &&
	    view_uses(view, VIEW_MISREPRESENTATION))
		view_set(view, VIEW_MISREPRESENTATION, g_strdup(""));
	for (gsize i = 0; i < G_N_ELEMENTS(voices); i++) {
		if (view_uses(view, voices[i].name))
			put_owned(view, voices[i].name,
				  concerns_phrase(kase->complaints, voices[i].voice));
	}
}

/* The e-mail of a person of staff stands for a name that is not there. */
static const char *
staff_name(const RdStaff *staff)
{
	return staff->name != NULL && *staff->name != '\0' ? staff->name : staff->email;
}

static void
view_put_staff(RdView *view, const RdViewSource *source)
{
	const RdStaff *assignee = source->assignee, *manager = source->account_manager;

	if (assignee != NULL) {
		put(view, VIEW_ASSIGNEE_NAME, staff_name(assignee));
		put(view, VIEW_ASSIGNEE_EMAIL, assignee->email);
	}
	if (manager != NULL) {
		put(view, VIEW_ACCOUNT_MANAGER_NAME, staff_name(manager));
		put(view, VIEW_ACCOUNT_MANAGER_EMAIL, manager->email);
	}
}

/* "Lena Fischer" and the company below, or the company's own signature. */
static char *
sign_off(const RdConfig *config, const RdStaff *assignee)
{
	if (assignee == NULL || assignee->name == NULL || *assignee->name == '\0')
		return g_strdup(config->signature);
	return g_strdup_printf("%s\n%s", assignee->name, config->organisation);
}

static void
view_put_company(RdView *view, const RdViewSource *source)
{
	const RdConfig *config = source->config;
	const RdStaff *assignee = source->assignee;

	put(view, VIEW_ORGANISATION, config->organisation);
	put(view, VIEW_ADDRESS, config->address);
	put(view, VIEW_AGENT_NAME,
	    assignee != NULL && assignee->name != NULL && *assignee->name != '\0'
		    ? assignee->name
		    : config->signature);
	if (view_uses(view, VIEW_SIGNATURE))
		put_owned(view, VIEW_SIGNATURE, sign_off(config, assignee));
	put(view, VIEW_AM_ESCALATION_NAME, config->am_escalation.name);
	put(view, VIEW_AM_ESCALATION_EMAIL, config->am_escalation.email);
}

static void
view_put_task(RdView *view, const RdViewSource *source)
{
	const RdTask *task = source->task;

	if (task == NULL)
		return;
	put(view, VIEW_TASK_TITLE, task->title);
	put(view, VIEW_TASK_BODY, task->body);
	put(view, VIEW_TASK_ASSIGNEE, task->assignee);
	put_date(view, VIEW_TASK_DUE_ON, source, task->due_at);
}

static const char *
platform_name(const char *platform)
{
	static const struct {
		const char *label, *name;
	} platforms[] = {
		{"google", "Google"},	      {"bbb", "the Better Business Bureau"},
		{"linkedin", "LinkedIn"},     {"yelp", "Yelp"},
		{"trustpilot", "Trustpilot"}, {"facebook", "Facebook"},
	};

	for (guint i = 0; i < G_N_ELEMENTS(platforms); i++) {
		if (g_strcmp0(platforms[i].label, platform) == 0)
			return platforms[i].name;
	}
	return "a public platform";
}

static void
view_put_review(RdView *view, const RdReview *review)
{
	if (review == NULL)
		return;
	put(view, VIEW_REVIEW_PLATFORM, platform_name(review->platform));
	if (review->rating > 0)
		put_owned(view, VIEW_REVIEW_RATING, g_strdup_printf("%d", review->rating));
	put(view, VIEW_REVIEW_REVIEWER, review->reviewer);
	put(view, VIEW_REVIEW_TEXT, review->text);
	put(view, VIEW_REVIEW_LINK, review->link);
}

/* Cut at a word's end, each line marked as a quote. */
static char *
quote_words(const char *words)
{
	g_autofree char *cut = g_utf8_make_valid(words, -1);
	gsize len = strlen(cut);
	gboolean longer = len > WORDS_MAX && g_utf8_strlen(cut, -1) > WORDS_MAX;
	GString *out = g_string_sized_new(len + 64);
	char *last, *rest, *line;

	if (longer) {
		*g_utf8_offset_to_pointer(cut, WORDS_MAX) = '\0';
		last = strrchr(cut, ' ');
		if (last != NULL)
			*last = '\0';
	}
	rest = g_strstrip(cut);
	while ((line = strsep(&rest, "\n")) != NULL) {
		g_string_append(out, out->len > 0 ? "\n>" : ">");
		if (*g_strchomp(line) != '\0')
			g_string_append_c(out, ' ');
		g_string_append(out, line);
	}
	if (out->len > 0 && longer)
		g_string_append(out, " [...]");
	return g_string_free(out, FALSE);
}

/* The description is the homeowner's own words unless staff wrote it down. */
static const char *
source_words(const RdViewSource *source)
{
	const RdCase *kase = source->kase;

	if (source->words != NULL || kase == NULL ||
	    (kase->facts != NULL && g_hash_table_contains(kase->facts, "staff-words")))
		return source->words;
	return kase->description;
}

static void
put_quote(RdView *view, ViewName name, const char *words)
{
	if (words != NULL && *words != '\0' && view_uses(view, name))
		put_owned(view, name, quote_words(words));
}

static void
view_put_words(RdView *view, const RdViewSource *source)
{
	const char *question = source->question;

	put_quote(view, VIEW_WORDS, source_words(source));
	put_quote(view, VIEW_MESSAGE, source->message);
	if (question == NULL && source->kase != NULL && source->kase->facts != NULL)
		question = g_hash_table_lookup(source->kase->facts, "question");
	put(view, VIEW_QUESTION, question);
	put(view, VIEW_WHO, source->who != NULL ? source->who : "redress");
}

/* A list of texts becomes lines that the HTML part shows as a list. */
static char *
as_lines(json_t *list)
{
	GString *lines = g_string_new(NULL);
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		g_string_append_printf(lines, "%s- %s", i > 0 ? "\n" : "", json_string_value(item));
	return g_string_free(lines, FALSE);
}

/* One value that one template alone has: a text, or a list of texts. */
static void
put_extra(RdView *view, const char *name, json_t *value)
{
	ViewRange names;

	if (!view_names_find(name, &names) || names.end - names.first > 1)
		return;
	if (!json_is_array(value))
		put(view, names.first, json_string_value(value));
	else if (json_array_size(value) > 0 && view_uses(view, names.first))
		view_set(view, names.first, as_lines(value));
}

static void
view_put_extra(RdView *view, json_t *extra)
{
	const char *group, *name;
	json_t *value, *member;

	json_object_foreach(extra, group, value)
	{
		if (!json_is_object(value))
			put_extra(view, group, value);
		json_object_foreach(value, name, member)
		{
			g_autofree char *whole = g_strconcat(group, ".", name, NULL);

			put_extra(view, whole, member);
		}
	}
}

static char *
homeowner_or_writer(const RdViewSource *source)
{
	const char *contact = source->kase != NULL ? source->kase->contact : NULL;

	if (source->homeowner != NULL)
		return name_in_order(source->homeowner->name);
	return g_strdup(contact != NULL && *contact != '\0' ? contact : "an unknown homeowner");
}

/* For staff only: how a note or task calls people who may not be known. */
static void
view_put_stand_ins(RdView *view, const RdViewSource *source)
{
	if (view_uses(view, VIEW_HOMEOWNER_OR_WRITER))
		put_owned(view, VIEW_HOMEOWNER_OR_WRITER, homeowner_or_writer(source));
	put(view, VIEW_INSTALLER_OR_UNKNOWN,
	    source->installer != NULL ? source->installer->name : "an unknown installer");
}

static void
view_put_progress(RdView *view, const RdViewSource *source)
{
	if (source->progress != NULL)
		put(view, VIEW_PROGRESS, source->progress);
	else if (view_uses(view, VIEW_PROGRESS))
		put_owned(view, VIEW_PROGRESS, progress_tell(source));
}

RdView *
rd_view_new(const RdViewSource *source)
{
	RdView *view = g_new0(RdView, 1);

	view->uses = source->uses;
	view_put_company(view, source);
	view_put_case(view, source);
	view_put_concerns(view, source->kase);
	view_put_homeowner(view, source->homeowner);
	view_put_installer(view, source->installer);
	view_put_staff(view, source);
	view_put_task(view, source);
	view_put_review(view, source->review);
	view_put_words(view, source);
	view_put_stand_ins(view, source);
	view_put_progress(view, source);
	put_date(view, VIEW_TODAY, source, source->now);
	if (source->extra != NULL)
		view_put_extra(view, source->extra);
	return view;
}

void
rd_view_free(RdView *self)
{
	for (guint i = 0; i < VIEW_LAST; i++)
		g_free(self->values[i]);
	g_free(self);
}

const char *
rd_view_get(const RdView *self, const char *name)
{
	ViewRange names;

	return view_names_find(name, &names) && names.end - names.first == 1
		       ? self->values[names.first]
		       : NULL;
}
