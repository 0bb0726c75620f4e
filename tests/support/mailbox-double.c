#include "mailbox-double.h"

#include "../../src/mailbox/mailbox-private.h"

#include <redress/error.h>
#include <string.h>

typedef struct {
	guint32 uidvalidity;
	char *uid;
	char *text; /* NULL: not given */
} Message;

typedef struct {
	RdMailbox base;
	GPtrArray *messages; /* of Message */
	GString *log;
	const char *breaks; /* NULL: nothing does */
	guint after;
	gboolean keeps;
} Double;

static void
message_free(gpointer data)
{
	Message *self = data;

	g_free(self->uid);
	g_free(self->text);
	g_free(self);
}

/* FALSE when @where breaks now that @n messages were handled. */
static gboolean
double_goes_on(Double *self, const char *where, guint n, GError **error)
{
	if (g_strcmp0(self->breaks, where) != 0 || n < self->after)
		return TRUE;
	g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY, "%s breaks", where);
	return FALSE;
}

static gboolean
double_open(RdMailbox *base, char **mark, GError **error)
{
	Double *self = (Double *)base;

	g_string_append_printf(self->log, "open(%s) ", *mark != NULL ? *mark : "-");
	if (!double_goes_on(self, "open", 0, error))
		return FALSE;
	if (*mark == NULL)
		*mark = g_strdup("begun");
	return TRUE;
}

static GPtrArray *
double_list(RdMailbox *base, GError **error)
{
	Double *self = (Double *)base;
	GPtrArray *out;

	g_string_append(self->log, "list ");
	if (!double_goes_on(self, "list", 0, error))
		return NULL;
	out = g_ptr_array_new_with_free_func((GDestroyNotify)rd_mailbox_entry_free);
	for (guint i = 0; i < self->messages->len; i++) {
		const Message *message = self->messages->pdata[i];
		gsize size = message->text != NULL ? strlen(message->text) : 0;

		g_ptr_array_add(out,
				rd_mailbox_entry_new(message->uidvalidity, message->uid, size));
	}
	return out;
}

static void
double_note(Double *self, const char *what, GPtrArray *entries)
{
	g_string_append_printf(self->log, "%s(", what);
	for (guint i = 0; i < entries->len; i++)
		g_string_append_printf(self->log, "%s%s", i > 0 ? " " : "",
				       ((RdMailboxEntry *)entries->pdata[i])->uid);
	g_string_append(self->log, ") ");
}

/* The place of the message among the others; -1: gone. */
static int
double_find(const Double *self, const RdMailboxEntry *entry)
{
	for (guint i = 0; i < self->messages->len; i++) {
		const Message *message = self->messages->pdata[i];

		if (message->uidvalidity == entry->uidvalidity &&
		    strcmp(message->uid, entry->uid) == 0)
			return (int)i;
	}
	return -1;
}

static gboolean
double_hand_over(Double *self, RdMailboxEntry *entry, RdMailboxSink sink, gpointer data,
		 GError **error)
{
	int at = double_find(self, entry);
	const Message *message = at >= 0 ? self->messages->pdata[at] : NULL;
	g_autoptr(GBytes) text = NULL;
	g_autoptr(RdOctets) raw = NULL;

	if (message == NULL)
		return TRUE;
	if (message->text != NULL) {
		text = g_bytes_new(message->text, strlen(message->text));
		raw = rd_octets_new(text);
	} else {
		entry->problem = g_strdup("the server will not give it");
	}
	return sink(entry, raw, data, error);
}

static gboolean
double_fetch(RdMailbox *base, GPtrArray *entries, RdMailboxSink sink, gpointer data, GError **error)
{
	Double *self = (Double *)base;

	double_note(self, "fetch", entries);
	for (guint i = 0; i < entries->len; i++) {
		if (!double_goes_on(self, "fetch", i, error) ||
		    !double_hand_over(self, entries->pdata[i], sink, data, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean
double_done(RdMailbox *base, GPtrArray *entries, GError **error)
{
	Double *self = (Double *)base;

	double_note(self, "done", entries);
	for (guint i = 0; i < entries->len; i++) {
		int at = double_find(self, entries->pdata[i]);

		if (!double_goes_on(self, "done", i, error))
			return FALSE;
		if (at >= 0 && !self->keeps)
			g_ptr_array_remove_index(self->messages, (guint)at);
	}
	return TRUE;
}

static void
double_close(RdMailbox *base)
{
	(void)base;
}

static void
double_free(RdMailbox *base)
{
	Double *self = (Double *)base;

	g_ptr_array_unref(self->messages);
	g_string_free(self->log, TRUE);
	g_free(self);
}

static const RdMailboxBackend backend = {.open = double_open,
					 .close = double_close,
					 .list = double_list,
					 .fetch = double_fetch,
					 .done = double_done,
					 .free = double_free};

RdMailbox *
mailbox_double_new(void)
{
	Double *self = g_new0(Double, 1);

	self->base.backend = &backend;
	self->base.name = g_strdup("double:");
	self->base.stop_fd = -1;
	self->messages = g_ptr_array_new_with_free_func(message_free);
	self->log = g_string_new(NULL);
	return &self->base;
}

void
mailbox_double_add(RdMailbox *base, const char *uid, const char *text)
{
	Double *self = (Double *)base;
	Message *message = g_new0(Message, 1);

	message->uidvalidity = 1;
	message->uid = g_strdup(uid);
	message->text = g_strdup(text);
	g_ptr_array_add(self->messages, message);
}

void
mailbox_double_renumber(RdMailbox *base, guint32 uidvalidity)
{
	Double *self = (Double *)base;

	for (guint i = 0; i < self->messages->len; i++) {
		Message *message = self->messages->pdata[i];
		char *uid = g_strconcat("new-", message->uid, NULL);

		g_free(message->uid);
		message->uid = uid;
		message->uidvalidity = uidvalidity;
	}
}

void
mailbox_double_leave_all(RdMailbox *base)
{
	mailbox_double_keep(base, TRUE);
	base->leaves_all = TRUE;
}

void
mailbox_double_keep(RdMailbox *base, gboolean keep)
{
	((Double *)base)->keeps = keep;
}

void
mailbox_double_break(RdMailbox *base, const char *where, guint after)
{
	((Double *)base)->breaks = where;
	((Double *)base)->after = after;
}

char *
mailbox_double_log(RdMailbox *base)
{
	Double *self = (Double *)base;
	char *log = g_strdup(self->log->str);

	g_string_truncate(self->log, 0);
	return log;
}

char *
mailbox_double_list(RdMailbox *base)
{
	Double *self = (Double *)base;
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < self->messages->len; i++)
		g_string_append_printf(out, "%s%s", i > 0 ? " " : "",
				       ((Message *)self->messages->pdata[i])->uid);
	return g_string_free(out, FALSE);
}
