#include "keys.h"

#define ROOM_FIRST 64

void
rd_keys_init(RdKeys *self)
{
	self->room = ROOM_FIRST;
	self->n = 0;
	self->keys = g_new0(guint64, ROOM_FIRST);
	self->values = g_new0(guint64, ROOM_FIRST);
}

void
rd_keys_clear(RdKeys *self)
{
	g_clear_pointer(&self->keys, g_free);
	g_clear_pointer(&self->values, g_free);
}

/* Where @key is, or would be. */
static guint
keys_place(const RdKeys *self, guint64 key)
{
	guint mask = self->room - 1;
	guint i = rd_keys_first_place(self, key);

	while (self->keys[i] != 0 && self->keys[i] != key)
		i = (i + 1) & mask;
	return i;
}

static void
keys_grow(RdKeys *self)
{
	RdKeys old = *self;

	self->room *= 2;
	self->keys = g_new0(guint64, self->room);
	self->values = g_new0(guint64, self->room);
	for (guint i = 0; i < old.room; i++) {
		guint place;

		if (old.keys[i] == 0)
			continue;
		place = keys_place(self, old.keys[i]);
		self->keys[place] = old.keys[i];
		self->values[place] = old.values[i];
	}
	rd_keys_clear(&old);
}

guint64 *
rd_keys_add(RdKeys *self, guint64 key)
{
	guint i;

	key += key == 0;
	i = keys_place(self, key);
	if (self->keys[i] == 0) {
		if (self->n * 2 >= self->room) {
			keys_grow(self);
			i = keys_place(self, key);
		}
		self->keys[i] = key;
		self->n++;
	}
	return &self->values[i];
}

void
rd_keys_pack(RdKeys *self, RdPack *pack)
{
	gboolean reading = rd_pack_is_reading(pack);
	guint n = rd_pack_count(pack, reading ? 0 : self->n);
	g_autofree guint64 *entries = g_new(guint64, 2 * (gsize)n + 1);
	const guint64 *from;
	guint at = 0;

	for (guint i = 0; !reading && i < self->room; i++) {
		if (self->keys[i] == 0)
			continue;
		entries[at++] = self->keys[i];
		entries[at++] = self->values[i];
	}
	from = rd_pack_block(pack, entries, 2 * (gsize)n * sizeof(guint64));
	for (guint i = 0; reading && from != NULL && i < n; i++)
		*rd_keys_add(self, from[2 * i]) = from[2 * i + 1];
}
