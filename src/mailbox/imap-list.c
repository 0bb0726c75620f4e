/*
 * imap-list.c - what waits, and where the mailbox begins.
 *
 * A message is ours when its UID is one that was given after the first connect. When
 * "start" is a time, or since UIDVALIDITY changed, so that older UIDs tell nothing,
 * one that arrived after that time is ours as well.
 */

#include "mailbox-imap.h"

#include <string.h>

/* SEARCH knows days only, in the server's time zone; the exact time is compared here. */
#define SINCE_MARGIN RD_TIME_DAY

int
rd_imap_compare_uids(const void *a, const void *b)
{
	guint32 one = *(const guint32 *)a;
	guint32 two = *(const guint32 *)b;

	return one < two ? -1 : one > two;
}

static GArray *
imap_search(RdImapMailbox *self, const char *criteria, GError **error)
{
	GError *local = NULL;
	GArray *uids = rd_imap_search(self->imap, criteria, &local);

	if (uids == NULL)
		rd_imap_mailbox_fail(self, local, error);
	return uids;
}

typedef struct {
	GHashTable *accepted;
	RdTime since;
} Sieve;

static void
imap_sift(const RdImapItem *item, gpointer data)
{
	Sieve *sieve = data;

	if (item->has_date && item->date >= sieve->since)
		g_hash_table_add(sieve->accepted, GUINT_TO_POINTER(item->uid));
}

/* Which messages below the floor arrived at or after @since. */
static gboolean
imap_accept_since(RdImapMailbox *self, RdTime since, GError **error)
{
	g_autofree char *day = rd_imap_day(since - SINCE_MARGIN);
	g_autofree char *criteria = NULL;
	Sieve sieve = {self->accepted, since};
	g_autoptr(GArray) uids = NULL;
	GError *local = NULL;

	if (self->floor <= 1 || day == NULL)
		return TRUE;
	criteria = g_strdup_printf("UID 1:%u SINCE %s", self->floor - 1, day);
	uids = imap_search(self, criteria, error);
	if (uids == NULL)
		return FALSE;
	for (guint i = 0; i < uids->len; i += RD_IMAP_SET_MAX) {
		g_autofree char *set = rd_imap_set(uids, i, MIN(uids->len - i, RD_IMAP_SET_MAX));

		if (!rd_imap_fetch(self->imap, set, "INTERNALDATE", 0, NULL, imap_sift, &sieve,
				   &local))
			return rd_imap_mailbox_fail(self, local, error);
	}
	return TRUE;
}

/* The UID that the next message gets; asked for where SELECT did not tell. */
static gboolean
imap_next_uid(RdImapMailbox *self, guint32 *out, GError **error)
{
	g_autoptr(GArray) uids = NULL;

	*out = rd_imap_get_selection(self->imap)->uidnext;
	if (*out != 0)
		return TRUE;
	uids = imap_search(self, "ALL", error);
	if (uids == NULL)
		return FALSE;
	*out = 1;
	if (uids->len > 0) /* the last UID that there can be stays ours */
		*out = MIN(g_array_index(uids, guint32, uids->len - 1), G_MAXUINT32 - 1) + 1;
	return TRUE;
}

/* "imap UIDVALIDITY FLOOR TIME", and " by-date" once UIDVALIDITY has changed. */
typedef struct {
	guint32 uidvalidity;
	guint32 floor;
	RdTime first; /* connect */
	gboolean by_date;
} Mark;

static gboolean
mark_parse(const char *text, Mark *out)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	guint n = g_strv_length(words);
	guint64 validity, uid;

	if ((n != 4 && n != 5) || strcmp(words[0], "imap") != 0 ||
	    !g_ascii_string_to_unsigned(words[1], 10, 1, G_MAXUINT32, &validity, NULL) ||
	    !g_ascii_string_to_unsigned(words[2], 10, 1, G_MAXUINT32, &uid, NULL) ||
	    !g_ascii_string_to_signed(words[3], 10, 0, G_MAXINT64, &out->first, NULL) ||
	    (n == 5 && strcmp(words[4], "by-date") != 0))
		return FALSE;
	out->uidvalidity = (guint32)validity;
	out->floor = (guint32)uid;
	out->by_date = n == 5;
	return TRUE;
}

