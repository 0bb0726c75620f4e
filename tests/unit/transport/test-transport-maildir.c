#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <redress/transport.h>
#include <string.h>

#include "scratch.h"

static char *dir;
static RdTransport *transport;
static RdEnvelope *envelope;
static GBytes *message;

static void
setup(void)
{
	g_autofree char *uri = NULL;
	RdTransportSettings settings = {0};

	dir = scratch_new();
	uri = g_strconcat("maildir:", dir, NULL);
	settings.server.uri = uri;
	transport = rd_transport_new(&settings, NULL);
	envelope = rd_envelope_new("ob-42", "complaints@everbright.example");
	rd_envelope_add(envelope, "ann@example.com");
	rd_envelope_add(envelope, "bob@example.com");
	message = g_bytes_new_static("Subject: hi\r\n\r\n.\r\nbare \r cr\r\n", 30);
}

static void
teardown(void)
{
	rd_transport_free(transport);
	rd_envelope_free(envelope);
	g_bytes_unref(message);
	scratch_remove(dir);
}

TestSuite(transport_maildir, .init = setup, .fini = teardown);

static RdRecipient *
recipient(guint i)
{
	return envelope->recipients->pdata[i];
}

Test(transport_maildir, writes_lf_text_once_for_all_recipients)
{
	g_autofree char *names = NULL;
	g_autofree char *text = NULL;

	cr_assert(rd_transport_deliver(transport, envelope, message, NULL));
	cr_expect_eq(recipient(0)->delivery, RD_DELIVERY_SENT);
	cr_expect_eq(recipient(1)->delivery, RD_DELIVERY_SENT);
	names = scratch_list(dir, "new");
	cr_expect_str_eq(names, "ob-42.redress");
	text = scratch_read(dir, "new/ob-42.redress");
	cr_expect_str_eq(text, "Subject: hi\n\n.\nbare \r cr\n");
}

Test(transport_maildir, a_retry_leaves_one_copy)
{
	g_autofree char *names = NULL;
	g_autofree char *rest = NULL;

	cr_assert(rd_transport_deliver(transport, envelope, message, NULL));
	cr_assert(rd_transport_deliver(transport, envelope, message, NULL));
	names = scratch_list(dir, "new");
	cr_expect_str_eq(names, "ob-42.redress");
	rest = scratch_list(dir, "tmp");
	cr_expect_str_eq(rest, "");
}

Test(transport_maildir, a_retry_leaves_the_copy_that_was_read)
{
	g_autofree char *names = NULL;

	scratch_write(dir, "cur/ob-42.redress:2,S", "read\n");
	cr_assert(rd_transport_deliver(transport, envelope, message, NULL));
	cr_expect_eq(recipient(0)->delivery, RD_DELIVERY_SENT);
	names = scratch_list(dir, "new");
	cr_expect_str_eq(names, "");
}

Test(transport_maildir, a_lost_folder_defers_and_is_named)
{
	g_autofree char *aside = g_strconcat(dir, ".aside", NULL);

	g_assert_cmpint(g_rename(dir, aside), ==, 0);
	cr_assert(rd_transport_deliver(transport, envelope, message, NULL));
	g_assert_cmpint(g_rename(aside, dir), ==, 0);
	cr_expect_eq(recipient(0)->delivery, RD_DELIVERY_DEFERRED);
	cr_expect_not_null(strstr(recipient(0)->detail, dir), "%s", recipient(0)->detail);

	cr_assert(rd_transport_deliver(transport, envelope, message, NULL));
	cr_expect_eq(recipient(0)->delivery, RD_DELIVERY_SENT);
	cr_expect_null(strstr(recipient(0)->detail, dir));
}
