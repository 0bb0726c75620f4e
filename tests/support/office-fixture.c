#include "office-fixture.h"
#include "transport-double.h"

#include <criterion/criterion.h>
#include <redress/ledger.h>
#include <redress/outbox.h>
#include <string.h>

#define FOLDER "tests/data/office/"

RdConfig *config;
RdTime now;
RdCasework casework;

static RdProcedures *procedures;
static RdReplies *replies;
static RdRules *rules;
static RdIntake intake;
static GPtrArray *kept; /* strings and cases to be freed at the end */
static GPtrArray *kept_cases;
static GPtrArray *kept_rows;
static gint64 told; /* id of the last letter that office_letters() gave */
static guint mails; /* made by office_mail() */
static const char *last_id;

static void
office_import(RdImportKind kind, const char *path)
{
	g_autoptr(GPtrArray) bad = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	guint imported;

	g_assert_true(rd_directory_import(store, kind, path, &imported, bad, &error));
}

static void
office_import_all(void)
{
	office_import(RD_IMPORT_INSTALLERS, FOLDER "installers.csv");
	office_import(RD_IMPORT_HOMEOWNERS, FOLDER "homeowners.csv");
	office_import(RD_IMPORT_STAFF, FOLDER "staff.csv");
}

void
office_reopen(const char *path)
{
	g_autoptr(GError) error = NULL;

	rd_store_close(store);
	store = rd_store_open(path, &error);
	g_assert_no_error(error);
	casework.store = store;
}

void
office_move(const char *path)
{
	office_reopen(path);
	office_import_all();
}

void
office_setup(void)
{
	g_autoptr(GError) error = NULL;

	store_setup();
	now = MONDAY;
	kept = g_ptr_array_new_with_free_func(g_free);
	kept_cases = g_ptr_array_new_with_free_func((GDestroyNotify)rd_case_free);
	kept_rows = g_ptr_array_new_with_free_func((GDestroyNotify)rd_outbox_row_free);
	told = 0;
	mails = 0;
	config = rd_config_load(FOLDER "redress.yaml", &error);
	g_assert_no_error(error);
	procedures = rd_procedures_load("templates/procedures", &error);
	g_assert_no_error(error);
	replies = rd_replies_load("templates/replies", &error);
	g_assert_no_error(error);
	office_import_all();
	casework = (RdCasework){config, store, procedures, replies};
}

void
office_teardown(void)
{
	g_clear_pointer(&rules, rd_rules_free);
	g_clear_pointer(&replies, rd_replies_free);
	g_clear_pointer(&procedures, rd_procedures_free);
	g_clear_pointer(&config, rd_config_free);
	g_clear_pointer(&kept, g_ptr_array_unref);
	g_clear_pointer(&kept_cases, g_ptr_array_unref);
	g_clear_pointer(&kept_rows, g_ptr_array_unref);
	store_teardown();
}

const char *
office_keep(char *text)
{
	g_ptr_array_add(kept, text);
	return text;
}

RdCase *
office_case(gint64 id)
{
	g_autoptr(GError) error = NULL;
	RdCase *kase = rd_case_get(store, id, &error);

	g_assert_no_error(error);
	g_ptr_array_add(kept_cases, kase);
	return kase;
}

RdCase *
office_open(const char *procedure, const char *homeowner_id, RdComplaintSet complaints)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdHomeowner) homeowner = rd_homeowner_get(store, homeowner_id, NULL);
	g_autoptr(RdInstaller) installer =
		homeowner != NULL ? rd_installer_get(store, homeowner->installer_id, NULL) : NULL;
	RdOpening opening = {.procedure = procedure,
			     .homeowner = homeowner,
			     .installer = installer,
			     .complaints = complaints,
			     .primary = rd_complaints_first(complaints),
			     .description = "The roof leaks since the crew was here.",
			     .subject = "The roof leaks",
			     .origin = "e-mail",
			     .complained_at = now};
	RdEvent event = {.kind = RD_EVENT_OPENED,
			 .role = RD_ROLE_HOMEOWNER,
			 .author = homeowner != NULL ? homeowner->emails[0] : NULL,
			 .complaints = complaints,
			 .text = opening.description};
	RdCase *kase = rd_casework_open(&casework, &opening, "message <first>", now, &error);

	g_assert_no_error(error);
	g_ptr_array_add(kept_cases, kase);
	office_event(kase, &event);
	return kase;
}

void
office_add_mail(RdCase *kase, const char *from, const char *message_id)
{
	g_autoptr(GError) error = NULL;
	RdMail mail = {.case_id = kase->id,
		       .message_id = (char *)message_id,
		       .from = (char *)from,
		       .to = config->address,
		       .author = (char *)from,
		       .at = now,
		       .written_at = now};

	rd_mail_add(store, &mail, &error);
	g_assert_no_error(error);
}

void
office_event(RdCase *kase, const RdEvent *event)
{
	g_autoptr(GError) error = NULL;

	cr_assert(rd_casework_event(&casework, kase, event, "message <event>", now, &error), "%s",
		  error != NULL ? error->message : "");
}

