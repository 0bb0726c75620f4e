/*
 * mail-index-find.c - look words up in the index.
 */

#include "mail-index-private.h"

#include <redress/error.h>
#include <redress/text.h>

#include <string.h>

#define WORDS_MAX  20	/* each costs; nobody types more */
#define LOOKED_MAX 2000 /* mails: with a word that all have, those of a few cases say enough */

void
rd_mail_hit_free(RdMailHit *self)
{
	g_free(self->from);
	g_free(self->to);
	g_free(self->subject);
	g_free(self->snippet);
	g_free(self);
}

static gboolean
word_has_letters(const char *word)
{
	for (; *word != '\0'; word = g_utf8_next_char(word)) {
		if (g_unichar_isalnum(g_utf8_get_char(word)))
			return TRUE;
	}
	return FALSE;
}

/* In quotes nothing is an operator of FTS5; a quote among them is doubled. */
static void
find_add_word(GString *expression, const char *word)
{
	gsize len = strlen(word);
	gboolean prefix = len > 1 && word[len - 1] == '*';

	g_string_append(expression, expression->len > 0 ? " \"" : "\"");
	for (gsize i = 0; i < len - (prefix ? 1 : 0); i++) {
		if (word[i] == '"')
			g_string_append_c(expression, '"');
		g_string_append_c(expression, word[i]);
	}
	g_string_append(expression, prefix ? "\"*" : "\"");
}

/* NULL when there is no word in @words. */
static char *
find_expression(const char *words, GError **error)
{
	g_autofree char *valid = g_utf8_make_valid(words, -1);
	g_auto(GStrv) parts = g_strsplit_set(valid, " \t\r\n", -1);
	GString *expression = g_string_new(NULL);
	guint n = 0;

	for (char **part = parts; *part != NULL && n < WORDS_MAX; part++) {
		if (word_has_letters(*part)) {
			find_add_word(expression, *part);
			n++;
		}
	}
	if (n > 0)
		return g_string_free(expression, FALSE);
	g_string_free(expression, TRUE);
	g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "\"%s\" has no word to look for", words);
	return NULL;
}

/*
 * The index has no text to show, and what it says of a case's people may be of before they
 * were corrected: the mail as it is now is looked through once more, alone.
 */
static gboolean
find_prepare(RdMailIndex *self, GError **error)
{
	return rd_store_exec(
		self->index,
		"CREATE VIRTUAL TABLE IF NOT EXISTS temp.hit USING " RD_MAIL_INDEX_TABLE ")",
		error);
}

static gboolean
find_put(RdMailIndex *self, RdQuery *mail, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		self->index,
		"REPLACE INTO temp.hit (rowid, subject, people, text) VALUES (1, ?, ?, ?)");

	for (guint i = 0; i < 3; i++)
		rd_bind_take(q, rd_query_text(mail));
	return rd_query_run(q, error);
}

/* NULL without an error when the mail no longer has the words. */
static char *
find_snippet(RdMailIndex *self, const char *expression, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(self->index, "SELECT snippet(hit, 2, '[', ']', '...', 16) FROM temp.hit"
				      " WHERE hit MATCH ?");
	g_autofree char *text = NULL;

	rd_bind_text(q, expression);
	if (!rd_query_next(q, error))
		return NULL;
	text = rd_query_text(q);
	return rd_text_one_line(text, strlen(text));
}

static RdMailHit *
find_read(RdMailIndex *self, gint64 mail_id, const char *expression, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		self->store,
		"SELECT " RD_MAIL_INDEX_COLUMNS ", m.case_id, m.at, m.outgoing,"
		" m.from_address, m.to_addresses, m.subject FROM mail AS m" RD_MAIL_INDEX_JOINS
		" WHERE m.id = ?");
	g_autofree char *snippet = NULL;
	RdMailHit *hit;

	rd_bind_int(q, mail_id);
	if (!rd_query_next(q, error) || !find_put(self, q, error))
		return NULL;
	snippet = find_snippet(self, expression, error);
	if (snippet == NULL)
		return NULL;
	hit = g_new0(RdMailHit, 1);
	hit->case_id = rd_query_int(q);
	hit->at = rd_query_time(q);
	hit->outgoing = rd_query_int(q) != 0;
	hit->from = rd_query_text(q);
	hit->to = rd_query_text(q);
	hit->subject = rd_query_text(q);
	hit->snippet = g_steal_pointer(&snippet);
	return hit;
}

static gboolean
find_is_known(const GPtrArray *hits, gint64 case_id)
{
	for (guint i = 0; case_id != 0 && i < hits->len; i++) {
		if (((const RdMailHit *)hits->pdata[i])->case_id == case_id)
			return TRUE;
	}
	return FALSE;
}

/* A hit unless its case has one already. */
static gboolean
find_add(RdMailIndex *self, gint64 mail_id, const char *expression, GPtrArray *hits, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(self->store, "SELECT case_id FROM mail WHERE id = ?");
	g_autoptr(GError) local = NULL;
	gint64 case_id = 0;
	RdMailHit *hit;

	rd_bind_int(q, mail_id);
	if (!rd_query_value(q, &case_id, error))
		return FALSE;
	if (find_is_known(hits, case_id))
		return TRUE;
	hit = find_read(self, mail_id, expression, &local);
	if (hit != NULL)
		g_ptr_array_add(hits, hit);
	if (local == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}

static gboolean
find_all(RdMailIndex *self, const char *expression, guint limit, GPtrArray *hits, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(self->index, "SELECT rowid FROM mail_text"
				      " WHERE mail_text MATCH ? ORDER BY rowid DESC");
	g_autoptr(GError) local = NULL;

	rd_bind_text(q, expression);
	for (guint i = 0; i < LOOKED_MAX && hits->len < limit && rd_query_next(q, &local); i++) {
		if (!find_add(self, rd_query_int(q), expression, hits, error))
			return FALSE;
	}
	if (local == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&local));
	return FALSE;
}

GPtrArray *
rd_mail_index_find(RdMailIndex *self, const char *words, guint limit, GError **error)
{
	g_autofree char *expression = find_expression(words, error);
	g_autoptr(GPtrArray) hits =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_mail_hit_free);

	if (expression == NULL || !find_prepare(self, error) ||
	    !find_all(self, expression, limit, hits, error))
		return NULL;
	return g_steal_pointer(&hits);
}
