#include "case-private.h"

#include <redress/error.h>

#include <string.h>

static const char *const kinds[] = {
	[RD_CASE_CASE] = "case",
	[RD_CASE_INQUIRY] = "inquiry",
	[RD_CASE_TICKET] = "ticket",
};

#define NOT_THERE "RD-%" G_GINT64_FORMAT ": there is no such case"

RdCase *
rd_case_new(void)
{
	RdCase *self = g_new0(RdCase, 1);
	char **texts[] = {&self->procedure, &self->state,	   &self->queue,
			  &self->assignee,  &self->primary_reason, &self->description,
			  &self->subject,   &self->homeowner_id,   &self->installer_id,
			  &self->contact,   &self->origin,	   &self->handler};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		*texts[i] = g_strdup("");
	self->open = TRUE;
	self->primary = RD_COMPLAINT_NONE;
	self->state_since = self->opened_at = RD_TIME_NONE;
	self->complained_at = self->closed_at = RD_TIME_NONE;
	self->labels = g_new0(char *, 1);
	self->facts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	self->tasks = g_ptr_array_new_with_free_func((GDestroyNotify)rd_task_free);
	self->timers = g_ptr_array_new_with_free_func((GDestroyNotify)rd_timer_free);
	self->links = g_ptr_array_new_with_free_func((GDestroyNotify)rd_link_free);
	return self;
}

void
rd_case_free(RdCase *self)
{
	if (self == NULL)
		return;
	g_free(self->procedure);
	g_free(self->state);
	g_free(self->queue);
	g_free(self->assignee);
	g_free(self->primary_reason);
	g_free(self->description);
	g_free(self->subject);
	g_free(self->homeowner_id);
	g_free(self->installer_id);
	g_free(self->contact);
	g_free(self->origin);
	g_free(self->handler);
	g_strfreev(self->labels);
	g_clear_pointer(&self->facts, g_hash_table_unref);
	g_clear_pointer(&self->tasks, g_ptr_array_unref);
	g_clear_pointer(&self->timers, g_ptr_array_unref);
	g_clear_pointer(&self->links, g_ptr_array_unref);
	g_free(self);
}

const char *
rd_case_kind_name(RdCaseKind kind)
{
	return kind < G_N_ELEMENTS(kinds) ? kinds[kind] : NULL;
}

char *
rd_case_number(gint64 id)
{
	return g_strdup_printf("RD-%" G_GINT64_FORMAT, id);
}

gboolean
rd_case_number_parse(const char *text, gint64 *out)
{
	guint64 id;

	if (g_ascii_strncasecmp(text, "rd", 2) == 0)
		text += text[2] == '-' ? 3 : 2;
	if (!g_ascii_string_to_unsigned(text, 10, 1, G_MAXINT64, &id, NULL))
		return FALSE;
	*out = (gint64)id;
	return TRUE;
}

/* The columns in the order of the functions that follow; those of indexes stand apart. */
#define PLAIN_COLUMNS                                                                              \
	"kind, procedure, procedure_version, state, state_since, primary_reason, complaints,"      \
	" primary_complaint, description, subject, installer_id, origin, handler, opened_at,"      \
	" complained_at, closed_at"
#define INDEXED_COLUMNS "open, queue, assignee, homeowner_id, contact"
#define COLUMNS		PLAIN_COLUMNS ", " INDEXED_COLUMNS

static void
case_bind_plain(RdQuery *q, const RdCase *self)
{
	rd_bind_text(q, rd_case_kind_name(self->kind));
	rd_bind_text(q, self->procedure);
	rd_bind_int(q, self->procedure_version);
	rd_bind_text(q, self->state);
	rd_bind_time(q, self->state_since);
	rd_bind_text(q, self->primary_reason);
	rd_bind_take(q, rd_complaints_format(self->complaints));
	rd_bind_text(q, rd_complaint_name(self->primary));
	rd_bind_text(q, self->description);
	rd_bind_text(q, self->subject);
	rd_bind_text(q, self->installer_id);
	rd_bind_text(q, self->origin);
	rd_bind_text(q, self->handler);
	rd_bind_time(q, self->opened_at);
	rd_bind_time(q, self->complained_at);
	rd_bind_time(q, self->closed_at);
}

