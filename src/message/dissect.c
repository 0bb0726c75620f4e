#include <redress/dissect.h>

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

RdDissection *
rd_dissect(const RdLines *lines, const RdHead *head)
{
	RdDissection *self = g_new0(RdDissection, 1);

	(void)head;
	self->reply = g_strdup(lines->text);
	self->quoted = g_strdup("");
	self->signature = g_strdup("");
	self->parts = g_array_new(FALSE, TRUE, sizeof(guint8));
	return self;
}
