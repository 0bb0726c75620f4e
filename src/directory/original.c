#include "original.h"

#include "owner.h"

#include <redress/text.h>
#include <string.h>

/* The company has mailboxes that no list of its staff names: "support@". */
static gboolean
address_is_of_domain(const char *address, const char *other)
{
	const char *domain = strrchr(address, '@');
	const char *same = strrchr(other, '@');

	return domain != NULL && same != NULL && g_ascii_strcasecmp(domain, same) == 0;
}

/* Inside a company some programs show "Holm, Tess" and no address. */
static gboolean
name_is_of_staff(RdStore *store, const char *name, gboolean *is, GError **error)
{
	g_auto(GStrv) words = g_strsplit(name, ", ", 2);
	g_autofree char *turned =
		g_strv_length(words) == 2 ? g_strjoin(" ", words[1], words[0], NULL) : NULL;
	const char *full = turned != NULL ? turned : name;
	g_autoptr(GPtrArray) found = NULL;

	*is = FALSE;
	if (strchr(full, ' ') == NULL) /* a first name alone is anybody's */
		return TRUE;
	found = rd_staff_by_word(store, full, error);
	if (found == NULL)
		return FALSE;
	*is = found->len > 0;
	return TRUE;
}

/* @is: (out) the writer of @layer passes mail on for the company. */
static gboolean
layer_is_ours(const RdForwarded *layer, RdStore *store, const RdConfig *config,
	      const RdAddress *sender, gboolean *is, GError **error)
{
	g_auto(RdOwner) owner = {0};

	if (layer->from == NULL) { /* nobody who says something is passed over */
		*is = *layer->body == '\0';
		return TRUE;
	}
	if (*layer->from->address == '\0')
		return name_is_of_staff(store, layer->from->name, is, error);
	if (!rd_owner_find(store, config, layer->from->address, &owner, error))
		return FALSE;
	*is = rd_role_is_staff(owner.role) ||
	      (config != NULL && rd_config_is_ours(config, layer->from->address)) ||
	      (owner.role == RD_ROLE_UNKNOWN &&
	       address_is_of_domain(layer->from->address, sender->address));
	return TRUE;
}

static gboolean
layers_have_one_writer(const RdForwarded *one, const RdForwarded *other)
{
	return one->from != NULL && other->from != NULL && *one->from->address != '\0' &&
	       g_ascii_strcasecmp(one->from->address, other->from->address) == 0;
}

/* @inner was not written to us: @self shows it, no more. */
static void
forwarded_quote(RdForwarded *self, const RdForwarded *inner)
{
	const char *const texts[] = {self->quoted, inner->body, inner->quoted};
	g_autoptr(GString) quoted = g_string_new(NULL);

	self->forwards |= *self->quoted == '\0';
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (texts[i] != NULL && *texts[i] != '\0')
			g_string_append_printf(quoted, "%s%s", quoted->len > 0 ? "\n" : "",
					       texts[i]);
	}
	rd_text_set(&self->quoted, quoted->str);
}

/* Makes @layers[@chosen] the innermost; the ones are listed from the outermost on. */
static void
message_choose(RdMessage *message, const GPtrArray *layers, guint chosen)
{
	RdForwarded *original = g_ptr_array_index(layers, chosen);

	if (chosen + 1 == layers->len)
		return;
	for (guint i = chosen + 1; i < layers->len; i++)
		forwarded_quote(original, g_ptr_array_index(layers, i));
	((RdForwarded *)g_ptr_array_index(layers, chosen + 1))->outer = NULL;
	rd_forwarded_free(message->forwarded);
	message->forwarded = original;
}

gboolean
rd_original_settle(RdMessage *message, RdStore *store, const RdConfig *config,
		   const RdAddress *sender, gboolean *several, GError **error)
{
	g_autoptr(GPtrArray) layers = g_ptr_array_new();
	const RdForwarded *original = NULL;
	gboolean ours = TRUE;
	guint chosen;

	for (RdForwarded *f = message->forwarded; f != NULL; f = f->outer)
		g_ptr_array_insert(layers, 0, f);
	chosen = layers->len - 1;
	*several = ((RdForwarded *)g_ptr_array_index(layers, 0))->others > 0;
	for (guint i = 0; layers->len > 1 && i < layers->len; i++) {
		const RdForwarded *layer = g_ptr_array_index(layers, i);
		gboolean beside = layer->beside || ours; /* not shown by who wrote the original */

		*several |= original == NULL && layer->others > 0;
		if (!layer_is_ours(layer, store, config, sender, &ours, error))
			return FALSE;
		if (original != NULL && !layers_have_one_writer(original, layer) &&
		    !(ours && beside)) {
			*several |= beside;
			break;
		}
		if (!ours) {
			original = layer;
			chosen = i;
		}
	}
	message_choose(message, layers, chosen);
	return TRUE;
}
