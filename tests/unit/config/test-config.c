#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <redress/config.h>
#include <redress/error.h>
#include <redress/settings.h>
#include <string.h>

#define SAMPLE "contrib/redress.yaml"
#define FULL   "tests/data/config/full.yaml"

/* The sample with @from replaced by @to, loaded; the error without the folder. */
static char *
error_of(const char *from, const char *to, gsize to_len)
{
	g_autofree char *dir = g_dir_make_tmp("redress-config-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(dir, "redress.yaml", NULL);
	g_autofree char *sample = NULL;
	g_autoptr(GString) text = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(RdConfig) config = NULL;
	char *place;

	cr_assert(g_file_get_contents(SAMPLE, &sample, NULL, NULL));
	place = strstr(sample, from);
	cr_assert_not_null(place, "%s", from);
	text = g_string_new_len(sample, place - sample);
	g_string_append_len(text, to, (gssize)to_len);
	g_string_append(text, place + strlen(from));
	cr_assert(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
	config = rd_config_load(path, &error);
	g_unlink(path);
	g_rmdir(dir);
	if (config != NULL)
		return g_strdup("loaded");
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_assert(g_str_has_prefix(error->message, path));
	return g_strdup(error->message + strlen(dir) + 1);
}

Test(config, the_sample_loads_with_the_defaults)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdConfig) config = rd_config_load(SAMPLE, &error);
	g_autofree char *here = g_get_current_dir();
	g_autofree char *in = g_strconcat("maildir:", here, "/contrib/mail/in", NULL);
	g_autofree char *store = g_strconcat(here, "/contrib/redress.db", NULL);
	const RdMailboxSettings *mailbox;

	cr_assert_not_null(config, "%s", error != NULL ? error->message : "");
	cr_assert_str_eq(config->organisation, "EverBright");
	cr_assert_str_eq(config->roles.partner, "risk@greentechrenewables.com");
	cr_assert_str_eq(config->am_escalation.name, "Cassandra Mercado");
	cr_assert_null(config->also_ours[0]);
	cr_assert_eq(config->mailboxes->len, 1);
	mailbox = config->mailboxes->pdata[0];
	cr_assert_str_eq(mailbox->server.uri, in);
	cr_assert_null(mailbox->start);
	cr_assert_eq(mailbox->done, RD_MAILBOX_DONE_AUTO);
	cr_assert_eq(mailbox->poll_s, 60);
	cr_assert_eq(mailbox->max_bytes, 50u * 1024 * 1024);
	cr_assert_null(mailbox->server.password_file);
	cr_assert_eq(config->transport.server.timeout_s, 0);
	cr_assert_null(config->transport.copy_to.uri);
	cr_assert_str_eq(config->store, store);
	cr_assert_eq(config->budget.per_address_hour, 30);
	cr_assert_eq(config->budget.per_case_day, 20);
	cr_assert_eq(config->budget.per_template_day, 3);
	cr_assert_not(config->calendar.working);
	cr_assert_eq(config->calendar.until_min, 0);
	cr_assert(g_path_is_absolute(config->path));
}

