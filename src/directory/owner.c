#include "owner.h"

#include <string.h>

void
rd_owner_clear(RdOwner *self)
{
	rd_staff_free(self->staff);
	rd_installer_free(self->installer);
	g_clear_pointer(&self->homeowners, g_ptr_array_unref);
}

static RdRole
config_role(const RdConfig *config, const char *address)
{
	const struct {
		const char *address;
		RdRole role;
	} teams[] = {{config->roles.back_office, RD_ROLE_BACK_OFFICE},
		     {config->roles.resolution, RD_ROLE_RESOLUTION},
		     {config->roles.marketing, RD_ROLE_MARKETING},
		     {config->roles.partner, RD_ROLE_PARTNER}};

	for (gsize i = 0; i < G_N_ELEMENTS(teams); i++) {
		if (g_ascii_strcasecmp(teams[i].address, address) == 0)
			return teams[i].role;
	}
	return rd_config_is_self(config, address) ? RD_ROLE_AUTOMATED : RD_ROLE_UNKNOWN;
}

/* The only one of @found, or NULL; FALSE when the query had failed. */
static gboolean
installers_take(GPtrArray *found, RdOwner *owner)
{
	if (found == NULL)
		return FALSE;
	if (found->len > 0)
		owner->role = RD_ROLE_INSTALLER;
	if (found->len == 1)
		owner->installer = g_ptr_array_steal_index(found, 0);
	g_ptr_array_unref(found);
	return TRUE;
}

/* "crew@field.coppersky.example" is of coppersky.example. */
static gboolean
owner_find_by_domain(RdStore *store, const char *address, RdOwner *owner, GError **error)
{
	const char *domain = strrchr(address, '@');

	while (domain != NULL && strchr(domain + 1, '.') != NULL &&
	       owner->role == RD_ROLE_UNKNOWN) {
		if (!installers_take(rd_installers_by_domain(store, domain + 1, error), owner))
			return FALSE;
		domain = strchr(domain + 1, '.');
	}
	return TRUE;
}

gboolean
rd_owner_find(RdStore *store, const RdConfig *config, const char *address, RdOwner *owner,
	      GError **error)
{
	g_autoptr(GError) local = NULL;

	owner->staff = rd_staff_get(store, address, &local);
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	if (owner->staff != NULL)
		owner->role = owner->staff->role;
	else if (config != NULL)
		owner->role = config_role(config, address);
	if (owner->role != RD_ROLE_UNKNOWN)
		return TRUE;
	owner->homeowners = rd_homeowners_by_email(store, address, error);
	if (owner->homeowners == NULL)
		return FALSE;
	if (owner->homeowners->len > 0) {
		owner->role = RD_ROLE_HOMEOWNER;
		return TRUE;
	}
	return installers_take(rd_installers_by_email(store, address, error), owner) &&
	       owner_find_by_domain(store, address, owner, error);
}
