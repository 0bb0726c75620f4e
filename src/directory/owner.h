/*
 * owner.h - who owns an address: somebody of the staff, homeowners, an installer, or nobody
 * whom we know.
 */

#pragma once

#include <redress/directory.h>

G_BEGIN_DECLS

/* At most one of the three; several homeowners may share an address. */
typedef struct {
	RdRole role;
	RdStaff *staff;
	RdInstaller *installer;
	GPtrArray *homeowners;
} RdOwner;

/* Fills @owner, which is all zero. @config: its addresses have their roles; may be NULL. */
gboolean rd_owner_find(RdStore *store, const RdConfig *config, const char *address, RdOwner *owner,
		       GError **error) G_GNUC_WARN_UNUSED_RESULT;

void rd_owner_clear(RdOwner *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RdOwner, rd_owner_clear)

G_END_DECLS
