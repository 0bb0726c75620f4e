/*
 * view-names.h - every name that a template may use, in order; templates/replies/README.md
 * says what they are.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* clang-format off */
#define VIEW_NAMES(X) \
	X(ACCOUNT_MANAGER_EMAIL, "account_manager.email") \
	X(ACCOUNT_MANAGER_NAME, "account_manager.name") \
	X(ADDRESS, "address") \
	X(AGENT_NAME, "agent_name") \
	X(AM_ESCALATION_EMAIL, "am_escalation.email") \
	X(AM_ESCALATION_NAME, "am_escalation.name") \
	X(ASSIGNEE_EMAIL, "assignee.email") \
	X(ASSIGNEE_NAME, "assignee.name") \
	X(CANDIDATES, "candidates") \
	X(CASE_COMPLAINED_ON, "case.complained_on") \
	X(CASE_DESCRIPTION, "case.description") \
	X(CASE_NUMBER, "case.number") \
	X(CASE_OPENED_ON, "case.opened_on") \
	X(CASE_PRIMARY_REASON, "case.primary_reason") \
	X(CASE_QUEUE, "case.queue") \
	X(CASE_SECONDARY_REASON, "case.secondary_reason") \
	X(CASE_STATE, "case.state") \
	X(CASE_SUBJECT, "case.subject") \
	X(CONCERNS_HOMEOWNER, "concerns.homeowner") \
	X(CONCERNS_INSTALLER, "concerns.installer") \
	X(CONCERNS_RECORD, "concerns.record") \
	X(HEALTH_SINCE, "health.since") \
	X(HEALTH_SOURCE, "health.source") \
	X(HEALTH_WHY, "health.why") \
	X(HELD_CC, "held.cc") \
	X(HELD_MORE, "held.more") \
	X(HELD_NUMBER, "held.number") \
	X(HELD_REASON, "held.reason") \
	X(HELD_SUBJECT, "held.subject") \
	X(HELD_TEXT, "held.text") \
	X(HELD_TO, "held.to") \
	X(HISTORY, "history") \
	X(HOMEOWNER_ADDRESS, "homeowner.address") \
	X(HOMEOWNER_EMAIL, "homeowner.email") \
	X(HOMEOWNER_FINANCE, "homeowner.finance") \
	X(HOMEOWNER_ID, "homeowner.id") \
	X(HOMEOWNER_MILESTONE, "homeowner.milestone") \
	X(HOMEOWNER_NAME, "homeowner.name") \
	X(HOMEOWNER_PHONE, "homeowner.phone") \
	X(HOMEOWNER_OR_WRITER, "homeowner_or_writer") \
	X(INSTALLER_EMAIL, "installer.email") \
	X(INSTALLER_ESCALATION_EMAIL, "installer.escalation_email") \
	X(INSTALLER_ESCALATION_NAME, "installer.escalation_name") \
	X(INSTALLER_ESCALATION_PHONE, "installer.escalation_phone") \
	X(INSTALLER_NAME, "installer.name") \
	X(INSTALLER_PHONE, "installer.phone") \
	X(INSTALLER_OR_UNKNOWN, "installer_or_unknown") \
	X(LINKS, "links") \
	X(LIST, "list") \
	X(MESSAGE, "message") \
	X(MISREPRESENTATION, "misrepresentation") \
	X(ORGANISATION, "organisation") \
	X(PROGRESS, "progress") \
	X(PROPOSAL, "proposal") \
	X(QUESTION, "question") \
	X(RECEIPT_CASE, "receipt.case") \
	X(RECEIPT_DONE, "receipt.done") \
	X(RECEIPT_NEXT, "receipt.next") \
	X(RECEIPT_NOT_DONE, "receipt.not_done") \
	X(REPLY_SUBJECT, "reply_subject") \
	X(REVIEW_LINK, "review.link") \
	X(REVIEW_PLATFORM, "review.platform") \
	X(REVIEW_RATING, "review.rating") \
	X(REVIEW_REVIEWER, "review.reviewer") \
	X(REVIEW_TEXT, "review.text") \
	X(SIGNATURE, "signature") \
	X(TASK_ASSIGNEE, "task.assignee") \
	X(TASK_BODY, "task.body") \
	X(TASK_DUE_ON, "task.due_on") \
	X(TASK_TITLE, "task.title") \
	X(TODAY, "today") \
	X(WHO, "who") \
	X(WORDS, "words") \
	X(WRITER, "writer")
/* clang-format on */

typedef enum {
#define VIEW_NAME(id, name) VIEW_##id,
	VIEW_NAMES(VIEW_NAME)
#undef VIEW_NAME
		VIEW_LAST
} ViewName;

/* A name, or those of a group: from @first up to @end, which is not of them. */
typedef struct {
	guint8 first, end;
} ViewRange;

/*
 * What @name stands for: "installer.phone" for itself, "installer" for all that begin with
 * it and a dot. FALSE when no template may use it.
 */
gboolean view_names_find(const char *name, ViewRange *out);

G_END_DECLS
