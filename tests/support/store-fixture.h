/*
 * store-fixture.h - a store in memory for each test of a suite, and short ways to fill it.
 *
 * TestSuite(task, .init = store_setup, .fini = store_teardown);
 */

#pragma once

#include <redress/case.h>
#include <redress/outbox-row.h>

extern RdStore *store;

void store_setup(void);
void store_teardown(void);

/* A new open case of "installer-complaint" in that queue, in the store already. */
RdCase *store_add_case(const char *queue);

/* Takes over strings by copying them. */
void store_set(char **field, const char *value);

/* A queued mail of that case to "dana@home.example", made at @at; NULL on failure. */
RdOutboxRow *store_add_mail(gint64 case_id, RdTime at);
