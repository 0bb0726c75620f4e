/* Lithuanian */

#include "language.h"

const RdLanguage rd_language_lt = {
	.code = "lt",
	.from = "Nuo|Siuntėjas",
	.to = "Kam|Gavėjas|Iki",
	.cc = "Kopija|Cc",
	.date = "Data|Išsiųsta|Siųsta|Išsiuntimo data",
	.subject = "Tema",
	.other = "Atsakyti|Slapta kopija|Svarba|Priedai|Nematoma kopija",
	.forwarded = "Persiųstas laiškas|Persiunčiamas laiškas|Persiųstas pranešimas|"
		     "Pradėtas persiųstas laiškas|Persiunčiamo laiško pradžia|"
		     "Peradresuotas laiškas",
	.original = "Pradinis laiškas|Originalus laiškas|Pradinis pranešimas|"
		    "Originalus pranešimas",
	.on_behalf_of = "vardu",
	.fwd = "Persiųsta|PERS|FW|Fwd",
	.re = "Ats|Atsakymas|RE",
	.wrote = "rašė|parašė|rašo",
	.months = {"sausio|sausis|saus", "vasario|vasaris|vas", "kovo|kovas|kov",
		   "balandžio|balandis|bal", "gegužės|gegužė|geg", "birželio|birželis|birž",
		   "liepos|liepa|liep", "rugpjūčio|rugpjūtis|rugp", "rugsėjo|rugsėjis|rugs",
		   "spalio|spalis|spal", "lapkričio|lapkritis|lapkr", "gruodžio|gruodis|gruod"},
	.sent_from = "Išsiųsta iš mano|Išsiųsta iš|Atsisiųskite „Outlook“|Gaukite „Outlook“",
	.sign_off = "Pagarbiai|Su pagarba|Geros dienos|Ačiū|Linkėjimai|Geriausi linkėjimai|"
		    "Nuoširdžiai",
	.disclaimer = "konfidenciali|konfidencialus|skirta tik|gavėjui|per klaidą|ištrinkite",
	.reply_above = "atsakykite virš šios eilutės|virš šios eilutės",
};
