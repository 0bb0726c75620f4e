#include "config-private.h"

#include <string.h>

static const char *const mailbox_schemes[] = {"maildir", "imap", "imaps", NULL};
static const char *const transport_schemes[] = {"maildir", "smtp", "smtps", NULL};
static const char *const copy_schemes[] = {"imap", "imaps", NULL};
static const char *const auth_words[] = {"plain",	  "login",   "scram-sha-1",
					 "scram-sha-256", "xoauth2", NULL};
static const char *const day_words[] = {"calendar", "working", NULL};
static const char *const done_words[] = {"auto", "move", "flag", "nothing",
					 NULL}; /* RdMailboxDone */

static const char *const send_words[] = {"auto", "approve", "off", NULL}; /* RdSendMode */

#define NAMED "replies." /* what follows is a name that no row has */

#define AT(member) .offset = offsetof(ConfigFile, config.member)
#define IN(group, member)                                                                          \
	.offset = offsetof(ConfigFile, config.group.member) - offsetof(ConfigFile, config.group)

/* RdTransportSettings.copy_to as a group of its own. */
typedef struct {
	RdServerSettings server;
} CopySettings;

/* How a server is reached: the same keys wherever there is one. */
#define SERVER(group, structure, at, schemes, example)                                             \
	{group ".uri",	    RD_SETTING_URI, NULL, example, .offset = offsetof(structure, at.uri),  \
	 .choices = schemes},                                                                      \
		{group ".user", RD_SETTING_TEXT, "",                                               \
		 "instead of user@ in the URI: an address needs no %40 here",                      \
		 .offset = offsetof(structure, at.user)},                                          \
		{group ".ca_file", RD_SETTING_PATH, "",                                            \
		 "PEM file of the authorities to trust instead of the system's",                   \
		 .offset = offsetof(structure, at.ca_file)},                                       \
		{group ".auth",                                                                    \
		 RD_SETTING_WORD,                                                                  \
		 "",                                                                               \
		 "how to log in; empty: the best that the server offers",                          \
		 .offset = offsetof(structure, at.auth),                                           \
		 .choices = auth_words},                                                           \
		{group ".password_command", RD_SETTING_COMMAND, "",                                \
		 "a program that prints the password; run without a shell",                        \
		 .offset = offsetof(structure, at.password_command)},                              \
		{group ".password_file", RD_SETTING_PATH, "",                                      \
		 "a file whose first line is the password",                                        \
		 .offset = offsetof(structure, at.password_file)},                                 \
		{group ".token_command", RD_SETTING_COMMAND, "",                                   \
		 "a program that prints an OAuth 2 access token",                                  \
		 .offset = offsetof(structure, at.token_command)},                                 \
		{group ".credential", RD_SETTING_TEXT, "",                                         \
		 "name of the systemd credential that holds the password",                         \
		 .offset = offsetof(structure, at.credential)},                                    \
		{group ".allow_plaintext", RD_SETTING_SWITCH, "no",                                \
		 "speak to a host that is not this one without TLS",                               \
		 .offset = offsetof(structure, at.allow_plaintext)},                               \
	{                                                                                          \
		group ".timeout", RD_SETTING_NUMBER, "0",                                          \
			"without an octet from the server; 0: IMAP 60, SMTP 300",                  \
			.offset = offsetof(structure, at.timeout_s), .unit = "s", .max = 600       \
	}

