/*
 * child.h - run a program of its own and say what it cost.
 *
 * A figure of a whole program is the difference between two runs, one with the work and
 * one without: what loading and linking cost is in both.
 */

#pragma once

#include <glib.h>

typedef struct {
	double instructions; /* of user mode; 0 when they were not counted */
	double wall_s;
	double rss_mb; /* the most that was resident at once */
	char *output;  /* what it printed */
} ChildCost;

/*
 * First thing in main(), while this process is small: a program counts what was resident in
 * the process that forked it, so the one that is forked here starts all of them.
 */
void child_prepare(void);

/* Runs @argv (NULL-terminated) to its end, which has to be a good one. */
ChildCost child_run(const char *const *argv);

/*
 * The same with its instructions counted: by the processor's own counters where the
 * kernel offers them, else by callgrind, some fifty times slower. Threads and, with the
 * counters, children of the program count too.
 */
ChildCost child_count(const char *const *argv);

void child_cost_clear(ChildCost *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ChildCost, child_cost_clear)
