/*
 * script-peer.h - a server on a loopback port that follows a script.
 *
 * The script is one step a line:
 *   S TEXT   send TEXT and CRLF; "$" at the start is the tag of the last command heard,
 *            and \r \n are escapes
 *   R TEXT   the same without CRLF
 *   O        from here on, S and R send one octet at a time
 *   Z        send a NUL
 *   Q        nothing more has been said, else the script fails
 *   D TEXT   as S, but one octet at a time for as long as the client listens
 *   C TEXT   hear a line that holds TEXT, else the script fails
 *   B N      hear N octets (a literal)
 *   .        hear lines to one that is "." alone (a mail)
 *   M        say nothing more, until the client hangs up
 *   X        close with a reset instead of an end
 *   !        make the eventfd of script_peer_get_event() readable
 *   N        hang up and wait for the next client
 * When the script is over, the peer hangs up.
 */

#pragma once

#include <glib.h>

typedef struct _ScriptPeer ScriptPeer;

ScriptPeer *script_peer_start(const char *script);
guint16 script_peer_get_port(const ScriptPeer *self);
/* Becomes readable at the step "!"; owned by @self. */
int script_peer_get_event(const ScriptPeer *self);
/* "SCHEME://ann@127.0.0.1:PORT/PATH"; free with g_free(). */
char *script_peer_uri(const ScriptPeer *self, const char *scheme, const char *path);
/*
 * Waits until the script is over, and returns all lines heard, each with "\n"; free with
 * g_free(). Aborts the test when a line that the script names was not heard.
 */
char *script_peer_finish(ScriptPeer *self);
