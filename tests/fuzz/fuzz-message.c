/* Any octets as a message: the parse must end, and every string be valid UTF-8. */

#include <redress/message-json.h>
#include <redress/message.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(data, size);
	g_autoptr(RdMessage) message =
		rd_message_parse(raw, "mx.everbright.example", &rd_message_default_limits);
	g_autofree char *json = rd_message_to_json(message, "fuzz");

	if (json == NULL) /* jansson refuses what is not UTF-8 */
		abort();
	return 0;
}
