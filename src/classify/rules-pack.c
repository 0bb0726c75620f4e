/*
 * rules-pack.c - rules as octets: all that reading a mail takes, but no examples.
 */

#include "rules-private.h"

#define SETS_MAX 32 /* labels and guards are members of sets */

static void
when_pack(RdWhen *self, RdPack *pack)
{
	guint32 reply = (guint32)(self->reply + 1);

	rd_pack_number(pack, &self->authors);
	rd_pack_number(pack, &reply);
	rd_pack_number(pack, &self->milestones);
	rd_pack_number(pack, &self->finances);
	self->reply = (gint)reply - 1;
}

/* Packs number @value, which has to be less than @end. */
static guint32
index_pack(RdPack *pack, guint32 value, guint32 end)
{
	rd_pack_number(pack, &value);
	if (value >= end)
		rd_pack_break(pack);
	return value;
}

/* Numbers of things of which there are @end. */
static void
indexes_pack(RdPack *pack, GArray *values, guint end)
{
	rd_pack_numbers(pack, values);
	for (guint i = 0; i < values->len; i++) {
		if (g_array_index(values, guint, i) >= end)
			rd_pack_break(pack);
	}
}

static void
label_pack(RdLabel *self, RdPack *pack)
{
	rd_pack_text(pack, &self->name);
	self->of = (RdLabelOf)index_pack(pack, self->of, RD_LABEL_HINT + 1);
	self->member = index_pack(pack, self->member,
				  self->of == RD_LABEL_COMPLAINT ? (guint)RD_COMPLAINT_LAST
								 : (guint)RD_SIGNAL_LAST);
	rd_pack_real(pack, &self->threshold);
	rd_pack_real(pack, &self->reply_threshold);
	rd_pack_real(pack, &self->rules_most);
	rd_pack_real(pack, &self->words_weight);
	rd_pack_real(pack, &self->prior);
	rd_pack_real(pack, &self->guess_threshold);
	rd_pack_real(pack, &self->severity);
	self->beside = (RdBeside)index_pack(pack, self->beside, RD_BESIDE_ALWAYS + 1);
	when_pack(&self->when, pack);
	rd_pack_number(pack, &self->guards);
	rd_pack_number(pack, &self->excludes);
	rd_pack_number(pack, &self->implies);
	rd_pack_text(pack, &self->file);
	rd_pack_number(pack, &self->line);
}

static void
guard_pack(RdGuard *self, RdPack *pack, guint n_patterns)
{
	guint32 stop = (guint32)(self->stop + 1);
	guint n = rd_pack_count(pack, self->words->len);

	g_array_set_size(self->words, n);
	for (guint i = 0; i < n; i++) {
		RdGuardWords *words = &g_array_index(self->words, RdGuardWords, i);

		words->place = (RdGuardPlace)index_pack(pack, words->place, RD_GUARD_SENTENCE + 1);
		words->pattern = index_pack(pack, words->pattern, n_patterns);
		rd_pack_number(pack, &words->words);
	}
	rd_pack_text(pack, &self->name);
	self->stop = (gint)index_pack(pack, stop, n_patterns + 1) - 1;
	rd_pack_number(pack, &self->unless);
}

static void
pattern_pack(RdPattern *self, RdPack *pack, guint n_groups)
{
	rd_pack_text(pack, &self->written);
	rd_pack_text(pack, &self->source);
	rd_pack_flag(pack, &self->headed);
	indexes_pack(pack, self->groups, n_groups);
	if (self->source == NULL || self->written == NULL)
		rd_pack_break(pack);
}

static void
rule_pack(RdRule *self, RdPack *pack, guint n_labels, guint n_patterns)
{
	GArray *patterns[] = {self->say, self->near, self->far, self->with, self->without};

	rd_pack_text(pack, &self->name);
	rd_pack_text(pack, &self->file);
	rd_pack_number(pack, &self->line);
	self->label = index_pack(pack, self->label, n_labels);
	rd_pack_real(pack, &self->weight);
	rd_pack_number(pack, &self->zones);
	when_pack(&self->when, pack);
	rd_pack_number(pack, &self->guards);
	for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++)
		indexes_pack(pack, patterns[i], n_patterns);
}

