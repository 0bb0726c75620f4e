/*
 * disk-double.h - SQLite's default way to the disk, with a look at what is done to a log (a WAL).
 */

#pragma once

#include <glib.h>

typedef struct {
	guint writes;	      /* that have been asked for */
	guint syncs;	      /* the same */
	guint fail_at;	      /* the number of the one that fails; 0: none does */
	int fail_with;	      /* SQLITE_FULL, say */
	void (*before)(void); /* NULL: nobody looks; it may open files of SQLite, too */
} DiskDouble;

extern DiskDouble disk;

/* From now on, for files that are opened then. Before the first store is opened. */
void disk_double_use(void);