static void
case_bind_indexed(RdQuery *q, const RdCase *self)
{
	rd_bind_int(q, self->open);
	rd_bind_text(q, self->queue);
	rd_bind_text(q, self->assignee);
	rd_bind_text(q, self->homeowner_id);
	rd_bind_text(q, self->contact);
}

static void
case_read_complaints(RdCase *self, RdQuery *q)
{
	g_autofree char *complaints = rd_query_text(q);
	g_autofree char *primary = rd_query_text(q);

	rd_complaints_parse(complaints, &self->complaints);
	self->primary = RD_COMPLAINT_NONE;
	rd_complaint_parse(primary, &self->primary);
}

static RdCase *
case_read(RdQuery *q)
{
	RdCase *self = g_new0(RdCase, 1);

	self->id = rd_query_int(q);
	self->kind = (RdCaseKind)rd_query_name(q, kinds, G_N_ELEMENTS(kinds));
	self->procedure = rd_query_text(q);
	self->procedure_version = (guint)rd_query_int(q);
	self->state = rd_query_text(q);
	self->state_since = rd_query_time(q);
	self->primary_reason = rd_query_text(q);
	case_read_complaints(self, q);
	self->description = rd_query_text(q);
	self->subject = rd_query_text(q);
	self->installer_id = rd_query_text(q);
	self->origin = rd_query_text(q);
	self->handler = rd_query_text(q);
	self->opened_at = rd_query_time(q);
	self->complained_at = rd_query_time(q);
	self->closed_at = rd_query_time(q);
	self->open = rd_query_int(q) != 0;
	self->queue = rd_query_text(q);
	self->assignee = rd_query_text(q);
	self->homeowner_id = rd_query_text(q);
	self->contact = rd_query_text(q);
	return self;
}

static gboolean
case_add_parts(RdStore *store, RdCase *self, GError **error)
{
	GHashTableIter iter;
	gpointer name, value;

	g_hash_table_iter_init(&iter, self->facts);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		if (!rd_fact_put(store, self->id, name, value, error))
			return FALSE;
	}
	for (char **label = self->labels; *label != NULL; label++) {
		if (!rd_label_put(store, self->id, *label, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_case_add(RdStore *store, RdCase *self, GError **error)
{
	/* The first is 1001: a number that looks like one, with the same width for long. */
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT INTO cases (" COLUMNS ", id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		       " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		       " (SELECT max(1000, coalesce(max(id), 0)) + 1 FROM cases))");

	case_bind_plain(q, self);
	case_bind_indexed(q, self);
	self->id = rd_query_add(q, error);
	return self->id != 0 && case_add_parts(store, self, error);
}

/* SQLite writes each index of a column that is set, whether or not that changes it. */
static gboolean
case_save_indexed(RdStore *store, const RdCase *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "UPDATE cases SET (" INDEXED_COLUMNS ") = (?1, ?2, ?3, ?4, ?5) WHERE id = ?6"
		       " AND (" INDEXED_COLUMNS ") IS NOT (?1, ?2, ?3, ?4, ?5)");

	case_bind_indexed(q, self);
	rd_bind_int(q, self->id);
	return rd_query_run(q, error);
}

gboolean
rd_case_save_unlisted(RdStore *store, const RdCase *self, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE cases SET (" PLAIN_COLUMNS ") = (?, ?, ?, ?, ?, ?, ?, ?, ?,"
				" ?, ?, ?, ?, ?, ?, ?) WHERE id = ?");

	case_bind_plain(q, self);
	rd_bind_int(q, self->id);
	return rd_query_change(q, error, NOT_THERE, self->id);
}

gboolean
rd_case_save(RdStore *store, const RdCase *self, GError **error)
{
	return rd_case_save_unlisted(store, self, error) && case_save_indexed(store, self, error);
}

gboolean
rd_case_save_state(RdStore *store, const RdCase *self, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE cases SET state = ?, state_since = ? WHERE id = ?");

	rd_bind_text(q, self->state);
	rd_bind_time(q, self->state_since);
	rd_bind_int(q, self->id);
	return rd_query_change(q, error, NOT_THERE, self->id);
}

gboolean
rd_case_save_place(RdStore *store, const RdCase *self, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE cases SET queue = ?, assignee = ? WHERE id = ?");

	rd_bind_text(q, self->queue);
	rd_bind_text(q, self->assignee);
	rd_bind_int(q, self->id);
	return rd_query_change(q, error, NOT_THERE, self->id);
}

static RdCase *
case_get_row(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "SELECT id, " COLUMNS " FROM cases"
		       " WHERE id = (SELECT coalesce(merged_into, id) FROM cases WHERE id = ?)");

	rd_bind_int(q, id);
	return rd_query_need(q, error, NOT_THERE, id) ? case_read(q) : NULL;
}

RdCase *
rd_case_get(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdCase) self = case_get_row(store, id, error);

	if (self == NULL || (self->facts = rd_facts_of_case(store, self->id, error)) == NULL ||
	    (self->labels = rd_labels_of_case(store, self->id, error)) == NULL ||
	    (self->tasks = rd_tasks_of_case(store, self->id, error)) == NULL ||
	    (self->timers = rd_timers_of_case(store, self->id, error)) == NULL ||
	    (self->links = rd_links_of_case(store, self->id, error)) == NULL)
		return NULL;
	return g_steal_pointer(&self);
}

