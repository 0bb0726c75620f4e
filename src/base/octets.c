#include <redress/octets.h>

#include <redress/error.h>
#include <redress/text.h>

#include <errno.h>
#include <gnutls/crypto.h>
#include <sys/mman.h>
#include <unistd.h>

struct _RdOctets {
	gatomicrefcount refs;
	GBytes *bytes; /* NULL: they lie in ->fd */
	int fd;
	gsize size;
	char *sha256;  /* NULL: not asked for yet */
	char *mapping; /* of ->fd; NULL: none was asked for yet */
};

static RdOctets *
octets_new(GBytes *bytes, int fd, gsize size)
{
	RdOctets *self = g_new0(RdOctets, 1);

	g_atomic_ref_count_init(&self->refs);
	self->bytes = bytes;
	self->fd = fd;
	self->size = size;
	return self;
}

RdOctets *
rd_octets_new(GBytes *bytes)
{
	return octets_new(g_bytes_ref(bytes), -1, g_bytes_get_size(bytes));
}

RdOctets *
rd_octets_new_from_fd(int fd, gsize size)
{
	return octets_new(NULL, fd, size);
}

RdOctets *
rd_octets_ref(RdOctets *self)
{
	g_atomic_ref_count_inc(&self->refs);
	return self;
}

void
rd_octets_unref(RdOctets *self)
{
	if (self == NULL || !g_atomic_ref_count_dec(&self->refs))
		return;
	g_clear_pointer(&self->bytes, g_bytes_unref);
	if (self->mapping != NULL)
		munmap(self->mapping, self->size);
	if (self->fd >= 0)
		close(self->fd);
	g_free(self->sha256);
	g_free(self);
}

gsize
rd_octets_get_size(const RdOctets *self)
{
	return self->size;
}

GBytes *
rd_octets_get_bytes(const RdOctets *self)
{
	return self->bytes;
}

GBytes *
rd_octets_map(RdOctets *self)
{
	if (self->bytes != NULL)
		return g_bytes_ref(self->bytes);
	if (self->size == 0)
		return g_bytes_new_static("", 0);
	if (self->mapping == NULL) {
		self->mapping = mmap(NULL, self->size, PROT_READ, MAP_PRIVATE, self->fd, 0);
		if (self->mapping == MAP_FAILED) /* as when malloc() fails */
			g_error("%" G_GSIZE_FORMAT " octets cannot be mapped: %s", self->size,
				g_strerror(errno));
	}
	return g_bytes_new_with_free_func(self->mapping, self->size,
					  (GDestroyNotify)rd_octets_unref, rd_octets_ref(self));
}

/* They are in the file as well, so that no page is lost. */
void
rd_octets_release(const RdOctets *self, const char *from, const char *to)
{
	gsize page = (gsize)sysconf(_SC_PAGESIZE);
	gsize first, last;

	if (self == NULL || self->mapping == NULL)
		return;
	first = (gsize)(from - self->mapping) / page * page;
	last = (gsize)(to - self->mapping) / page * page;
	if (last > first)
		madvise(self->mapping + first, last - first, MADV_DONTNEED);
}

/* Exactly @len octets: a file that has grown shorter is no longer the message. */
static gboolean
octets_read(const RdOctets *self, char *out, gsize len, gsize at, GError **error)
{
	while (len > 0) {
		ssize_t n = pread(self->fd, out, len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ESTALE;
		if (n <= 0) {
			g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY,
				    "the file of a large message cannot be read: %s",
				    g_strerror(errno));
			return FALSE;
		}
		out += n;
		at += (gsize)n;
		len -= (gsize)n;
	}
	return TRUE;
}

gboolean
rd_octets_each(const RdOctets *self, RdOctetsPiece piece, gpointer data, GError **error)
{
	g_autofree char *buffer = NULL;

	if (self->bytes != NULL)
		return piece(g_bytes_get_data(self->bytes, NULL), self->size, 0, data, error);
	buffer = g_malloc(RD_OCTETS_PIECE);
	for (gsize at = 0; at < self->size; at += RD_OCTETS_PIECE) {
		gsize len = MIN(RD_OCTETS_PIECE, self->size - at);

		if (!octets_read(self, buffer, len, at, error) ||
		    !piece(buffer, len, at, data, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
octets_hash(const void *piece, gsize len, gsize at, gpointer data, GError **error)
{
	gnutls_hash_hd_t *sum = data;

	(void)at;
	(void)error;
	if (gnutls_hash(*sum, piece, len) != GNUTLS_E_SUCCESS)
		g_error("SHA-256 is not there");
	return TRUE;
}

const char *
rd_octets_sha256(RdOctets *self, GError **error)
{
	guint8 out[32];
	gnutls_hash_hd_t sum;
	gboolean ok;

	if (self->sha256 != NULL)
		return self->sha256;
	if (gnutls_hash_init(&sum, GNUTLS_DIG_SHA256) != GNUTLS_E_SUCCESS)
		g_error("SHA-256 is not there");
	ok = rd_octets_each(self, octets_hash, &sum, error);
	gnutls_hash_deinit(sum, out);
	if (ok)
		self->sha256 = rd_text_hex(out, sizeof out);
	return self->sha256;
}
