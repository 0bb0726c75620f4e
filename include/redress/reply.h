/*
 * reply.h - from a case to a letter: view, template, RFC 5322 message.
 *
 * A template is a Mustache file: header lines ("Subject: ..."), an empty line, the
 * plain text. The HTML part is made from the rendered text. A name that the view does
 * not have, or that is empty, is an error (MISSING): a hole is never mailed. A section
 * ({{#name}} ... {{/name}}) is how a template says that a value may be absent.
 */

#pragma once

#include <glib.h>
#include <jansson.h>
#include <redress/case.h>
#include <redress/config.h>
#include <redress/people.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)

typedef struct _RdReplies RdReplies; /* all templates of a folder, immutable */

RdReplies *rd_replies_load(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_replies_free(RdReplies *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdReplies, rd_replies_free)
/* NULL-terminated, sorted; owned by @self. */
const char *const *rd_replies_names(const RdReplies *self);

/* Names of values, so that a view need have no others. */
typedef struct _RdViewUses RdViewUses;
/* Whether it has the value @name, or one of the group @name; NULL has all. */
gboolean rd_view_uses(const RdViewUses *self, const char *name);

/* The names that it uses. Owned by @self; NULL when there is no such template. */
const RdViewUses *rd_replies_uses(const RdReplies *self, const char *name);

/* What a template may speak of: text under each name. The names are in templates/replies/README.md.
 */
typedef struct _RdView RdView;

typedef struct {
	char *subject;
	char *text; /* LF line ends */
} RdReplyText;
void rd_reply_text_free(RdReplyText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdReplyText, rd_reply_text_free)

/* MISSING names the template and the value; NOT_FOUND for an unknown template. */
RdReplyText *rd_replies_render(const RdReplies *self, const char *name, const RdView *view,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A text that has tags but is no letter: a note of a procedure, say. */
typedef struct _RdReplyString RdReplyString;

/* CONFIG when it cannot be read or uses a name that no view has. */
RdReplyString *rd_reply_string_new(const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_reply_string_free(RdReplyString *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdReplyString, rd_reply_string_free)
/* Owned by @self. */
const RdViewUses *rd_reply_string_uses(const RdReplyString *self);
char *rd_reply_string_render(const RdReplyString *self, const RdView *view,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All that a letter may speak of; pointers may be NULL. */
typedef struct {
	const RdConfig *config;
	const RdCase *kase;
	const RdHomeowner *homeowner;
	const RdInstaller *installer;
	const RdStaff *assignee;
	const RdStaff *account_manager;
	const RdTask *task;
	const RdReview *review;
	const char *words;    /* what the homeowner newly wrote; NULL: the case's description,
				 unless the fact "staff-words" says that it is not theirs */
	const char *message;  /* what anybody newly wrote, for people of ours alone; NULL */
	const char *who;      /* name or address of whoever caused this; NULL: redress itself */
	const char *progress; /* what has happened so far, one or two sentences (BO6); NULL:
				 what the case's facts and dates tell */
	const char *question; /* point 4 of the referral comment; NULL: left out */
	json_t *extra; /* values of one template alone: texts, lists of texts, groups of these
			  ("receipt"); may be NULL; borrowed */
	const RdViewUses *uses; /* the names that it is for; NULL: all; borrowed */
	RdTime now;
} RdViewSource;

/* Borrows nothing of @source but its uses. */
RdView *rd_view_new(const RdViewSource *source);
void rd_view_free(RdView *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdView, rd_view_free)
/* The value @name; NULL: it is not known. */
const char *rd_view_get(const RdView *self, const char *name);

/* A mail to be written. */
typedef struct {
	const char *from_name;
	const char *from;
	const char *reply_to; /* with the case's token */
	GPtrArray *to;	      /* of char *: addresses */
	GPtrArray *cc;
	const char *subject;
	const char *text;
	const char *message_id;	 /* without angle brackets */
	const char *in_reply_to; /* may be NULL */
	GPtrArray *references;	 /* of char *; may be NULL */
	gboolean replied; /* Auto-Submitted: auto-replied rather than auto-generated (RFC 3834) */
	const char *case_number; /* may be NULL */
	RdTime date;
	GBytes *attached_message; /* raw mail attached as message/rfc822; may be NULL */
} RdLetter;

/* RFC 5322 text with CRLF line ends, 7-bit clean. INPUT when a header value would break it. */
GBytes *rd_letter_compose(const RdLetter *letter, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * The HTML part for @text: paragraphs, lists and links, everything else escaped. A line
 * "WORDS <mailto:...>" becomes a link under its words when the address is @reply_to with
 * any plus-part: nobody else's link may hide behind words. @reply_to may be NULL.
 */
char *rd_letter_html(const char *text, const char *reply_to);

G_END_DECLS
