/*
 * turn.c - those who write to one store take turns.
 *
 * SQLite does not queue writers: one that waits looks now and then whether the store is free,
 * and one that commits batch after batch leaves only moments in which it is. So whoever is to
 * begin first takes the turn, and gives it back once it has begun. While a batch is written
 * another takes the turn and waits for the store; the next batch waits for the turn.
 *
 * The turn is a lock on the gateway's lock file (open file description locks, see
 * src/gateway/lock.c). Where there is no such file, no gateway keeps anybody waiting.
 */

#include "store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define TURN_PAUSE_US 1000 /* before a turn that another has is asked for again */

static gboolean
turn_set(RdStore *self, short type)
{
	struct flock turn = {
		.l_type = type, .l_whence = SEEK_SET, .l_start = RD_STORE_LOCK_TURN, .l_len = 1};

	return fcntl(self->lock_fd, F_OFD_SETLK, &turn) == 0;
}

static gboolean
turn_is_taken_by_another(void)
{
	return errno == EAGAIN || errno == EACCES;
}

gboolean
rd_store_has_lock_file(RdStore *self)
{
	g_autofree char *path = NULL;

	if (self->lock_fd < 0 && !rd_store_is_in_memory(self)) {
		path = g_strconcat(self->path, RD_STORE_LOCK_SUFFIX, NULL);
		self->lock_fd = open(path, O_RDWR | O_CLOEXEC);
	}
	return self->lock_fd >= 0;
}

/*
 * One that has the turn and does not go on (a process that was stopped) is waited for once,
 * and then no more until it has given it back.
 */
gboolean
rd_store_take_turn(RdStore *self)
{
	gint64 until = g_get_monotonic_time() + RD_STORE_BUSY_MS * G_TIME_SPAN_MILLISECOND;

	if (!rd_store_has_lock_file(self))
		return FALSE;
	while (!turn_set(self, F_WRLCK)) {
		if (!turn_is_taken_by_another() || self->turn_is_stuck)
			return FALSE;
		self->turn_is_stuck = g_get_monotonic_time() > until;
		g_usleep(TURN_PAUSE_US);
	}
	self->turn_is_stuck = FALSE;
	return TRUE;
}

void
rd_store_end_turn(RdStore *self)
{
	turn_set(self, F_UNLCK);
}
