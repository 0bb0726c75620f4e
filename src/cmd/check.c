#include "check.h"

#include "cmd.h"
#include "context.h"
#include "print.h"

#include <redress/classify.h>
#include <redress/directory.h>
#include <redress/error.h>
#include <redress/guard.h>
#include <redress/mail-index.h>
#include <redress/mailbox.h>
#include <redress/replay.h>
#include <redress/settings.h>
#include <redress/transport.h>
#include <stdio.h>
#include <string.h>

static void G_GNUC_PRINTF(3, 0)
	check_print(RdCheck *self, const char *level, const char *format, va_list args)
{
	g_autofree char *text = g_strdup_vprintf(format, args);

	if (self->first == NULL && strcmp(level, "error") == 0)
		self->first = g_strdup(text);
	if (self->quiet)
		return;
	if (self->json)
		rd_print_json(json_pack("{s:s, s:s}", "level", level, "text", text));
	else
		printf("%-8s %s\n", level, text);
}

void
rd_check_error(RdCheck *self, const char *format, ...)
{
	va_list args;

	self->errors++;
	va_start(args, format);
	check_print(self, "error", format, args);
	va_end(args);
}

void
rd_check_warning(RdCheck *self, const char *format, ...)
{
	va_list args;

	self->warnings++;
	va_start(args, format);
	check_print(self, "warning", format, args);
	va_end(args);
}

void
rd_check_say(RdCheck *self, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	check_print(self, "ok", format, args);
	va_end(args);
}

void
rd_check_take(RdCheck *self, GError *error)
{
	if (error != NULL)
		rd_check_error(self, "%s", error->message);
}

static void
check_directory(RdCheck *self, RdStore *store)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) gaps = NULL;
	RdPeopleCount count;

	if (rd_people_count(store, &count, &error))
		gaps = rd_people_gaps(store, &error);
	if (gaps == NULL) {
		rd_check_take(self, error);
		return;
	}
	rd_check_say(self, "directory: %u homeowners, %u installers, %u staff", count.homeowners,
		     count.installers, count.staff);
	for (guint i = 0; i < gaps->len; i++) {
		const RdPeopleGap *gap = gaps->pdata[i];

		rd_check_warning(self, "directory: %s: %u (%s)", gap->what, gap->n, gap->who);
	}
}

static void
check_store(RdCheck *self, const RdConfig *config)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdStore) store = NULL;

	if (!g_file_test(config->store, G_FILE_TEST_EXISTS)) { /* looking makes nothing */
		rd_check_warning(self, "store: %s does not exist yet", config->store);
		return;
	}
	store = rd_store_open(config->store, &error);
	if (store == NULL) {
		rd_check_take(self, error);
		return;
	}
	rd_check_say(self, "store: %s", config->store);
	check_directory(self, store);
}

static void
check_lines(RdCheck *self, GPtrArray *lines, gboolean errors)
{
	for (guint i = 0; i < lines->len; i++) {
		if (errors)
			rd_check_error(self, "%s", (const char *)lines->pdata[i]);
		else
			rd_check_warning(self, "%s", (const char *)lines->pdata[i]);
	}
}

/* Every *.eml of @dir, or of the folder "messages" in it, as sets of labelled mails have. */
static gboolean
hear_mails(const RdRules *rules, const char *dir, GHashTable *heard, guint *n, GError **error)
{
	g_autofree char *inner = g_build_filename(dir, "messages", NULL);
	const char *where = g_file_test(inner, G_FILE_TEST_IS_DIR) ? inner : dir;
	g_autoptr(GDir) folder = g_dir_open(where, 0, error);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(where, name, NULL);
		g_autoptr(RdMessage) message = NULL;
		g_autoptr(GBytes) raw = NULL;
		char *octets;
		gsize len;

		if (!g_str_has_suffix(name, ".eml"))
			continue;
		if (!g_file_get_contents(path, &octets, &len, error))
			return FALSE;
		raw = g_bytes_new_take(octets, len);
		message = rd_guard_parse(raw, NULL, &rd_message_default_limits);
		rd_rules_hear(rules, message, heard);
		(*n)++;
	}
	return folder != NULL;
}

static void
check_mails(RdCheck *self, const RdRules *rules, const char *dir)
{
	g_autoptr(GHashTable) heard = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) lines = NULL;
	g_autoptr(GError) error = NULL;
	guint n = 0;

	if (!hear_mails(rules, dir, heard, &n, &error)) {
		rd_check_take(self, error);
		return;
	}
	lines = rd_rules_unheard(rules, heard);
	check_lines(self, lines, FALSE);
	rd_check_say(self, "rules and the %u mails of %s: %u remark%s", n, dir, lines->len,
		     lines->len == 1 ? "" : "s");
}

