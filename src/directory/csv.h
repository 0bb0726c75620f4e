/*
 * csv.h - records of a comma-separated file (RFC 4180).
 *
 * Quoted fields, doubled quotes, line breaks within quotes, LF or CRLF, a byte order
 * mark. A record that breaks the rules is told by its line, and reading goes on with
 * the next line, so that one mistake does not hide the others.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
	const char *at;
	const char *end;
	guint line;	   /* of @at, from 1 */
	guint record_line; /* where the last record began */
} RdCsv;

/* @text is borrowed while the reader is in use. */
void rd_csv_init(RdCsv *self, const char *text, gsize len);

/*
 * The fields of the next record, UTF-8 without control characters but line breaks,
 * without white space at their ends. Empty lines are skipped. NULL at the end; and
 * NULL with @problem (free with g_free()) for a record that cannot be read.
 */
GPtrArray *rd_csv_next(RdCsv *self, char **problem);

G_END_DECLS
