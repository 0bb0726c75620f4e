/* Slovak */

#include "language.h"

const RdLanguage rd_language_sk = {
	.code = "sk",
	.from = "Od|Odosielateľ",
	.to = "Komu|Pre|Príjemca|Adresát",
	.cc = "Kópia|Kopia|Cc|Kópia pre",
	.date = "Dátum|Odoslané|Poslané|Dátum odoslania|Odoslaná",
	.subject = "Predmet|Vec",
	.other = "Odpovedať komu|Odpoveď pre|Odpovedať|Skrytá kópia|Dôležitosť|Prílohy|"
		 "Príloha|Priorita",
	.forwarded = "Začiatok preposlanej správy|Začiatok preposielanej správy|"
		     "Preposlaná správa|Preposielaná správa|Presmerovaná správa|"
		     "Preposlaný e-mail|Preposlané|Odovzdaná správa",
	.original = "Pôvodná správa|Pôvodný e-mail|Originálna správa|Povodna sprava",
	.on_behalf_of = "v mene",
	.fwd = "FW|Fwd|PR|Prepos",
	.re = "RE|Odp|Odpoveď",
	.lead = "Dňa|Dna|V|po|ut|st|št|pi|so|ne",
	.wrote = "napísal|napísala|napísal(a)|napísal/a|napísal používateľ|píše|napísal/-a|"
		 "odosielateľ",
	.before_name = "používateľ|odosielateľ",
	.months = {"januára|január|jan", "februára|február|feb", "marca|marec|mar",
		   "apríla|apríl|apr", "mája|máj", "júna|jún", "júla|júl", "augusta|august|aug",
		   "septembra|september|sep", "októbra|október|okt", "novembra|november|nov",
		   "decembra|december|dec"},
	.sent_from = "Odoslané z|Odoslané zo|Poslané z|Poslané zo|Odoslané pomocou|"
		     "Získajte Outlook pre|Získať Outlook pre|Stiahnuť Outlook pre",
	.sign_off = "S pozdravom|S úctou|Pekný deň|S priateľským pozdravom|Ďakujem|Vďaka|"
		    "Ďakujem a prajem pekný deň|S prianím pekného dňa|Zdravím|"
		    "Za porozumenie ďakujem",
	.disclaimer = "dôverné|dôverný|určená výhradne|určený výhradne|adresátovi|omylom|vymažte|"
		      "odosielateľa",
	.reply_above = "odpovedzte nad týmto riadkom|napíšte odpoveď nad tento riadok|"
		       "nad tento riadok|nad týmto riadkom",
};
