#include "pack.h"

#include <string.h>

#define ALIGNMENT 8

void
rd_pack_begin_writing(RdPack *self, GByteArray *out)
{
	*self = (RdPack){.out = out};
}

void
rd_pack_begin_reading(RdPack *self, const void *data, gsize len)
{
	*self = (RdPack){.in = data, .len = len};
}

gboolean
rd_pack_is_reading(const RdPack *self)
{
	return self->out == NULL;
}

void
rd_pack_break(RdPack *self)
{
	self->broken = TRUE;
}

/* The next @size octets; NULL: so many are not there. */
static const void *
pack_take(RdPack *self, gsize size)
{
	const guint8 *data = self->in + self->at;

	if (self->broken || size > self->len - self->at) {
		self->broken = TRUE;
		return NULL;
	}
	self->at += size;
	return data;
}

static void
pack_octets(RdPack *self, void *data, gsize size)
{
	const void *from;

	if (size == 0) /* of an empty array, which has no data */
		return;
	if (!rd_pack_is_reading(self)) {
		g_byte_array_append(self->out, data, (guint)size);
		return;
	}
	from = pack_take(self, size);
	if (from != NULL)
		memcpy(data, from, size);
	else
		memset(data, 0, size);
}

void
rd_pack_number(RdPack *self, guint32 *value)
{
	pack_octets(self, value, sizeof(*value));
}

void
rd_pack_flag(RdPack *self, gboolean *value)
{
	guint32 number = *value != FALSE;

	rd_pack_number(self, &number);
	*value = number != 0;
}

void
rd_pack_real(RdPack *self, double *value)
{
	pack_octets(self, value, sizeof(*value));
}

guint
rd_pack_count(RdPack *self, guint n)
{
	rd_pack_number(self, &n);
	if (rd_pack_is_reading(self) && n > self->len - self->at) {
		rd_pack_break(self);
		return 0;
	}
	return n;
}

void
rd_pack_text(RdPack *self, char **value)
{
	gboolean there = *value != NULL;
	const void *text;
	guint len;

	rd_pack_flag(self, &there);
	if (!there) {
		*value = NULL;
		return;
	}
	len = rd_pack_count(self, rd_pack_is_reading(self) ? 0 : (guint)strlen(*value));
	if (!rd_pack_is_reading(self)) {
		g_byte_array_append(self->out, (const guint8 *)*value, len);
		return;
	}
	text = pack_take(self, len);
	*value = g_strndup(text != NULL ? text : "", len);
}

void
rd_pack_numbers(RdPack *self, GArray *values)
{
	g_array_set_size(values, rd_pack_count(self, values->len));
	pack_octets(self, values->data, values->len * sizeof(guint));
}

const void *
rd_pack_block(RdPack *self, const void *data, gsize size)
{
	static const guint8 nothing[ALIGNMENT] = {0};
	gsize at = rd_pack_is_reading(self) ? self->at : self->out->len;
	gsize pad = (ALIGNMENT - at % ALIGNMENT) % ALIGNMENT;

	if (rd_pack_is_reading(self))
		return pack_take(self, pad) != NULL ? pack_take(self, size) : NULL;
	g_byte_array_append(self->out, nothing, (guint)pad);
	g_byte_array_append(self->out, data, (guint)size);
	return data;
}
