#include "imap-take.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
	RdImapItemFunc func;
	gpointer data;
} Taker;

static void
item_read_static(RdImapItem *self, const struct mailimap_msg_att_static *att)
{
	switch (att->att_type) {
	case MAILIMAP_MSG_ATT_UID:
		self->uid = att->att_data.att_uid;
		break;
	case MAILIMAP_MSG_ATT_RFC822_SIZE:
		self->has_size = TRUE;
		self->size = att->att_data.att_rfc822_size;
		break;
	case MAILIMAP_MSG_ATT_INTERNALDATE:
		self->date = att->att_data.att_internal_date;
		break;
	case MAILIMAP_MSG_ATT_BODY_SECTION:
		self->body = att->att_data.att_body_section->sec_body_part;
		self->body_len = att->att_data.att_body_section->sec_length;
		break;
	default:
		break;
	}
}

/* The items come in any order, and flags that a person changes come in answers of their own. */
static void
take_answer(struct mailimap_msg_att *att, void *context)
{
	const Taker *taker = context;
	RdImapItem item = {0};

	for (clistiter *i = clist_begin(att->att_list); i != NULL; i = clist_next(i)) {
		const struct mailimap_msg_att_item *one = clist_content(i);

		if (one->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
			item_read_static(&item, one->att_data.att_static);
	}
	if (item.uid != 0)
		taker->func(&item, taker->data);
}

/* libetpan calls the other callback only where there is one for progress. */
static void
take_no_progress(size_t current, size_t maximum, void *context)
{
	(void)current;
	(void)maximum;
	(void)context;
}

gboolean
rd_imap_take(RdImapMailbox *self, struct mailimap_set *set, struct mailimap_fetch_att *what,
	     gsize octets, RdImapItemFunc func, gpointer data, GError **error)
{
	mailimap *session = rd_imap_get_session(self->imap);
	struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();
	Taker taker = {func, data};
	clist *empty = NULL;
	int code;

	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(type, what);
	rd_imap_expect(self->imap, octets);
	mailimap_set_progress_callback(session, take_no_progress, take_no_progress, NULL);
	mailimap_set_msg_att_handler(session, take_answer, &taker);
	code = mailimap_uid_fetch(session, set, type, &empty);
	mailimap_set_msg_att_handler(session, NULL, NULL);
	mailimap_set_progress_callback(session, NULL, NULL, NULL);
	if (code == MAILIMAP_NO_ERROR && empty != NULL)
		mailimap_fetch_list_free(empty);
	mailimap_fetch_type_free(type);
	mailimap_set_free(set);
	return rd_imap_check(self->imap, code, "UID FETCH", error);
}

/* A large message on its way to disk. */
typedef struct {
	guint32 uid;
	int fd;
	gsize written;
	int failed; /* errno */
	gboolean answered;
} Spool;

static void
spool_write(Spool *self, const char *data, gsize len)
{
	while (len > 0 && self->failed == 0) {
		ssize_t n = write(self->fd, data, len);

		if (n < 0 && errno != EINTR)
			self->failed = errno;
		if (n > 0) {
			data += n;
			len -= (gsize)n;
			self->written += (gsize)n;
		}
	}
}

/* After a full disk the rest is read and dropped: to stop here would cost the session. */
static bool
spool_octets(int type, struct mailimap_msg_att_body_section *section, const char *octets,
	     size_t len, void *context)
{
	(void)type;
	(void)section;
	spool_write(context, octets, len);
	return true;
}

static void
spool_answer(const RdImapItem *item, gpointer data)
{
	Spool *self = data;

	if (item->uid != self->uid)
		return;
	self->answered = TRUE;
	if (item->body != NULL && self->written == 0) /* as a quoted string */
		spool_write(self, item->body, item->body_len);
}

/* /var/tmp is on a disk where /tmp often is memory, which is what we want to spare. */
static int
spool_open(void)
{
	const char *const dirs[] = {g_getenv("TMPDIR"), "/var/tmp", "/tmp"};
	int fd = -1;

	for (gsize i = 0; fd < 0 && i < G_N_ELEMENTS(dirs); i++) {
		g_autofree char *name = NULL;

		if (dirs[i] == NULL)
			continue;
		fd = open(dirs[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0 || errno == ENOENT || errno == EACCES || errno == EROFS)
			continue;
		name = g_build_filename(dirs[i], "redress-XXXXXX", NULL);
		fd = g_mkstemp_full(name, O_RDWR | O_CLOEXEC, 0600);
		if (fd >= 0)
			g_unlink(name);
	}
	return fd;
}

static gboolean
spool_fail(GError **error, int code)
{
	g_set_error(error, RD_IMAP_ERROR, RD_IMAP_ERROR_REFUSED,
		    "temporary file for a large message: %s", g_strerror(code));
	return FALSE;
}

static gboolean
spool_fetch(RdImapMailbox *self, Spool *spool, gsize size, GError **error)
{
	mailimap *session = rd_imap_get_session(self->imap);
	gboolean ok;

	mailimap_set_msg_body_handler(session, spool_octets, spool);
	ok = rd_imap_take(self, mailimap_set_new_single(spool->uid),
			  mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL)),
			  2 * size, spool_answer, spool, error);
	mailimap_set_msg_body_handler(session, NULL, NULL);
	return ok && (spool->failed == 0 || spool_fail(error, spool->failed));
}

GBytes *
rd_imap_take_large(RdImapMailbox *self, guint32 uid, gsize size, GError **error)
{
	Spool spool = {.uid = uid, .fd = spool_open()};
	GMappedFile *mapped = NULL;
	GBytes *raw = NULL;

	if (spool.fd < 0) {
		spool_fail(error, errno);
		return NULL;
	}
	if (spool_fetch(self, &spool, size, error) && spool.answered && spool.written > 0)
		mapped = g_mapped_file_new_from_fd(spool.fd, FALSE, NULL);
	close(spool.fd);
	if (mapped != NULL) {
		raw = g_mapped_file_get_bytes(mapped);
		g_mapped_file_unref(mapped);
	}
	return raw;
}
