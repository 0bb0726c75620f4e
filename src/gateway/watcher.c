#include <redress/sweep.h>
#include <redress/watcher.h>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_MAX_MS	 (5 * 60 * 1000)

struct _RdWatcher {
	RdMailbox *mailbox;
	guint poll_s;
	RdWorker *worker;
	RdHealth *health;
	int stop_fd; /* an eventfd that is readable from rd_watcher_stop() on */
	gint stopping;
	GThread *thread;
};

guint
rd_watcher_backoff_ms(guint failures, guint32 seed)
{
	guint ms = BACKOFF_FIRST_MS << MIN(failures > 0 ? failures - 1 : 0, 9);

	ms = MIN(ms, BACKOFF_MAX_MS);
	return ms - ms / 4 + seed % (ms / 2); /* three quarters to five quarters */
}

static gboolean
watcher_is_stopping(RdWatcher *self)
{
	return g_atomic_int_get(&self->stopping) != 0;
}

static void
watcher_pause(RdWatcher *self, guint ms)
{
	struct pollfd stop = {.fd = self->stop_fd, .events = POLLIN};

	poll(&stop, 1, (int)ms);
}

/*
 * What the server lists is in the ledger after a sweep, or was moved away meanwhile and
 * is not listed by the next one.
 */
static void
watcher_compare(RdWatcher *self, const RdPass *pass)
{
	g_autofree char *source =
		g_strconcat("the ledger of ", rd_mailbox_get_name(self->mailbox), NULL);
	const char *withheld = rd_mailbox_get_withheld(self->mailbox);
	g_autofree char *why = NULL;

	if (pass->missed == 0) {
		rd_health_well(self->health, source);
		return;
	}
	why = g_strdup_printf("%u message%s on the server %s not in the ledger%s%s", pass->missed,
			      pass->missed == 1 ? "" : "s", pass->missed == 1 ? "is" : "are",
			      withheld != NULL ? "; " : "", withheld != NULL ? withheld : "");
	rd_health_fails(self->health, source, why, rd_time_now());
}

/* That the server keeps what it should put away does not keep back the mail to come. */
static void
watcher_compare_done(RdWatcher *self, const RdPass *pass)
{
	g_autofree char *source =
		g_strconcat("putting away in ", rd_mailbox_get_name(self->mailbox), NULL);
	g_autofree char *why = NULL;

	if (pass->stuck == 0) {
		rd_health_well(self->health, source);
		return;
	}
	why = g_strdup_printf("%u message%s in the ledger, but the server would not move or flag "
			      "%s as done",
			      pass->stuck, pass->stuck == 1 ? " is" : "s are",
			      pass->stuck == 1 ? "it" : "them");
	rd_health_fails(self->health, source, why, rd_time_now());
}

/* Sweeps until the mailbox fails; a sign of new mail is only a reason to look. */
static gboolean
watcher_attend(RdWatcher *self, guint *failures, GError **error)
{
	while (!watcher_is_stopping(self)) {
		RdPass pass = {0};

		if (!rd_sweep(self->worker, self->mailbox, rd_time_now(), &pass, error)) {
			if (pass.taken > 0)
				*failures = 0;
			return FALSE;
		}
		if (pass.stuck == 0) /* else the session may be dead for it */
			*failures = 0;
		if (rd_health_well(self->health, rd_mailbox_get_name(self->mailbox)))
			g_message("%s works again", rd_mailbox_get_name(self->mailbox));
		watcher_compare(self, &pass);
		watcher_compare_done(self, &pass);
		if (!rd_mailbox_wait(self->mailbox, self->poll_s, self->stop_fd, error))
			return FALSE;
		*failures = 0;
	}
	return TRUE;
}

static gpointer
watcher_main(gpointer data)
{
	RdWatcher *self = data;
	const char *name = rd_mailbox_get_name(self->mailbox);
	guint failures = 0;

	while (!watcher_is_stopping(self)) {
		g_autoptr(GError) error = NULL;
		guint ms;

		if (watcher_attend(self, &failures, &error) || watcher_is_stopping(self))
			break;
		rd_mailbox_close(self->mailbox);
		rd_health_fails(self->health, name, error->message, rd_time_now());
		ms = rd_watcher_backoff_ms(++failures, g_random_int());
		g_warning("%s: %s; trying again in %u.%u s", name, error->message, ms / 1000,
			  ms % 1000 / 100);
		watcher_pause(self, ms);
	}
	rd_mailbox_close(self->mailbox);
	return NULL;
}

RdWatcher *
rd_watcher_start(const RdMailboxSettings *settings, RdWorker *worker, RdHealth *health,
		 GError **error)
{
	RdMailbox *mailbox = rd_mailbox_new(settings, error);
	RdWatcher *self;

	if (mailbox == NULL)
		return NULL;
	self = g_new0(RdWatcher, 1);
	self->mailbox = mailbox;
	self->poll_s = settings->poll_s;
	self->worker = worker;
	self->health = health;
	self->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rd_mailbox_set_stop_fd(mailbox, self->stop_fd);
	self->thread = g_thread_new("watcher", watcher_main, self);
	return self;
}

void
rd_watcher_stop(RdWatcher *self)
{
	guint64 one = 1;

	g_atomic_int_set(&self->stopping, 1);
	if (write(self->stop_fd, &one, sizeof one) != sizeof one)
		g_warning("%s: cannot be interrupted", rd_mailbox_get_name(self->mailbox));
}

void
rd_watcher_free(RdWatcher *self)
{
	g_thread_join(self->thread);
	rd_mailbox_free(self->mailbox);
	close(self->stop_fd);
	g_free(self);
}
