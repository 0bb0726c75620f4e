/*
 * guard.h - read a message so that a crash or a runaway costs that message alone.
 *
 * An ordinary message is parsed at once: the guard looks at its structure, which the
 * parse needs anyway, and adds nothing. A message that is out of the ordinary (beyond a
 * cap, very large or deep, winmail.dat, charsets with states) is first read by a child
 * process under limits of CPU time and memory. If the child survives, the message is
 * parsed here; if not, not, and ->defect says what happened, so that it goes to a person.
 *
 * The child is forked from the caller and ends without running any exit function. In a
 * program with threads it relies on malloc() and iconv() working after fork(), as they
 * do in the GNU C library; should it hang, a clock ends it.
 */

#pragma once

#include <redress/message.h>
#include <redress/octets.h>

G_BEGIN_DECLS

/* As rd_message_parse(). What killed the reading of all but the header leaves the header. */
RdMessage *rd_guard_parse(GBytes *raw, const char *authserv_id, const RdMessageLimits *limits);
/* The same; of octets that lie in a file little is in memory at once. */
RdMessage *rd_guard_read(RdOctets *raw, const char *authserv_id, const RdMessageLimits *limits);

typedef struct {
	guint cpu_s;	    /* of the child */
	guint wall_s;	    /* after which it is killed though it uses no CPU */
	gsize memory_bytes; /* beyond what this process has when it forks */
} RdGuardLimits;

/*
 * Runs @work(@data) in a child. TRUE when it came to its end. Otherwise FALSE, and
 * @why says in a few words what happened; free it with g_free().
 */
gboolean rd_guard_survives(void (*work)(gpointer data), gpointer data, const RdGuardLimits *limits,
			   char **why);

G_END_DECLS
