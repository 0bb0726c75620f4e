/* Any octets as what an SMTP server says: no answer may be taken for a delivery but a yes. */

#include "replay.h"

#include <redress/transport.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Replay server;
	GThread *thread = replay_start(&server, data, size);
	g_autofree char *uri = g_strdup_printf("smtp://ann@127.0.0.1:%u", server.port);
	g_autofree char *plain = g_strdup_printf("smtp://127.0.0.1:%u", server.port);
	gboolean login = size > 0 && data[size - 1] == '!';
	RdTransportSettings settings = {
		.server = {.uri = login ? uri : plain,
			   .timeout_s = 5,
			   .allow_plaintext = TRUE,
			   .password_file = login ? (char *)"/proc/self/comm" : NULL}};
	g_autoptr(RdTransport) transport = rd_transport_new(&settings, NULL);
	g_autoptr(RdEnvelope) envelope = rd_envelope_new("ob-1", "a@a.example");
	g_autoptr(GBytes) message = g_bytes_new_static("Subject: x\r\n\r\n.\r\n", 17);
	g_autoptr(GError) error = NULL;

	rd_envelope_add(envelope, "b@b.example");
	rd_envelope_add(envelope, "c@c.example");
	(void)!rd_transport_deliver(transport, envelope, message, &error);
	for (guint i = 0; i < envelope->recipients->len; i++) {
		const RdRecipient *one = envelope->recipients->pdata[i];

		if (one->delivery == RD_DELIVERY_SENT &&
		    (one->code / 100 != 2 || memmem(data, size, "354", 3) == NULL))
			abort();
		if (one->detail != NULL && !g_utf8_validate(one->detail, -1, NULL))
			abort();
	}
	rd_transport_idle(transport);
	g_thread_join(thread);
	return 0;
}
