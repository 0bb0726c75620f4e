/*
 * directory.h - who people are: CSV import, and who wrote a message (IN2).
 */

#pragma once

#include <glib.h>
#include <redress/config.h>
#include <redress/message.h>
#include <redress/people.h>

G_BEGIN_DECLS

typedef enum { RD_IMPORT_HOMEOWNERS, RD_IMPORT_INSTALLERS, RD_IMPORT_STAFF } RdImportKind;

/*
 * Reads a UTF-8 CSV file with a header line (columns in the README) into @store in
 * one transaction: all or nothing. @bad gets one line "FILE:LINE: what is wrong" for
 * every bad row; when it gets any, nothing is imported and INPUT is returned.
 */
gboolean rd_directory_import(RdStore *store, RdImportKind kind, const char *path, guint *imported,
			     GPtrArray *bad, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A store in memory with DIR/homeowners.csv, installers.csv and staff.csv. */
RdStore *rd_directory_open_folder(const char *dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How a homeowner was recognised, best evidence first. */
typedef enum {
	RD_EVIDENCE_NONE,
	RD_EVIDENCE_ADDRESS,
	RD_EVIDENCE_ACCOUNT, /* the homeowner's id in the text or subject */
	RD_EVIDENCE_PHONE,
	RD_EVIDENCE_STREET, /* name and street */
	RD_EVIDENCE_NAME,   /* a full name that only one record has */
} RdEvidence;

/* Who a message is from and whom it concerns. */
typedef struct {
	RdRole role;		/* of who sent it to the gateway */
	RdStaff *staff;		/* the sender, when staff */
	RdInstaller *writer;	/* the sender's company, when an installer wrote */
	RdHomeowner *homeowner; /* whom it concerns; NULL when not known for certain */
	RdInstaller *installer; /* the homeowner's, or the writer */
	RdEvidence evidence;
	GPtrArray *candidates; /* of RdHomeowner: when there are several, ->homeowner is NULL */
	char *original_sender; /* address of a forward's original sender; NULL */
	RdRole original_role;  /* of that person */
	gboolean bulk;	       /* from a mailing list: automatic, but no answer to anything */
	gboolean presumed;     /* a homeowner by what the text says, who may be a third party */
	gboolean several;      /* staff forward several mails, of which one is chosen */
} RdPerson;

void rd_person_free(RdPerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdPerson, rd_person_free)

/*
 * Decides by the addresses, then by what the text says. Automatic mail is
 * RD_ROLE_AUTOMATED whoever's mailbox it came from. Never a guess: two homeowners
 * that fit leave ->homeowner NULL and both among the candidates.
 *
 * Who is staff is known here and not to the reader of messages: when they forward a
 * forward, @message->forwarded becomes the mail of the first who is not, as it was written
 * to the company, and what that person forwards in turn joins its ->quoted.
 *
 * @config: its team and partner addresses have their roles; NULL: only the directory.
 */
RdPerson *rd_directory_identify(RdStore *store, const RdConfig *config, RdMessage *message,
				GError **error) G_GNUC_WARN_UNUSED_RESULT;

/*
 * To be called when the mail has been classified: an unknown person who complains, or
 * reports on a complaint, writes as a homeowner, though we do not know which one; who
 * only names a homeowner, and has no complaint, is not taken for that homeowner.
 */
void rd_person_settle(RdPerson *self, const RdFindings *findings);

/* The role in the words of the labels, where all who work cases are "agent". */
const char *rd_person_role_label(const RdPerson *self);

/*
 * Homeowners that may be meant by a name and words around it (a reviewer, say), best
 * first, as RdCandidate.
 */
typedef struct {
	RdHomeowner *homeowner;
	double score;
	char *reasons; /* "name alike, same installer, town in the text" */
} RdCandidate;
void rd_candidate_free(RdCandidate *self);
GPtrArray *rd_directory_candidates(RdStore *store, const char *name, const char *text, guint limit,
				   GError **error);

G_END_DECLS
