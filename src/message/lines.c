#include <redress/dissect.h>

RdLines *
rd_lines_new(char *text)
{
	RdLines *self = g_new0(RdLines, 1);

	self->text = text;
	return self;
}

void
rd_lines_free(RdLines *self)
{
	if (self == NULL)
		return;
	g_free(self->text);
	if (self->lines != NULL)
		g_array_unref(self->lines);
	g_free(self);
}
