/*
 * report-private.h - what a machine has to say about itself: delivery reports, read
 * receipts, automatic answers, list mail, and who authenticated the sender.
 */

#pragma once

#include "mime-private.h"

/* Fills @self->report from the parts, header and ->text; these must have been read. */
void rd_report_read(RdMessage *self, const RdMime *mime);

/* For ->returned: subject, recipients and text of the mail that came back; "" for none. */
char *rd_report_returned(const RdMessage *self, const RdMime *mime);

/* Whether the message is a delivery report in a mail server's own words, and fills it in. */
void rd_report_read_prose(RdMessage *self, const RdMime *mime);

/* Appends @reason's first line, or what there is of it, to @self->report. */
void rd_report_set_reason(RdReport *report, const char *reason, gsize len);

/* Fills @self->auto_submitted and ->list. ->report must have been read. */
void rd_automatic_read(RdMessage *self, const RdMime *mime);

/* Whether the header of @part says that a machine or a list wrote, or wants no answer. */
gboolean rd_automatic_is_header(const RdMime *mime, const RdMimePart *part);

/* Whether @address is one that mail servers write from. */
gboolean rd_automatic_is_daemon(const RdAddress *address);

/* Whether @address says that nobody is to answer: no-reply@, ne-pas-repondre@. */
gboolean rd_address_is_no_reply(const char *address);

/* Whether @address is that of a list's keeper (RFC 2142 section 6, RFC 5230 section 4.6). */
gboolean rd_address_is_of_list(const char *address);

/*
 * Fills @self->authentication from the topmost field of @authserv_id. The header names
 * @n_authors, of which ->from is one.
 */
void rd_authentication_read(RdMessage *self, const RdMime *mime, guint n_authors,
			    const char *authserv_id);
