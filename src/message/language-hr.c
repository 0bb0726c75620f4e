/* Croatian */

#include "language.h"

const RdLanguage rd_language_hr = {
	.code = "hr",
	.from = "Od|Šalje|Pošiljatelj|Pošiljalac",
	.to = "Za|Prima|Primatelj|Kome|Do",
	.cc = "Kopija|Cc|Kp|Kopija za",
	.date = "Datum|Poslano|Poslano dana|Poslato|Vrijeme slanja",
	.subject = "Predmet|Naslov|Tema",
	.other = "Odgovori na|Odgovor za|Odgovoriti na|Skrivena kopija|Važnost|Privitci|"
		 "Privici|Prilozi|Prioritet",
	.forwarded = "Započni proslijeđenu poruku|Početak proslijeđene poruke|"
		     "Proslijeđena poruka|Proslijeđeno|Prosljeđena poruka|Proslijeđeni e-mail|"
		     "Prosleđena poruka|Početak prosljeđene poruke|Započeta proslijeđena poruka",
	.original = "Izvorna poruka|Originalna poruka|Izvorna poruka e-pošte|Orginalna poruka",
	.on_behalf_of = "u ime",
	.fwd = "PR|FW|Fwd|Pros|Proslijeđeno",
	.re = "RE|Odg|Odgovor",
	.lead = "Dana|Na dan|U|pon|uto|sri|čet|pet|sub|ned",
	.wrote = "napisao je|napisala je|je napisao|je napisala|je napisao/la|napisao|"
		 "napisala|napisao/la|piše|je napisao(la)|napisao/la je",
	.before_name = "korisnik|je",
	.months = {"siječnja|siječanj|sij", "veljače|veljača|velj|vel", "ožujka|ožujak|ožu",
		   "travnja|travanj|tra", "svibnja|svibanj|svi", "lipnja|lipanj|lip",
		   "srpnja|srpanj|srp", "kolovoza|kolovoz|kol", "rujna|rujan|ruj",
		   "listopada|listopad|lis", "studenoga|studenog|studeni|stu",
		   "prosinca|prosinac|pro"},
	.sent_from = "Poslano s mog|Poslano s|Poslano sa|Poslano iz|Poslano putem|"
		     "Poslano pomoću|Preuzmite Outlook za|Nabavite Outlook za|"
		     "Dohvati Outlook za|Preuzmi Outlook za",
	.sign_off = "Lijep pozdrav|Srdačan pozdrav|S poštovanjem|Pozdrav|Lp|Hvala|"
		    "Hvala i lijep pozdrav|Unaprijed hvala|Puno pozdrava|Srdačno|"
		    "Lijepi pozdrav|Ugodan dan",
	.disclaimer = "povjerljiv|povjerljive|povjerljivo|namijenjena|namijenjen|primatelju|"
		      "pogreškom|greškom|izbrišite|obrišite",
	.reply_above = "odgovorite iznad ove linije|odgovorite iznad ovog retka|"
		       "upišite odgovor iznad ovog retka|iznad ovog retka|iznad ove crte",
};
