/* Latvian */

#include "language.h"

const RdLanguage rd_language_lv = {
	.code = "lv",
	.from = "No|Sūtītājs",
	.to = "Kam|Adresāts|Saņēmējs",
	.cc = "Kopija|Cc",
	.date = "Datums|Nosūtīts|Sūtīts",
	.subject = "Temats|Tēma",
	.other = "Atbildēt|Atbilde|Diskrētā kopija|Slēptā kopija|Svarīgums|Pielikumi",
	.forwarded = "Pārsūtīts ziņojums|Pārsūtītais ziņojums|Pārsūtīta vēstule|"
		     "Pārsūtītā vēstule|Pārsūtītā ziņojuma sākums|Sākas pārsūtītais ziņojums",
	.original = "Sākotnējais ziņojums|Oriģinālais ziņojums|Sākotnējā ziņa|Oriģinālā vēstule",
	.on_behalf_of = "vārdā",
	.fwd = "Pārs|FW|Fwd",
	.re = "Atb|Atbilde|RE",
	.wrote = "rakstīja|rakstīja šādi|uzrakstīja|raksta",
	.months = {"janvāris|janv|janvārī|jan", "februāris|febr|februārī", "marts|martā",
		   "aprīlis|apr|aprīlī", "maijs|maijā", "jūnijs|jūn|jūnijā", "jūlijs|jūl|jūlijā",
		   "augusts|aug|augustā", "septembris|sept|septembrī", "oktobris|okt|oktobrī",
		   "novembris|nov|novembrī", "decembris|dec|decembrī"},
	.sent_from = "Nosūtīts no mana|Nosūtīts no|Sūtīts no|Iegūstiet Outlook",
	.sign_off = "Ar cieņu|Cieņā|Paldies|Ar sveicieniem|Jauku dienu|Ar labiem vēlējumiem",
	.disclaimer = "konfidenciāla|konfidenciālu|paredzēta tikai|adresātam|kļūdas dēļ|dzēsiet",
	.reply_above = "atbildiet virs šīs rindas|virs šīs rindas",
};
