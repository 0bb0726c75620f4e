#include "imap-strikes.h"

#define STRIKES_MAX 60
#define REFUSED_MIN (30 * G_TIME_SPAN_MINUTE) /* so long a message must have been refused */

/* How long a message rests that has failed twice; then twice as long each time. */
#define REST_FIRST     (15 * G_TIME_SPAN_SECOND)
#define REST_DOUBLINGS 4

typedef struct {
	guint points;
	guint failures; /* that are followed by a rest, but for the first */
	gint64 rests_until;
	char *why;
	gint64 refused_at; /* for the first time; 0: it was not */
} Record;

struct _RdImapStrikes {
	guint32 uidvalidity;
	GHashTable *records; /* UID -> Record */
};

static void
record_free(gpointer data)
{
	Record *self = data;

	g_free(self->why);
	g_free(self);
}

RdImapStrikes *
rd_imap_strikes_new(void)
{
	RdImapStrikes *self = g_new0(RdImapStrikes, 1);

	self->records = g_hash_table_new_full(NULL, NULL, NULL, record_free);
	return self;
}

void
rd_imap_strikes_free(RdImapStrikes *self)
{
	g_hash_table_unref(self->records);
	g_free(self);
}

void
rd_imap_strikes_begin(RdImapStrikes *self, guint32 uidvalidity)
{
	if (self->uidvalidity != uidvalidity)
		g_hash_table_remove_all(self->records);
	self->uidvalidity = uidvalidity;
}

/* A line may break at any message: the first time means little. */
static void
record_rest(Record *self, gint64 now)
{
	if (++self->failures > 1)
		self->rests_until = now + (REST_FIRST << MIN(self->failures - 2, REST_DOUBLINGS));
}

void
rd_imap_strikes_add(RdImapStrikes *self, guint32 uid, RdStrike strike, const char *why, gint64 now)
{
	Record *record = g_hash_table_lookup(self->records, GUINT_TO_POINTER(uid));

	if (record == NULL) {
		record = g_new0(Record, 1);
		g_hash_table_insert(self->records, GUINT_TO_POINTER(uid), record);
	}
	record->points += strike;
	if (strike == RD_STRIKE_REFUSED && record->refused_at == 0)
		record->refused_at = now;
	if (strike != RD_STRIKE_WITHHELD)
		record_rest(record, now);
	g_free(record->why);
	record->why = g_strdup(why);
}

void
rd_imap_strikes_forget(RdImapStrikes *self, guint32 uid)
{
	g_hash_table_remove(self->records, GUINT_TO_POINTER(uid));
}

guint
rd_imap_strikes_count(const RdImapStrikes *self, guint32 uid)
{
	const Record *record = g_hash_table_lookup(self->records, GUINT_TO_POINTER(uid));

	return record != NULL ? record->points : 0;
}

const char *
rd_imap_strikes_why(const RdImapStrikes *self, guint32 uid)
{
	const Record *record = g_hash_table_lookup(self->records, GUINT_TO_POINTER(uid));

	return record != NULL ? record->why : NULL;
}

gboolean
rd_imap_strikes_is_resting(const RdImapStrikes *self, guint32 uid, gint64 now)
{
	const Record *record = g_hash_table_lookup(self->records, GUINT_TO_POINTER(uid));

	return record != NULL && now < record->rests_until;
}

const char *
rd_imap_strikes_verdict(const RdImapStrikes *self, guint32 uid, gint64 now)
{
	const Record *record = g_hash_table_lookup(self->records, GUINT_TO_POINTER(uid));

	if (record == NULL || record->points < STRIKES_MAX ||
	    (record->refused_at != 0 && now - record->refused_at < REFUSED_MIN))
		return NULL;
	return record->why;
}
