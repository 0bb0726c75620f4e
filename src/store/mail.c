#include "store-private.h"

#include <redress/mail.h>
#include <redress/text.h>

#include <string.h>

#define HEAD_COLUMNS                                                                               \
	"case_id, ledger_id, outbox_id, outgoing, message_id, from_address, to_addresses,"         \
	" cc_addresses, subject, at, template_name, author, written_at"
#define COLUMNS HEAD_COLUMNS ", text" /* which may be long */

void
rd_mail_free(RdMail *self)
{
	if (self == NULL)
		return;
	g_free(self->message_id);
	g_free(self->from);
	g_free(self->to);
	g_free(self->cc);
	g_free(self->subject);
	g_free(self->text);
	g_free(self->template_name);
	g_free(self->author);
	g_free(self);
}

static gpointer
mail_read(RdQuery *q)
{
	RdMail *self = g_new0(RdMail, 1);

	self->id = rd_query_int(q);
	self->case_id = rd_query_int(q);
	self->ledger_id = rd_query_int(q);
	self->outbox_id = rd_query_int(q);
	self->outgoing = rd_query_int(q) != 0;
	self->message_id = rd_query_text(q);
	self->from = rd_query_text(q);
	self->to = rd_query_text(q);
	self->cc = rd_query_text(q);
	self->subject = rd_query_text(q);
	self->at = rd_query_time(q);
	self->template_name = rd_query_text(q);
	self->author = rd_query_text(q);
	self->written_at = rd_query_time(q);
	self->text = rd_query_text(q);
	return self;
}

static GPtrArray *
mails_read(RdQuery *q, GError **error)
{
	return rd_query_all(q, mail_read, (GDestroyNotify)rd_mail_free, error);
}

/* ",dana@home.example,care@corp.example,": whoever wrote or received the mail. */
static char *
mail_parties(const RdMail *self)
{
	const char *fields[] = {self->from, self->author, self->to, self->cc};
	GString *parties = g_string_new(",");

	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		g_autofree char *folded = rd_text_fold(fields[i] != NULL ? fields[i] : "");

		g_string_append(parties, folded);
		g_string_append_c(parties, ',');
	}
	g_string_replace(parties, ", ", ",", 0);
	return g_string_free(parties, FALSE);
}

static gboolean
mail_add_row(RdStore *store, RdMail *self, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store, "INSERT INTO mail (" COLUMNS ", author_folded,"
		       " parties_folded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

	rd_bind_ref(q, self->case_id);
	rd_bind_ref(q, self->ledger_id);
	rd_bind_ref(q, self->outbox_id);
	rd_bind_int(q, self->outgoing);
	rd_bind_text(q, self->message_id);
	rd_bind_text(q, self->from);
	rd_bind_text(q, self->to);
	rd_bind_text(q, self->cc);
	rd_bind_text(q, self->subject);
	rd_bind_time(q, self->at);
	rd_bind_text(q, self->template_name);
	rd_bind_text(q, self->author);
	rd_bind_time(q, self->written_at);
	rd_bind_text(q, self->text);
	rd_bind_fold(q, self->author);
	rd_bind_take(q, mail_parties(self));
	self->id = rd_query_add(q, error);
	return self->id != 0;
}

gboolean
rd_mail_set_text(RdStore *store, gint64 case_id, gint64 outbox_id, const char *text, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "UPDATE mail SET text = ? WHERE case_id = ? AND outbox_id = ?");

	rd_bind_text(q, text);
	rd_bind_int(q, case_id);
	rd_bind_int(q, outbox_id);
	return rd_query_run(q, error);
}

gboolean
rd_mail_add(RdStore *store, RdMail *self, GError **error)
{
	if (!mail_add_row(store, self, error))
		return FALSE;
	return self->case_id == 0 || self->outgoing ||
	       rd_mail_learn_id(store, self->message_id, self->case_id, error);
}

GPtrArray *
rd_mails_of_case(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT id, " COLUMNS " FROM mail WHERE case_id = ? ORDER BY id");

	rd_bind_int(q, case_id);
	return mails_read(q, error);
}

GPtrArray *
rd_mail_heads_of_case(RdStore *store, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(store, "SELECT id, " HEAD_COLUMNS
					       ", '' FROM mail WHERE case_id = ? ORDER BY id");

	rd_bind_int(q, case_id);
	return mails_read(q, error);
}

