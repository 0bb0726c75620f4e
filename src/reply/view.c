#include "concerns.h"
#include "reply-private.h"

#include <redress/subject.h>
#include <redress/text.h>
#include <string.h>

#define WORDS_MAX 1200 /* characters of the homeowner's own words that a letter quotes */

/* A view on its way, or a group of it. */
typedef struct {
	json_t *values;
	const json_t *uses; /* names that it is for; NULL or true: all */
} View;

gboolean
rd_view_uses(const json_t *uses, const char *name)
{
	return uses == NULL || json_is_true(uses) || json_object_get(uses, name) != NULL;
}

static gboolean
view_uses(const View *view, const char *name)
{
	return rd_view_uses(view->uses, name);
}

/* A value that is blank is not set, so that a template finds it missing. */
static void
put(View *view, const char *name, const char *value)
{
	gsize len;

	if (value == NULL || !view_uses(view, name))
		return;
	while (g_ascii_isspace(*value))
		value++;
	for (len = strlen(value); len > 0 && g_ascii_isspace(value[len - 1]); len--)
		;
	/* GLib looks at every octet of a long text in a fourth of jansson's time */
	if (len > 0 && g_utf8_validate_len(value, len, NULL))
		json_object_set_new_nocheck(view->values, name, json_stringn_nocheck(value, len));
}

static void
put_owned(View *view, const char *name, char *value)
{
	put(view, name, value);
	g_free(value);
}

static View
group_new(const View *view, const char *name)
{
	const json_t *uses = view->uses;

	return (View){json_object(), json_is_object(uses) ? json_object_get(uses, name) : uses};
}

