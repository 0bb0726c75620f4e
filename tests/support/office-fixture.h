/*
 * office-fixture.h - an office with a store in memory, a small directory (tests/data/office)
 * and the real templates, with short ways to tell it something and to read what it did.
 *
 * TestSuite(apply, .init = office_setup, .fini = office_teardown);
 *
 * Strings and messages that are returned live until the end of the test.
 */

#pragma once

#include <redress/command.h>
#include <redress/intake.h>

#include "store-fixture.h"

#define MARTA  "marta@home.example"	   /* HO-3001: IN-31, m3, has mk@work.example too */
#define DAN    "dan.ruiz@post.example"	   /* HO-3002: IN-31, m1 */
#define OLIVE  "HO-3003"		   /* IN-32, no e-mail address */
#define MESA   "service@mesasolar.example" /* IN-31, account manager Omar */
#define ANNA   "anna@corp.example"	   /* agent */
#define BEN    "ben@corp.example"	   /* back office */
#define OMAR   "omar@corp.example"	   /* sales */
#define MONDAY ((RdTime)1772467200)	   /* 2026-03-02T16:00:00Z */

extern RdConfig *config;
extern RdTime now; /* MONDAY at first; a test moves it on */
extern RdCasework casework;

/* Without rules, which take a while to load; office_receive() loads them. */
void office_setup(void);
void office_teardown(void);

/* Puts the office on an empty store in the file @path. */
void office_move(const char *path);
/* Closes that store and opens it again, as after a restart or a fork. */
void office_reopen(const char *path);

/* Keeps @text until the end of the test. */
const char *office_keep(char *text);

/* A case of that homeowner ("" none), opened by what they complain of; RD-1001 is the first. */
RdCase *office_open(const char *procedure, const char *homeowner_id, RdComplaintSet complaints);
/* Marta's complaint about damage; the letters that opening it sent are out of the way. */
RdCase *office_damaged(void);
/* The case as it is in the store. */
RdCase *office_case(gint64 id);
/* Adds a mail to the case as if it had come in. */
void office_add_mail(RdCase *kase, const char *from, const char *message_id);
void office_event(RdCase *kase, const RdEvent *event);
gboolean office_post(RdCase *kase, const RdPost *post);
/* A command line by Ben: "done: #take: ..." or "refused: #take: ...". */
const char *office_do(RdCase *kase, const char *line);

/*
 * The octets of a mail. @headers: lines parted by LF; what is not given of From (Marta), To
 * (the gateway), Date (@now) and Message-ID (a new one) is added.
 */
GBytes *office_mail(const char *headers, const char *text);
#define BY_STAFF "Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example\n"
/* Puts octets into the ledger; returns the id. */
gint64 office_take(GBytes *raw);
const RdIntake *office_intake(void);
/* A mail comes in and is worked; returns what the ledger says of it. */
const char *office_receive(const char *headers, const char *text);
const char *office_receive_raw(GBytes *raw);
/* The Message-ID of the mail that office_mail() made last. */
const char *office_last_id(void);

/* "homeowner-outreach to a@b, cc c@d" of each letter since the last call, one a line. */
const char *office_letters(void);
/* The newest letter that was made from a template; fails the test when there is none. */
const RdOutboxRow *office_letter(const char *template_name);
/* Its octets as text, with LF line ends. */
const char *office_letter_raw(const char *template_name);
/* A field of its header, unfolded; "" when it has none. */
const char *office_letter_header(const char *template_name, const char *field);
/* What it says. */
const char *office_letter_text(const char *template_name);

/* Sends what is due with a next hop that answers by @script (transport-double.h). */
void office_send(const char *script);

/* Fires what is due and returns how many timers that were; the same for mails about tasks. */
guint office_fire(void);
guint office_mail_tasks(void);

/* "call-installer (back-office)" of each open task, parted by ", ". */
const char *office_tasks(gint64 case_id);
/* The open task of that name; fails the test when there is none. */
const RdTask *office_task(RdCase *kase, const char *name);
/* "name at +48h" of each timer, counted from @now, parted by ", ". */
const char *office_timers(gint64 case_id);
/* "kind: text <- cause" of the feed, one a line. */
const char *office_feed(gint64 case_id);
/* How often @needle is in @text. */
guint office_count(const char *text, const char *needle);

#define expect_str(actual, expected)                                                               \
	do {                                                                                       \
		const char *actual_ = (actual);                                                    \
		cr_expect_str_eq(actual_, (expected), "%s", actual_);                              \
	} while (0)
#define expect_has(text, needle)                                                                   \
	do {                                                                                       \
		const char *text_ = (text);                                                        \
		cr_expect_not_null(strstr(text_, (needle)), "no \"%s\" in:\n%s", (needle), text_); \
	} while (0)
#define expect_lacks(text, needle)                                                                 \
	do {                                                                                       \
		const char *text_ = (text);                                                        \
		cr_expect_null(strstr(text_, (needle)), "\"%s\" in:\n%s", (needle), text_);        \
	} while (0)
