#include "header-private.h"

#include "value-private.h"

GPtrArray *
rd_header_addresses(const RdMime *mime, const RdMimePart *part, RdFieldId id)
{
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);

	for (guint i = 0; i < part->n_fields; i++) {
		const RdField *field = &g_array_index(mime->fields, RdField, part->first_field + i);

		if (field->id == id)
			rd_value_add_addresses(field->value, out);
	}
	return out;
}

RdAddress *
rd_header_take_address(GPtrArray *all)
{
	for (guint i = 0; i < all->len; i++) {
		RdAddress *address = g_ptr_array_index(all, i);

		if (*address->address != '\0')
			return g_ptr_array_steal_index(all, i);
	}
	return all->len > 0 ? g_ptr_array_steal_index(all, 0) : NULL;
}

RdAddress *
rd_header_address(const RdMime *mime, const RdMimePart *part, RdFieldId id)
{
	g_autoptr(GPtrArray) all = NULL;

	if (rd_mime_field(mime, part, id, 0) == NULL)
		return NULL;
	all = rd_header_addresses(mime, part, id);
	return rd_header_take_address(all);
}

GPtrArray *
rd_header_ids(const RdMime *mime, const RdMimePart *part, RdFieldId id)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	const RdSpan *value;

	for (guint i = 0; (value = rd_mime_field(mime, part, id, i)) != NULL && i < 10; i++)
		rd_value_add_ids(*value, out);
	return out;
}

char *
rd_header_text(const RdMime *mime, const RdMimePart *part, RdFieldId id)
{
	const RdSpan *value = rd_mime_field(mime, part, id, 0);

	return value != NULL ? rd_value_text(*value) : g_strdup("");
}
