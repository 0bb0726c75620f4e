#include "store-private.h"

#include <redress/error.h>
#include <redress/text.h>

/* Each row of each of these is a problem, in words. */
static const char *const checks[] = {
	"SELECT 'file: ' || integrity_check FROM pragma_integrity_check(100)"
	" WHERE integrity_check <> 'ok'",

	"SELECT 'table ' || \"table\" || ', row ' || coalesce(rowid, '?') || ': points at a row of "
	"'"
	" || parent || ' that is missing' FROM pragma_foreign_key_check LIMIT 100",

	"SELECT 'message ' || id || ': its octets are missing' FROM ledger AS l"
	" WHERE sha256 IS NOT NULL AND same_as IS NULL"
	" AND NOT EXISTS (SELECT 1 FROM raw WHERE ledger_id = l.id) LIMIT 100",

	"SELECT 'message ' || l.id || ': is not the same as message ' || l.same_as"
	" FROM ledger AS l JOIN ledger AS o ON o.id = l.same_as"
	" WHERE l.sha256 IS NOT o.sha256 OR o.same_as IS NOT NULL LIMIT 100",

	"SELECT 'mail ob-' || id || ': belongs to no case' FROM outbox"
	" WHERE case_id IS NULL AND template_name NOT IN ('receipt', 'task-list')"
	" AND template_name NOT GLOB 'operator-*' LIMIT 100",

	"SELECT 'mail ob-' || id || ': has no cause' FROM outbox WHERE cause = '' LIMIT 100",

	"SELECT 'mail ob-' || id || ': its text is missing' FROM outbox AS o"
	" WHERE NOT EXISTS (SELECT 1 FROM outbox_raw WHERE outbox_id = o.id) LIMIT 100",

	"SELECT 'mail ob-' || id || ': has no recipient' FROM outbox AS o"
	" WHERE NOT EXISTS (SELECT 1 FROM outbox_recipient WHERE outbox_id = o.id) LIMIT 100",

	"SELECT 'RD-' || id || ': has no feed' FROM cases AS c"
	" WHERE NOT EXISTS (SELECT 1 FROM feed WHERE case_id = c.id) LIMIT 100",

	"SELECT 'RD-' || c.id || ': is merged into RD-' || o.id || ', which is merged itself'"
	" FROM cases AS c JOIN cases AS o ON o.id = c.merged_into"
	" WHERE o.merged_into IS NOT NULL LIMIT 100",
};

#define VERIFY_BATCH 100 /* raw mails read in one transaction, so that the log can be reset */
#define VERIFY_MOST  100 /* problems of one kind */

/* What a damaged file makes of a query is a problem found, and the next one may do better. */
static gboolean
verify_take_error(GPtrArray *problems, GError *found, GError **error)
{
	g_autoptr(GError) local = found;

	if (local == NULL)
		return TRUE;
	if (!g_error_matches(local, RD_ERROR, RD_ERROR_CONFIG)) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	g_ptr_array_add(problems, g_strdup(local->message));
	return TRUE;
}

static gboolean
verify_check(RdStore *store, const char *sql, GPtrArray *problems, GError **error)
{
	g_autoptr(RdQuery) q = rd_query_at(store, sql, "verify");
	GError *local = NULL;

	while (rd_query_next(q, &local))
		g_ptr_array_add(problems, rd_query_text(q));
	return verify_take_error(problems, local, error);
}

/*
 * Reads (id, SHA-256, octets) rows of @q behind *@after, which goes up with them. *@more
 * is FALSE at the end, or where the file is damaged.
 */
static gboolean
verify_octets(RdQuery *q, const char *what, gint64 *after, gboolean *more, GPtrArray *problems,
	      GError **error)
{
	GError *local = NULL;
	gint64 before = *after;

	rd_bind_int(q, before);
	rd_bind_int(q, VERIFY_BATCH);
	while (rd_query_next(q, &local)) {
		g_autofree char *expected = NULL;
		g_autofree char *found = NULL;
		g_autoptr(GBytes) octets = NULL;

		*after = rd_query_int(q);
		expected = rd_query_sha256(q);
		octets = rd_query_blob(q);
		found = rd_text_sha256(g_bytes_get_data(octets, NULL), g_bytes_get_size(octets));
		if (g_strcmp0(expected, found) != 0)
			g_ptr_array_add(problems, g_strdup_printf("%s%" G_GINT64_FORMAT
								  ": its octets have changed",
								  what, *after));
	}
	*more = local == NULL && *after > before;
	return verify_take_error(problems, local, error);
}

static gboolean
verify_all_octets(RdStore *store, const char *sql, const char *what, GPtrArray *problems,
		  GError **error)
{
	guint enough = problems->len + VERIFY_MOST;
	gint64 after = 0;
	gboolean more = TRUE;

	while (more && problems->len < enough) {
		g_autoptr(RdQuery) q = rd_query_at(store, sql, "verify");

		if (!verify_octets(q, what, &after, &more, problems, error))
			return FALSE;
	}
	return TRUE;
}

gboolean
rd_store_verify(RdStore *self, GPtrArray *problems, GError **error)
{
	static const char raws[] = "SELECT r.ledger_id, l.sha256, r.octets FROM raw AS r"
				   " JOIN ledger AS l ON l.id = r.ledger_id"
				   " WHERE r.ledger_id > ? ORDER BY r.ledger_id LIMIT ?";
	static const char texts[] = "SELECT outbox_id, sha256, octets FROM outbox_raw"
				    " WHERE outbox_id > ? ORDER BY outbox_id LIMIT ?";

	for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
		if (!verify_check(self, checks[i], problems, error))
			return FALSE;
	}
	return verify_all_octets(self, raws, "message ", problems, error) &&
	       verify_all_octets(self, texts, "mail ob-", problems, error);
}
