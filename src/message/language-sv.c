/* Swedish */

#include "language.h"

const RdLanguage rd_language_sv = {
	.code = "sv",
	.from = "Från|Avsändare",
	.to = "Till|Mottagare",
	.cc = "Kopia|Cc|Kopia till",
	.date = "Datum|Skickat|Skickad|Skickat den|Skickades",
	.subject = "Ämne|Rubrik",
	.other = "Svar till|Svara till|Hemlig kopia|Dold kopia|Prioritet|Bifogade filer|"
		 "Bifogad fil|Bilagor|Bilaga|Angelägenhetsgrad",
	.forwarded = "Vidarebefordrat brev|Vidarebefordrat meddelande|"
		     "Startat vidarebefordrat brev|Början på vidarebefordrat brev|"
		     "Början på vidarebefordrat meddelande|Vidarebefordrat mejl|"
		     "Vidarebefordrat e-postmeddelande|Vidarebefordrat mail|Vidarebefordrad|"
		     "Vidarebefordrat e-brev|Påbörja vidarebefordrat meddelande|"
		     "Början på vidarebefordrat mejl|Vidarebefordrat e-post",
	.original = "Ursprungligt meddelande|Originalmeddelande|Ursprungligt brev|"
		    "Ursprungligt e-postmeddelande|Ursprungligt mejl|Ursprungligt mail",
	.on_behalf_of = "å vägnar av|för räkning",
	.fwd = "VB|VBF|FW|Fwd",
	.re = "SV|Svar|RE",
	.lead = "Den|På|Kl.|mån|tis|ons|tors|fre|lör|sön|mån.|tis.|ons.|tors.|fre.|lör.|"
		"sön.|tor",
	.wrote = "skrev|skrev följande|skriver",
	.months = {"januari|jan", "februari|feb|febr", "mars|mar", "april|apr", "maj", "juni|jun",
		   "juli|jul", "augusti|aug", "september|sep|sept", "oktober|okt", "november|nov",
		   "december|dec"},
	.am = "fm",
	.pm = "em",
	.sent_from = "Skickat från min|Skickat från mitt|Skickat från|Skickat med|Skickat via|"
		     "Hämta Outlook för|Skaffa Outlook för|Ladda ned Outlook för|"
		     "Ladda ner Outlook för|Sänt från min|Skickat genom",
	.sign_off = "Med vänlig hälsning|Med vänliga hälsningar|Vänliga hälsningar|"
		    "Vänlig hälsning|Mvh|Hälsningar|Vänligen|Bästa hälsningar|"
		    "Med bästa hälsningar|Hälsning|Tack|Tack på förhand|Tack så mycket|"
		    "Ha det bra|M.v.h.|Hälsar|Allt gott|Trevlig helg",
	.disclaimer = "konfidentiell|konfidentiellt|konfidentiella|avsett för|avsedd för|"
		      "mottagaren|av misstag|felaktigt|radera|personuppgifter|miljön",
	.reply_above = "skriv ditt svar ovanför den här raden|svara ovanför den här raden|"
		       "ovanför denna rad|ovanför den här raden|svara ovanför denna linje",
};
