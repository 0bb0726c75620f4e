#include <criterion/criterion.h>
#include <redress/dissect.h>
#include <string.h>

static void
check(const char *text, const char *reply, const char *signature)
{
	g_autoptr(RdLines) lines = rd_lines_new(g_strdup(text));
	g_autoptr(RdDissection) dissection = rd_dissect(lines, NULL);

	cr_expect_str_eq(dissection->reply, reply, "%s\nreply: %s", text, dissection->reply);
	cr_expect_str_eq(dissection->signature, signature, "%s\nsignature: %s", text,
			 dissection->signature);
}

Test(signature, a_delimiter_begins_one)
{
	check("It leaks.\n\n-- \nAnn Lee\n555-0114", "It leaks.", "-- \nAnn Lee\n555-0114");
	check("It leaks.\n--\nThanks!\nAnn", "It leaks.", "--\nThanks!\nAnn");
	check("It leaks.\n\n___\nAnn Lee\nwww.x.example", "It leaks.",
	      "___\nAnn Lee\nwww.x.example");
	check("A text with a -- in it.\n\n-- \nann", "A text with a -- in it.", "-- \nann");
}

Test(signature, a_dash_and_a_name_sign_a_mail)
{
	check("It leaks.\n\n-Ann Lee", "It leaks.", "-Ann Lee");
	check("It leaks.\n\n— Ann\n\nSent from my iPhone", "It leaks.",
	      "— Ann\n\nSent from my iPhone");
	check("It leaks.\n\n-Ann\n\n_____________\nroof mailing list\nhttp://x.example/roof",
	      "It leaks.", "-Ann\n\n_____________\nroof mailing list\nhttp://x.example/roof");
	check("They are:\n\n-Ann", "They are:\n\n-Ann", "");
	check("- Battery\n\n- Inverter", "- Battery\n\n- Inverter", "");
	check("I want one thing.\n\n- the money", "I want one thing.\n\n- the money", "");
}

Test(signature, footers_of_devices_are_known_in_every_language)
{
	const char *const footers[] = {
		"Sent from my iPhone",
		"Sent from my Verizon Wireless 4G LTE smartphone",
		"Sent\u00a0from\u00a0my\u00a0iPhone",
		"Get Outlook for iOS<https://aka.ms/o0ukef>",
		"Sent from Yahoo Mail on Android",
		"Sent with Proton Mail secure email.",
		"Sent from my iPhone. Please excuse any typos",
		"Sent from my Galaxy, excuse the brevity",
		"Odesláno z iPhonu",
		"Sendt fra min iPhone",
		"Von meinem iPhone gesendet",
		"Outlook für iOS herunterladen",
		"Gesendet von Outlook für Android",
		"Στάλθηκε από το iPhone μου",
		"Enviado desde mi iPhone",
		"Obtener Outlook para Android",
		"Saadetud minu iPhone'ist",
		"Lähetetty iPhonesta",
		"Hanki Outlook for iOS",
		"Envoyé de mon iPhone",
		"Télécharger Outlook pour Android",
		"Poslano s mog iPhonea",
		"Sent from my Verizon, Samsung Galaxy smartphone",
		"Sent from my BlackBerry 10 smartphone on the Verizon Wireless 4G LTE network.",
		"Yahoo Mail: Search, Organize, Conquer",
		"Az iPhone-omról küldve",
		"Inviato da iPhone",
		"iPhoneから送信",
		"나의 iPhone에서 보냄",
		"Verstuurd vanaf mijn iPhone",
		"Outlook voor iOS downloaden",
		"Sendt fra Outlook for Android",
		"Wysłane z iPhone'a",
		"Enviado do meu iPhone",
		"Enviado a partir do Outlook para iOS",
		"Trimis de pe iPhone-ul meu",
		"Отправлено с iPhone",
		"Odoslané z iPhonu",
		"Skickat från min iPhone",
		"iPhone'umdan gönderildi",
		"Надіслано з iPhone",
		"发自我的 iPhone",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(footers); i++) {
		g_autofree char *text = g_strdup_printf("It leaks.\n\n%s", footers[i]);

		check(text, "It leaks.", footers[i]);
	}
}

Test(signature, a_sentence_that_begins_like_a_footer_is_none)
{
	check("Sent from my desk, is much easier than my mobile phone.",
	      "Sent from my desk, is much easier than my mobile phone.", "");
	check("Yes.\n\nSent from here to there it takes a week, says UPS.",
	      "Yes.\n\nSent from here to there it takes a week, says UPS.", "");
	check("Yes.\n\nSent from the Main Street office by the man that Jim knows",
	      "Yes.\n\nSent from the Main Street office by the man that Jim knows", "");
	check("Where is it?\n\nEnviado desde hace dos meses",
	      "Where is it?\n\nEnviado desde hace "
	      "dos meses",
	      "");
}

