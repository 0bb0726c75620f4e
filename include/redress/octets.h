/*
 * octets.h - the octets of a message on their way: in memory, or in a file when they are many.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most so many are in memory at once of those that lie in a file. */
#define RD_OCTETS_PIECE ((gsize)256 * 1024)
/* From so many on a message had better lie in a file. */
#define RD_OCTETS_LARGE ((gsize)1024 * 1024)

typedef struct _RdOctets RdOctets;

RdOctets *rd_octets_new(GBytes *bytes);
/* The first @size octets of @fd, which is closed with them. */
RdOctets *rd_octets_new_from_fd(int fd, gsize size);
RdOctets *rd_octets_ref(RdOctets *self);
void rd_octets_unref(RdOctets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdOctets, rd_octets_unref)

gsize rd_octets_get_size(const RdOctets *self);
/* Those that lie in memory, owned by @self; NULL when they lie in a file. */
GBytes *rd_octets_get_bytes(const RdOctets *self);

/*
 * All of them in one run of memory, valid for as long as the result. Those that lie in a
 * file, which nobody else may change, are mapped: each is read when it is touched.
 */
GBytes *rd_octets_map(RdOctets *self);
/* What was touched between @from and @to of a mapping need not stay in memory. */
void rd_octets_release(const RdOctets *self, const char *from, const char *to);

/* For a walk over what was mapped: it is at @at, and has released what is before @from. */
static inline void
rd_octets_pass(const RdOctets *self, const char **from, const char *at)
{
	if (at - *from < (gssize)RD_OCTETS_LARGE)
		return;
	rd_octets_release(self, *from, at);
	*from = at;
}

/* FALSE with an error ends the walk. */
typedef gboolean (*RdOctetsPiece)(const void *piece, gsize len, gsize at, gpointer data,
				  GError **error);

/*
 * Gives all octets to @piece, in order. TEMPORARY, with errno, when the file
 * cannot be read.
 */
gboolean rd_octets_each(const RdOctets *self, RdOctetsPiece piece, gpointer data, GError **error);
/* Lower-case hex of their SHA-256, owned by @self, which computes it once. */
const char *rd_octets_sha256(RdOctets *self, GError **error);

G_END_DECLS
