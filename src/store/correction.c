#include "case-private.h"

#include <redress/correction.h>

#include <string.h>

#define KIND	 "correction"
#define RULES_AT "; the rules said "

void
rd_correction_free(RdCorrection *self)
{
	if (self == NULL)
		return;
	g_free(self->author);
	g_free(self);
}

gboolean
rd_correction_add(RdStore *store, gint64 case_id, RdComplaintSet people, RdComplaintSet rules,
		  const char *author, const char *cause, RdTime at, GError **error)
{
	g_autofree char *said = rd_complaints_format(people);
	g_autofree char *before = rd_complaints_format(rules);
	g_autofree char *text =
		g_strconcat(said, RULES_AT, *before != '\0' ? before : "nothing", NULL);
	RdFeedEntry entry = {.at = at,
			     .author = (char *)author,
			     .kind = (char *)KIND,
			     .text = text,
			     .cause = (char *)cause};

	return rd_feed_add(store, case_id, &entry, error);
}

static gpointer
correction_read(RdQuery *q)
{
	RdCorrection *self = g_new0(RdCorrection, 1);
	g_autofree char *text = NULL;
	char *end;

	self->case_id = rd_query_int(q);
	self->ledger_id = rd_query_int(q);
	self->at = rd_query_time(q);
	self->author = rd_query_text(q);
	text = rd_query_text(q);
	end = strstr(text, RULES_AT);
	if (end != NULL)
		*end = '\0';
	if (!rd_complaints_parse(text, &self->complaints))
		self->complaints = 0;
	return self;
}

GPtrArray *
rd_corrections_list(RdStore *store, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store,
		"SELECT f.case_id, (SELECT m.ledger_id FROM mail m WHERE m.case_id = f.case_id"
		"   AND m.outgoing = 0 AND m.ledger_id IS NOT NULL ORDER BY m.id LIMIT 1) AS first,"
		" f.at, f.author, f.text FROM feed f"
		" WHERE f.kind = '" KIND "' AND first IS NOT NULL AND NOT EXISTS"
		"   (SELECT 1 FROM feed g WHERE g.case_id = f.case_id AND g.kind = '" KIND
		"'    AND g.id > f.id) ORDER BY f.id");

	return rd_query_all(q, correction_read, (GDestroyNotify)rd_correction_free, error);
}
