#include "transport-private.h"

#include <redress/text.h>
#include <string.h>

/* RFC 5321 section 4.5.3.1.3 allows 256 octets with the angle brackets. */
#define ADDRESS_MAX 254

/* Longer replies of a next hop say nothing more that a person wants to read. */
#define DETAIL_MAX_CHARS 400

static void
recipient_free(gpointer data)
{
	RdRecipient *self = data;

	g_free(self->address);
	g_free(self->detail);
	g_free(self);
}

void
rd_recipient_set(RdRecipient *self, RdDelivery delivery, int code, const char *detail)
{
	self->delivery = delivery;
	self->code = code;
	g_clear_pointer(&self->detail, g_free);
	if (detail != NULL) {
		g_autofree char *clean = rd_text_to_utf8(detail, strlen(detail));

		self->detail = rd_text_one_line(clean, DETAIL_MAX_CHARS);
	}
}

void
rd_envelope_set_all(RdEnvelope *envelope, RdDelivery delivery, int code, const char *detail)
{
	for (guint i = 0; i < envelope->recipients->len; i++)
		rd_recipient_set(envelope->recipients->pdata[i], delivery, code, detail);
}

/* The id becomes a file name. */
static gboolean
envelope_id_is_valid(const char *id)
{
	return id[0] != '\0' &&
	       id[strspn(id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-")] == '\0';
}

RdEnvelope *
rd_envelope_new(const char *id, const char *sender)
{
	RdEnvelope *self;

	g_return_val_if_fail(envelope_id_is_valid(id), NULL);

	self = g_new0(RdEnvelope, 1);
	self->id = g_strdup(id);
	self->sender = g_strdup(sender);
	self->recipients = g_ptr_array_new_with_free_func(recipient_free);
	return self;
}

void
rd_envelope_add(RdEnvelope *self, const char *recipient)
{
	RdRecipient *one = g_new0(RdRecipient, 1);

	one->address = g_strdup(recipient);
	g_ptr_array_add(self->recipients, one);
}

void
rd_envelope_free(RdEnvelope *self)
{
	g_free(self->id);
	g_free(self->sender);
	g_ptr_array_unref(self->recipients);
	g_free(self);
}

gboolean
rd_envelope_address_is_valid(const char *address)
{
	const char *at = strrchr(address, '@');

	if (at == NULL || at == address || at[1] == '\0' || strlen(address) > ADDRESS_MAX ||
	    !g_utf8_validate(address, -1, NULL))
		return FALSE;
	for (const char *p = address; *p != '\0'; p++) {
		if ((guchar)*p <= ' ' || *p == 0x7f || *p == '<' || *p == '>')
			return FALSE;
	}
	return TRUE;
}