static char *
mark_format(const Mark *self)
{
	return g_strdup_printf("imap %u %u %" G_GINT64_FORMAT "%s", self->uidvalidity, self->floor,
			       self->first, self->by_date ? " by-date" : "");
}

/* The very first connect, or the first one to see these UIDs. */
static gboolean
imap_renew_mark(RdImapMailbox *self, Mark *mark, char **text, GError **error)
{
	if (*text != NULL)
		g_message("mailbox %s: UIDVALIDITY changed from %u to %u, all is looked at anew",
			  self->base.name, mark->uidvalidity, self->uidvalidity);
	mark->by_date = *text != NULL;
	mark->uidvalidity = self->uidvalidity;
	if (!imap_next_uid(self, &mark->floor, error))
		return FALSE;
	g_free(*text);
	*text = mark_format(mark);
	return TRUE;
}

gboolean
rd_imap_take_mark(RdImapMailbox *self, char **text, GError **error)
{
	Mark mark = {.first = rd_time_now()};

	if (*text != NULL && !mark_parse(*text, &mark)) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "mailbox %s: \"%s\" is no mark of an IMAP mailbox", self->base.name,
			    *text);
		return FALSE;
	}
	if (mark.uidvalidity != self->uidvalidity && !imap_renew_mark(self, &mark, text, error))
		return FALSE;
	self->floor = self->start == 0 ? 1 : mark.floor;
	if (self->start != RD_TIME_NONE)
		return imap_accept_since(self, self->start, error);
	return !mark.by_date || imap_accept_since(self, mark.first, error);
}

/* @last: "*", or the highest UID that there can be. */
static char *
imap_waiting(const RdImapMailbox *self, const char *last)
{
	guint32 from = g_hash_table_size(self->accepted) > 0 ? 1 : self->floor;
	gboolean flag = self->done == RD_IMAP_FLAG;

	return g_strdup_printf("UID %u:%s%s", from, last,
			       flag ? " UNKEYWORD " RD_IMAP_KEYWORD : "");
}

/*
 * What waits, and some of what does not. "n:*" always includes the last message there is, so
 * that a server that has some and finds none does not know the "*", as GNU imap4d does not.
 */
static GArray *
imap_search_waiting(RdImapMailbox *self, GError **error)
{
	g_autofree char *criteria = imap_waiting(self, "*");
	g_autofree char *without_star = NULL;
	GArray *uids = imap_search(self, criteria, error);

	if (uids == NULL || uids->len > 0 || self->done == RD_IMAP_FLAG ||
	    rd_imap_get_selection(self->imap)->exists == 0)
		return uids;
	g_array_unref(uids);
	without_star = imap_waiting(self, "4294967295");
	return imap_search(self, without_star, error);
}

GPtrArray *
rd_imap_mailbox_list(RdMailbox *base, GError **error)
{
	RdImapMailbox *self = (RdImapMailbox *)base;
	g_autoptr(GArray) uids = NULL;
	RdImapSelection *selection;
	GPtrArray *entries;

	if (!rd_imap_mailbox_is_open(self, error))
		return NULL;
	selection = rd_imap_get_selection(self->imap);
	selection->news =
		FALSE; /* what comes from now on, rd_imap_mailbox_wait() must not sleep over */
	uids = imap_search_waiting(self, error);
	if (uids == NULL)
		return NULL;
	if (selection->uidvalidity != self->uidvalidity) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY,
			    "mailbox %s: UIDVALIDITY changed in the middle of a session",
			    self->base.name);
		return NULL;
	}
	g_hash_table_remove_all(self->sizes);
	g_array_set_size(self->listed, 0);
	entries = g_ptr_array_new_full(uids->len, (GDestroyNotify)rd_mailbox_entry_free);
	for (guint i = 0; i < uids->len; i++) {
		guint32 uid = g_array_index(uids, guint32, i);
		char text[16];

		/* "n:*" always includes the last message, be its UID below n or not. */
		if (uid < self->floor &&
		    !g_hash_table_contains(self->accepted, GUINT_TO_POINTER(uid)))
			continue;
		g_snprintf(text, sizeof(text), "%u", uid);
		g_ptr_array_add(entries, rd_mailbox_entry_new(self->uidvalidity, text, 0));
		g_array_append_val(self->listed, uid);
	}
	return entries;
}
