/*
 * correction.h - what people said a case is about, after the rules had said it.
 *
 * A correction is a feed entry of its own kind, so that who said it, and when, stays with
 * the case; with the mail that opened the case it is a labelled example.
 */

#pragma once

#include <glib.h>
#include <redress/findings.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef struct {
	gint64 case_id;
	gint64 ledger_id; /* the first mail of the case that came in */
	RdTime at;
	char *author; /* e-mail address of whoever said it */
	RdComplaintSet complaints;
} RdCorrection;

void rd_correction_free(RdCorrection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdCorrection, rd_correction_free)

/* Keeps that @author says that the case is about @people, where rules said @rules. */
gboolean rd_correction_add(RdStore *store, gint64 case_id, RdComplaintSet people,
			   RdComplaintSet rules, const char *author, const char *cause, RdTime at,
			   GError **error);

/* The last one of each case whose first mail is in the ledger, in order of time. */
GPtrArray *rd_corrections_list(RdStore *store, GError **error); /* of RdCorrection */

G_END_DECLS
