/*
 * bench.h - a figure against its reference, both taken in this run.
 */

#pragma once

#include <glib.h>
#include <stdio.h>

typedef enum { BENCH_AT_LEAST, BENCH_AT_MOST } BenchWay;

/* "name value unit reference ratio target", and " MISSED"; FALSE when it was. */
static inline gboolean
bench_print(const char *name, double value, const char *unit, double reference, BenchWay way,
	    double target)
{
	double ratio = value / reference;
	gboolean met = way == BENCH_AT_LEAST ? ratio >= target : ratio <= target;

	printf("%s %.5g %s %.5g %.3f %s%.3g%s\n", name, value, unit, reference, ratio,
	       way == BENCH_AT_LEAST ? ">=" : "<=", target, met ? "" : " MISSED");
	return met;
}

/* Seconds of wall time since @begin, which g_get_monotonic_time() gave. */
static inline double
bench_since(gint64 begin)
{
	return (double)(g_get_monotonic_time() - begin) / G_USEC_PER_SEC;
}
