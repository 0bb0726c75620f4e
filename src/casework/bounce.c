/*
 * bounce.c - a mail of ours did not arrive: whose business that is (IN4).
 */

#include "casework-private.h"

#include <redress/outbox.h>

#include <string.h>

/* A mail that did not arrive, and for whom it was. */
typedef struct {
	const RdCasework *self;
	RdCase *kase;
	const char *recipient;
	RdHomeowner *homeowner;
	RdInstaller *installer;
} Bounce;

static void
bounce_clear(Bounce *b)
{
	g_clear_pointer(&b->homeowner, rd_homeowner_free);
	g_clear_pointer(&b->installer, rd_installer_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Bounce, bounce_clear)

static gboolean
bounce_is_to(const Bounce *b, const char *address)
{
	return address != NULL && g_ascii_strcasecmp(address, b->recipient) == 0;
}

static gboolean
bounce_is_to_any(const Bounce *b, char *const *addresses)
{
	for (; *addresses != NULL; addresses++) {
		if (bounce_is_to(b, *addresses))
			return TRUE;
	}
	return FALSE;
}

/* The role of templates/procedures/README.md; NULL: nobody's of this case. */
static const char *
bounce_role(const Bounce *b)
{
	const RdConfig *config = b->self->config;
	const RdInstaller *installer = b->installer;

	if (b->homeowner != NULL && bounce_is_to_any(b, b->homeowner->emails))
		return "homeowner";
	if (installer != NULL && (bounce_is_to_any(b, installer->emails) ||
				  bounce_is_to(b, installer->escalation_email)))
		return "installer";
	if (installer != NULL && bounce_is_to(b, installer->account_manager))
		return "account-manager";
	if (bounce_is_to(b, config->roles.partner))
		return "partner";
	if (bounce_is_to(b, config->am_escalation.email))
		return "am-escalation";
	return bounce_is_to(b, b->kase->contact) ? "contact" : NULL;
}

/* Whether the procedure asks a person to do something about it, or has done so. */
static gboolean
bounce_is_dealt_with(const Bounce *b, const RdEvent *event, RdTime now)
{
	const RdProcedure *procedure = rd_procedures_of(b->self->procedures, b->kase->procedure,
							b->kase->procedure_version);
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GPtrArray) effects = NULL;
	RdCase unasked = *b->kase;
	RdSituation situation = {&unasked, b->homeowner, b->installer, &b->self->config->calendar};

	if (procedure == NULL || event->name == NULL)
		return FALSE;
	unasked.tasks = none; /* one that is open already would not be opened again */
	effects = rd_procedure_step(procedure, &situation, event, now);
	for (guint i = 0; i < effects->len; i++) {
		if (((RdEffect *)effects->pdata[i])->kind == RD_EFFECT_TASK)
			return TRUE;
	}
	return FALSE;
}

static gboolean
bounce_is_to_one_of_us(const Bounce *b)
{
	g_autoptr(RdStaff) staff = rd_staff_get(b->self->store, b->recipient, NULL);

	return rd_config_is_team(b->self->config, b->recipient) ||
	       (staff != NULL && rd_role_is_staff(staff->role));
}

/*
 * The title is the same each time, so that the task is opened once: its own mail may
 * come back as well.
 */
static gboolean
bounce_open_task(const Bounce *b, const char *why, const char *cause, RdTime now, GError **error)
{
	gboolean ours = bounce_is_to_one_of_us(b);
	const char *whom = *b->recipient != '\0' ? b->recipient : "somebody";
	g_autofree char *title =
		g_strdup_printf(ours ? "Mail to %s, who is one of us, does not arrive"
				     : "Mail to %s did not arrive: phone them",
				whom);
	g_autofree char *body = g_strdup_printf("Our mail to %s came back: %s", whom, why);

	return rd_casework_task(b->self, b->kase, "mail-bounced", title, body,
				ours ? "operator" : "assignee", cause, now, error);
}

gboolean
rd_casework_bounced(const RdCasework *self, RdCase *kase, const char *recipient, const char *why,
		    const char *cause, RdTime now, GError **error)
{
	g_auto(Bounce) b = {.self = self, .kase = kase, .recipient = recipient};
	RdEvent event = {.kind = RD_EVENT_BOUNCE, .role = RD_ROLE_AUTOMATED};
	gboolean dealt_with;

	if (!rd_casework_people(self, kase, &b.homeowner, &b.installer, error))
		return FALSE;
	event.name = bounce_role(&b);
	dealt_with = bounce_is_dealt_with(&b, &event, now);
	if (event.name != NULL && !rd_casework_event(self, kase, &event, cause, now, error))
		return FALSE;
	return dealt_with || bounce_open_task(&b, why, cause, now, error);
}

/* What the next hop said of one recipient. */
static char *
recipient_reason(const RdOutboxRow *row, const RdOutboxRecipient *recipient)
{
	if (recipient->detail == NULL || *recipient->detail == '\0')
		return g_strdup(row->reason);
	return g_strdup_printf("%d %s", recipient->code, recipient->detail);
}

static gboolean
recipient_missed(const RdCasework *self, RdCase *kase, const RdOutboxRow *row,
		 const RdOutboxRecipient *recipient, RdTime now, GError **error)
{
	g_autofree char *cause = g_strdup_printf("outbox %" G_GINT64_FORMAT, row->id);
	g_autofree char *why = recipient_reason(row, recipient);
	g_autofree char *entry = g_strdup_printf("%s to %s did not go out: %s", row->template_name,
						 recipient->address, why);

	return rd_casework_note(self, kase, "redress", "mail-out", entry, cause, now, error) &&
	       rd_casework_bounced(self, kase, recipient->address, why, cause, now, error);
}

gboolean
rd_casework_mail_ended(RdStore *store, const RdOutboxRow *row, RdTime now, gpointer data,
		       GError **error)
{
	RdCasework self = *(const RdCasework *)data;
	g_autoptr(RdCase) kase = NULL;

	if (row->case_id == 0)
		return TRUE;
	self.store = store;
	kase = rd_case_get(store, row->case_id, error);
	if (kase == NULL)
		return FALSE;
	for (guint i = 0; i < row->recipients->len; i++) {
		const RdOutboxRecipient *recipient = row->recipients->pdata[i];

		if (recipient->state != RD_DELIVERY_SENT &&
		    !recipient_missed(&self, kase, row, recipient, now, error))
			return FALSE;
	}
	return TRUE;
}
