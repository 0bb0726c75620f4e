/*
 * message.h - an RFC 5322 message as a person reads it.
 *
 * rd_message_parse() is a pure function of the octets: it decodes the MIME tree,
 * finds the text, parts it into what the writer newly wrote, what is quoted, the
 * signature and a forwarded message, and says whether a machine wrote it. It makes
 * no judgement about what the message is about (classify.h) and looks nothing up.
 *
 * All mail is hostile: whatever the octets are, the cost is linear in their number,
 * memory is bounded, nothing recurses on the input, every string is valid UTF-8.
 * What exceeds a cap of RdMessageLimits is not read further, and ->defect says so;
 * such a message goes to a person (IN1). Nothing is ever dropped silently.
 */

#pragma once

#include <glib.h>
#include <redress/time.h>

G_BEGIN_DECLS

typedef struct {
	char *name;    /* display name, decoded; "" when there is none */
	char *address; /* addr-spec; domain in lower case, without a final dot; never NULL */
} RdAddress;

typedef struct {
	char *name;	    /* file name, decoded, without directories; "" when there is none */
	char *type;	    /* "image/jpeg", lower case */
	gsize size;	    /* of what it holds, decoded */
	gboolean is_inline; /* an inline picture rather than an attachment */
} RdAttachment;

/*
 * The message inside a forward: the innermost one, until it is known who of those that
 * forwarded it are staff (IN2; directory.h). A field that the forward does not give is ""
 * or NULL or RD_TIME_NONE.
 */
typedef struct _RdForwarded RdForwarded;
struct _RdForwarded {
	RdAddress *from; /* NULL: the sender could not be found; never a guess */
	GPtrArray *to;	 /* of RdAddress */
	GPtrArray *cc;	 /* of RdAddress */
	char *subject;
	RdTime date;	      /* RD_TIME_NONE when absent or not understood */
	gint date_offset_min; /* minutes east of UTC of @date; G_MININT when none was given */
	char *body;	      /* only what its writer newly wrote: no quotes, no signature */
	char *signature;      /* what stood under the body */
	char *quoted;	      /* what the forwarded message quoted */
	char *message_id;     /* of a message/rfc822 attachment; "" for an inline forward */
	gboolean attached;    /* message/rfc822 rather than inline */
	gboolean automatic;   /* its own header says so, or a list's: not to be answered */
	gboolean forwards;    /* ->quoted is nothing but mails that it forwards */
	guint others;	      /* mails forwarded along with this one, which are not read */
	gboolean beside;      /* stands under ->outer, whose writer seems not to forward it */
	RdForwarded *outer;   /* the forward around this one, of a forward of a forward; owned */
};

typedef enum {
	RD_REPORT_NONE,
	RD_REPORT_FAILED,    /* a delivery status notification: not delivered */
	RD_REPORT_DELAYED,   /* one that says it will be tried again: not a failure */
	RD_REPORT_DELIVERED, /* relayed, delivered */
	RD_REPORT_READ,	     /* a message disposition notification (RFC 8098) */
} RdReportKind;

/* A delivery or disposition report (RFC 3464, or a relay's free form), IN4. */
typedef struct {
	RdReportKind kind;
	char *recipient;    /* whom our mail did not reach; "" unknown */
	char *status;	    /* enhanced status code "5.1.1" (RFC 3463); "" unknown */
	char *reason;	    /* the diagnostic, one line; "" unknown */
	char *message_id;   /* of the mail reported on, without angle brackets; "" unknown */
	char *returned;	    /* subject, recipients and text of that mail, as given back; "" none */
	gboolean permanent; /* status class 5 */
} RdReport;

/* RFC 8601, of the trusted server's topmost field only. */
typedef struct {
	gboolean present;      /* the configured authserv-id has a field */
	gboolean dmarc_pass;   /* dmarc=pass for the domain of From */
	gboolean dkim_aligned; /* dkim=pass with header.d (or header.i) in the domain of From */
	gboolean spf_aligned;  /* spf=pass with smtp.mailfrom in the domain of From */
	gboolean refuted;      /* DMARC or SPF fails, passes for another, or From is not one */
} RdAuthentication;