gboolean
rd_mail_came_before(RdStore *store, gint64 case_id, const char *message_id, gint64 ledger_id,
		    gboolean *out, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT EXISTS (SELECT 1 FROM mail WHERE case_id = ?1"
				" AND message_id = ?2 AND ?2 <> '' AND ledger_id IS NOT ?3)");
	gint64 found = 0;

	rd_bind_int(q, case_id);
	rd_bind_text(q, message_id);
	rd_bind_ref(q, ledger_id);
	if (!rd_query_value(q, &found, error))
		return FALSE;
	*out = found != 0;
	return TRUE;
}

/* @list: addresses parted by ", ". */
static gboolean
list_has(const char *list, const char *address)
{
	gsize len = strlen(address);

	while (list != NULL) {
		const char *end = strstr(list, ", ");

		if ((end != NULL ? (gsize)(end - list) : strlen(list)) == len &&
		    g_ascii_strncasecmp(list, address, len) == 0)
			return TRUE;
		list = end != NULL ? end + 2 : NULL;
	}
	return FALSE;
}

GPtrArray *
rd_mail_ids_with(RdStore *store, gint64 case_id, const char *address, gboolean *wrote_last,
		 GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT outgoing, message_id, from_address, author, to_addresses,"
				" cc_addresses FROM mail WHERE case_id = ? ORDER BY id");
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) local = NULL;

	*wrote_last = FALSE;
	rd_bind_int(q, case_id);
	while (rd_query_next(q, &local)) {
		gboolean outgoing = rd_query_int(q) != 0;
		const char *id = rd_query_peek(q);
		gboolean from = g_ascii_strcasecmp(rd_query_peek(q), address) == 0;
		gboolean author = g_ascii_strcasecmp(rd_query_peek(q), address) == 0;

		if (!outgoing)
			*wrote_last = from || author;
		if (*id != '\0' && (from || list_has(rd_query_peek(q), address) ||
				    list_has(rd_query_peek(q), address)))
			g_ptr_array_add(ids, g_strdup(id));
	}
	if (local == NULL)
		return g_steal_pointer(&ids);
	g_propagate_error(error, g_steal_pointer(&local));
	return NULL;
}

GPtrArray *
rd_mails_by_author(RdStore *store, const char *author, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT id, " COLUMNS " FROM mail WHERE author_folded = ?"
				" AND outgoing = 0 ORDER BY id DESC LIMIT 20");

	rd_bind_fold(q, author);
	return mails_read(q, error);
}

gint64
rd_mail_case_of_id(RdStore *store, const char *message_id, GError **error)
{
	g_autoptr(RdQuery) q =
		rd_query(store, "SELECT case_id FROM message_id WHERE message_id = ?");
	gint64 case_id = 0;

	rd_bind_text(q, message_id);
	rd_query_value(q, &case_id, error);
	return case_id;
}

gboolean
rd_mail_learn_id(RdStore *store, const char *message_id, gint64 case_id, GError **error)
{
	g_autoptr(RdQuery) q = NULL;

	if (message_id == NULL || *message_id == '\0')
		return TRUE;
	q = rd_query(store, "INSERT OR IGNORE INTO message_id (message_id, case_id) VALUES (?, ?)");
	rd_bind_text(q, message_id);
	rd_bind_int(q, case_id);
	return rd_query_run(q, error);
}

gboolean
rd_mail_is_party(RdStore *store, gint64 case_id, const char *address, gboolean *out, GError **error)
{
	g_autoptr(RdQuery) q = rd_query(
		store,
		"SELECT EXISTS (SELECT 1 FROM mail WHERE case_id = ?1 AND ?2 <> ''"
		"  AND instr(parties_folded, ',' || ?2 || ','))"
		" OR EXISTS (SELECT 1 FROM cases AS c JOIN homeowner_email AS e"
		"  ON e.homeowner_id = c.homeowner_id WHERE c.id = ?1 AND e.email_folded = ?2)"
		" OR EXISTS (SELECT 1 FROM cases AS c JOIN installer_email AS e"
		"  ON e.installer_id = c.installer_id WHERE c.id = ?1 AND e.email_folded = ?2)"
		" OR EXISTS (SELECT 1 FROM cases AS c JOIN installer_domain AS d"
		"  ON d.installer_id = c.installer_id WHERE c.id = ?1 AND d.domain_folded = ?3)");
	const char *at = strrchr(address, '@');
	gint64 found = 0;

	/* A comma parts the addresses of a mail: none has one in it. */
	rd_bind_int(q, case_id);
	rd_bind_fold(q, strchr(address, ',') == NULL ? address : "");
	rd_bind_fold(q, at != NULL ? at + 1 : "");
	if (!rd_query_value(q, &found, error))
		return FALSE;
	*out = found != 0;
	return TRUE;
}
