/* Norwegian */

#include "language.h"

const RdLanguage rd_language_no = {
	.code = "no",
	.from = "Fra|Avsender",
	.to = "Til|Mottaker",
	.cc = "Kopi|Cc|Kopi til",
	.date = "Dato|Sendt|Sendt dato|Sendt den",
	.subject = "Emne",
	.other = "Svar til|Svar-til|Blindkopi|Prioritet|Viktighet|Vedlegg|Organisasjon",
	.forwarded = "Start på videresendt melding|Begynnelsen på videresendt melding|"
		     "Begynnelse på videresendt melding|Videresendt melding|Videresendt e-post|"
		     "Videresendt epost|Start videresendt melding|Videresendt e-postmelding|"
		     "Videresendt|Start på videresendt e-post",
	.original = "Opprinnelig melding|Original melding|Opprinnelig e-post|Originalmelding|"
		    "Opprinnelig e-postmelding",
	.on_behalf_of = "på vegne av",
	.fwd = "VS|Videresend|Videresendt|FW|Fwd",
	.re = "SV|Svar|RE",
	.lead = "Den|På|Kl.|man.|tir.|ons.|tor.|tors.|fre.|lør.|søn.|man|tir|ons|tor|fre|"
		"lør|søn",
	.wrote = "skrev|skrev følgende|skriver",
	.months = {"januar|jan", "februar|feb", "mars|mar", "april|apr", "mai", "juni|jun",
		   "juli|jul", "august|aug", "september|sep|sept", "oktober|okt", "november|nov",
		   "desember|des"},
	.sent_from = "Sendt fra min|Sendt fra|Sendt med|Sendt via|Skaff deg Outlook for|"
		     "Få Outlook for|Last ned Outlook for|Hent Outlook for|Sendt fra Outlook for",
	.sign_off = "Med vennlig hilsen|Vennlig hilsen|Mvh|Hilsen|Beste hilsen|"
		    "Med vennlige hilsener|Vennlige hilsener|Hilsener|Med hilsen|Takk|"
		    "På forhånd takk|Mange hilsner|Ha en fin dag|M.v.h.|Beste hilsener",
	.disclaimer = "konfidensiell|konfidensielle|taushetsbelagt|kun ment for|mottakeren|"
		      "ved en feil|slette|slett",
	.reply_above = "skriv svaret ditt over denne linjen|svar over denne linjen|"
		       "over denne linjen",
};