/* A group without a value in it is left out: {{#installer}} asks for any. */
static void
put_group(View *view, const char *name, View *group)
{
	if (json_object_size(group->values) > 0)
		json_object_set_new(view->values, name, group->values);
	else
		json_decref(group->values);
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
put_date(View *view, const char *name, const RdViewSource *source, RdTime time)
{
	if (time != RD_TIME_NONE && view_uses(view, name))
		put_owned(view, name, rd_time_format_date(time, source->config->time_zone));
}

static void
view_put_homeowner(View *view, const RdHomeowner *homeowner)
{
	View group;

	if (homeowner == NULL || !view_uses(view, "homeowner"))
		return;
	group = group_new(view, "homeowner");
	put(&group, "id", homeowner->id);
	put_owned(&group, "name", name_in_order(homeowner->name));
	put(&group, "email", first_of(homeowner->emails));
	put(&group, "phone", homeowner->phone);
	put(&group, "address", homeowner->address);
	put(&group, "finance", rd_finance_name(homeowner->finance));
	put(&group, "milestone", rd_milestone_name(homeowner->milestone));
	put_group(view, "homeowner", &group);
}

static void
view_put_installer(View *view, const RdInstaller *installer)
{
	View group;

	if (installer == NULL || !view_uses(view, "installer"))
		return;
	group = group_new(view, "installer");
	put(&group, "name", installer->name);
	put(&group, "phone", installer->phone);
	put(&group, "email", first_of(installer->emails));
	put_owned(&group, "escalation_name", name_in_order(installer->escalation_name));
	put(&group, "escalation_phone", installer->escalation_phone);
	put(&group, "escalation_email", installer->escalation_email);
	put_group(view, "installer", &group);
}

/* Without the "Re:", "Fwd:" and "[RD-1042]" that pile up before it. */
static char *
bare_subject(const char *subject)
{
	g_autofree char *line = rd_text_one_line(subject != NULL ? subject : "", 120);

	return g_strdup(rd_subject_bare(line));
}

static void
view_put_record(View *view, const RdViewSource *source)
{
	const RdCase *kase = source->kase;
	View group;

	if (!view_uses(view, "case"))
		return;
	group = group_new(view, "case");
	if (kase->id > 0)
		put_owned(&group, "number", rd_case_number(kase->id));
	if (view_uses(&group, "subject"))
		put_owned(&group, "subject", bare_subject(kase->subject));
	put(&group, "description", kase->description);
	put(&group, "state", kase->state);
	put(&group, "queue", kase->queue);
	put(&group, "primary_reason", kase->primary_reason);
	put(&group, "secondary_reason", rd_complaint_name(kase->primary));
	put_date(&group, "opened_on", source, kase->opened_at);
	put_date(&group, "complained_on", source, kase->complained_at);
	put_group(view, "case", &group);
}

static void
view_put_case(View *view, const RdViewSource *source)
{
	const RdCase *kase = source->kase;

	if (kase == NULL)
		return;
	view_put_record(view, source);
	if (kase->facts != NULL)
		put(view, "proposal", g_hash_table_lookup(kase->facts, "proposal"));
	put(view, "writer", kase->contact);
	if (!view_uses(view, "reply_subject"))
		return;
	put_owned(view, "reply_subject", bare_subject(kase->subject));
	if (json_object_get(view->values, "reply_subject") == NULL)
		put(view, "reply_subject", "Your message");
}

static void
view_put_concerns(View *view, const RdCase *kase)
{
	View group;

	if (kase == NULL)
		return;
	if (RD_HAS(kase->complaints, RD_COMPLAINT_MISREPRESENTATION) &&
	    view_uses(view, "misrepresentation"))
		json_object_set_new(view->values, "misrepresentation", json_true());
	if (!view_uses(view, "concerns"))
		return;
	group = group_new(view, "concerns");
	put_owned(&group, "homeowner", concerns_phrase(kase->complaints, VOICE_HOMEOWNER));
	put_owned(&group, "installer", concerns_phrase(kase->complaints, VOICE_INSTALLER));
	put_owned(&group, "record", concerns_phrase(kase->complaints, VOICE_RECORD));
	put_group(view, "concerns", &group);
}

/* A person of staff as name and e-mail; the e-mail stands for a name that is not there. */
static void
view_put_staff(View *view, const char *name, const RdStaff *staff)
{
	View group;

	if (staff == NULL || !view_uses(view, name))
		return;
	group = group_new(view, name);
	put(&group, "name",
	    staff->name != NULL && *staff->name != '\0' ? staff->name : staff->email);
	put(&group, "email", staff->email);
	put_group(view, name, &group);
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
view_put_escalation(View *view, const RdConfig *config)
{
	View group;

	if (!view_uses(view, "am_escalation"))
		return;
	group = group_new(view, "am_escalation");
	put(&group, "name", config->am_escalation.name);
	put(&group, "email", config->am_escalation.email);
	put_group(view, "am_escalation", &group);
}

static void
view_put_company(View *view, const RdViewSource *source)
{
	const RdConfig *config = source->config;
	const RdStaff *assignee = source->assignee;

	put(view, "organisation", config->organisation);
	put(view, "address", config->address);
	put(view, "agent_name",
	    assignee != NULL && assignee->name != NULL && *assignee->name != '\0'
		    ? assignee->name
		    : config->signature);
	put_owned(view, "signature", sign_off(config, assignee));
	view_put_escalation(view, config);
	view_put_staff(view, "account_manager", source->account_manager);
}

static void
view_put_task(View *view, const RdViewSource *source)
{
	const RdTask *task = source->task;
	View group;

	if (task == NULL || !view_uses(view, "task"))
		return;
	group = group_new(view, "task");
	put(&group, "title", task->title);
	put(&group, "body", task->body);
	put(&group, "assignee", task->assignee);
	put_date(&group, "due_on", source, task->due_at);
	put_group(view, "task", &group);
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
view_put_review(View *view, const RdReview *review)
{
	View group;

	if (review == NULL || !view_uses(view, "review"))
		return;
	group = group_new(view, "review");
	put(&group, "platform", platform_name(review->platform));
	if (review->rating > 0)
		put_owned(&group, "rating", g_strdup_printf("%d", review->rating));
	put(&group, "reviewer", review->reviewer);
	put(&group, "text", review->text);
	put(&group, "link", review->link);
	put_group(view, "review", &group);
}

/* Cut at a word's end, each line marked as a quote. */
static char *
quote_words(const char *words)
{
	g_autofree char *cut = g_utf8_make_valid(words, -1);
	glong chars = g_utf8_strlen(cut, -1);
	gboolean longer = chars > WORDS_MAX;
	GString *out = g_string_sized_new(strlen(cut) + 64);
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
view_put_words(View *view, const RdViewSource *source)
{
	const char *words = source_words(source);
	const char *question = source->question;

	if (words != NULL && *words != '\0' && view_uses(view, "words"))
		put_owned(view, "words", quote_words(words));
	if (source->message != NULL && *source->message != '\0' && view_uses(view, "message"))
		put_owned(view, "message", quote_words(source->message));
	if (question == NULL && source->kase != NULL && source->kase->facts != NULL)
		question = g_hash_table_lookup(source->kase->facts, "question");
	put(view, "question", question);
	put(view, "who", source->who != NULL ? source->who : "redress");
}

/* A list of texts becomes lines that the HTML part shows as a list. */
static json_t *
as_lines(json_t *list)
{
	g_autoptr(GString) lines = g_string_new(NULL);
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		g_string_append_printf(lines, "%s- %s", i > 0 ? "\n" : "", json_string_value(item));
	return json_string(lines->str);
}

/* What one template alone has: texts, lists of texts, and groups of both. */
static void
put_extra(View *view, json_t *extra)
{
	const char *name;
	json_t *value;

	json_object_foreach(extra, name, value)
	{
		if (!view_uses(view, name))
			continue;
		if (json_is_object(value)) {
			View group = group_new(view, name);

			put_extra(&group, value);
			put_group(view, name, &group);
		} else if (json_is_array(value)) {
			if (json_array_size(value) > 0)
				json_object_set_new(view->values, name, as_lines(value));
		} else {
			put(view, name, json_string_value(value));
		}
	}
}

/* For staff only: how a note or task calls people who may not be known. */
static void
view_put_stand_ins(View *view, const RdViewSource *source)
{
	const RdCase *kase = source->kase;

	put_owned(view, "homeowner_or_writer",
		  source->homeowner != NULL ? name_in_order(source->homeowner->name)
		  : kase != NULL && kase->contact != NULL && *kase->contact != '\0'
			  ? g_strdup(kase->contact)
			  : g_strdup("an unknown homeowner"));
	put(view, "installer_or_unknown",
	    source->installer != NULL ? source->installer->name : "an unknown installer");
}

static void
view_put_progress(View *view, const RdViewSource *source)
{
	if (source->progress != NULL)
		put(view, "progress", source->progress);
	else if (view_uses(view, "progress"))
		put_owned(view, "progress", progress_tell(source));
}

json_t *
rd_view_new(const RdViewSource *source)
{
	View view = {json_object(), source->uses};

	view_put_company(&view, source);
	view_put_case(&view, source);
	view_put_concerns(&view, source->kase);
	view_put_homeowner(&view, source->homeowner);
	view_put_installer(&view, source->installer);
	view_put_staff(&view, "assignee", source->assignee);
	view_put_task(&view, source);
	view_put_review(&view, source->review);
	view_put_words(&view, source);
	view_put_stand_ins(&view, source);
	view_put_progress(&view, source);
	put_date(&view, "today", source, source->now);
	if (source->extra != NULL)
		put_extra(&view, source->extra);
	return view.values;
}
