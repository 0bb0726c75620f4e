#include <redress/scratch.h>

#include <string.h>

void
rd_scratch_init(RdScratch *self)
{
	self->str = self->near;
	self->len = 0;
	self->room = sizeof self->near;
	self->near[0] = '\0';
}

void
rd_scratch_clear(RdScratch *self)
{
	if (self->str != self->near)
		g_free(self->str);
}

void
rd_scratch_grow(RdScratch *self, gsize more)
{
	gsize room = MAX(2 * self->room, self->len + more + 1);

	if (self->len + more < self->room)
		return;
	if (self->str == self->near)
		self->str = memcpy(g_malloc(room), self->near, self->len + 1);
	else
		self->str = g_realloc(self->str, room);
	self->room = room;
}

void
rd_scratch_append_len(RdScratch *self, const char *text, gsize len)
{
	rd_scratch_grow(self, len);
	memcpy(self->str + self->len, text, len);
	rd_scratch_truncate(self, self->len + len);
}

void
rd_scratch_append(RdScratch *self, const char *text)
{
	rd_scratch_append_len(self, text, strlen(text));
}
