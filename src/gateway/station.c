#include <redress/error.h>
#include <redress/indexer.h>
#include <redress/ledger.h>
#include <redress/outbox.h>
#include <redress/sender.h>
#include <redress/station.h>
#include <redress/watcher.h>

#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#define HEALTH_EVERY_MS 10000 /* or twice as often as the watchdog asks */
#define HEAPS_MAX	4     /* the worker and its readers */
#define WORKER_STUCK_S	120   /* the watchdog is no longer fed */

/* Everything that runs under one configuration. */
typedef struct {
	RdConfig *config;
	RdStore *store;
	RdOffice *office;
	RdHealth *health;
	RdCheckpointer *checkpointer;
	RdIndexer *indexer;
	RdSender *sender;
	RdWorker *worker;
	GPtrArray *watchers; /* of RdWatcher */
} Station;

/* The worker has done something, or could not. One mail that cannot be worked holds up all. */
static void
station_note_work(G_GNUC_UNUSED const RdPass *pass, const GError *failure, gpointer data)
{
	static const char source[] = "the working of mail";
	Station *self = data;

	if (failure != NULL) {
		rd_health_fails(self->health, source, failure->message, rd_time_now());
		return;
	}
	rd_health_well(self->health, source);
	rd_sender_wake(self->sender);
	rd_indexer_wake(self->indexer);
}

/*
 * Watchers first, so that nothing new comes in; of those that commit, who wakes others first. What
 * a watcher is at it cannot bring to its end without the worker: a backlog may take minutes.
 */
static void
station_end_threads(Station *self)
{
	for (guint i = 0; i < self->watchers->len; i++)
		rd_watcher_stop(self->watchers->pdata[i]);
	if (self->worker != NULL)
		rd_worker_end(self->worker);
	g_ptr_array_set_size(self->watchers, 0);
	g_clear_pointer(&self->worker, rd_worker_stop);
	g_clear_pointer(&self->sender, rd_sender_stop);
	g_clear_pointer(&self->indexer, rd_indexer_stop);
	g_clear_pointer(&self->checkpointer, rd_checkpointer_stop);
}

static void
station_stop(Station *self)
{
	station_end_threads(self);
	g_ptr_array_unref(self->watchers);
	g_clear_pointer(&self->health, rd_health_free);
	g_clear_pointer(&self->office, rd_office_free);
	g_clear_pointer(&self->store, rd_store_close);
	g_clear_pointer(&self->config, rd_config_free);
	g_free(self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Station, station_stop)

/* Reads everything that may be wrong; no thread is started yet. */
static Station *
station_load(const char *config_path, GError **error)
{
	g_autoptr(Station) self = g_new0(Station, 1);

	self->watchers = g_ptr_array_new_with_free_func((GDestroyNotify)rd_watcher_free);
	self->config = rd_config_load(config_path, error);
	if (self->config == NULL)
		return NULL;
	self->store = rd_store_open(self->config->store, error);
	if (self->store == NULL)
		return NULL;
	self->office = rd_office_new(self->config, self->store, error);
	if (self->office == NULL || !rd_office_load_rules(self->office, error))
		return NULL;
	self->health = rd_health_new(self->config->health.patience_s);
	return g_steal_pointer(&self);
}

static gboolean
station_start(Station *self, GError **error)
{
	GPtrArray *mailboxes = self->config->mailboxes;

	self->checkpointer = rd_checkpointer_start(self->store, self->health);
	self->sender = rd_sender_start(self->office, self->checkpointer, self->health, error);
	if (self->sender == NULL)
		return FALSE;
	self->indexer = rd_indexer_start(self->store, self->health);
	self->worker = rd_worker_start(self->office, station_note_work, self);
	for (guint i = 0; i < mailboxes->len; i++) {
		RdWatcher *watcher =
			rd_watcher_start(mailboxes->pdata[i], self->worker, self->health, error);

		if (watcher == NULL)
			return FALSE;
		g_ptr_array_add(self->watchers, watcher);
	}
	return TRUE;
}

/* A job of the worker: the operator is written to. */
static gboolean
job_report(RdStore *store, gpointer data, GError **error)
{
	Station *self = data;
	g_autoptr(GPtrArray) news = rd_health_news(self->health, rd_time_now());

	if (news->len == 0)
		return TRUE;
	if (!rd_store_begin(store, error))
		return FALSE;
	for (guint i = 0; i < news->len; i++) {
		if (!rd_office_tell_operator(self->office, news->pdata[i], rd_time_now(), error)) {
			rd_store_rollback(store);
			return FALSE;
		}
	}
	return rd_store_commit(store, error);
}

static void
station_look_after(Station *self)
{
	g_autoptr(GError) error = NULL;
	gint64 idle_s = rd_worker_idle_s(self->worker);

	if (idle_s >= WORKER_STUCK_S) { /* and so would be whoever hands it a job */
		g_warning("the worker has been at one thing for %" G_GINT64_FORMAT
			  " s, and %u jobs wait",
			  idle_s, rd_worker_waiting(self->worker));
		return;
	}
	sd_notify(0, "WATCHDOG=1");
	if (!rd_worker_call(self->worker, job_report, self, &error))
		g_warning("health: %s", error->message);
	else
		rd_sender_wake(self->sender);
}

/* Blocks the signals for all threads that come after, and gives a descriptor for them. */
static int
signals_open(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

/* How often the station is looked after. */
static int
station_pause_ms(void)
{
	guint64 watchdog_us;

	if (sd_watchdog_enabled(0, &watchdog_us) <= 0)
		return HEALTH_EVERY_MS;
	return (int)MIN(HEALTH_EVERY_MS, watchdog_us / 2000);
}

/* The next signal, or 0 after @timeout_ms. */
static int
signals_wait(int fd, int timeout_ms)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	struct signalfd_siginfo info;

	if (poll(&ready, 1, timeout_ms) <= 0 || read(fd, &info, sizeof info) != sizeof info)
		return 0;
	return (int)info.ssi_signo;
}

/* What a reload may put in the place of @old; the threads of that go on meanwhile. */
static Station *
station_load_again(const Station *old, const char *config_path, RdStationCheck check,
		   GError **error)
{
	g_autoptr(Station) fresh = station_load(config_path, error);

	if (fresh == NULL || !check(fresh->config, error))
		return NULL;
	if (g_strcmp0(fresh->config->store, old->config->store) == 0)
		return g_steal_pointer(&fresh);
	g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
		    "%s: the store can only be changed by a restart", config_path);
	return NULL;
}