static const RdSetting settings[] = {
	{"organisation", RD_SETTING_TEXT, NULL, "name of the company, as letters say it",
	 AT(organisation)},
	{"address", RD_SETTING_ADDRESS, NULL,
	 "the gateway's own address: From and Reply-To of all mail", AT(address)},
	{"also_ours", RD_SETTING_ADDRESSES, "",
	 "other addresses that reach the gateway: never written to",
	 .offset = offsetof(ConfigFile, also_ours)},
	{"signature", RD_SETTING_TEXT, NULL, "signs a letter while nobody is assigned",
	 AT(signature)},
	{"authserv_id", RD_SETTING_TEXT, "",
	 "whose Authentication-Results count; empty: staff commands are refused", AT(authserv_id)},
	{"roles", RD_SETTING_GROUP, NULL, "addresses of teams", AT(roles)},
	{"roles.back_office", RD_SETTING_ADDRESS, NULL, "the back-office queue",
	 IN(roles, back_office)},
	{"roles.resolution", RD_SETTING_ADDRESS, NULL, "the Resolution team",
	 IN(roles, resolution)},
	{"roles.marketing", RD_SETTING_ADDRESS, NULL, "the Marketing team", IN(roles, marketing)},
	{"roles.partner", RD_SETTING_ADDRESS, NULL, "the partner for Beam and Concert customers",
	 IN(roles, partner)},
	{"roles.operator", RD_SETTING_ADDRESS, NULL,
	 "who runs the gateway, and hears of what it cannot do", IN(roles, operator)},
	{"am_escalation", RD_SETTING_GROUP, NULL,
	 "who is told when an account manager does not answer", AT(am_escalation)},
	{"am_escalation.name", RD_SETTING_TEXT, NULL, "the name to mention",
	 IN(am_escalation, name)},
	{"am_escalation.email", RD_SETTING_ADDRESS, NULL, "that person's address",
	 IN(am_escalation, email)},
	{"time_zone", RD_SETTING_ZONE, "UTC", "in which letters and listings give times",
	 .offset = offsetof(ConfigFile, time_zone)},
	{"calendar", RD_SETTING_GROUP, "", "which days count, and at which hours mail goes out",
	 .offset = offsetof(ConfigFile, calendar)},
	{"calendar.days", RD_SETTING_WORD, "calendar",
	 "what the days of a procedure are: all, or Monday to Friday without holidays",
	 .offset = offsetof(CalendarSettings, days), .choices = day_words},
	{"calendar.holidays", RD_SETTING_DATES, "", "dates that are no working days",
	 .offset = offsetof(CalendarSettings, holidays)},
	{"calendar.sending_hours", RD_SETTING_HOURS, "",
	 "when mail goes out, but for that to staff; empty: at any hour",
	 .offset = offsetof(CalendarSettings, sending_hours)},
	{"mailboxes", RD_SETTING_LIST, NULL, "where mail is read",
	 .offset = offsetof(ConfigFile, mailboxes), .min = 1, .max = 32},
	SERVER("mailboxes", RdMailboxSettings, server, mailbox_schemes,
	       "maildir:PATH or imaps://user@host/FOLDER"),
	{"mailboxes.start", RD_SETTING_START, "",
	 "what the first connection takes: all, now, or mail since a time; empty: IMAP now, "
	 "Maildir what is new",
	 .offset = offsetof(RdMailboxSettings, start)},
	{"mailboxes.done", RD_SETTING_CHOICE, "auto",
	 "what happens on the server to a mail that was taken",
	 .offset = offsetof(RdMailboxSettings, done), .choices = done_words},
	{"mailboxes.done_folder", RD_SETTING_TEXT, "", "where \"move\" puts it; empty: Done",
	 .offset = offsetof(RdMailboxSettings, done_folder)},
	{"mailboxes.poll", RD_SETTING_NUMBER, "60",
	 "time between sweeps where the server does not push",
	 .offset = offsetof(RdMailboxSettings, poll_s), .unit = "s", .min = 5, .max = 3600},
	{"mailboxes.max_size", RD_SETTING_SIZE, "50", "a larger message goes to triage unfetched",
	 .offset = offsetof(RdMailboxSettings, max_bytes), .unit = "MB", .min = 1, .max = 64},
	{"transport", RD_SETTING_GROUP, NULL, "the way out", AT(transport)},
	SERVER("transport", RdTransportSettings, server, transport_schemes,
	       "maildir:PATH or smtp://user@host:587"),
	{"transport.copy_to", RD_SETTING_GROUP, "", "a folder that gets a copy of each mail",
	 .offset = offsetof(RdTransportSettings, copy_to)},
	SERVER("transport.copy_to", CopySettings, server, copy_schemes, "imaps://user@host/FOLDER"),
	{"store", RD_SETTING_PATH, "redress.db", "the database file", AT(store)},
	{"templates", RD_SETTING_PATH, "templates", "folder with replies/, procedures/ and rules/",
	 AT(templates)},
	{"budget", RD_SETTING_GROUP, "",
	 "how many automatic mails may go out before one is held for a person", AT(budget)},
	{"budget.per_address_hour", RD_SETTING_NUMBER, "30", "to one address within an hour",
	 IN(budget, per_address_hour), .unit = "mails", .min = 1, .max = 10000},
	{"budget.per_case_day", RD_SETTING_NUMBER, "20", "of one case within a day",
	 IN(budget, per_case_day), .unit = "mails", .min = 1, .max = 1000},
	{"budget.per_template_day", RD_SETTING_NUMBER, "3",
	 "of one template in one case within a day, but for those to staff",
	 IN(budget, per_template_day), .unit = "mails", .min = 1, .max = 1000},
	{"classify", RD_SETTING_GROUP, "", "when a person decides what a mail is about",
	 AT(classify)},
	{"classify.sure", RD_SETTING_NUMBER, "75",
	 "of what a label takes: a complaint that reached less is worked in triage; 0: none is",
	 IN(classify, sure), .unit = "%", .max = 200},
	{"replies", RD_SETTING_NAMES, "", "letters that are not just sent, by template",
	 .offset = 0},
	{"replies.*", RD_SETTING_WORD, "auto",
	 "auto: it is sent; approve: it is held until staff approve it; off: it is not sent",
	 .choices = send_words},
	{"tasks", RD_SETTING_GROUP, "", "when people are reminded of what they have to do",
	 AT(tasks)},
	{"tasks.daily_at", RD_SETTING_NUMBER, "8",
	 "when tasks that were mailed and are still open are mailed again, every day",
	 IN(tasks, daily_at), .unit = "o'clock", .min = 0, .max = 23},
	{"health", RD_SETTING_GROUP, "", "when the operator is told of a failure", AT(health)},
	{"health.patience", RD_SETTING_NUMBER, "900", "how long a mailbox or the relay may fail",
	 IN(health, patience_s), .unit = "s", .min = 1, .max = 86400},
};

