/*
 * reply.h - from a case to a letter: view, template, RFC 5322 message.
 *
 * A template is a Mustache file: header lines ("Subject: ..."), an empty line, the
 * plain text. The HTML part is made from the rendered text. A name that the view does
 * not have, or that is empty, is an error (MISSING): a hole is never mailed. The view
 * is JSON; a section ({{#name}} ... {{/name}}) is how a template says that a value
 * may be absent.
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

/*
 * The names that it uses, so that a view need have no others: {"today": true, "homeowner":
 * {"name": true}}. Owned by @self; NULL when there is no such template.
 */
json_t *rd_replies_uses(const RdReplies *self, const char *name);
/* The same of @text itself. */
json_t *rd_reply_string_uses(const char *text) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
	char *subject;
	char *text; /* LF line ends */
} RdReplyText;
void rd_reply_text_free(RdReplyText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdReplyText, rd_reply_text_free)

/* MISSING names the template and the value; NOT_FOUND for an unknown template. */
RdReplyText *rd_replies_render(const RdReplies *self, const char *name, json_t *view,
			       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Renders @text itself, a note of a procedure, say. */
char *rd_reply_render_string(const char *text, json_t *view,
			     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE when @text can be read and uses only names that a view may have; else CONFIG. */
gboolean rd_reply_check_string(const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

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
	json_t *uses;  /* the names that it is for (rd_replies_uses()); NULL: all; borrowed */
	RdTime now;
} RdViewSource;

/* The names are listed in templates/replies/README.md. */
json_t *rd_view_new(const RdViewSource *source);
/* Whether a view for @uses has the value or group @name, which has no dot. */
gboolean rd_view_uses(const json_t *uses, const char *name);

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