/*
 * Each thread would have a heap of its own, and what most of them free nobody else would use:
 * they share as many as can be at work at once.
 */
static void
station_share_heaps(void)
{
	mallopt(M_ARENA_MAX, (int)MIN(g_get_num_processors(), HEAPS_MAX));
}

/* The new station, or the old one when the new settings are not right. */
static Station *
station_reload(Station *old, const char *config_path, RdStationCheck check)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Station) fresh = NULL;

	sd_notify(0, "RELOADING=1");
	fresh = station_load_again(old, config_path, check, &error);
	if (fresh == NULL) {
		g_warning("reload: %s; going on as before", error->message);
		sd_notify(0, "READY=1");
		return old;
	}
	station_end_threads(old);
	rd_health_carry(fresh->health, old->health);
	station_stop(old);
	malloc_trim(0); /* two sets of rules were in memory, and one is */
	g_message("reloaded %s", config_path);
	return g_steal_pointer(&fresh);
}

static gboolean
station_work(const char *config_path, RdStationCheck check, int signals, GError **error)
{
	int pause_ms = station_pause_ms();
	g_autoptr(RdLock) lock = NULL; /* released last, when no thread writes any more */
	g_autoptr(Station) self = station_load(config_path, error);
	int signal_number;

	if (self == NULL)
		return FALSE;
	lock = rd_lock_take(rd_store_path(self->store), error);
	if (lock == NULL || !rd_ledger_count_attempts(self->store, error) ||
	    !station_start(self, error))
		return FALSE;
	sd_notify(0, "READY=1");
	g_message("redress works on %s", self->config->store);
	while ((signal_number = signals_wait(signals, pause_ms)) != SIGTERM &&
	       signal_number != SIGINT) {
		if (signal_number == SIGHUP) {
			Station *next = station_reload(self, config_path, check);

			if (next != self) {
				self = next;
				if (!station_start(self, error))
					return FALSE;
				sd_notify(0, "READY=1");
			}
		}
		if (!rd_store_is_in_place(self->store, error))
			return FALSE; /* to be started anew, on what is there now */
		station_look_after(self);
	}
	sd_notify(0, "STOPPING=1");
	return TRUE;
}

gboolean
rd_station_run(const char *config_path, RdStationCheck check, GError **error)
{
	int signals = signals_open();
	gboolean ok;

	station_share_heaps();
	if (signals < 0) {
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "signalfd: %s", g_strerror(errno));
		return FALSE;
	}
	ok = station_work(config_path, check, signals, error);
	close(signals);
	return ok;
}
