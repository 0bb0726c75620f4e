#include <criterion/criterion.h>
#include <redress/message.h>
#include <string.h>

static RdMessage *
parse(const char *text)
{
	g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));

	return rd_message_parse(raw, NULL, &rd_message_default_limits);
}

Test(uuencode, a_file_in_the_text_is_an_attachment)
{
	g_autoptr(RdMessage) message =
		parse("Subject: roof\n\nSee the picture.\n\nbegin 644 ../cat.txt\n#0V%T\n`\nend\n"
		      "Bye\n\nbegin 0600 two.txt\n#0V%T\n\nend\n");
	const RdAttachment *first, *second;

	cr_assert_eq(message->attachments->len, 2);
	first = g_ptr_array_index(message->attachments, 0);
	second = g_ptr_array_index(message->attachments, 1);
	cr_expect_str_eq(first->name, "cat.txt");
	cr_expect_str_eq(second->name, "two.txt");
	cr_expect_eq(first->size, 3);
	cr_expect_str_eq(message->text, "See the picture.\n\nBye\n\n");
}

Test(uuencode, a_sentence_that_begins_with_begin_stays)
{
	const char *const texts[] = {
		"begin 644 panels\nand end\n",
		"begin 644 x\nM too short for its length\n`\nend\n",
		"begin 644 x\n#0V%T\n`\n",
		"begin with the roof\n#0V%T\n`\nend\n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *raw = g_strdup_printf("Subject: roof\n\n%s", texts[i]);
		g_autoptr(RdMessage) message = parse(raw);

		cr_expect_eq(message->attachments->len, 0, "%s", texts[i]);
		cr_expect_str_eq(message->text, texts[i]);
	}
}
