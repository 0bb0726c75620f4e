/* Czech */

#include "language.h"

const RdLanguage rd_language_cs = {
	.code = "cs",
	.from = "Od|Odesílatel",
	.to = "Komu|Pro|Příjemce",
	.cc = "Kopie|Kopie pro",
	.date = "Datum|Odesláno|Datum odeslání|Odesláno dne",
	.subject = "Předmět|Věc",
	.other = "Odpovědět komu|Odpověď komu|Odpověď pro|Skrytá kopie|Důležitost|Přílohy|"
		 "Příloha|Organizace",
	.forwarded = "Začátek přeposílané zprávy|Začátek přeposlané zprávy|Přeposlaná zpráva|"
		     "Přeposílaná zpráva|Předaná zpráva|Přesměrovaná zpráva|Přeposlaný e-mail|"
		     "Přeposláno",
	.original = "Původní zpráva|Původní e-mail|Původní email|Původní mail",
	.on_behalf_of = "jménem|za uživatele",
	.fwd = "FW|Fwd|PŘ|Předáno|Přepos",
	.re = "RE|Odp|Odpověď|OD",
	.lead = "Dne|Dňa|V",
	.wrote = "napsal|napsala|napsal(a)|napsal/a|napsal uživatel|píše|odesílatel",
	.before_name = "uživatel|odesílatel",
	.months = {"ledna|leden|led", "února|únor|úno", "března|březen|bře", "dubna|duben|dub",
		   "května|květen|kvě", "června|červen|čvn|čer", "července|červenec|čvc",
		   "srpna|srpen|srp", "září|zář", "října|říjen|říj", "listopadu|listopad|lis",
		   "prosince|prosinec|pro"},
	.am = "dop",
	.pm = "odp",
	.sent_from = "Odesláno z|Odesláno ze|Odesláno pomocí|Odesláno prostřednictvím|"
		     "Získejte Outlook pro|Získat Outlook pro|Stáhnout Outlook pro|Posláno z",
	.sign_off = "S pozdravem|S přátelským pozdravem|S úctou|Hezký den|Pěkný den|Děkuji|"
		    "Děkuji a přeji hezký den|Díky|Zdravím|S přáním hezkého dne|Mějte se hezky",
	.disclaimer = "důvěrné|důvěrný|určen pouze|určena pouze|adresátovi|neprodleně|smažte|"
		      "odesílatele",
	.reply_above = "napište odpověď nad tento řádek|odpověď pište nad tento řádek|"
		       "odpovězte nad tímto řádkem|nad tento řádek",
};