static void
check_rules(RdCheck *self, const RdConfig *config, const char *mails)
{
	g_autofree char *dir = g_build_filename(config->templates, "rules", NULL);
	g_autofree char *kept = rd_rules_kept_path(config->store);
	g_autoptr(GError) keep_error = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(RdRules) rules = rd_rules_load(dir, &error);
	g_autoptr(GPtrArray) lines = NULL;

	if (rules == NULL) {
		rd_check_take(self, error);
		return;
	}
	lines = rd_rules_lint(rules);
	check_lines(self, lines, FALSE);
	rd_check_say(self, "rules: %s", dir);
	if (!rd_rules_keep(rules, kept, &keep_error))
		rd_check_say(self, "rules: what was learned is not kept: %s", keep_error->message);
	if (mails != NULL)
		check_mails(self, rules, mails);
}

static void
check_procedures(RdCheck *self, const RdConfig *config, RdTime now)
{
	g_autofree char *replies_dir = g_build_filename(config->templates, "replies", NULL);
	g_autofree char *dir = g_build_filename(config->templates, "procedures", NULL);
	g_autoptr(GError) reply_error = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplies) replies = rd_replies_load(replies_dir, &reply_error);
	g_autoptr(RdProcedures) procedures = rd_procedures_load(dir, &error);
	g_autoptr(GPtrArray) wrong = NULL;

	rd_check_take(self, reply_error);
	rd_check_take(self, error);
	if (replies == NULL || procedures == NULL)
		return;
	wrong = rd_procedures_check(procedures, rd_replies_names(replies));
	check_lines(self, wrong, TRUE);
	rd_check_replies(self, config, replies, procedures, now);
	rd_check_requirements(self, procedures);
	rd_check_say(self, "procedures: %s", dir);
	rd_check_say(self, "replies: %s", replies_dir);
}

/* The index is made by who needs it: looking makes nothing. */
static void
check_index(RdCheck *self, const RdConfig *config, const RdStore *store)
{
	g_autofree char *path = rd_mail_index_path(config->store);
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	g_autoptr(RdMailIndex) index = NULL;
	gint64 behind;

	if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		rd_check_say(self, "index: none yet");
		return;
	}
	index = rd_mail_index_open(store, &error);
	if (index == NULL || !rd_mail_index_verify(index, problems, &error) ||
	    !rd_mail_index_behind(index, &behind, &error)) {
		rd_check_take(self, error);
		return;
	}
	check_lines(self, problems, TRUE);
	if (problems->len == 0)
		rd_check_say(self, "index: %s, %" G_GINT64_FORMAT " mails behind", path, behind);
}

/* Each feed is played, and the file is looked through. */
static void
check_feeds(RdCheck *self, const RdConfig *config)
{
	g_autofree char *dir = g_build_filename(config->templates, "procedures", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(RdProcedures) procedures = rd_procedures_load(dir, &error);
	g_autoptr(RdStore) store = procedures != NULL ? rd_store_open(config->store, &error) : NULL;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	guint cases;

	if (store == NULL || !rd_store_verify(store, problems, &error) ||
	    !rd_replay_store(store, procedures, problems, &cases, &error)) {
		rd_check_take(self, error);
		return;
	}
	check_lines(self, problems, TRUE);
	if (problems->len == 0)
		rd_check_say(self, "feeds of %u cases explain every mail, task, timer and state",
			     cases);
	check_index(self, config, store);
}

static void
check_mailbox(RdCheck *self, const RdMailboxSettings *settings, gboolean online)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdMailbox) mailbox = rd_mailbox_new(settings, &error);
	g_autofree char *mark = NULL;
	g_autofree char *about = NULL;

	if (mailbox == NULL || (online && !rd_mailbox_open(mailbox, &mark, &error))) {
		rd_check_error(self, "mailbox %s: %s", settings->server.uri, error->message);
		return;
	}
	about = online ? rd_mailbox_describe(mailbox) : NULL;
	rd_check_say(self, "mailbox %s%s%s", rd_mailbox_get_name(mailbox),
		     about != NULL ? ": " : "", about != NULL ? about : "");
}

static void
check_transport(RdCheck *self, const RdTransportSettings *settings, gboolean online)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdTransport) transport = rd_transport_new(settings, &error);
	g_autofree char *about =
		transport != NULL && online ? rd_transport_describe(transport, &error) : NULL;

	if (error != NULL)
		rd_check_error(self, "transport %s: %s", settings->server.uri, error->message);
	else
		rd_check_say(self, "transport %s%s%s", settings->server.uri,
			     about != NULL ? ": " : "", about != NULL ? about : "");
}

