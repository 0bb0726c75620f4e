#include "stream-etpan.h"

/* libetpan would read at most so much at once; a TLS record has no more either. */
#define BUFFER_OCTETS 16384

static ssize_t
etpan_read(mailstream_low *low, void *buffer, size_t size)
{
	return rd_stream_read(low->data, buffer, size);
}

static ssize_t
etpan_write(mailstream_low *low, const void *data, size_t len)
{
	return rd_stream_write(low->data, data, len);
}

static int
etpan_close(mailstream_low *low)
{
	(void)low;
	return 0;
}

/* libetpan asks in order to wait by itself, which only we do. */
static int
etpan_get_fd(mailstream_low *low)
{
	(void)low;
	return -1;
}

static void
etpan_free(mailstream_low *low)
{
	free(low);
}

static void
etpan_cancel(mailstream_low *low)
{
	(void)low;
}

static struct mailstream_cancel *
etpan_get_cancel(mailstream_low *low)
{
	(void)low;
	return NULL;
}

static carray *
etpan_get_certificate_chain(mailstream_low *low)
{
	(void)low;
	return NULL;
}

static mailstream_low_driver driver = {
	.mailstream_read = etpan_read,
	.mailstream_write = etpan_write,
	.mailstream_close = etpan_close,
	.mailstream_get_fd = etpan_get_fd,
	.mailstream_free = etpan_free,
	.mailstream_cancel = etpan_cancel,
	.mailstream_get_cancel = etpan_get_cancel,
	.mailstream_get_certificate_chain = etpan_get_certificate_chain,
};

mailstream *
rd_stream_to_etpan(RdStream *stream)
{
	mailstream_low *low = mailstream_low_new(stream, &driver);
	mailstream *self = low != NULL ? mailstream_new(low, BUFFER_OCTETS) : NULL;

	if (self == NULL)
		g_error("out of memory"); /* as g_malloc() would */
	return self;
}
