#include "starts.h"

void
rd_starts_reserve(RdStarts *self, guint n)
{
	if (n <= self->n_patterns)
		return;
	g_free(self->of);
	self->of = g_new0(struct RdStartsOf, n);
	self->n_patterns = n;
}

void
rd_starts_clear(RdStarts *self)
{
	g_clear_pointer(&self->all, g_free);
	g_clear_pointer(&self->of, g_free);
}

void
rd_starts_empty(RdStarts *self)
{
	for (guint i = 0; i < self->n; i++)
		self->of[self->all[i].pattern] = (struct RdStartsOf){0, 0, 0};
	self->n = 0;
}

static gboolean
start_is_before(const RdStart *self, guint sentence, guint at)
{
	return self->sentence < sentence || (self->sentence == sentence && self->at < at);
}

/* A long literal is found after a short one that begins later, but not much later. */
void
rd_starts_add(RdStarts *self, guint pattern, guint sentence, guint at)
{
	struct RdStartsOf *of = &self->of[pattern];
	RdStart start = {pattern, sentence, at, 0, of->last};

	while (start.before != 0 && !start_is_before(&self->all[start.before - 1], sentence, at)) {
		const RdStart *other = &self->all[start.before - 1];

		if (other->sentence == sentence && other->at == at)
			return;
		start.next = start.before;
		start.before = other->before;
	}
	if (self->n == self->room) {
		self->room = MAX(256, self->room * 2);
		self->all = g_renew(RdStart, self->all, self->room);
	}
	self->all[self->n++] = start;
	*(start.before != 0 ? &self->all[start.before - 1].next : &of->first) = self->n;
	*(start.next != 0 ? &self->all[start.next - 1].before : &of->last) = self->n;
}

const RdStart *
rd_starts_next(const RdStarts *self, const RdStart *start)
{
	return start->next != 0 ? &self->all[start->next - 1] : NULL;
}

/* Searches mostly go on from where the one before ended. */
const RdStart *
rd_starts_find(RdStarts *self, guint pattern, guint sentence, guint at)
{
	struct RdStartsOf *of = &self->of[pattern];
	guint i = of->found;

	if (i == 0 || !start_is_before(&self->all[i - 1], sentence, at)) {
		while (i != 0 && self->all[i - 1].before != 0 &&
		       !start_is_before(&self->all[self->all[i - 1].before - 1], sentence, at))
			i = self->all[i - 1].before;
		i = i != 0 ? i : of->first;
	}
	while (i != 0 && start_is_before(&self->all[i - 1], sentence, at))
		i = self->all[i - 1].next;
	of->found = i != 0 ? i : of->last;
	return i != 0 ? &self->all[i - 1] : NULL;
}
