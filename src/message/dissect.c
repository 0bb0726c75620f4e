#include "dissect-private.h"

static GArray *
dissect_list_parts(const RdText *text)
{
	GArray *parts = g_array_sized_new(FALSE, FALSE, sizeof(guint8), text->n);

	g_array_set_size(parts, text->n);
	for (guint i = 0; i < text->n; i++)
		g_array_index(parts, guint8, i) = text->lines[i].part;
	return parts;
}

RdDissection *
rd_dissect(const RdLines *lines, const RdHead *head)
{
	RdDissection *self = g_new0(RdDissection, 1);
	RdRegion region = {0};
	RdBoundary boundary;
	RdText text;
	gboolean forwards;

	rd_text_init(&text, lines);
	region.end = text.n;
	if (head != NULL)
		region.head = *head;
	forwards = rd_reply_part(&text, &region, &boundary);
	self->reply = rd_text_collect(&text, 0, text.n, RD_PART_REPLY, 0);
	self->quoted = rd_text_collect(&text, 0, text.n, RD_PART_QUOTED, 0);
	self->signature = rd_text_collect(&text, 0, text.n, RD_PART_SIGNATURE, 0);
	if (forwards)
		self->forwarded =
			rd_forward_chain_read(&text, &boundary); /* parts its lines anew */
	self->parts = dissect_list_parts(&text);
	rd_boundary_clear(&boundary);
	rd_text_clear(&text);
	return self;
}

void
rd_dissection_free(RdDissection *self)
{
	if (self == NULL)
		return;
	g_free(self->reply);
	g_free(self->quoted);
	g_free(self->signature);
	rd_forwarded_free(self->forwarded);
	if (self->parts != NULL)
		g_array_unref(self->parts);
	g_free(self);
}
