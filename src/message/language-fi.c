/* Finnish */

#include "language.h"

const RdLanguage rd_language_fi = {
	.code = "fi",
	.from = "Lähettäjä|Keneltä",
	.to = "Vastaanottaja|Saaja|Vastaanottajat|Kenelle|Saajat",
	.cc = "Kopio|Cc|Kopiot",
	.date = "Päiväys|Päivämäärä|Lähetetty|Pvm|Lähetysaika|Päivä|Lähetyspäivä",
	.subject = "Aihe|Otsikko",
	.other = "Vastaus|Vastausosoite|Vastaa|Vastaa osoitteeseen|Piilokopio|Tärkeys|"
		 "Liitteet|Liite|Prioriteetti",
	.forwarded = "Välitetty viesti alkaa|Välitetty viesti|Välitetyn viestin alku|"
		     "Edelleenlähetetty viesti|Lähetetty edelleen|Edelleen lähetetty viesti|"
		     "Edelleenlähetetyn viestin alku|Välitetty sähköposti",
	.original = "Alkuperäinen viesti|Alkuperäinen sähköposti",
	.on_behalf_of = "puolesta",
	.fwd = "VL|FW|Fwd|Välitetty",
	.re = "VS|Vast|Re|Vastaus",
	.lead = "ma|ti|ke|to|pe|la|su|maanantaina|tiistaina|keskiviikkona|torstaina|"
		"perjantaina|lauantaina|sunnuntaina",
	.wrote = "kirjoitti|kirjoitti seuraavasti|kirjoittaa|kirjoitti näin",
	.months = {"tammikuuta|tammikuu|tammik|tammi", "helmikuuta|helmikuu|helmik|helmi",
		   "maaliskuuta|maaliskuu|maalisk|maalis", "huhtikuuta|huhtikuu|huhtik|huhti",
		   "toukokuuta|toukokuu|toukok|touko", "kesäkuuta|kesäkuu|kesäk|kesä",
		   "heinäkuuta|heinäkuu|heinäk|heinä", "elokuuta|elokuu|elok|elo",
		   "syyskuuta|syyskuu|syysk|syys", "lokakuuta|lokakuu|lokak|loka",
		   "marraskuuta|marraskuu|marrask|marras", "joulukuuta|joulukuu|jouluk|joulu"},
	.am = "ap",
	.pm = "ip",
	.sent_from = "Lähetetty iPhonesta|Lähetetty iPadista|Lähetetty minun|Lähetetty|"
		     "Hanki Outlook|Lataa Outlook|Hae Outlook",
	.sign_off = "Ystävällisin terveisin|Terveisin|Parhain terveisin|Yst. terv|"
		    "Kunnioittavasti|Terv|Terkuin|Kiitos|Kiittäen|Hyvää päivänjatkoa|"
		    "Ystävällisesti|Kiitoksin|T|Kohteliaimmin|Mukavaa päivänjatkoa",
	.disclaimer = "luottamuksellinen|luottamuksellista|tarkoitettu vain|vastaanottajalle|"
		      "erehdyksessä|poistakaa|tuhota",
	.reply_above = "kirjoita vastauksesi tämän rivin yläpuolelle|"
		       "vastaa tämän rivin yläpuolelle|tämän rivin yläpuolelle",
};
