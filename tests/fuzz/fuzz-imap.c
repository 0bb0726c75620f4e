/* Any octets as what an IMAP server says, from the greeting to the end of IDLE. */

#include "replay.h"

#include <redress/mailbox.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean
look(const RdMailboxEntry *entry, RdOctets *raw, gpointer data, GError **error)
{
	(void)data;
	(void)error;
	if (raw == NULL && entry->problem == NULL)
		abort();
	return TRUE;
}

static void
sweep(RdMailbox *mailbox)
{
	g_autofree char *mark = NULL;
	g_autoptr(GPtrArray) entries = NULL;

	if (!rd_mailbox_open(mailbox, &mark, NULL))
		return;
	entries = rd_mailbox_list(mailbox, NULL);
	if (entries != NULL && rd_mailbox_fetch(mailbox, entries, look, NULL, NULL) &&
	    rd_mailbox_done(mailbox, entries, NULL))
		(void)!rd_mailbox_wait(mailbox, 0, -1, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Replay server;
	GThread *thread = replay_start(&server, data, size);
	g_autofree char *uri = g_strdup_printf("imap://ann@127.0.0.1:%u", server.port);
	RdMailboxSettings settings = {.start = (char *)"all",
				      .max_bytes = 100,
				      .server = {.uri = uri,
						 .timeout_s = 5,
						 .allow_plaintext = TRUE,
						 .password_file = (char *)"/proc/self/comm"}};
	RdMailbox *mailbox = rd_mailbox_new(&settings, NULL);

	sweep(mailbox);
	rd_mailbox_free(mailbox);
	g_thread_join(thread);
	return 0;
}
