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
	g_free(((RdHead *)data)->literal);
}

GArray *
rd_heads_new(void)
{
	GArray *heads = g_array_new(FALSE, FALSE, sizeof(RdHead));

	g_array_set_clear_func(heads, head_clear);
	return heads;
}

void
rd_heads_add(GArray *self, const char *literal, gboolean edge)
{
	RdHead head = {NULL, edge};

	for (guint i = 0; i < self->len; i++) {
		const RdHead *other = &g_array_index(self, RdHead, i);

		if (other->edge == edge && strcmp(other->literal, literal) == 0)
			return;
	}
	head.literal = g_strdup(literal);
	g_array_append_val(self, head);
}

void
rd_heads_join(GArray **self, const GArray *other)
{
	if (other == NULL)
		g_clear_pointer(self, g_array_unref);
	for (guint i = 0; *self != NULL && i < other->len; i++) {
		const RdHead *head = &g_array_index(other, RdHead, i);

		rd_heads_add(*self, head->literal, head->edge);
	}
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
