/*
 * findings.h - what a message is about: complaint types, signals, kind.
 *
 * Values only, shared by classify, store, procedure and reply. The names are those
 * of the handbook's labels, in the order in which a listing shows them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	RD_KIND_UNRELATED,
	RD_KIND_COMPLAINT,
	RD_KIND_UPDATE,
	RD_KIND_REVIEW_ALERT,
	RD_KIND_AUTO_REPLY,
	RD_KIND_BOUNCE,
	RD_KIND_LAST
} RdKind;

typedef enum {
	RD_COMPLAINT_PTO_DELAY,
	RD_COMPLAINT_MISSING_EQUIPMENT,
	RD_COMPLAINT_NOT_CONNECTED,
	RD_COMPLAINT_DAMAGE,
	RD_COMPLAINT_RUDE_CONDUCT,
	RD_COMPLAINT_VULGAR_CONDUCT,
	RD_COMPLAINT_UNRESPONSIVE_INSTALLER,
	RD_COMPLAINT_MISREPRESENTATION,
	RD_COMPLAINT_OTHER_INSTALLER,
	RD_COMPLAINT_EVERBRIGHT,
	RD_COMPLAINT_LAST,
	RD_COMPLAINT_NONE = RD_COMPLAINT_LAST
} RdComplaint;

typedef enum {
	RD_SIGNAL_INSTALLER_CONTACTED,
	RD_SIGNAL_NO_CONTACT,
	RD_SIGNAL_SATISFIED,
	RD_SIGNAL_DISSATISFIED,
	RD_SIGNAL_FOLLOW_UP_REQUESTED,
	RD_SIGNAL_WILL_CONTACT,
	RD_SIGNAL_NEEDS_INFO,
	RD_SIGNAL_DISPUTES,
	RD_SIGNAL_MORE_INFO,
	RD_SIGNAL_LAST
} RdSignal;

typedef enum {
	RD_AGAINST_NONE,
	RD_AGAINST_INSTALLER,
	RD_AGAINST_EVERBRIGHT,
	RD_AGAINST_BOTH
} RdAgainst;

/* Sets are bit masks: RD_SET(RD_COMPLAINT_DAMAGE) | ... */
typedef guint32 RdComplaintSet;
typedef guint32 RdSignalSet;
#define RD_SET(member)	    (1u << (member))
#define RD_HAS(set, member) (((set)&RD_SET(member)) != 0)

typedef enum {
	RD_ROLE_UNKNOWN,
	RD_ROLE_HOMEOWNER,
	RD_ROLE_INSTALLER,
	RD_ROLE_AGENT,
	RD_ROLE_BACK_OFFICE,
	RD_ROLE_RESOLUTION,
	RD_ROLE_MARKETING,
	RD_ROLE_SALES,
	RD_ROLE_PARTNER,
	RD_ROLE_AUTOMATED,
	RD_ROLE_LAST
} RdRole;

/* A public review that Marketing reports (SM1). */
typedef struct {
	char *platform; /* google, bbb, linkedin, yelp, trustpilot, facebook, other */
	int rating;	/* 1..5; 0 when none was given */
	char *reviewer; /* as shown; "" unknown */
	char *text;	/* the quoted review */
	char *link;	/* "" unknown */
} RdReview;
void rd_review_free(RdReview *self);

/* One reason for a label: which rule, which words. */
typedef struct {
	char *label;
	char *rule;
	char *text;
	double weight; /* negative: spoke against it */
} RdReason;

typedef struct {
	RdKind kind;
	RdComplaintSet complaints;
	RdComplaint primary; /* RD_COMPLAINT_NONE when complaints is empty */
	RdAgainst against;
	RdSignalSet signals;
	RdReview *review;  /* NULL but for a review alert */
	gboolean customer; /* speaks of an account or a system of their own, whatever the kind */
	double margin;	   /* how far the weakest decision was from its threshold, 0..1 */
	/* By type and signal: the share of what it takes that was reached; 1: just enough. */
	double complaint_share[RD_COMPLAINT_LAST];
	double signal_share[RD_SIGNAL_LAST];
	GPtrArray *because; /* of RdReason; empty when nobody asked */
	char *undecided;    /* rules that took too long to decide, as text; NULL: none did */
} RdFindings;

RdFindings *rd_findings_new(void);
void rd_findings_free(RdFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdFindings, rd_findings_free)

/* The label's text ("pto-delay"), and back; the first returns NULL out of range. */
const char *rd_kind_name(RdKind kind);
const char *rd_complaint_name(RdComplaint complaint);
const char *rd_signal_name(RdSignal signal);
const char *rd_against_name(RdAgainst against); /* NULL for RD_AGAINST_NONE */
const char *rd_role_name(RdRole role);
gboolean rd_complaint_parse(const char *name, RdComplaint *out);
gboolean rd_signal_parse(const char *name, RdSignal *out);
gboolean rd_role_parse(const char *name, RdRole *out);

/* "damage unresponsive-installer": the names of a set, parted by spaces; and back. */
char *rd_complaints_format(RdComplaintSet set);
gboolean rd_complaints_parse(const char *names, RdComplaintSet *out);
char *rd_signals_format(RdSignalSet set);
gboolean rd_signals_parse(const char *names, RdSignalSet *out);

/*
 * How plainly the plainest of the complaints was made, as a share of what it takes: below 1
 * it was guessed from the strongest of weak words. 0 without a complaint.
 */
double rd_findings_sure(const RdFindings *self);

/* The first member of a set, in the order above; NONE of an empty one. */
RdComplaint rd_complaints_first(RdComplaintSet set);

/* installer, everbright or both, by the convention of the labels. */
RdAgainst rd_complaints_against(RdComplaintSet set);

gboolean rd_role_is_staff(RdRole role); /* agent, back-office, resolution, marketing, sales */

G_END_DECLS
