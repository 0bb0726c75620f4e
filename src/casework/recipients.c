/*
 * recipients.c - whom a role of the procedures stands for.
 *
 * The directory decides, never the message: a letter to the homeowner goes to an
 * address that the company has on record.
 */

#include "casework-private.h"

#include <string.h>

/* The address the homeowner wrote from when it is on record, else the first one. */
static const char *
homeowner_address(const RdCase *kase, const RdHomeowner *homeowner)
{
	if (homeowner == NULL || homeowner->emails[0] == NULL)
		return NULL;
	for (char **email = homeowner->emails; *email != NULL; email++) {
		if (g_ascii_strcasecmp(*email, kase->contact) == 0)
			return *email;
	}
	return homeowner->emails[0];
}

gboolean
rd_casework_is_staff(const RdCasework *self, const char *address, gboolean *is, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(RdStaff) staff = rd_staff_get(self->store, address, &local);

	*is = staff != NULL && rd_role_is_staff(staff->role);
	if (local == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}

static const char *
installer_address(const RdInstaller *installer, const char *role)
{
	if (installer == NULL)
		return NULL;
	if (strcmp(role, "installer") == 0)
		return installer->emails[0] != NULL ? installer->emails[0]
						    : installer->escalation_email;
	return installer->account_manager;
}

static const char *
team_address(const RdConfig *config, const char *role)
{
	const struct {
		const char *role, *address;
	} teams[] = {
		{"back-office", config->roles.back_office},
		{"triage", config->roles.back_office},
		{"resolution", config->roles.resolution},
		{"marketing", config->roles.marketing},
		{"partner", config->roles.partner},
		{"am-escalation", config->am_escalation.email},
		{"operator", (config->roles.operator)},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(teams); i++) {
		if (strcmp(teams[i].role, role) == 0)
			return teams[i].address;
	}
	return NULL;
}

/* Sales has no address of its own; work for nobody in particular is the back office's. */
static const char *
sales_address(const RdConfig *config, const RdInstaller *installer)
{
	const char *manager = installer != NULL ? installer->account_manager : NULL;

	return manager != NULL && *manager != '\0' ? manager : config->roles.back_office;
}

static const char *
role_address(const RdCasework *self, const RdCase *kase, const RdHomeowner *homeowner,
	     const RdInstaller *installer, const char *role)
{
	if (strcmp(role, "homeowner") == 0)
		return homeowner_address(kase, homeowner);
	if (strcmp(role, "installer") == 0 || strcmp(role, "account-manager") == 0)
		return installer_address(installer, role);
	if (strcmp(role, "contact") == 0)
		return kase->contact;
	if (strcmp(role, "handler") == 0)
		return kase->handler;
	if (strcmp(role, "assignee") == 0 && *kase->assignee != '\0')
		return kase->assignee;
	if (strcmp(role, "assignee") == 0)
		role = *kase->queue != '\0' ? kase->queue : "back-office";
	if (strcmp(role, "sales") == 0)
		return sales_address(self->config, installer);
	return team_address(self->config, role);
}

char *
rd_casework_address(const RdCasework *self, const RdCase *kase, const RdHomeowner *homeowner,
		    const RdInstaller *installer, const char *role)
{
	const char *address = role_address(self, kase, homeowner, installer, role);

	return address != NULL && *address != '\0' ? g_strdup(address) : NULL;
}
