#include "check.h"
#include "cmd.h"
#include "context.h"

#include <redress/error.h>
#include <redress/gateway.h>
#include <redress/ledger.h>
#include <redress/memo.h>
#include <redress/station.h>

#include <stdio.h>

/*
 * Time only goes forward: timers that were fired for a later time would not be taken
 * back, and the feed would tell the story in the wrong order.
 */
static gboolean
run_advance_clock(RdContext *context, GError **error)
{
	g_autofree char *before = NULL;
	g_autofree char *now = rd_time_format(context->now);
	RdTime last;

	if (!rd_memo_get(context->store, "clock", &before, error))
		return FALSE;
	if (before != NULL && rd_time_parse(before, &last, NULL) && context->now < last) {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "--now %s is in the past: this store has been worked at %s", now,
			    before);
		return FALSE;
	}
	return rd_memo_set(context->store, "clock", now, error);
}

static void
run_print(const RdContext *context, const RdPass *pass)
{
	if (context->json)
		printf("{\"taken\": %u, \"worked\": %u, \"timers\": %u, \"tasks\": %u, "
		       "\"sent\": %u, \"deferred\": %u, \"failed\": %u}\n",
		       pass->taken, pass->worked, pass->timers, pass->tasks, pass->sent,
		       pass->deferred, pass->failed);
	else
		printf("%u messages taken, %u worked, %u timers, %u tasks mailed, %u mails sent, "
		       "%u deferred, %u failed\n",
		       pass->taken, pass->worked, pass->timers, pass->tasks, pass->sent,
		       pass->deferred, pass->failed);
}

static gboolean
run_once(RdContext *context, GError **error)
{
	g_autoptr(RdLock) lock = rd_lock_take(rd_store_path(context->store), error);
	g_autoptr(RdOffice) office = NULL;
	RdPass pass = {0};

	if (lock == NULL || !rd_ledger_count_attempts(context->store, error) ||
	    !run_advance_clock(context, error))
		return FALSE;
	office = rd_office_new(context->config, context->store, error);
	if (office == NULL || !rd_gateway_once(office, context->now, &pass, error))
		return FALSE;
	run_print(context, &pass);
	return TRUE;
}

int
rd_cmd_run(int argc, char **argv)
{
	gboolean once = FALSE;
	const GOptionEntry entries[] = {
		{"once", 0, 0, G_OPTION_ARG_NONE, &once,
		 "take what waits, fire what is due, send what is queued, exit", NULL},
		{NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL},
	};
	const RdUsage usage = {"", "The gateway.", entries, RD_NEED_STORE_ON_DISK};
	g_autoptr(GError) error = NULL;
	int status;
	g_autoptr(RdContext) context = rd_context_new(argc, argv, &usage, &status);

	if (context == NULL)
		return status;
	if (context->n_args > 0)
		return rd_context_misused("run takes no argument \"%s\"", context->args[0]);
	if (once)
		return run_once(context, &error) ? 0 : rd_context_fail(error);
	if (context->now_given)
		return rd_context_misused("--now goes with --once: a running gateway has a clock");
	return rd_station_run(context->config->path, rd_check_configuration, &error)
		       ? 0
		       : rd_context_fail(error);
}
