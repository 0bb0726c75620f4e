/*
 * people.h - the directory's records: homeowners, installers, staff.
 *
 * Plain values, and their typed queries. Who wrote a given message is decided in
 * directory.h from these.
 */

#pragma once

#include <glib.h>
#include <redress/findings.h>
#include <redress/store.h>
#include <redress/words.h>

G_BEGIN_DECLS

typedef enum { RD_FINANCE_STANDARD, RD_FINANCE_BEAM, RD_FINANCE_CONCERT } RdFinance;

/* The latest milestone approved: m2 = installation, m3 = permission to operate. */
typedef enum {
	RD_MILESTONE_UNKNOWN,
	RD_MILESTONE_NONE,
	RD_MILESTONE_M1,
	RD_MILESTONE_M2,
	RD_MILESTONE_M3
} RdMilestone;

typedef struct {
	char *id; /* "HO-1001" */
	char *name;
	char **emails; /* NULL-terminated; the first is written to */
	char *phone;
	char *address;
	char *installer_id; /* "" when none is known */
	RdFinance finance;
	RdMilestone milestone;
} RdHomeowner;

typedef struct {
	char *id; /* "IN-01" */
	char *name;
	char **emails;	/* the first is written to */
	char **domains; /* of the installer's own mail */
	char *phone;
	char *escalation_name;
	char *escalation_phone;
	char *escalation_email;
	char *account_manager; /* e-mail of the Sales account manager */
} RdInstaller;

typedef struct {
	char *email;
	char *name;
	RdRole role;
} RdStaff;

RdHomeowner *rd_homeowner_copy(const RdHomeowner *self);
void rd_homeowner_free(RdHomeowner *self);
void rd_installer_free(RdInstaller *self);
void rd_staff_free(RdStaff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdHomeowner, rd_homeowner_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdInstaller, rd_installer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdStaff, rd_staff_free)

/* Whether it is one of their addresses; an installer's own domain counts as well. */
gboolean rd_homeowner_has_address(const RdHomeowner *self, const char *address);
gboolean rd_installer_has_address(const RdInstaller *self, const char *address);

const char *rd_finance_name(RdFinance finance);	      /* "standard", "beam", "concert" */
const char *rd_milestone_name(RdMilestone milestone); /* "none", "m1" ...; "unknown" */
gboolean rd_finance_parse(const char *name, RdFinance *out);
gboolean rd_milestone_parse(const char *name, RdMilestone *out);

/* Adds, or replaces the record with the same id (or e-mail, for staff). */
gboolean rd_homeowner_put(RdStore *store, const RdHomeowner *record, GError **error);
gboolean rd_installer_put(RdStore *store, const RdInstaller *record, GError **error);
gboolean rd_staff_put(RdStore *store, const RdStaff *record, GError **error);

/* The record, or NULL without an error when there is none. */
RdHomeowner *rd_homeowner_get(RdStore *store, const char *id, GError **error);
RdInstaller *rd_installer_get(RdStore *store, const char *id, GError **error);
RdStaff *rd_staff_get(RdStore *store, const char *email, GError **error);

/*
 * All homeowners that match, so that the caller sees an ambiguity; at most 20.
 * Addresses compare case-folded; phones by rd_text_phone_digits().
 */
GPtrArray *rd_homeowners_by_email(RdStore *store, const char *email, GError **error);
GPtrArray *rd_homeowners_by_phone(RdStore *store, const char *digits, GError **error);
/*
 * The same by a key of words.h, up to RD_HOMEOWNERS_MANY of them, in no order; then there
 * may be more. @installer_id: only of its customers; NULL: of all.
 */
#define RD_HOMEOWNERS_MANY 200
GPtrArray *rd_homeowners_by_key(RdStore *store, RdKeyKind kind, const char *key,
				const char *installer_id, GError **error);

/* The same of installers; ->escalation_email counts as one of the addresses. */
GPtrArray *rd_installers_by_email(RdStore *store, const char *email, GError **error);
GPtrArray *rd_installers_by_domain(RdStore *store, const char *domain, GError **error);
GPtrArray *rd_installers_by_name(RdStore *store, const char *name, GError **error);
/* Staff whose name or first name or local part is @word (for "#assign lena"). */
GPtrArray *rd_staff_by_word(RdStore *store, const char *word, GError **error);
GPtrArray *rd_staff_by_role(RdStore *store, RdRole role, GError **error);

typedef struct {
	guint homeowners, installers, staff;
} RdPeopleCount;
gboolean rd_people_count(RdStore *store, RdPeopleCount *out, GError **error);

/* What the directory lacks, or says of two: allowed, but a person should know. */
typedef struct {
	const char *what; /* "homeowners without an installer" */
	guint n;
	char *who; /* ids, the first few: "HO-1, HO-7" */
} RdPeopleGap;
void rd_people_gap_free(RdPeopleGap *self);
GPtrArray *rd_people_gaps(RdStore *store, GError **error);

G_END_DECLS