gboolean
office_post(RdCase *kase, const RdPost *post)
{
	g_autoptr(GError) error = NULL;
	gboolean ok = rd_casework_post(&casework, kase, post, now, &error);

	cr_expect_eq(ok, error == NULL);
	return ok;
}

const char *
office_do(RdCase *kase, const char *line)
{
	g_autoptr(RdStaff) ben = rd_staff_get(store, BEN, NULL);
	g_autofree char *rest = NULL;
	g_autoptr(GPtrArray) commands = rd_commands_read(line, &rest);
	g_autoptr(GError) error = NULL;
	RdCommandOutcome *outcome = NULL;
	const char *text;

	cr_assert(rd_command_run(&casework, kase, commands->pdata[0], ben, now, &outcome, &error),
		  "%s: %s", line, error != NULL ? error->message : "");
	text = office_keep(
		g_strconcat(outcome->done ? "done: " : "refused: ", outcome->text, NULL));
	rd_command_outcome_free(outcome);
	return text;
}

static void
mail_add_field(GString *out, const char *headers, const char *name, const char *value)
{
	g_autofree char *start = g_strconcat(name, ":", NULL);
	g_autofree char *within = g_strconcat("\n", start, NULL);

	if (!g_str_has_prefix(headers, start) && strstr(headers, within) == NULL)
		g_string_append_printf(out, "%s %s\n", start, value);
}

GBytes *
office_mail(const char *headers, const char *text)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(now);
	g_autofree char *date = g_date_time_format(at, "%a, %d %b %Y %H:%M:%S +0000");
	g_autofree char *id = g_strdup_printf("<mail%u@home.example>", ++mails);
	GString *out = g_string_new(NULL);
	gsize len;

	mail_add_field(out, headers, "From", "Marta Kowalczyk <" MARTA ">");
	mail_add_field(out, headers, "To", config->address);
	mail_add_field(out, headers, "Date", date);
	mail_add_field(out, headers, "Message-ID", id);
	last_id = office_keep(g_strndup(id + 1, strlen(id) - 2));
	g_string_append(out, headers);
	if (*headers != '\0' && !g_str_has_suffix(headers, "\n"))
		g_string_append_c(out, '\n');
	g_string_append_printf(out, "\n%s\n", text);
	len = out->len;
	return g_bytes_new_take(g_string_free(out, FALSE), len);
}

const char *
office_last_id(void)
{
	return last_id;
}

gint64
office_take(GBytes *raw)
{
	g_autofree char *uid = g_strdup_printf("%u", ++mails);
	g_autoptr(GError) error = NULL;
	gint64 id = rd_ledger_add(store, "maildir:test", 0, uid, raw, NULL, now, &error);

	g_assert_no_error(error);
	return id;
}

const RdIntake *
office_intake(void)
{
	g_autoptr(GError) error = NULL;

	if (rules == NULL)
		rules = rd_rules_load_kept("templates/rules", NULL, &error);
	g_assert_no_error(error);
	intake = (RdIntake){.casework = casework, .rules = rules};
	return &intake;
}

const char *
office_receive_raw(GBytes *raw)
{
	gint64 id = office_take(raw);
	g_autoptr(RdLedgerRow) row = NULL;
	g_autoptr(GError) error = NULL;
	guint worked;

	cr_assert(rd_intake_work(office_intake(), 10, now, &worked, &error), "%s",
		  error != NULL ? error->message : "");
	row = rd_ledger_get(store, id, &error);
	g_assert_no_error(error);
	return office_keep(g_strdup(row->outcome));
}

const char *
office_receive(const char *headers, const char *text)
{
	g_autoptr(GBytes) raw = office_mail(headers, text);

	return office_receive_raw(raw);
}

static void
letter_describe(GString *out, const RdOutboxRow *row)
{
	g_string_append(out, row->template_name);
	for (guint i = 0; i < row->recipients->len; i++) {
		const RdOutboxRecipient *to = row->recipients->pdata[i];

		g_string_append_printf(out, "%s%s",
				       to->cc	? ", cc "
				       : i == 0 ? " to "
						: ", ",
				       to->address);
	}
	if (row->state != RD_OUTBOX_QUEUED)
		g_string_append_printf(out, " [%s]", rd_outbox_state_name(row->state));
	g_string_append_c(out, '\n');
}

const char *
office_letters(void)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_list(store, -1, 0, 1000, NULL);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < rows->len; i++) {
		const RdOutboxRow *row = rows->pdata[i];

		if (row->id <= told)
			continue;
		told = row->id;
		letter_describe(out, row);
	}
	return office_keep(g_string_free(out, FALSE));
}

