#include "filter.h"

#include <string.h>

#define NONE G_MAXUINT32

/* In the place of a class, of which there are fewer. */
#define STEP_ROW  0xff
#define STEP_NONE 0xfe

typedef struct {
	guint32 next;	 /* after @class; STEP_ROW: where its row begins */
	guint32 suffix;	 /* the longest other beginning of a literal that ends here */
	guint32 ends;	 /* the first state with a literal that ends here; 0: none */
	guint32 literal; /* that ends at this very state; NONE */
	guint32 also;	 /* the next state with a shorter literal that ends here */
	guint16 depth;	 /* the distance from the first state */
	guint8 class;	 /* the only one with a step, or STEP_ROW, or STEP_NONE */
} State;

/* The literals as a tree, while the states are made: one node for each. */
typedef struct {
	guint32 child, sibling; /* 0: none */
	guint8 class;		/* that leads here */
} Node;

struct _RdFilter {
	GHashTable *numbers; /* char * -> GUINT_TO_POINTER(number + 1) */
	GPtrArray *literals; /* of char *, owned by @numbers */
	guint8 classes[256];
	guint n_classes;
	GArray *states; /* of State; the first is where every text begins */
	GArray *rows;	/* of guint32: states, n_classes for each row */
};

RdFilter *
rd_filter_new(void)
{
	RdFilter *self = g_new0(RdFilter, 1);

	self->numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->literals = g_ptr_array_new();
	self->states = g_array_new(FALSE, FALSE, sizeof(State));
	self->rows = g_array_new(FALSE, FALSE, sizeof(guint32));
	return self;
}

void
rd_filter_free(RdFilter *self)
{
	g_ptr_array_unref(self->literals);
	g_hash_table_unref(self->numbers);
	g_array_unref(self->states);
	g_array_unref(self->rows);
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

static inline State *
filter_state(const RdFilter *self, guint32 state)
{
	return &g_array_index(self->states, State, state);
}

/* Of a way back there are no more steps than there were steps forward. */
static inline guint32
filter_step(const RdFilter *self, guint32 state, guint class)
{
	for (;;) {
		const State *s = filter_state(self, state);

		if (s->class == class)
			return s->next;
		if (s->class == STEP_ROW)
			return g_array_index(self->rows, guint32, s->next + class);
		state = s->suffix;
	}
}

/* The node after @parent by @class, which is made if need be. */
static guint32
filter_plant_step(RdFilter *self, GArray *tree, guint32 parent, guint8 class)
{
	guint32 first = g_array_index(tree, Node, parent).child;
	Node node = {0, first, class};
	State state = {.literal = NONE};

	for (guint32 i = first; i != 0; i = g_array_index(tree, Node, i).sibling) {
		if (g_array_index(tree, Node, i).class == class)
			return i;
	}
	g_array_index(tree, Node, parent).child = tree->len;
	g_array_append_val(tree, node);
	state.depth = (guint16)(filter_state(self, parent)->depth + 1);
	g_array_append_val(self->states, state);
	return tree->len - 1;
}

static void
filter_plant(RdFilter *self, GArray *tree, guint number)
{
	const guchar *p = g_ptr_array_index(self->literals, number);
	guint32 state = 0;

	for (; *p != '\0'; p++)
		state = filter_plant_step(self, tree, state, self->classes[*p]);
	filter_state(self, state)->literal = number;
}

/* Gives @state its steps; those of its suffix are known. */
static void
filter_make_steps(RdFilter *self, const GArray *tree, guint32 state)
{
	guint32 first = g_array_index(tree, Node, state).child;
	State *s = filter_state(self, state);
	guint32 row = self->rows->len;

	s->class = STEP_NONE;
	if (state != 0 && (first == 0 || g_array_index(tree, Node, first).sibling == 0)) {
		if (first != 0)
			s->class = g_array_index(tree, Node, first).class;
		s->next = first;
		return;
	}
	g_array_set_size(self->rows, row + self->n_classes);
	for (guint c = 0; c < self->n_classes; c++)
		g_array_index(self->rows, guint32, row + c) =
			state == 0 ? 0 : filter_step(self, s->suffix, c);
	for (guint32 i = first; i != 0; i = g_array_index(tree, Node, i).sibling)
		g_array_index(self->rows, guint32, row + g_array_index(tree, Node, i).class) = i;
	s->class = STEP_ROW;
	s->next = row;
}

/* Breadth first: what a state needs to know of its suffix, which is nearer, is known. */
static void
filter_make_states(RdFilter *self, const GArray *tree)
{
	g_autofree guint32 *queue = g_new(guint32, tree->len);
	guint head = 0, tail = 0;

	queue[tail++] = 0;
	while (head < tail) {
		guint32 state = queue[head++];
		State *s = filter_state(self, state);
		const State *suffix = filter_state(self, s->suffix);

		if (state != 0)
			s->also = suffix->literal != NONE ? s->suffix : suffix->also;
		s->ends = s->literal != NONE ? state : s->also;
		filter_make_steps(self, tree, state);
		for (guint32 i = g_array_index(tree, Node, state).child; i != 0;
		     i = g_array_index(tree, Node, i).sibling) {
			if (state != 0)
				filter_state(self, i)->suffix = filter_step(
					self, s->suffix, g_array_index(tree, Node, i).class);
			queue[tail++] = i;
		}
	}
}

void
rd_filter_build(RdFilter *self)
{
	static const Node root = {0, 0, 0};
	static const State start = {.literal = NONE};
	g_autoptr(GArray) tree = g_array_new(FALSE, FALSE, sizeof(Node));

	filter_classify(self);
	g_array_append_val(tree, root);
	g_array_append_val(self->states, start);
	for (guint i = 0; i < self->literals->len; i++)
		filter_plant(self, tree, i);
	filter_make_states(self, tree);
}

void
rd_found_list_clear(RdFoundList *self)
{
	g_clear_pointer(&self->items, g_free);
	self->n = self->room = 0;
}

/* Adds the literals that end at @state; @end: the offset after them. */
static void
filter_tell(const RdFilter *self, const State *state, gint end, RdFoundList *found)
{
	for (guint32 i = state->ends; i != 0; i = state->also) {
		state = filter_state(self, i);
		if (found->n == found->room) {
			found->room = MAX(64, found->room * 2);
			found->items = g_renew(RdFound, found->items, found->room);
		}
		found->items[found->n++] = (RdFound){state->literal, end - (gint)state->depth, end};
	}
}

void
rd_filter_scan(const RdFilter *self, const char *text, gsize len, RdFoundList *found)
{
	const guint space = self->classes[' '];
	guint32 state = filter_step(self, 0, space);

	found->n = 0;
	for (gsize i = 0; i < len; i++) {
		state = filter_step(self, state, self->classes[(guchar)text[i]]);
		if (filter_state(self, state)->ends != 0)
			filter_tell(self, filter_state(self, state), (gint)i + 1, found);
	}
	state = filter_step(self, state, space);
	filter_tell(self, filter_state(self, state), (gint)len + 1, found);
}