Test(config, every_key_reaches_its_place)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdConfig) config = rd_config_load(FULL, &error);
	const RdMailboxSettings *first;
	const RdMailboxSettings *second;

	cr_assert_not_null(config, "%s", error != NULL ? error->message : "");
	cr_assert_str_eq(config->also_ours[0], "help@everbright.example");
	cr_assert_str_eq(config->also_ours[1], "klachten@everbright.example");
	cr_assert_null(config->also_ours[2]);
	cr_assert_str_eq(config->authserv_id, "");
	cr_assert_str_eq(config->roles.operator, "postmaster@everbright.example");
	cr_assert_str_eq(config->am_escalation.email, "am-escalation@everbright.example");
	cr_assert_str_eq(g_time_zone_get_identifier(config->time_zone), "Europe/Lisbon");
	cr_assert_eq(config->mailboxes->len, 2);
	first = config->mailboxes->pdata[0];
	cr_assert(g_str_has_suffix(first->server.ca_file, "/tests/data/config/tls/ca.pem"));
	cr_assert(g_path_is_absolute(first->server.ca_file));
	cr_assert_str_eq(first->server.auth, "scram-sha-256");
	cr_assert_str_eq(first->server.password_command, "pass show 'imap password'");
	cr_assert_str_eq(first->start, "2026-01-31");
	cr_assert_eq(first->done, RD_MAILBOX_DONE_MOVE);
	cr_assert_str_eq(first->done_folder, "Taken");
	cr_assert_eq(first->poll_s, 300);
	cr_assert_eq(first->max_bytes, 10u * 1024 * 1024);
	cr_assert_not(first->server.allow_plaintext);
	second = config->mailboxes->pdata[1];
	cr_assert_str_eq(second->server.uri, "maildir:/var/mail/complaints");
	cr_assert_str_eq(second->start, "now");
	cr_assert_eq(second->done, RD_MAILBOX_DONE_NOTHING);
	cr_assert_eq(second->poll_s, 60, "the first mailbox's settings are its own");
	cr_assert_null(second->server.auth);
	cr_assert(config->transport.server.allow_plaintext);
	cr_assert(g_str_has_suffix(config->transport.server.password_file, "/secrets/smtp"));
	cr_assert_str_eq(config->transport.copy_to.uri, "imaps://imap.example/Sent");
	cr_assert_str_eq(config->transport.copy_to.user, "gateway@everbright.example");
	cr_assert_str_eq(config->transport.copy_to.token_command, "oauth-token smtp");
	cr_assert_eq(config->transport.copy_to.timeout_s, 0);
	cr_assert_eq(config->transport.server.timeout_s, 20);
	cr_assert_str_eq(config->templates, "/etc/redress/templates");
	cr_assert_eq(config->budget.per_address_hour, 4);
	cr_assert_eq(config->budget.per_case_day, 9);
	cr_assert(config->calendar.working);
	cr_assert_eq(config->calendar.zone, config->time_zone);
	cr_assert_str_eq(config->calendar.holidays[1], "2027-01-01");
	cr_assert_eq(config->calendar.until_min, 18 * 60 + 30);
}

