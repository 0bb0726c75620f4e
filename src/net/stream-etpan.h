/* stream-etpan.h - an RdStream under libetpan's buffered stream. */

#pragma once

#include <libetpan/libetpan.h>
#include <redress/stream.h>

/* To be freed with mailstream_close(), before @stream, which it does not own. */
mailstream *rd_stream_to_etpan(RdStream *stream);
