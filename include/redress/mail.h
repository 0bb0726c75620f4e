/*
 * mail.h - the mails of a case, in and out, and the ids that threads are found by.
 */

#pragma once

#include <glib.h>
#include <redress/store.h>

G_BEGIN_DECLS

typedef struct {
	gint64 id;
	gint64 case_id;	  /* 0: in no case */
	gint64 ledger_id; /* 0 for a mail of ours */
	gint64 outbox_id; /* 0 for a mail that came in */
	gboolean outgoing;
	char *message_id;
	char *from;
	char *to; /* addresses parted by ", " */
	char *cc;
	char *subject;
	RdTime at;
	char *text;	     /* new words; of a forward, the original's */
	char *template_name; /* of a mail of ours */
	char *author;	     /* whose words these are: original sender of a forward, else from */
	RdTime written_at;   /* date of the original */
} RdMail;

void rd_mail_free(RdMail *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMail, rd_mail_free)

typedef struct {
	char *name;
	char *type;
	gint64 size;
} RdMailAttachment;
void rd_mail_attachment_free(RdMailAttachment *self);

/*
 * Adds the mail, sets ->id, and makes its Message-ID known for threading. One of ours tells
 * its case by itself (token.h).
 */
gboolean rd_mail_add(RdStore *store, RdMail *self, GError **error);
/* A mail of ours, not sent yet, says something else now. */
gboolean rd_mail_set_text(RdStore *store, gint64 case_id, gint64 outbox_id, const char *text,
			  GError **error);
gboolean rd_mail_attach(RdStore *store, gint64 mail_id, const char *name, const char *type,
			gint64 size, GError **error);
GPtrArray *rd_mail_attachments(RdStore *store, gint64 mail_id, GError **error);
/* All mails of a case, oldest first; of the heads, ->text is "". */
GPtrArray *rd_mails_of_case(RdStore *store, gint64 case_id, GError **error);
GPtrArray *rd_mail_heads_of_case(RdStore *store, gint64 case_id, GError **error);
/* Whether the case has a mail with that id which is not the one of @ledger_id; "" is no id. */
gboolean rd_mail_came_before(RdStore *store, gint64 case_id, const char *message_id,
			     gint64 ledger_id, gboolean *out, GError **error);
/*
 * The Message-IDs of those that are from or to @address, or in copy to it, oldest first.
 * @wrote_last: whether @address wrote or passed on the last mail of the case that came in.
 */
GPtrArray *rd_mail_ids_with(RdStore *store, gint64 case_id, const char *address,
			    gboolean *wrote_last, GError **error);

/*
 * The case that a Message-ID belongs to; 0 without an error when it is unknown. The
 * first mail with an id has it: a later one cannot draw a thread to another case.
 */
gint64 rd_mail_case_of_id(RdStore *store, const char *message_id, GError **error);
/* Learns an id that is not one of our mails (a forward's original, say). */
gboolean rd_mail_learn_id(RdStore *store, const char *message_id, gint64 case_id, GError **error);

/* Mails that came in with words of @author, newest first; at most 20. */
GPtrArray *rd_mails_by_author(RdStore *store, const char *author, GError **error);
/*
 * TRUE when @address wrote or received a mail of the case, or is its homeowner's or
 * installer's (an address in the installer's own domain too).
 */
gboolean rd_mail_is_party(RdStore *store, gint64 case_id, const char *address, gboolean *out,
			  GError **error);

G_END_DECLS
