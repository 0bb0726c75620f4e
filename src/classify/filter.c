#include "filter.h"

#include <string.h>

#define NONE G_MAXUINT32

struct _RdFilter {
	GHashTable *numbers; /* char * -> GUINT_TO_POINTER(number + 1) */
	GPtrArray *literals; /* of char *, owned by @numbers */
	guint8 classes[256];
	guint n_classes;
	guint n_states;
	guint32 *next;	  /* [state * n_classes + class] */
	guint32 *literal; /* [state]: the literal that ends here; NONE */
	guint32 *also;	  /* [state]: the next state with a shorter literal that ends here */
	guint32 *ends;	  /* [state]: the first such state, this one or another; 0: none */
	guint16 *depth;	  /* [state]: its distance from the first */
};

RdFilter *
rd_filter_new(void)
{
	RdFilter *self = g_new0(RdFilter, 1);

	self->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->literals = g_ptr_array_new();
	return self;
}

void
rd_filter_free(RdFilter *self)
{
	g_ptr_array_unref(self->literals);
	g_hash_table_unref(self->numbers);
	g_free(self->next);
	g_free(self->literal);
	g_free(self->also);
	g_free(self->ends);
	g_free(self->depth);
	g_free(self);
}

guint
rd_filter_add(RdFilter *self, const char *literal)
{
	guint number = GPOINTER_TO_UINT(g_hash_table_lookup(self->numbers, literal));
	char *copy;

	if (number > 0)
		return number - 1;
	copy = g_strdup(literal);
	g_ptr_array_add(self->literals, copy);
	g_hash_table_insert(self->numbers, copy, GUINT_TO_POINTER(self->literals->len));
	return self->literals->len - 1;
}

guint
rd_filter_size(const RdFilter *self)
{
	return self->literals->len;
}

const char *
rd_filter_literal(const RdFilter *self, guint number)
{
	return g_ptr_array_index(self->literals, number);
}

static void
filter_classify(RdFilter *self)
{
	self->n_classes = 2; /* 0: in no literal; 1: no part of a word */
	for (guint b = 0; b < 256; b++)
		self->classes[b] = !g_ascii_isalnum((gchar)b) && b != '_';
	for (guint i = 0; i < self->literals->len; i++) {
		const guchar *p = g_ptr_array_index(self->literals, i);

		for (; *p != '\0'; p++) {
			if (self->classes[*p] == 0)
				self->classes[*p] = (guint8)self->n_classes++;
		}
	}
}

static gint
compare_literals(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* How many states there can be: one for each beginning of a literal, and the first. */
static gsize
filter_count_states(const RdFilter *self)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	const char *before = "";
	gsize n = 1;

	for (guint i = 0; i < self->literals->len; i++)
		g_ptr_array_add(sorted, g_ptr_array_index(self->literals, i));
	g_ptr_array_sort(sorted, compare_literals);
	for (guint i = 0; i < sorted->len; i++) {
		const char *literal = g_ptr_array_index(sorted, i);
		gsize same = 0;

		while (literal[same] != '\0' && literal[same] == before[same])
			same++;
		n += strlen(literal) - same;
		before = literal;
	}
	return n;
}

static void
filter_plant(RdFilter *self, guint number)
{
	const guchar *p = g_ptr_array_index(self->literals, number);
	guint32 state = 0;

	for (; *p != '\0'; p++) {
		guint32 *slot = &self->next[state * self->n_classes + self->classes[*p]];

		if (*slot == NONE) {
			self->depth[self->n_states] = (guint16)(self->depth[state] + 1);
			*slot = self->n_states++;
		}
		state = *slot;
	}
	self->literal[state] = number;
}

/* Breadth first: fills the missing steps from the longest proper suffix of each state. */
static void
filter_complete(RdFilter *self)
{
	g_autofree guint32 *queue = g_new(guint32, self->n_states);
	g_autofree guint32 *suffix = g_new0(guint32, self->n_states);
	guint head = 0, tail = 0;

	queue[tail++] = 0;
	while (head < tail) {
		guint32 state = queue[head++];
		guint32 *row = &self->next[state * self->n_classes];
		const guint32 *under = &self->next[suffix[state] * self->n_classes];

		self->also[state] = self->literal[suffix[state]] != NONE && state != 0
					    ? suffix[state]
					    : self->also[suffix[state]];
		self->ends[state] = self->literal[state] != NONE ? state : self->also[state];
		for (guint c = 0; c < self->n_classes; c++) {
			guint32 below = state == 0 ? 0 : under[c];

			if (row[c] == NONE) {
				row[c] = below;
			} else {
				suffix[row[c]] = below;
				queue[tail++] = row[c];
			}
		}
	}
}

void
rd_filter_build(RdFilter *self)
{
	gsize most = filter_count_states(self);

	filter_classify(self);
	self->next = g_new(guint32, most * self->n_classes);
	memset(self->next, 0xff, most * self->n_classes * sizeof(guint32));
	self->literal = g_new(guint32, most);
	memset(self->literal, 0xff, most * sizeof(guint32));
	self->also = g_new0(guint32, most); /* state 0 ends every chain */
	self->ends = g_new0(guint32, most);
	self->depth = g_new0(guint16, most);
	self->n_states = 1;
	for (guint i = 0; i < self->literals->len; i++)
		filter_plant(self, i);
	filter_complete(self);
}

void
rd_found_list_clear(RdFoundList *self)
{
	g_clear_pointer(&self->items, g_free);
	self->n = self->room = 0;
}

/* Adds the literals that end at @state; @end: the offset after them. */
static void
filter_tell(const RdFilter *self, guint32 state, gint end, RdFoundList *found)
{
	for (guint32 s = self->ends[state]; s != 0; s = self->also[s]) {
		if (found->n == found->room) {
			found->room = MAX(64, found->room * 2);
			found->items = g_renew(RdFound, found->items, found->room);
		}
		found->items[found->n++] =
			(RdFound){self->literal[s], end - (gint)self->depth[s], end};
	}
}

void
rd_filter_scan(const RdFilter *self, const char *text, gsize len, RdFoundList *found)
{
	const guint space = self->classes[' '];
	guint32 state = self->next[space];

	found->n = 0;
	for (gsize i = 0; i < len; i++) {
		state = self->next[state * self->n_classes + self->classes[(guchar)text[i]]];
		if (self->ends[state] != 0)
			filter_tell(self, state, (gint)i + 1, found);
	}
	state = self->next[state * self->n_classes + space];
	filter_tell(self, state, (gint)len + 1, found);
}