Test(config, an_error_names_file_line_and_key)
{
	static const struct {
		const char *from, *to, *message;
	} cases[] = {
		{"store:", "stroe:", "redress.yaml:18: stroe: there is no such key"},
		{"  operator:", "  operater:", "redress.yaml:11: roles.operater: there is no such"},
		{"  - uri: maildir:mail/in", "  - uri: maildir:mail/in\n    pol: 5",
		 "redress.yaml:16: mailboxes.pol: there is no such key"},
		{"organisation: EverBright\n", "", "redress.yaml:1: organisation: is missing"},
		{"store:", "calendar: { days: business }\nstore:",
		 "redress.yaml:18: calendar.days: \"business\" is none of: calendar, working"},
		{"store:", "calendar: { holidays: 2026-02-30 }\nstore:",
		 "redress.yaml:18: calendar.holidays: \"2026-02-30\" is not a date"},
		{"store:", "calendar: { sending_hours: 8-18 }\nstore:",
		 "redress.yaml:18: calendar.sending_hours: \"8-18\" are not hours"},
		{"  operator: postmaster@everbright.example\n", "",
		 "redress.yaml:6: roles.operator: is missing"},
		{"- uri: maildir:mail/in", "- poll: 60",
		 "redress.yaml:15: mailboxes.uri: is missing"},
		{"maildir:mail/in", "maildir:mail/in\n    poll: soon",
		 "redress.yaml:16: mailboxes.poll: \"soon\" is not a number from 5 to 3600 (s)"},
		{"maildir:mail/in", "maildir:mail/in\n    poll: 4",
		 "redress.yaml:16: mailboxes.poll: \"4\" is not a number from 5"},
		{"maildir:mail/in", "maildir:mail/in\n    poll: 99999999999999999999",
		 "redress.yaml:16: mailboxes.poll: \"99999999999999999999\" is not a number"},
		{"maildir:mail/in", "maildir:mail/in\n    done: perhaps",
		 "redress.yaml:16: mailboxes.done: \"perhaps\" is none of: auto, move, flag"},
		{"maildir:mail/in", "maildir:mail/in\n    allow_plaintext: maybe",
		 "redress.yaml:16: mailboxes.allow_plaintext: \"maybe\" is neither yes nor no"},
		{"maildir:mail/in", "maildir:mail/in\n    start: yesterday",
		 "redress.yaml:16: mailboxes.start: neither \"all\" nor \"now\""},
		{"maildir:mail/in", "maildir:mail/in\n    password_command: \"pass 'x\"",
		 "redress.yaml:16: mailboxes.password_command: "},
		{"maildir:mail/in", "maildir:mail/in\n    password_file: a\n    credential: b",
		 "redress.yaml:17: mailboxes.credential: mailboxes.password_file is given already"},
		{"maildir:mail/out", "maildir:mail/out\n  copy_to: {user: x}",
		 "redress.yaml:18: transport.copy_to.uri: is missing"},
		{"maildir:mail/out", "maildir:mail/out\n  copy_to: {uri: \"maildir:x\"}",
		 "redress.yaml:18: transport.copy_to.uri: \"maildir:x\" does not begin with"},
		{"maildir:mail/in", "pop3://host/", "redress.yaml:15: mailboxes.uri: \"pop3://hos"},
		{"maildir:mail/in", "\"maildir:\"", "redress.yaml:15: mailboxes.uri: the folder's"},
		{"maildir:mail/in", "imaps:INBOX", "redress.yaml:15: mailboxes.uri: \"imaps:INBOX"},
		{"\n  - uri: maildir:mail/in", " []", "redress.yaml:14: mailboxes: the list is em"},
		{"\n  - uri: maildir:mail/in", " here",
		 "redress.yaml:14: mailboxes: a list of gro"},
		{"\n  uri: maildir:mail/out", " here",
		 "redress.yaml:16: transport: \"key: value\""},
		{"\n  uri: maildir:mail/out", " [a]", "redress.yaml:16: transport: \"key: value\""},
		{"also_ours: []", "also_ours: x@y.example", "redress.yaml:3: also_ours: a list of"},
		{"also_ours: []", "also_ours: [\"x y@z.example\"]",
		 "redress.yaml:3: also_ours: \"x y@z.example\" is not an e-mail address"},
		{"store: redress.db", "store: [a, b]", "redress.yaml:18: store: one path is expec"},
		{"store: redress.db", "store: ", "redress.yaml:18: store: is empty"},
		{"store: redress.db", "store: a\nstore: b", "redress.yaml:19: store: is given twi"},
		{"store: redress.db", "store: &a x", "redress.yaml:18: anchors are not understood"},
		{"store: redress.db", "store: *a", "redress.yaml:18: aliases are not understood"},
		{"EverBright\n", "\"Ever\\0Bright\"\n", "redress.yaml:1: a control character"},
		{"EverBright\n", "\"Ever\\nBright\"\n", "redress.yaml:1: a control character"},
		{"EverBright\n", "\n", "redress.yaml:1: organisation: is empty"},
		{"America/New_York", "America/Nowhere",
		 "redress.yaml:13: time_zone: \"America/Nowhere\" is not a time zone"},
		{": complaints@everbright.example", ": complaints",
		 "redress.yaml:2: address: \"complaints\" is not an e-mail address"},
		{"{ name: Cass", "{{ name: Cass", "redress.yaml:12: "},
		{"organisation: EverBright\n", "[a]\n", "redress.yaml:1: "},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *message =
			error_of(cases[i].from, cases[i].to, strlen(cases[i].to));

		cr_expect(g_str_has_prefix(message, cases[i].message), "%s\nwanted %s", message,
			  cases[i].message);
	}
}

Test(config, a_password_in_a_uri_is_refused_and_not_repeated)
{
	const char *uri = "imaps://me:secret@imap.example/INBOX";
	g_autofree char *message = error_of("maildir:mail/in", uri, strlen(uri));

	cr_assert(g_str_has_prefix(message, "redress.yaml:15: mailboxes.uri: a password"), "%s",
		  message);
	cr_assert_null(strstr(message, "secret"));
}

Test(config, octets_that_are_no_text_are_refused)
{
	g_autofree char *bad_utf8 = error_of("EverBright\n", "Ever\xff\n", 6);
	g_autofree char *nul = error_of("EverBright\n", "Ever\0x\n", 7);
	g_autofree char *empty = NULL;
	g_autofree char *whole = NULL;

	cr_expect(g_str_has_prefix(bad_utf8, "redress.yaml:1: "), "%s", bad_utf8);
	cr_expect(g_str_has_prefix(nul, "redress.yaml:1: "), "%s", nul);
	cr_assert(g_file_get_contents(SAMPLE, &whole, NULL, NULL));
	empty = error_of(whole, "", 0);
	cr_expect_str_eq(empty, "redress.yaml:1: the file is empty");
}

Test(config, a_second_document_is_refused)
{
	g_autofree char *message = error_of("templates: templates\n", "templates: a\n---\nx: y\n",
					    strlen("templates: a\n---\nx: y\n"));

	cr_assert_str_eq(message, "redress.yaml:20: a second document begins here");
}

