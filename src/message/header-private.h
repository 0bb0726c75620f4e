/*
 * header-private.h - the fields of one part's header as values.
 */

#pragma once

#include "mime-private.h"

/* All addresses (RdAddress) of all fields @id of @part: "To" may stand there twice. */
GPtrArray *rd_header_addresses(const RdMime *mime, const RdMimePart *part, RdFieldId id);

/* Takes the first out of @all that has an address, else the first; NULL for none. */
RdAddress *rd_header_take_address(GPtrArray *all);
/* The same, out of all of the fields @id. */
RdAddress *rd_header_address(const RdMime *mime, const RdMimePart *part, RdFieldId id);

/* All message ids (char *) of the fields @id. */
GPtrArray *rd_header_ids(const RdMime *mime, const RdMimePart *part, RdFieldId id);

/* The first field @id as a text; "" for none. */
char *rd_header_text(const RdMime *mime, const RdMimePart *part, RdFieldId id);
