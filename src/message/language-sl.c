/* Slovenian */

#include "language.h"

const RdLanguage rd_language_sl = {
	.code = "sl",
	.from = "Od|Pošiljatelj",
	.to = "Za|Prejemnik|Komu",
	.cc = "Kp|Kopija|Cc",
	.date = "Datum|Poslano|Poslana",
	.subject = "Zadeva|Predmet",
	.other = "Odgovori na|Odgovor za|Skp|Pomembnost|Priloge|Skrita kopija",
	.forwarded = "Posredovano sporočilo|Začetek posredovanega sporočila|"
		     "Posredovano e-poštno sporočilo|Začni posredovano sporočilo|Posredovano",
	.original = "Izvirno sporočilo|Prvotno sporočilo|Originalno sporočilo",
	.on_behalf_of = "v imenu",
	.fwd = "PR|Posr|FW|Fwd",
	.re = "ODG|RE",
	.lead = "Dne|V|pon.|tor.|sre.|čet.|pet.|sob.|ned.",
	.wrote = "je napisal|je napisala|je napisal/-a|napisal|napisala|je napisal(a)|"
		 "je oseba|piše",
	.before_name = "je|oseba|uporabnik",
	.months = {"januar|januarja|jan", "februar|februarja|feb", "marec|marca|mar",
		   "april|aprila|apr", "maj|maja", "junij|junija|jun", "julij|julija|jul",
		   "avgust|avgusta|avg", "september|septembra|sep", "oktober|oktobra|okt",
		   "november|novembra|nov", "december|decembra|dec"},
	.sent_from = "Poslano iz mojega|Poslano iz|Poslano z|Pridobite Outlook za|"
		     "Prenesite Outlook za",
	.sign_off = "Lep pozdrav|S spoštovanjem|Lepo pozdravljeni|Hvala|Pozdrav|"
		    "Prijazen pozdrav|Lep dan|LP",
	.disclaimer = "zaupno|zaupne|namenjeno|prejemniku|pomotoma|izbrišite",
	.reply_above = "odgovorite nad to vrstico|nad to vrstico",
};
