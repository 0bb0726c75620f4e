/*
 * Mail that obeys the RFCs has one reading: what gmime makes of every message of the
 * second labelled set, our own reader must make of it too.
 */

#include "gmime-reader.h"

#include <criterion/criterion.h>
#include <redress/message.h>
#include <redress/text.h>
#include <string.h>

#define MESSAGES "tests/data/second/messages"

static void
expect_one_line(const char *file, const char *ours, const char *theirs)
{
	g_autofree char *a = rd_text_one_line(ours, 10000);
	g_autofree char *b = rd_text_one_line(theirs != NULL ? theirs : "", 10000);

	cr_expect_str_eq(a, b, "%s: \"%s\" is \"%s\" to gmime", file, a, b);
}

static void
expect_addresses(const char *file, const GPtrArray *ours, InternetAddressList *theirs)
{
	int n = theirs != NULL ? internet_address_list_length(theirs) : 0;

	cr_assert_eq(ours->len, (guint)n, "%s: %u addresses", file, ours->len);
	for (int i = 0; i < n; i++) {
		InternetAddress *address = internet_address_list_get_address(theirs, i);
		const RdAddress *own = g_ptr_array_index(ours, (guint)i);

		expect_one_line(file, own->name, internet_address_get_name(address));
		cr_expect_eq(g_ascii_strcasecmp(own->address,
						internet_address_mailbox_get_addr(
							INTERNET_ADDRESS_MAILBOX(address))),
			     0, "%s: %s", file, own->address);
	}
}

typedef struct {
	GPtrArray *names; /* of the parts that have a file name */
	GPtrArray *sizes;
} Files;

static void
collect_file(GMimeObject *parent, GMimeObject *part, gpointer data)
{
	Files *files = data;
	GMimeStream *stream;

	(void)parent;
	if (!GMIME_IS_PART(part) || g_mime_part_get_filename(GMIME_PART(part)) == NULL)
		return;
	stream = g_mime_stream_null_new();
	g_ptr_array_add(files->names, g_strdup(g_mime_part_get_filename(GMIME_PART(part))));
	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(part)), stream);
	g_ptr_array_add(files->sizes, GSIZE_TO_POINTER(((GMimeStreamNull *)stream)->written));
	g_object_unref(stream);
}

/* The attachments, without attached messages, which gmime does not count as parts. */
static void
expect_files(const char *file, const RdMessage *ours, GMimeMessage *theirs)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) sizes = g_ptr_array_new();
	Files files = {names, sizes};
	guint n = 0;

	g_mime_message_foreach(theirs, collect_file, &files);
	for (guint i = 0; i < ours->attachments->len; i++) {
		const RdAttachment *own = g_ptr_array_index(ours->attachments, i);

		if (*own->name == '\0' || strcmp(own->type, "message/rfc822") == 0)
			continue;
		cr_assert_lt(n, names->len, "%s: %s", file, own->name);
		cr_expect_str_eq(own->name, g_ptr_array_index(names, n), "%s", file);
		cr_expect_eq(own->size, GPOINTER_TO_SIZE(g_ptr_array_index(sizes, n)), "%s: %s",
			     file, own->name);
		n++;
	}
}

static void
compare(const char *file)
{
	g_autofree char *path = g_build_filename(MESSAGES, file, NULL);
	g_autofree char *octets = NULL;
	g_autoptr(GBytes) raw = NULL;
	g_autoptr(RdMessage) ours = NULL;
	GMimeMessage *theirs;
	GDateTime *date;
	gsize len;

	cr_assert(g_file_get_contents(path, &octets, &len, NULL), "%s", path);
	raw = g_bytes_new(octets, len);
	ours = rd_message_parse(raw, NULL, &rd_message_default_limits);
	theirs = gmime_parse(raw);
	cr_expect_null(ours->defect, "%s", file);
	expect_one_line(file, ours->subject, g_mime_message_get_subject(theirs));
	expect_one_line(file, ours->message_id, g_mime_message_get_message_id(theirs));
	expect_addresses(file, ours->to, g_mime_message_get_to(theirs));
	expect_addresses(file, ours->cc, g_mime_message_get_cc(theirs));
	date = g_mime_message_get_date(theirs);
	cr_expect_eq(ours->date, date != NULL ? g_date_time_to_unix(date) : RD_TIME_NONE, "%s",
		     file);
	expect_files(file, ours, theirs);
	g_object_unref(theirs);
}

Test(message_gmime, ordinary_mail_is_read_as_gmime_reads_it)
{
	g_autoptr(GDir) dir = g_dir_open(MESSAGES, 0, NULL);
	const char *file;
	guint n = 0;

	cr_assert_not_null(dir);
	g_mime_init();
	for (; (file = g_dir_read_name(dir)) != NULL; n++)
		compare(file);
	cr_expect_gt(n, 100);
	g_mime_shutdown();
}
