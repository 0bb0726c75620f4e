/*
 * mime-private.h - the tree of parts of a message, as slices of its octets.
 *
 * One pass over the octets finds every part's header block and body. It copies
 * nothing (but for an attached message that is itself encoded), does not recurse, and
 * its cost is linear in the size of the message. What the parts hold is decoded
 * elsewhere, and only if somebody asks.
 */

#pragma once

#include "field-private.h"
#include <redress/message.h>
#include <redress/octets.h>

typedef enum {
	RD_MIME_LEAF,
	RD_MIME_MULTIPART,
	RD_MIME_MESSAGE, /* message/rfc822; its only child is the message inside */
} RdMimeKind;

typedef enum {
	RD_ENCODING_NONE, /* 7bit, 8bit, binary, or nothing known */
	RD_ENCODING_BASE64,
	RD_ENCODING_QP,
	RD_ENCODING_UU,
} RdEncoding;

typedef struct {
	RdMimeKind kind;
	int parent; /* -1: the message itself; always smaller than the part's own index */
	int first_child, last_child, next; /* -1: none */
	guint depth;
	guint first_field, n_fields; /* in RdMime.fields */
	RdSpan body;		     /* encoded */
	RdOctets *from;		     /* borrowed: of which ->body is a slice */
	RdSpan type, subtype;	     /* of the media type */
	RdSpan parameters;	     /* what follows the media type, encoded */
	RdEncoding encoding;
} RdMimePart;

typedef struct {
	RdOctets *raw;
	GArray *parts;	    /* of RdMimePart; the message itself is the first */
	GArray *fields;	    /* of RdField, only those with an RdFieldId to ask for */
	GPtrArray *decoded; /* of RdOctets: encoded messages inside, which parts point into */
	const char *defect; /* the first cap that was exceeded; NULL for none */
} RdMime;

RdMime *rd_mime_scan(RdOctets *raw, const RdMessageLimits *limits);
void rd_mime_free(RdMime *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdMime, rd_mime_free)

static inline RdMimePart *
rd_mime_part(const RdMime *self, int index)
{
	return &g_array_index(self->parts, RdMimePart, index);
}

/* The @nth field of that name in the header block of @part; NULL when there is none. */
const RdSpan *rd_mime_field(const RdMime *self, const RdMimePart *part, RdFieldId id, guint nth);

/* Whether the media type is @type/@subtype; @subtype may be NULL for any. */
gboolean rd_mime_is(const RdMimePart *part, const char *type, const char *subtype);