static const char *const type_names[] = {
	[RD_SETTING_TEXT] = "text",
	[RD_SETTING_ADDRESS] = "address",
	[RD_SETTING_ADDRESSES] = "list of addresses",
	[RD_SETTING_PATH] = "path",
	[RD_SETTING_URI] = "URI",
	[RD_SETTING_COMMAND] = "command",
	[RD_SETTING_START] = "all, now or a time",
	[RD_SETTING_ZONE] = "time zone",
	[RD_SETTING_DATES] = "dates",
	[RD_SETTING_HOURS] = "hours of a day",
	[RD_SETTING_WORD] = "word",
	[RD_SETTING_CHOICE] = "word",
	[RD_SETTING_NUMBER] = "number",
	[RD_SETTING_SIZE] = "number",
	[RD_SETTING_SWITCH] = "yes or no",
	[RD_SETTING_GROUP] = "group",
	[RD_SETTING_NAMES] = "group",
	[RD_SETTING_LIST] = "list of groups",
};

const RdSetting *
rd_settings(guint *n)
{
	*n = G_N_ELEMENTS(settings);
	return settings;
}

const RdSetting *
rd_setting_find(const char *key)
{
	for (guint i = 0; i < G_N_ELEMENTS(settings); i++) {
		if (strcmp(settings[i].key, key) == 0)
			return &settings[i];
	}
	return g_str_has_prefix(key, NAMED) && strcmp(key, NAMED "*") != 0
		       ? rd_setting_find(NAMED "*")
		       : NULL;
}

const char *
rd_setting_type_name(RdSettingType type)
{
	return type_names[type];
}
