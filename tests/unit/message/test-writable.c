#include <criterion/criterion.h>
#include <redress/message.h>

static void
expect_all(gboolean writable, const char *const *addresses)
{
	for (gsize i = 0; addresses[i] != NULL; i++)
		cr_expect_eq(rd_address_is_writable(addresses[i]), writable, "%s", addresses[i]);
}

Test(writable, people_are)
{
	expect_all(TRUE,
		   (const char *const[]){
			   "ann.lee@home.example", "o'neill+roof@home.example", "5551@home.example",
			   "m\xc3\xa4rta@b.example",
			   "ann@b\xc3\xbc"
			   "cher.example",
			   "\"ann lee\"@b.example", "\"a@b\"@c.example", "ann..lee.@docomo.example",
			   /* words that names and houses have */
			   "amanda.root@b.example", "root.family@b.example",
			   "bruno.reply@b.example", "mike.bouncer@b.example", "homeowner@b.example",
			   "home-owner@b.example", "norbert.owner@b.example",
			   "antwort.keiner@b.example", "reply@no.example", "anno@reply.example",
			   "info@reply.example", "nomi.responder@b.example",
			   "john.answer@b.example", "requests@b.example", NULL});
}

Test(writable, those_who_want_no_answer_are_not)
{
	expect_all(FALSE, (const char *const[]){"noreply@b.example",
						"No-Reply@b.example",
						"no_reply@b.example",
						"no.reply@b.example",
						"noreply2@b.example",
						"acme-noreply@b.example",
						"acmenoreply@b.example",
						"noreplyalerts@b.example",
						"reply+noreply@b.example",
						"do-not-reply@b.example",
						"donotreply@b.example",
						"no_response@b.example",
						"no-responder@b.example",
						"noresponder@b.example",
						"no-contestar@b.example",
						"ne-pas-repondre@b.example",
						"nepasrepondre@b.example",
						"keine-antwort@b.example",
						"bitte-nicht-antworten@b.example",
						"nao-responda@b.example",
						"non-rispondere@b.example",
						"niet-beantwoorden@b.example",
						"svar-ikke@b.example",
						"nie-odpowiadaj@b.example",
						"neodpovidat@b.example",
						"info@noreply.b.example",
						"info@no-reply.b.example",
						NULL});
}

Test(writable, programs_and_lists_are_not)
{
	expect_all(FALSE, (const char *const[]){"autoresponder@b.example", "auto-reply@b.example",
						"MAILER-DAEMON@b.example", "mailerdaemon@b.example",
						"postmaster@b.example", "bounces+123@b.example",
						"x-bounces@b.example", "Notifications@b.example",
						"shop.newsletter@b.example", "root@b.example",
						"nobody@b.example", "owner-list@b.example",
						"list-request@b.example", "majordomo@b.example",
						"listserv@b.example", NULL});
}

Test(writable, what_is_no_address_of_a_person_is_not)
{
	g_autofree char *longest = g_strnfill(64, 'a');
	g_autofree char *fits = g_strconcat(longest, "@b.example", NULL);
	g_autofree char *longer = g_strconcat("a", fits, NULL);
	g_autofree char *label = g_strconcat("a@", longest, ".example", NULL);

	expect_all(FALSE, (const char *const[]){"",
						"marta",
						"@b.example",
						"a@",
						"a@localhost",
						"a@b",
						"a@b.",
						"a@.b",
						"a@b..example",
						"a@[192.0.2.1]",
						"a@b@c.example",
						"a@b.example@c.example",
						"|cmd@b.example",
						"\"|cmd\"@b.example",
						"-oQ/tmp@b.example",
						"/tmp/x@b.example",
						"a b@c.example",
						"a,b@c.example",
						"\"a@b.example",
						"a@b.example>",
						NULL});
	cr_expect(rd_address_is_writable(fits));
	cr_expect_not(rd_address_is_writable(longer));
	cr_expect_not(rd_address_is_writable(label));
}