Test(signature, a_sign_off_goes_with_the_block_under_it)
{
	check("It leaks.\n\nBest regards,\n\nAnn Lee\nOperations Manager\n(505) 555-0114",
	      "It leaks.", "Best regards,\n\nAnn Lee\nOperations Manager\n(505) 555-0114");
	check("Es leckt.\n\nMit freundlichen Grüßen\nAnn Lee\nLeitung Kundendienst\nTel. 0555 0114",
	      "Es leckt.",
	      "Mit freundlichen Grüßen\nAnn Lee\nLeitung Kundendienst\nTel. 0555 0114");
	check("It leaks.\n\nThanks,\n\nBob Roe | Blue Mesa Solar\nM: 505.555.0114 | bob@y.example",
	      "It leaks.", "Thanks,\n\nBob Roe | Blue Mesa Solar\nM: 505.555.0114 | bob@y.example");
	check("It leaks.\n\nThanks,\nAnn", "It leaks.\n\nThanks,\nAnn", "");
	check("Thanks, Ann", "Thanks, Ann", "");
	check("Thanks,\n\nbut it still leaks, and I want to know when you come.",
	      "Thanks,\n\nbut it still leaks, and I want to know when you come.", "");
}

Test(signature, a_block_alone_has_to_say_more)
{
	check("It leaks.\n\nDana\n\nDana Whitlock\nOperations Manager\nBlue Mesa | (505) 555-0114",
	      "It leaks.\n\nDana", "Dana Whitlock\nOperations Manager\nBlue Mesa | (505) 555-0114");
	check("It leaks.\n\nMaria Garcia\n3476 Wightman Street\n619-555-0123",
	      "It leaks.\n\nMaria Garcia\n3476 Wightman Street\n619-555-0123", "");
	check("Reach me here:\n\nAnn Lee\nann@x.example\n505-555-0114",
	      "Reach me here:\n\nAnn Lee\nann@x.example\n505-555-0114", "");
}

Test(signature, disclaimers_are_kept_apart)
{
	const char *disclaimer = "This e-mail and any attachments are confidential and intended "
				 "only for the addressee. "
				 "If you have received it in error please delete it and notify us.";
	g_autofree char *text = g_strdup_printf("It leaks.\n\nAnn\n\n%s", disclaimer);

	check(text, "It leaks.\n\nAnn", disclaimer);
	check("Ça fuit.\n\nCe message et toutes les pièces jointes sont confidentiels et établis à "
	      "l'intention exclusive de ses destinataires.",
	      "Ça fuit.",
	      "Ce message et toutes les pièces jointes sont confidentiels et établis à "
	      "l'intention exclusive de ses destinataires.");
	check("Confidential: the crew drinks.\nDo not tell the intended recipient of this.",
	      "Confidential: the crew drinks.\nDo not tell the intended recipient of this.", "");
	check("I got this bill in error, please delete it and notify the sender.",
	      "I got this bill in error, please delete it and notify the sender.", "");
	check("They did unauthorized work that is prohibited here.",
	      "They did unauthorized work that is prohibited here.", "");
}

Test(signature, prose_under_a_delimiter_is_the_writers)
{
	const char *prose =
		"It leaks.\n--\nAnd another thing: the crew has taken my ladder with them "
		"when they left on Monday.";
	const char *postscript = "It leaks.\n\n-- \nAnn\n\nPS: they also broke the gate.";

	check(prose, prose, "");
	check(postscript, postscript, "");
}

Test(signature, a_rule_between_parts_of_a_text_is_no_delimiter)
{
	const char *const texts[] = {
		"Two things:\n---\nRoof\n---\nBattery",
		"See below:\n_____\nRoof\nBattery",
		"Panels\n______\n\nbroken",
		"Cost: $5,000\nPaid: $2,000\n------------\nOpen: $3,000",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		check(texts[i], texts[i], "");
	check("It leaks.\n___\nAnn Lee", "It leaks.", "___\nAnn Lee");
	check("It leaks:\n---\nAnn Lee\n505-555-0114", "It leaks:", "---\nAnn Lee\n505-555-0114");
}

Test(signature, what_html_marks_as_one_is_one)
{
	const char *html = "<div>It leaks.</div><div class=\"gmail_signature\">Ann Lee<br>"
			   "who likes long walks at the sea in the evening</div>";
	g_autoptr(RdLines) lines = rd_html_to_lines(html, strlen(html), 1000);
	g_autoptr(RdDissection) dissection = rd_dissect(lines, NULL);

	cr_assert_str_eq(dissection->reply, "It leaks.");
	cr_assert_str_eq(dissection->signature,
			 "Ann Lee\nwho likes long walks at the sea in the evening");
}

Test(signature, it_is_found_above_the_quote_as_well)
{
	check("Yes.\n\nSent from my iPhone\n\n> On Jan 5, 2026, at 3:04 PM, Ann <a@x.example> "
	      "wrote:\n"
	      ">\n> Fixed?",
	      "Yes.", "Sent from my iPhone");
}
