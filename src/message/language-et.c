/* Estonian */

#include "language.h"

const RdLanguage rd_language_et = {
	.code = "et",
	.from = "Saatja|Kellelt|Kes",
	.to = "Saaja|Adressaat|Kellele|Vastuvõtja",
	.cc = "Koopia|Cc",
	.date = "Kuupäev|Saadetud|Saatmisaeg|Saatmise aeg|Saadetud kuupäev",
	.subject = "Teema|Pealkiri",
	.other = "Vastus|Vasta aadressile|Vastamisaadress|Pimekoopia|Tähtsus|Manused|Manus|"
		 "Prioriteet",
	.forwarded = "Edasisaadetud kiri|Edasisaadetud sõnum|Edastatud kiri|Edastatud sõnum|"
		     "Edasi saadetud kiri|Edasi saadetud sõnum|Edastatud kirja algus|"
		     "Edasisaadetud kirja algus",
	.original = "Algne sõnum|Originaalsõnum|Algne kiri|Originaalkiri|Algne teade",
	.on_behalf_of = "nimel",
	.fwd = "Edasi|Ed|FW|Fwd|Vl",
	.re = "Vs|Re|Vastus",
	.lead = "Kuupäev|Kuupäeval",
	.wrote = "kirjutas|kirjutas kasutaja|kirjutas järgmist|kirjutab",
	.before_name = "Kontakt|kasutaja",
	.months = {"jaanuar|jaan|jaanuaril", "veebruar|veebr", "märts", "aprill|apr", "mai",
		   "juuni|juun", "juuli|juul", "august|aug", "september|sept|sep", "oktoober|okt",
		   "november|nov", "detsember|dets"},
	.sent_from = "Saadetud minu|Saadetud|Hangi Outlook|Laadi alla Outlook|Hankige Outlook",
	.sign_off = "Lugupidamisega|Parimate soovidega|Tervitades|Heade soovidega|Parimat|"
		    "Tervitustega|Tänades|Kõike head|Lp|Aitäh|Tänan",
	.disclaimer = "konfidentsiaalne|konfidentsiaalset|adressaadile|ekslikult|kustutage",
	.reply_above = "vasta selle rea kohale|kirjuta vastus selle rea kohale|selle rea kohale",
};