static void
check_settings(RdCheck *self, const RdConfig *config)
{
	rd_check_say(self, "configuration: %s", config->path);
	if (*config->authserv_id == '\0')
		rd_check_warning(self, "authserv_id is empty: commands by staff are refused");
	check_store(self, config);
}

static void
check_work(RdCheck *self, const RdConfig *config, RdTime now, gboolean online)
{
	check_procedures(self, config, now);
	for (guint i = 0; i < config->mailboxes->len; i++)
		check_mailbox(self, config->mailboxes->pdata[i], online);
	check_transport(self, &config->transport, online);
}

static void
check_all(RdCheck *self, const RdConfig *config, RdTime now, const char *mails, gboolean online)
{
	check_settings(self, config);
	check_rules(self, config, mails);
	check_work(self, config, now, online);
	if (!self->json)
		printf("%u error%s, %u warning%s\n", self->errors, self->errors == 1 ? "" : "s",
		       self->warnings, self->warnings == 1 ? "" : "s");
}

gboolean
rd_check_configuration(const RdConfig *config, GError **error)
{
	RdCheck check = {.quiet = TRUE};
	g_autofree char *first = NULL;

	check_settings(&check, config);
	check_work(&check, config, rd_time_now(), FALSE);
	first = check.first;
	if (check.errors == 0)
		return TRUE;
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "%s%s", first,
		    check.errors > 1 ? "; and more, as \"redress check\" tells" : "");
	return FALSE;
}

/* Every key of redress.yaml, one a line. */
static void
print_keys(gboolean json)
{
	guint n;
	const RdSetting *rows = rd_settings(&n);

	for (guint i = 0; i < n; i++) {
		const RdSetting *row = &rows[i];
		g_autofree char *words =
			row->choices != NULL ? g_strjoinv(" ", (char **)row->choices) : NULL;

		if (json) {
			rd_print_json(json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:I, s:I, s:s}",
						"key", row->key, "type",
						rd_setting_type_name(row->type), "unit", row->unit,
						"default", row->value, "choices", words, "min",
						(json_int_t)row->min, "max", (json_int_t)row->max,
						"help", row->help));
			continue;
		}
		printf("%-34s %-18s %s", row->key, rd_setting_type_name(row->type), row->help);
		if (words != NULL)
			printf("; one of: %s", words);
		if (row->max > 0)
			printf("; %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, row->min, row->max);
		if (row->unit != NULL)
			printf(" %s", row->unit);
		if (row->value == NULL)
			printf("; required");
		else if (*row->value != '\0')
			printf("; else %s", row->value);
		printf("\n");
	}
}

int
rd_cmd_check(int argc, char **argv)
{
	gboolean online = FALSE;
	gboolean keys = FALSE;
	gboolean feeds = FALSE;
	g_autofree char *mails = NULL;
	const GOptionEntry entries[] = {
		{"online", 0, 0, G_OPTION_ARG_NONE, &online, "log in to the servers, too", NULL},
		{"store", 0, 0, G_OPTION_ARG_NONE, &feeds,
		 "check the store alone: the file, and each case against its feed", NULL},
		{"mails", 0, 0, G_OPTION_ARG_FILENAME, &mails,
		 "name words of the rules that no mail (*.eml) of DIR has", "DIR"},
		{"keys", 0, 0, G_OPTION_ARG_NONE, &keys, "list the keys of redress.yaml", NULL},
		G_OPTION_ENTRY_NULL,
	};
	RdUsage usage = {
		.arguments = "",
		.summary = "Says what is wrong with configuration, directory, rules, procedures "
			   "and replies. Exit status 1: something is.",
		.entries = entries,
		.need = RD_NEED_NOTHING,
	};
	int status = 0;
	g_autoptr(RdContext) context = NULL;
	RdCheck check = {0};

	for (int i = 1; i < argc; i++) { /* the list of keys needs no configuration */
		if (g_strcmp0(argv[i], "--keys") == 0)
			keys = TRUE;
	}
	usage.need = keys ? RD_NEED_NOTHING : RD_NEED_CONFIG;
	context = rd_context_new(argc, argv, &usage, &status);
	if (context == NULL)
		return status;
	if (context->n_args != 0)
		return rd_context_misused("check [--online | --store | --mails DIR | --keys]");
	if (keys) {
		print_keys(context->json);
		return 0;
	}
	check.json = context->json;
	if (feeds)
		check_feeds(&check, context->config);
	else
		check_all(&check, context->config, context->now, mails, online);
	g_free(check.first);
	return check.errors > 0 ? 1 : 0;
}
