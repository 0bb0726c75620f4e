/*
 * station.h - the gateway at work: threads, signals, reload.
 */

#pragma once

#include <glib.h>
#include <redress/config.h>

G_BEGIN_DECLS

/* FALSE with an error that says what is wrong with a configuration and all it names. */
typedef gboolean (*RdStationCheck)(const RdConfig *config, GError **error);

/*
 * Works until SIGTERM or SIGINT. SIGHUP reads @config_path and the templates again, and
 * goes on with the old ones when the new ones do not pass @check. Tells systemd, when it
 * asks, that it is ready, reloading, stopping and alive. To be called from a thread
 * that is the only one.
 */
gboolean rd_station_run(const char *config_path, RdStationCheck check,
			GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