/*
 * The index that narrows most leads; the rest of the filter looks at what it gives. Ids
 * come in order from each but the last, which is of all open cases and sorted.
 */
#define FIND(leads)                                                                                \
	"SELECT id FROM cases WHERE " leads " AND id > ?1 AND open >= ?2"                          \
	" AND (?3 IS NULL OR queue = ?3) AND (?4 IS NULL OR assignee = ?4)"                        \
	" AND (?5 IS NULL OR homeowner_id = ?5) AND merged_into IS NULL ORDER BY id LIMIT ?6"

static RdQuery *
case_find_query(RdStore *store, const RdCaseFilter *filter)
{
	if (filter->homeowner_id != NULL)
		return rd_query(store, FIND("homeowner_id = ?5 AND homeowner_id <> ''"));
	if (!filter->open_only)
		return rd_query(store, FIND("TRUE"));
	if (filter->assignee != NULL && *filter->assignee != '\0')
		return rd_query(store, FIND("open = 1 AND assignee = ?4 AND assignee <> ''"));
	if (filter->queue != NULL)
		return rd_query(store, FIND("open = 1 AND queue = ?3"));
	if (filter->assignee != NULL)
		return rd_query(store, FIND("open = 1"));
	return rd_query(store, "SELECT id FROM cases INDEXED BY cases_open"
			       " WHERE open = 1 AND id > ?1 ORDER BY id LIMIT ?6");
}

GArray *
rd_cases_find(RdStore *store, const RdCaseFilter *filter, GError **error)
{
	g_autoptr(RdQuery) q = case_find_query(store, filter);

	rd_bind_int(q, filter->after);
	rd_bind_int(q, filter->open_only);
	rd_bind_any(q, filter->queue);
	rd_bind_any(q, filter->assignee);
	rd_bind_any(q, filter->homeowner_id);
	rd_bind_int(q, filter->limit > 0 ? (gint64)filter->limit : -1);
	return rd_query_ids(q, error);
}

GArray *
rd_cases_of_contact(RdStore *store, const char *contact, guint limit, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT id FROM cases WHERE contact = ? COLLATE NOCASE"
				" AND contact <> '' AND open = 1 AND homeowner_id = ''"
				" AND merged_into IS NULL ORDER BY id LIMIT ?");

	rd_bind_text(q, contact);
	rd_bind_int(q, limit);
	return rd_query_ids(q, error);
}
