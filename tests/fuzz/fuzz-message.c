/* Any octets as a message: the parse must end, and every string be valid UTF-8. */

#include <redress/message-json.h>
#include <redress/message.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
parse(GBytes *raw, const RdMessageLimits *limits)
{
	g_autoptr(RdMessage) message = rd_message_parse(raw, "mx.everbright.example", limits);
	g_autofree char *json = rd_message_to_json(message, "fuzz");

	if (json == NULL) /* jansson refuses what is not UTF-8 */
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(data, size);
	const RdMessageLimits narrow = {.message_bytes = 1000,
					.header_block_bytes = 100,
					.header_bytes = 20,
					.headers = 5,
					.parts = 5,
					.depth = 3,
					.text_bytes = 64};

	parse(raw, &rd_message_default_limits);
	parse(raw, &narrow);
	return 0;
}
