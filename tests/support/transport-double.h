/*
 * transport-double.h - a next hop that answers as it is told.
 */

#pragma once

#include <redress/transport.h>

/*
 * @script: for each mail a word of one letter per recipient, words parted by spaces:
 * "s" takes it, "d" defers it (450), "n" gives no answer, "r" refuses it (550), "u" takes
 * it and the answer is lost; "!" instead of a word: settings are wrong. After the last
 * word everything is taken.
 */
RdTransport *transport_double_new(const char *script);

/* What was offered, one "envelope-id: recipient recipient" a mail, one a line. */
const char *transport_double_log(RdTransport *self);

/* Called before a mail is answered, as if something else happened meanwhile. */
void transport_double_on_deliver(RdTransport *self, void (*hook)(gpointer data), gpointer data);