Test(config, a_file_that_is_not_there_is_a_configuration_error)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdConfig) config = rd_config_load("tests/data/config/none.yaml", &error);

	cr_assert_null(config);
	cr_assert(g_error_matches(error, RD_ERROR, RD_ERROR_CONFIG));
	cr_assert_not_null(strstr(error->message, "none.yaml"));
}

Test(config, our_own_address_is_known_in_every_spelling)
{
	g_autoptr(RdConfig) config = rd_config_load(FULL, NULL);

	cr_assert(rd_config_is_ours(config, "complaints@everbright.example"));
	cr_assert(rd_config_is_ours(config, "Complaints@EverBright.example"));
	cr_assert(rd_config_is_ours(config, "complaints+RD-1042.abc@everbright.example"));
	cr_assert(rd_config_is_self(config, "complaints+RD-1042.abc@everbright.example"));
	cr_assert_not(rd_config_is_self(config, "help@everbright.example"));
	cr_assert(rd_config_is_ours(config, "help+x@everbright.example"));
	cr_assert_not(rd_config_is_ours(config, "complaint@everbright.example"));
	cr_assert_not(rd_config_is_ours(config, "complaints@everbright.example.net"));
	cr_assert_not(rd_config_is_ours(config, "other@everbright.example"));
	cr_assert_not(rd_config_is_ours(config, "complaints"));
}

Test(config, every_row_says_what_it_is_for_and_accepts_its_own_default)
{
	guint n;
	const RdSetting *rows = rd_settings(&n);

	for (guint i = 0; i < n; i++) {
		cr_expect_neq(*rows[i].help, '\0', "%s", rows[i].key);
		cr_expect_eq(rd_setting_find(rows[i].key), &rows[i], "%s is there twice",
			     rows[i].key);
		if (rows[i].type == RD_SETTING_NUMBER || rows[i].type == RD_SETTING_SIZE) {
			guint64 number = g_ascii_strtoull(rows[i].value, NULL, 10);

			cr_expect(number >= rows[i].min && number <= rows[i].max, "%s",
				  rows[i].key);
			cr_expect_not_null(rows[i].unit, "%s", rows[i].key);
		}
	}
}

Test(config, an_option_goes_before_the_environment)
{
	g_autofree char *option = NULL;
	g_autofree char *environment = NULL;

	g_setenv("REDRESS_CONFIG", "/from/environment.yaml", TRUE);
	option = rd_config_find("from/option.yaml");
	environment = rd_config_find(NULL);
	cr_assert_str_eq(option, "from/option.yaml");
	cr_assert_str_eq(environment, "/from/environment.yaml");
}

Test(config, a_reply_is_sent_approved_or_off_as_the_file_says)
{
	g_autofree char *dir = g_dir_make_tmp("redress-config-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(dir, "redress.yaml", NULL);
	g_autofree char *sample = NULL;
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(RdConfig) config = NULL;

	cr_assert(g_file_get_contents(SAMPLE, &sample, NULL, NULL));
	text = g_strconcat(sample, "\nreplies:\n  referral-comment: approve\n  follow-up: off\n",
			   NULL);
	cr_assert(g_file_set_contents(path, text, -1, NULL));
	config = rd_config_load(path, &error);
	g_unlink(path);
	g_rmdir(dir);
	cr_assert_not_null(config, "%s", error != NULL ? error->message : "");
	cr_expect_eq(rd_config_send_mode(config, "referral-comment"), RD_SEND_APPROVE);
	cr_expect_eq(rd_config_send_mode(config, "follow-up"), RD_SEND_OFF);
	cr_expect_eq(rd_config_send_mode(config, "case-closed"), RD_SEND_AUTO);
}

Test(config, what_becomes_of_a_reply_is_one_of_three_words)
{
	const struct {
		const char *text, *error;
	} cases[] = {
		{"store: x.db\nreplies:\n  follow-up: maybe\n",
		 "replies.follow-up: \"maybe\" is none of: auto, approve, off"},
		{"store: x.db\nreplies:\n  follow-up: { a: b }\n", "replies.follow-up"},
		{"store: x.db\nreplies: off\n", "replies: \"key: value\" lines are expected"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *error =
			error_of("store: redress.db\n", cases[i].text, strlen(cases[i].text));

		cr_expect_not_null(strstr(error, cases[i].error), "%s", error);
	}
}
