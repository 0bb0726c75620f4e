#include "bell.h"

void
rd_bell_init(RdBell *self)
{
	*self = (RdBell){0};
	g_mutex_init(&self->mutex);
	g_cond_init(&self->changed);
}

void
rd_bell_clear(RdBell *self)
{
	g_mutex_clear(&self->mutex);
	g_cond_clear(&self->changed);
}

static void
bell_set(RdBell *self, gboolean *what)
{
	g_mutex_lock(&self->mutex);
	*what = TRUE;
	g_cond_broadcast(&self->changed);
	g_mutex_unlock(&self->mutex);
}

void
rd_bell_ring(RdBell *self)
{
	bell_set(self, &self->rung);
}

void
rd_bell_end(RdBell *self)
{
	bell_set(self, &self->over);
}

gboolean
rd_bell_is_over(RdBell *self)
{
	gboolean over;

	g_mutex_lock(&self->mutex);
	over = self->over;
	g_mutex_unlock(&self->mutex);
	return over;
}

static gboolean
bell_wait(RdBell *self, gint64 until, gboolean deaf)
{
	gboolean go_on;

	g_mutex_lock(&self->mutex);
	while (!self->over && (deaf || !self->rung)) {
		if (!g_cond_wait_until(&self->changed, &self->mutex, until))
			break;
	}
	self->rung = FALSE;
	go_on = !self->over;
	g_mutex_unlock(&self->mutex);
	return go_on;
}

gboolean
rd_bell_wait(RdBell *self, gint64 until)
{
	return bell_wait(self, until, FALSE);
}

gboolean
rd_bell_pause(RdBell *self, gint64 until)
{
	return bell_wait(self, until, TRUE);
}
