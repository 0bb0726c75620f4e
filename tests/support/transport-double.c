#include "transport-double.h"

#include "../../src/transport/transport-private.h"

#include <redress/error.h>
#include <string.h>

typedef struct {
	RdTransport base;
	char **script;
	guint at;
	GString *log;
	void (*hook)(gpointer data);
	gpointer hook_data;
} Double;

static void
double_answer(RdRecipient *recipient, char how)
{
	switch (how) {
	case 'd':
		rd_recipient_set(recipient, RD_DELIVERY_DEFERRED, 450, "4.2.0 later");
		break;
	case 'n':
		rd_recipient_set(recipient, RD_DELIVERY_DEFERRED, 0, "Connection refused");
		break;
	case 'r':
		rd_recipient_set(recipient, RD_DELIVERY_REJECTED, 550, "5.1.1 who?");
		break;
	case 'u':
		rd_recipient_set(recipient, RD_DELIVERY_UNCERTAIN, 0, "hung up after the dot");
		break;
	default:
		rd_recipient_set(recipient, RD_DELIVERY_SENT, 250, "ok");
	}
}

static gboolean
double_deliver(RdTransport *base, RdEnvelope *envelope, G_GNUC_UNUSED GBytes *message,
	       GError **error)
{
	Double *self = (Double *)base;
	const char *word = self->script[self->at] != NULL ? self->script[self->at++] : "";

	if (self->hook != NULL)
		self->hook(self->hook_data);
	if (*word == '!') {
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG, "no such host");
		return FALSE;
	}
	g_string_append_printf(self->log, "%s:", envelope->id);
	for (guint i = 0; i < envelope->recipients->len; i++) {
		RdRecipient *recipient = envelope->recipients->pdata[i];

		g_string_append_printf(self->log, " %s", recipient->address);
		double_answer(recipient, *word != '\0' ? *word++ : 's');
	}
	g_string_append_c(self->log, '\n');
	return TRUE;
}

static void
double_free(RdTransport *base)
{
	Double *self = (Double *)base;

	g_strfreev(self->script);
	g_string_free(self->log, TRUE);
	g_free(self);
}

static const RdTransportBackend backend = {.deliver = double_deliver, .free = double_free};

RdTransport *
transport_double_new(const char *script)
{
	Double *self = g_new0(Double, 1);

	self->base.backend = &backend;
	self->base.stop_fd = -1;
	self->script = g_strsplit(script, " ", -1);
	self->log = g_string_new(NULL);
	return &self->base;
}

const char *
transport_double_log(RdTransport *self)
{
	return ((Double *)self)->log->str;
}

void
transport_double_on_deliver(RdTransport *self, void (*hook)(gpointer data), gpointer data)
{
	((Double *)self)->hook = hook;
	((Double *)self)->hook_data = data;
}
