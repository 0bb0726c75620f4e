#include <criterion/criterion.h>
#include <redress/reply.h>

Test(reply, the_letters_of_the_project_load)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdReplies) replies = rd_replies_load("templates/replies", &error);

	cr_assert_not_null(replies, "%s", error != NULL ? error->message : "");
}