const RdOutboxRow *
office_letter(const char *template_name)
{
	g_autoptr(GPtrArray) rows = rd_outbox_rows_list(store, -1, 0, 1000, NULL);

	for (guint i = rows->len; i > 0; i--) {
		const RdOutboxRow *row = rows->pdata[i - 1];

		if (strcmp(row->template_name, template_name) != 0)
			continue;
		g_ptr_array_add(kept_rows, g_ptr_array_steal_index(rows, i - 1));
		return row;
	}
	cr_assert_fail("there is no letter \"%s\"", template_name);
	return NULL;
}

const char *
office_letter_raw(const char *template_name)
{
	g_autoptr(GBytes) raw = rd_outbox_row_raw(store, office_letter(template_name)->id, NULL);
	gsize len;
	const char *octets = g_bytes_get_data(raw, &len);
	GString *text = g_string_new_len(octets, (gssize)len);

	g_string_replace(text, "\r\n", "\n", 0);
	return office_keep(g_string_free(text, FALSE));
}

const char *
office_letter_header(const char *template_name, const char *field)
{
	const char *raw = office_letter_raw(template_name);
	g_autofree char *head = g_strndup(raw, (gsize)(strstr(raw, "\n\n") - raw));
	g_autofree char *start = g_strconcat("\n", field, ": ", NULL);
	g_autoptr(GString) unfolded = g_string_new("\n");
	const char *found;

	g_string_append(unfolded, head);
	g_string_replace(unfolded, "\n\t", " ", 0);
	g_string_replace(unfolded, "\n ", " ", 0);
	found = strstr(unfolded->str, start);
	if (found == NULL)
		return "";
	found += strlen(start);
	return office_keep(g_strndup(found, strcspn(found, "\n")));
}

const char *
office_letter_text(const char *template_name)
{
	g_autoptr(GBytes) raw = rd_outbox_row_raw(store, office_letter(template_name)->id, NULL);
	g_autoptr(RdMessage) message = rd_message_parse(raw, NULL, &rd_message_default_limits);

	return office_keep(g_strdup(message->text));
}

void
office_send(const char *script)
{
	g_autoptr(RdTransport) transport = transport_double_new(script);
	g_autoptr(RdRelay) relay = rd_relay_new();
	g_autoptr(GError) error = NULL;
	RdOutboxPass pass;

	cr_assert(rd_outbox_send(store, transport, relay, now, rd_casework_mail_ended, &casework,
				 &pass, &error),
		  "%s", error != NULL ? error->message : "");
}

const char *
office_tasks(gint64 case_id)
{
	const RdCase *kase = office_case(case_id);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->done_at == RD_TIME_NONE)
			g_string_append_printf(out, "%s%s (%s)", out->len > 0 ? ", " : "",
					       task->name, task->assignee);
	}
	return office_keep(g_string_free(out, FALSE));
}

const RdTask *
office_task(RdCase *kase, const char *name)
{
	for (guint i = 0; i < kase->tasks->len; i++) {
		const RdTask *task = kase->tasks->pdata[i];

		if (task->done_at == RD_TIME_NONE && strcmp(task->name, name) == 0)
			return task;
	}
	cr_assert_fail("there is no open task \"%s\"", name);
	return NULL;
}

const char *
office_timers(gint64 case_id)
{
	const RdCase *kase = office_case(case_id);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < kase->timers->len; i++) {
		const RdTimer *timer = kase->timers->pdata[i];

		g_string_append_printf(out, "%s%s at %+" G_GINT64_FORMAT "h",
				       out->len > 0 ? ", " : "", timer->name,
				       (timer->due_at - now) / RD_TIME_HOUR);
	}
	return office_keep(g_string_free(out, FALSE));
}

const char *
office_feed(gint64 case_id)
{
	g_autoptr(GPtrArray) feed = rd_feed_list(store, case_id, NULL);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < feed->len; i++) {
		const RdFeedEntry *entry = feed->pdata[i];

		g_string_append_printf(out, "%s: %s <- %s\n", entry->kind, entry->text,
				       entry->cause);
	}
	return office_keep(g_string_free(out, FALSE));
}

guint
office_count(const char *text, const char *needle)
{
	guint n = 0;

	for (const char *p = strstr(text, needle); p != NULL; p = strstr(p + 1, needle))
		n++;
	return n;
}

RdCase *
office_damaged(void)
{
	RdCase *kase = office_open("installer-complaint", "HO-3001", RD_SET(RD_COMPLAINT_DAMAGE));

	office_letters();
	return kase;
}

guint
office_fire(void)
{
	g_autoptr(GError) error = NULL;
	guint fired;

	cr_assert(rd_store_begin(store, NULL));
	cr_assert(rd_casework_fire_timers(&casework, now, 50, &fired, &error), "%s",
		  error != NULL ? error->message : "");
	cr_assert(rd_store_commit(store, NULL));
	return fired;
}

guint
office_mail_tasks(void)
{
	g_autoptr(GError) error = NULL;
	guint mailed;

	cr_assert(rd_casework_mail_tasks(&casework, now, 50, &mailed, &error), "%s",
		  error != NULL ? error->message : "");
	return mailed;
}
