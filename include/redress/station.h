/*
 * station.h - the gateway at work: threads, signals, reload.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Works until SIGTERM or SIGINT. SIGHUP reads @config_path and the templates again, and
 * goes on with the old ones when the new ones are not right. Tells systemd, when it
 * asks, that it is ready, reloading, stopping and alive. To be called from a thread
 * that is the only one.
 */
gboolean rd_station_run(const char *config_path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
