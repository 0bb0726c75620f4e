/* Danish */

#include "language.h"

const RdLanguage rd_language_da = {
	.code = "da",
	.from = "Fra|Afsender",
	.to = "Til|Modtager",
	.cc = "Cc|Kopi|Kopi til",
	.date = "Dato|Sendt|Sendt den|Afsendt",
	.subject = "Emne",
	.other = "Svar til|Bcc|Prioritet|Vigtighed|Vedhæftede filer|Vedhæftet fil|"
		 "Besvar til|Organisation",
	.forwarded = "Start på videresendt besked|Begyndelse på videresendt besked|"
		     "Videresendt besked|Videresendt meddelelse|Videresendt mail|"
		     "Videresendt e-mail|Start på videresendt meddelelse|"
		     "Påbegynd videresendt besked",
	.original = "Oprindelig meddelelse|Oprindelig besked|Original meddelelse|"
		    "Original besked|Oprindelig mail",
	.on_behalf_of = "på vegne af",
	.fwd = "VS|Videresendt|FW",
	.re = "SV|Svar|RE",
	.lead = "Den|D.|Kl.|På|man.|tirs.|ons.|tors.|fre.|lør.|søn.|man|tir|ons|tor|fre|"
		"lør|søn",
	.wrote = "skrev|skriver|skrev følgende",
	.months = {"januar|jan", "februar|feb", "marts|mar", "april|apr", "maj", "juni|jun",
		   "juli|jul", "august|aug", "september|sep|sept", "oktober|okt", "november|nov",
		   "december|dec"},
	.sent_from = "Sendt fra min|Sendt fra mit|Sendt fra|Sendt med|Sendt via|"
		     "Hent Outlook til|Hent Outlook for|Få Outlook til|Download Outlook til",
	.sign_off = "Med venlig hilsen|Venlig hilsen|Med venlige hilsner|Venlige hilsner|Mvh|"
		    "Hilsen|Bedste hilsner|De bedste hilsner|Kærlig hilsen|Vh|På forhånd tak|"
		    "Tak|Mange hilsner|Hilsner|M.v.h.",
	.disclaimer = "fortrolig|fortrolige|fortroligt|kun beregnet|kun er beregnet|modtageren|"
		      "ved en fejl|slette|slet den|oplysninger, der",
	.reply_above = "skriv dit svar over denne linje|svar over denne linje|over denne linje",
};
