/*
 * relay.c - telling a next hop that refuses everything from letters that are refused.
 *
 * Its answers are the same: "554 Relay access denied" for each. What differs is that it takes
 * nothing, whoever it is for.
 */

#include "outbox-private.h"

#include <redress/text.h>
#include <string.h>

/* So many refusals in a row, each of somebody else, are no longer about the recipients. */
#define REFUSALS 5

struct _RdRelay {
	guint refusals;	     /* mails since the last one that was taken */
	GHashTable *refused; /* the addresses, folded, that they were for */
	char *words;
};

RdRelay *
rd_relay_new(void)
{
	RdRelay *self = g_new0(RdRelay, 1);

	self->refused = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->words = g_strdup("");
	return self;
}

void
rd_relay_free(RdRelay *self)
{
	g_hash_table_unref(self->refused);
	g_free(self->words);
	g_free(self);
}

gboolean
rd_relay_refuses(const RdRelay *self)
{
	return self->refusals >= REFUSALS;
}

const char *
rd_relay_get_words(const RdRelay *self)
{
	return self->words;
}

/* Servers like to say whom they do not want, which is nothing for a log. */
static char *
relay_without_addresses(const char *detail)
{
	g_auto(GStrv) parts = g_strsplit(detail, " ", -1);

	for (char **part = parts; *part != NULL; part++) {
		if (strchr(*part, '@') == NULL)
			continue;
		g_free(*part);
		*part = g_strdup("<address>");
	}
	return g_strjoinv(" ", parts);
}

static void
relay_keep_words(RdRelay *self, const RdRecipient *one)
{
	g_autofree char *detail = relay_without_addresses(one->detail != NULL ? one->detail : "");

	g_free(self->words);
	if (detail[0] == '\0')
		rd_text_set(&detail, "no answer");
	self->words = one->code != 0 ? g_strdup_printf("%d %s", one->code, detail)
				     : g_steal_pointer(&detail);
}

/* What we ourselves find that cannot be sent has no code, and is no word of the next hop. */
static gboolean
relay_has_refused(const RdRecipient *one)
{
	return one->delivery == RD_DELIVERY_REJECTED && one->code != 0;
}

/* A mailbox that is gone may be written to several times in a row: it counts once. */
static gboolean
relay_note_refusals(RdRelay *self, const RdEnvelope *envelope)
{
	gboolean somebody_else = FALSE;

	for (guint i = 0; i < envelope->recipients->len; i++) {
		const RdRecipient *one = envelope->recipients->pdata[i];

		if (relay_has_refused(one))
			somebody_else |=
				g_hash_table_add(self->refused, rd_text_casefold(one->address));
	}
	return somebody_else;
}

static gboolean
relay_note_recipients(RdRelay *self, const RdEnvelope *envelope)
{
	gboolean taken = FALSE;

	for (guint i = envelope->recipients->len; i > 0; i--) {
		const RdRecipient *one = envelope->recipients->pdata[i - 1];

		taken |= one->delivery == RD_DELIVERY_SENT;
		if (one->delivery != RD_DELIVERY_SENT)
			relay_keep_words(self, one);
	}
	return taken;
}

static void
relay_put_off(RdEnvelope *envelope)
{
	for (guint i = 0; i < envelope->recipients->len; i++) {
		RdRecipient *one = envelope->recipients->pdata[i];

		if (relay_has_refused(one))
			one->delivery = RD_DELIVERY_DEFERRED;
	}
}

void
rd_relay_judge(RdRelay *self, RdEnvelope *envelope)
{
	if (relay_note_recipients(self, envelope)) {
		self->refusals = 0;
		g_hash_table_remove_all(self->refused);
		return;
	}
	if (!rd_relay_refuses(self) && relay_note_refusals(self, envelope))
		self->refusals++;
	if (rd_relay_refuses(self))
		relay_put_off(envelope);
}
