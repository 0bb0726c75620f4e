#include "reply-private.h"

#include <string.h>

/*
 * Every name that a template may use; templates/replies/README.md says what they
 * are. A view leaves out what is not known.
 */
static const char *const names[] = {
	"account_manager.email",
	"account_manager.name",
	"address",
	"agent_name",
	"am_escalation.email",
	"am_escalation.name",
	"assignee.email",
	"assignee.name",
	"candidates",
	"case.complained_on",
	"case.description",
	"case.number",
	"case.opened_on",
	"case.primary_reason",
	"case.queue",
	"case.secondary_reason",
	"case.state",
	"case.subject",
	"concerns.homeowner",
	"concerns.installer",
	"concerns.record",
	"health.since",
	"health.source",
	"health.why",
	"held.cc",
	"held.number",
	"held.reason",
	"held.subject",
	"held.text",
	"held.to",
	"history",
	"homeowner.address",
	"homeowner.email",
	"homeowner.finance",
	"homeowner.id",
	"homeowner.milestone",
	"homeowner.name",
	"homeowner.phone",
	"homeowner_or_writer",
	"installer.email",
	"installer.escalation_email",
	"installer.escalation_name",
	"installer.escalation_phone",
	"installer.name",
	"installer.phone",
	"installer_or_unknown",
	"links",
	"list",
	"message",
	"misrepresentation",
	"organisation",
	"progress",
	"proposal",
	"question",
	"receipt.case",
	"receipt.done",
	"receipt.next",
	"receipt.not_done",
	"reply_subject",
	"review.link",
	"review.platform",
	"review.rating",
	"review.reviewer",
	"review.text",
	"signature",
	"task.assignee",
	"task.body",
	"task.due_on",
	"task.title",
	"today",
	"who",
	"words",
	"writer",
};

gboolean
view_has_name(const char *name)
{
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize len = strlen(name);

		/* "installer" asks whether anything of the installer is known */
		if (strncmp(names[i], name, len) == 0 &&
		    (names[i][len] == '\0' || names[i][len] == '.'))
			return TRUE;
	}
	return FALSE;
}
