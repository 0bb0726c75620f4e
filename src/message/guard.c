#include <redress/guard.h>

#include "message-private.h"
#include "param-private.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Beyond these a message is out of the ordinary, though within the caps. */
#define GUARD_PARTS_MANY  100
#define GUARD_FIELDS_MANY 500
#define GUARD_DEPTH_MUCH  12
#define GUARD_TEXT_LARGE  (512 * 1024)

#if defined(__SANITIZE_ADDRESS__)
#define GUARD_LIMITS_MEMORY 0 /* the sanitizer maps terabytes for itself */
#else
#define GUARD_LIMITS_MEMORY 1
#endif

/*
 * Ordinary messages are read under it as readers. A fork is its writer: a lock of iconv
 * that another reader held just then would never be released in the child.
 */
static GRWLock guard_reading;

/* The size of this process's address space; 0 when the kernel does not tell. */
static gsize
guard_address_space(void)
{
	g_autofree char *text = NULL;

	if (!g_file_get_contents("/proc/self/statm", &text, NULL, NULL))
		return 0;
	return (gsize)g_ascii_strtoull(text, NULL, 10) * (gsize)sysconf(_SC_PAGESIZE);
}

/* In the child: no core file, no more than its share, and the signals' usual effect. */
static void
guard_set_limits(const RdGuardLimits *limits, gsize base)
{
	struct rlimit cpu = {limits->cpu_s, limits->cpu_s + 1};
	struct rlimit memory = {base + limits->memory_bytes, base + limits->memory_bytes};

	prctl(PR_SET_DUMPABLE, 0); /* no core, not even through a pipe */
	setrlimit(RLIMIT_CPU, &cpu);
	if (GUARD_LIMITS_MEMORY && base > 0)
		setrlimit(RLIMIT_AS, &memory);
	signal(SIGXCPU, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	signal(SIGABRT, SIG_DFL);
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
	alarm(limits->wall_s);
}

static char *
guard_why(int status)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (number == SIGXCPU || number == SIGKILL)
		return g_strdup("reading it took too long");
	if (number == SIGALRM)
		return g_strdup("reading it did not end");
	if (number == SIGTRAP || number == SIGABRT) /* how GLib and malloc() give up */
		return g_strdup("reading it was given up, for want of memory perhaps");
	return g_strdup_printf("reading it failed (signal %d)", number);
}

gboolean
rd_guard_survives(void (*work)(gpointer data), gpointer data, const RdGuardLimits *limits,
		  char **why)
{
	gsize base = guard_address_space();
	int status = 0;
	pid_t pid;

	g_rw_lock_writer_lock(&guard_reading);
	pid = fork();
	if (pid != 0)
		g_rw_lock_writer_unlock(&guard_reading);
	if (pid < 0) {
		*why = g_strdup_printf("no process to read it in: %s", g_strerror(errno));
		return FALSE;
	}
	if (pid == 0) {
		guard_set_limits(limits, base);
		(void)!freopen("/dev/null", "w", stderr); /* the parent reports */
		work(data);
		_exit(0);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return TRUE;
	*why = guard_why(status);
	return FALSE;
}

/* Octets that only state machines of iconv or the reader of TNEF can make sense of. */
static gboolean
guard_is_odd_part(const RdMimePart *part)
{
	g_autofree char *charset = NULL;

	if (rd_span_is(part->type, "application"))
		return part->subtype.len >= 4 &&
		       g_ascii_strncasecmp(part->subtype.str + part->subtype.len - 4, "tnef", 4) ==
			       0;
	if (!rd_span_is(part->type, "text"))
		return FALSE;
	if (part->body.len > GUARD_TEXT_LARGE)
		return TRUE;
	charset = rd_param_get_raw(part->parameters, "charset");
	return charset != NULL && (g_ascii_strncasecmp(charset, "iso-2022", 8) == 0 ||
				   g_ascii_strncasecmp(charset, "utf-7", 5) == 0);
}

/* Whether to rehearse it. Costs nothing against the scan that found the parts. */
static gboolean
guard_is_unusual(const RdMime *mime)
{
	if (mime->defect != NULL || mime->parts->len > GUARD_PARTS_MANY ||
	    mime->fields->len > GUARD_FIELDS_MANY || mime->decoded->len > 0)
		return TRUE;
	for (guint i = 0; i < mime->parts->len; i++) {
		const RdMimePart *part = rd_mime_part(mime, (int)i);

		if (part->depth > GUARD_DEPTH_MUCH || guard_is_odd_part(part))
			return TRUE;
	}
	return FALSE;
}

typedef struct {
	const RdMime *mime;
	const char *authserv_id;
	const RdMessageLimits *limits;
} GuardWork;

static void
guard_rehearse(gpointer data)
{
	const GuardWork *work = data;

	rd_message_free(rd_message_read(work->mime, work->authserv_id, work->limits));
}

static RdMessage *
guard_read_parts(const RdMime *mime, const char *authserv_id, const RdMessageLimits *limits)
{
	RdMessage *message;

	g_rw_lock_reader_lock(&guard_reading);
	message = rd_message_read(mime, authserv_id, limits);
	g_rw_lock_reader_unlock(&guard_reading);
	return message;
}

/* A message of which only @defect is known. */
static RdMessage *
guard_header_only(RdOctets *raw, const char *authserv_id, const RdMessageLimits *limits,
		  const RdGuardLimits *guard, const char *defect)
{
	RdMessageLimits header = *limits;
	g_autoptr(RdMime) mime = NULL;
	g_autoptr(RdMime) nothing = NULL;
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(RdOctets) none = rd_octets_new(empty);
	g_autofree char *why = NULL;
	GuardWork work = {NULL, authserv_id, &header};
	RdMessage *self;

	header.message_bytes = 0;
	mime = rd_mime_scan(raw, &header);
	nothing = rd_mime_scan(none, limits);
	work.mime = mime;
	if (!rd_guard_survives(guard_rehearse, &work, guard, &why))
		work.mime = nothing;
	self = guard_read_parts(work.mime, authserv_id, limits);
	g_free(self->defect);
	self->defect = g_strdup(defect);
	return self;
}

RdMessage *
rd_guard_read(RdOctets *raw, const char *authserv_id, const RdMessageLimits *limits)
{
	g_autoptr(RdOctets) octets = rd_message_line_ends(raw);
	g_autoptr(RdMime) mime = rd_mime_scan(octets, limits);
	const RdGuardLimits guard = {.cpu_s = 10, .wall_s = 60, .memory_bytes = 512 * 1024 * 1024};
	GuardWork work = {mime, authserv_id, limits};
	g_autofree char *why = NULL;

	if (!guard_is_unusual(mime) || rd_guard_survives(guard_rehearse, &work, &guard, &why))
		return guard_read_parts(mime, authserv_id, limits);
	return guard_header_only(octets, authserv_id, limits, &guard, why);
}

RdMessage *
rd_guard_parse(GBytes *raw, const char *authserv_id, const RdMessageLimits *limits)
{
	g_autoptr(RdOctets) octets = rd_octets_new(raw);

	return rd_guard_read(octets, authserv_id, limits);
}