typedef struct {
	char *message_id;	/* without angle brackets; "" when there is none */
	GPtrArray *in_reply_to; /* of char *, without angle brackets */
	GPtrArray *references;	/* of char *, oldest first */
	RdAddress *from;	/* NULL when there is none */
	RdAddress *sender;	/* NULL when there is none */
	GPtrArray *reply_to;	/* of RdAddress, and so are: */
	GPtrArray *to;
	GPtrArray *cc;
	GPtrArray *delivered_to; /* of char *: Delivered-To, X-Original-To, Envelope-To */
	GPtrArray *loops;	 /* of char *: X-Loop, the machines that it went through */
	char *return_path;	 /* "" for the null path; NULL when there is no field */
	char *subject;		 /* decoded, one line */
	RdTime date;		 /* RD_TIME_NONE when absent or not understood */
	gint date_offset_min;	 /* minutes east of UTC */

	char *text;		/* the whole plain text (from HTML if need be), LF line ends */
	char *reply;		/* what the writer newly wrote, and only that */
	char *quoted;		/* quotes with their attribution lines; "" none */
	char *signature;	/* sign-off, signature, disclaimer, mobile footer; "" none */
	RdForwarded *forwarded; /* NULL when the message is no forward */
	GArray *line_parts;	/* of guint8 (RdPart, dissect.h): what each line of ->text is */
	GPtrArray *attachments; /* of RdAttachment, inline pictures too */

	gboolean auto_submitted;  /* written by a machine: RFC 3834 and the customs around it */
	gboolean list;		  /* from a mailing list */
	gboolean no_reply_wanted; /* X-Auto-Response-Suppress: All or AutoReply, alone */
	RdReport report;
	RdAuthentication authentication;
	char *defect; /* why the message could not be read in full; NULL when it could */
} RdMessage;

typedef struct {
	gsize message_bytes;	  /* larger: defect, headers only */
	gsize header_block_bytes; /* per part */
	gsize header_bytes;	  /* one header field */
	guint headers;		  /* per part */
	guint parts;
	guint depth;	  /* of multiparts and of messages in messages */
	gsize text_bytes; /* of decoded text */
} RdMessageLimits;

/* 50 MB, 256 KB, 16 KB, 1,000, 1,000, 50, 1 MB (notes on gmime's ceilings). */
extern const RdMessageLimits rd_message_default_limits;

/*
 * Reads @raw; never fails: what cannot be understood has ->defect set and as many
 * fields as could be read.
 *
 * @authserv_id: whose Authentication-Results count; NULL or "" for nobody's.
 */
RdMessage *rd_message_parse(GBytes *raw, const char *authserv_id, const RdMessageLimits *limits);

void rd_message_free(RdMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMessage, rd_message_free)

/* The parts of an RdMessage one by one, for those that build them. */
RdAddress *rd_address_new(const char *name, const char *address);
void rd_address_free(RdAddress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdAddress, rd_address_free)
/*
 * Whether a person may read what is sent to @address: it is whole and in the form that
 * RFC 5321 wants, and its words name no robot and no list. Not whether it exists.
 */
gboolean rd_address_is_writable(const char *address);
void rd_attachment_free(RdAttachment *self);
void rd_forwarded_free(RdForwarded *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdForwarded, rd_forwarded_free)

/* The one who complains: the original sender of a forward, else From. May be NULL. */
const RdAddress *rd_message_author(const RdMessage *self);
/* What that person newly wrote. */
const char *rd_message_words(const RdMessage *self);
/* DMARC pass, or aligned DKIM or SPF ("Never" of the requirements): a staff command may count. */
gboolean rd_message_is_authenticated(const RdMessage *self);

G_END_DECLS
