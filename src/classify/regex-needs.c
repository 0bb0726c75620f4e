#include "regex-needs.h"

#include <string.h>

/* A literal shorter than this is a last resort. */
#define LITERAL_GOOD 3

GPtrArray *
rd_groups_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
}

static gsize
group_shortest(const GPtrArray *group)
{
	gsize shortest = G_MAXSIZE;

	for (guint i = 0; i < group->len; i++)
		shortest = MIN(shortest, strlen(g_ptr_array_index(group, i)));
	return shortest;
}

/* Long literals tell more than short ones, few more than many. */
static gboolean
group_is_better(const GPtrArray *a, const GPtrArray *b)
{
	gsize sa = group_shortest(a), sb = group_shortest(b);

	return sa != sb ? sa > sb : a->len < b->len;
}

const GPtrArray *
rd_groups_best(const GPtrArray *groups)
{
	const GPtrArray *best = NULL;

	for (guint i = 0; i < groups->len; i++) {
		const GPtrArray *group = g_ptr_array_index(groups, i);

		if (best == NULL || group_is_better(group, best))
			best = group;
	}
	return best;
}

static void
head_clear(gpointer data)
{
	RdHead *self = data;

	g_free(self->literal);
	g_ptr_array_unref(self->groups);
}

GArray *
rd_heads_new(void)
{
	GArray *heads = g_array_new(FALSE, FALSE, sizeof(RdHead));

	g_array_set_clear_func(heads, head_clear);
	return heads;
}

static gboolean
head_equals(const RdHead *self, const RdHead *other)
{
	if (self->edge != other->edge || self->first != other->first ||
	    self->groups->len != other->groups->len || strcmp(self->literal, other->literal) != 0)
		return FALSE;
	for (guint i = 0; i < self->groups->len; i++) {
		if (self->groups->pdata[i] != other->groups->pdata[i])
			return FALSE;
	}
	return TRUE;
}

/* Takes @head, unless it is there already. */
static void
heads_take(GArray *self, RdHead *head)
{
	for (guint i = 0; i < self->len; i++) {
		if (head_equals(&g_array_index(self, RdHead, i), head)) {
			head_clear(head);
			return;
		}
	}
	g_array_append_val(self, *head);
}

void
rd_heads_add(GArray *self, const char *literal, gboolean edge, gboolean first)
{
	RdHead head = {g_strdup(literal), edge, first, rd_groups_new()};

	heads_take(self, &head);
}

static void
groups_add_all(GPtrArray *self, const GPtrArray *groups)
{
	for (guint i = 0; i < groups->len; i++)
		g_ptr_array_add(self, g_ptr_array_ref(groups->pdata[i]));
}

void
rd_heads_join(GArray **self, const GArray *other, gboolean first)
{
	if (other == NULL)
		g_clear_pointer(self, g_array_unref);
	for (guint i = 0; *self != NULL && i < other->len; i++) {
		const RdHead *head = &g_array_index(other, RdHead, i);
		RdHead copy = {g_strdup(head->literal), head->edge, first || head->first,
			       rd_groups_new()};

		groups_add_all(copy.groups, head->groups);
		heads_take(*self, &copy);
	}
}

void
rd_heads_need(GArray *self, const GPtrArray *groups)
{
	for (guint i = 0; self != NULL && i < self->len; i++)
		groups_add_all(g_array_index(self, RdHead, i).groups, groups);
}

void
rd_groups_prune(GPtrArray *groups)
{
	const GPtrArray *best = rd_groups_best(groups);

	if (best == NULL || group_shortest(best) < LITERAL_GOOD)
		return;
	for (guint i = groups->len; i > 0; i--) {
		if (group_shortest(g_ptr_array_index(groups, i - 1)) < LITERAL_GOOD)
			g_ptr_array_remove_index(groups, i - 1);
	}
}