/* The filter's literals keep their numbers. */
static void
literals_pack(RdRules *self, RdPack *pack)
{
	gboolean reading = rd_pack_is_reading(pack);
	guint n = rd_pack_count(pack, rd_filter_size(self->filter));

	for (guint i = 0; i < n; i++) {
		g_autofree char *literal =
			reading ? NULL : g_strdup(rd_filter_literal(self->filter, i));

		rd_pack_text(pack, &literal);
		if (reading && (literal == NULL || rd_filter_add(self->filter, literal) != i))
			rd_pack_break(pack);
	}
}

/* Each list has an end. */
static void
head_needs_pack(RdRules *self, RdPack *pack)
{
	guint n;

	indexes_pack(pack, self->head_needs, self->groups->len);
	n = self->head_needs->len;
	if (n > 0 && g_array_index(self->head_needs, guint, n - 1) != RD_NEEDS_END)
		rd_pack_break(pack);
}

static void
heads_pack(RdRules *self, RdPack *pack)
{
	guint n = rd_pack_count(pack, self->heads->len);

	g_array_set_size(self->heads, n);
	for (guint i = 0; i < n; i++) {
		RdHeadOf *head = &g_array_index(self->heads, RdHeadOf, i);

		head->literal = index_pack(pack, head->literal, rd_filter_size(self->filter));
		head->pattern = index_pack(pack, head->pattern, self->patterns->len);
		head->edge = index_pack(pack, head->edge, 2);
		head->first = index_pack(pack, head->first, 2);
		head->needs = index_pack(pack, head->needs, self->head_needs->len);
	}
}

static void
spelling_pack(RdRules *self, RdPack *pack)
{
	gboolean reading = rd_pack_is_reading(pack);
	guint n = rd_pack_count(pack, g_hash_table_size(self->spelling));
	GHashTableIter iter;
	gpointer key = NULL, value = NULL;

	g_hash_table_iter_init(&iter, self->spelling);
	for (guint i = 0; i < n; i++) {
		if (!reading)
			g_hash_table_iter_next(&iter, &key, &value);
		rd_pack_text(pack, (char **)&key);
		rd_pack_text(pack, (char **)&value);
		if (reading && key != NULL && value != NULL)
			g_hash_table_insert(self->spelling, key, value);
		else if (reading)
			rd_pack_break(pack);
	}
}

/* How many things there are, each made when reading. */
static guint
things_count(GPtrArray *things, RdPack *pack, gpointer (*make)(void), guint most)
{
	guint n = rd_pack_count(pack, things->len);

	if (n > most)
		rd_pack_break(pack);
	while (rd_pack_is_reading(pack) && !pack->broken && things->len < n)
		g_ptr_array_add(things, make());
	return things->len;
}

static gpointer
group_make(void)
{
	return g_array_new(FALSE, FALSE, sizeof(guint));
}

static void
groups_pack(RdRules *self, RdPack *pack)
{
	guint n = things_count(self->groups, pack, group_make, G_MAXUINT);

	for (guint i = 0; i < n; i++)
		indexes_pack(pack, self->groups->pdata[i], rd_filter_size(self->filter));
}

void
rd_rules_pack(RdRules *self, RdPack *pack)
{
	guint n_labels, n_guards, n_patterns, n_rules;

	literals_pack(self, pack);
	groups_pack(self, pack);
	n_patterns = things_count(self->patterns, pack, rd_pattern_make, G_MAXUINT);
	for (guint i = 0; i < n_patterns; i++)
		pattern_pack(self->patterns->pdata[i], pack, self->groups->len);
	head_needs_pack(self, pack);
	heads_pack(self, pack);
	n_labels = things_count(self->labels, pack, rd_label_make, SETS_MAX);
	for (guint i = 0; i < n_labels; i++)
		label_pack(self->labels->pdata[i], pack);
	n_guards = things_count(self->guards, pack, rd_guard_make, SETS_MAX);
	for (guint i = 0; i < n_guards; i++)
		guard_pack(self->guards->pdata[i], pack, n_patterns);
	n_rules = things_count(self->rules, pack, rd_rule_make, G_MAXUINT);
	for (guint i = 0; i < n_rules; i++) {
		RdRule *rule = self->rules->pdata[i];

		rule->index = i;
		rule_pack(rule, pack, n_labels, n_patterns);
	}
	spelling_pack(self, pack);
	rd_review_rules_pack(self->review, pack);
}
