#include <redress/outbox.h>

#define RETRY_LONGEST (4 * RD_TIME_HOUR)
#define RETRY_GIVE_UP (5 * RD_TIME_DAY)

/*
 * The jitter is a part of the seed, not of a clock or a random source: a hundred mails
 * that failed together come back spread over a quarter of their delay, and a test can
 * say when.
 */
RdTime
rd_retry_next(guint attempts, RdTime now, guint32 seed)
{
	RdTime delay = RD_TIME_MINUTE;
	guint32 spread = seed * 2654435761u; /* 2^32 / golden ratio: neighbours part */

	for (guint i = 1; i < attempts && delay < RETRY_LONGEST; i++)
		delay *= 2;
	delay = MIN(delay, RETRY_LONGEST);
	return now + delay + (RdTime)(((guint64)spread * (guint64)(delay / 4)) >> 32);
}

gboolean
rd_retry_expired(RdTime created_at, RdTime now)
{
	return now - created_at >= RETRY_GIVE_UP;
}
