/*
 * Any octets as the value of each kind of header field, and as what clients write in a
 * text for people: the strings are UTF-8, names and addresses are never NULL.
 */

#include "../../src/message/forward-address.h"
#include "../../src/message/forward-date.h"
#include "../../src/message/param-private.h"
#include "../../src/message/value-private.h"

#include <redress/text.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(const char *text)
{
	if (text == NULL || !g_utf8_validate(text, -1, NULL))
		abort();
}

static void
check_addresses(const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const RdAddress *address = g_ptr_array_index(addresses, i);

		check_text(address->name);
		check_text(address->address);
	}
}

static void
read_field(RdSpan value)
{
	g_autoptr(GPtrArray) addresses =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);
	g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *text = rd_value_text(value);
	g_autofree char *name = NULL;
	RdSpan type, subtype, parameters = value;
	gint offset_min;
	RdTime date;

	check_text(text);
	rd_value_add_addresses(value, addresses);
	check_addresses(addresses);
	rd_value_add_ids(value, ids);
	rd_value_date(value, &date, &offset_min);
	rd_param_split_type(value, &type, &subtype, &parameters);
	name = rd_param_get(parameters, "name");
	if (name != NULL)
		check_text(name);
}

/* What stands in a text is UTF-8 already. */
static void
read_written(const char *text, gsize len)
{
	g_autoptr(GPtrArray) recipients = rd_written_recipients_parse(text, len);
	RdAddress *sender = rd_written_sender_parse(text, len);
	RdWrittenDate date;

	check_addresses(recipients);
	if (sender != NULL)
		check_text(sender->name);
	g_clear_pointer(&sender, rd_address_free);
	rd_written_date_parse(text, len, 0, &date);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *copy = g_strndup((const char *)data, size);
	g_autofree char *text = rd_text_to_utf8((const char *)data, size);
	RdSpan value = {copy, size};

	read_field(value);
	read_written(text, strlen(text));
	return 0;
}
