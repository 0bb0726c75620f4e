/* Romanian */

#include "language.h"

const RdLanguage rd_language_ro = {
	.code = "ro",
	.from = "De la|De|Expeditor|Din partea",
	.to = "Către|Catre|La|Pentru|Destinatar|Destinatari",
	.cc = "Cc|Copie|Copie carbon",
	.date = "Dată|Data|Trimis|Trimis la|Trimis pe|Trimisă|Data trimiterii",
	.subject = "Subiect|Subiectul",
	.other = "Răspuns către|Răspunde la|Răspundeți la|Bcc|Importanță|Prioritate|Atașări|"
		 "Atașamente|Fișiere atașate",
	.forwarded = "Începutul mesajului redirecționat|Început mesaj redirecționat|"
		     "Mesaj redirecționat|Mesaj transmis|Mesaj retransmis|Mesajul redirecționat|"
		     "Mesaj redirectionat|Începe mesajul redirecționat|Mesaj forwardat|"
		     "E-mail redirecționat|Mesaj înaintat|Începutul mesajului retransmis",
	.original = "Mesaj original|Mesajul original|Mesaj inițial|Mesajul inițial|"
		    "E-mail original",
	.on_behalf_of = "în numele|din partea",
	.fwd = "FW|Fwd|Redirecționat|Redir|Redirectat",
	.re = "RE|Răsp|Răspuns|Ras",
	.lead = "În|In|Pe|La|Pe data de|La data de|În data de",
	.wrote = "a scris|a scris următoarele|scrie|scria",
	.months = {"ianuarie|ian", "februarie|feb", "martie|mar", "aprilie|apr", "mai", "iunie|iun",
		   "iulie|iul", "august|aug", "septembrie|sept|sep", "octombrie|oct",
		   "noiembrie|nov|noi|noiemb", "decembrie|dec"},
	.sent_from = "Trimis de pe|Trimis din|Trimis cu|Trimis prin|Obțineți Outlook pentru|"
		     "Descărcați Outlook pentru|Obține Outlook pentru|Trimis de la|"
		     "Trimis folosind|Trimis utilizând",
	.sign_off = "Cu stimă|Cu respect|Toate cele bune|O zi bună|Mulțumesc|Cu prietenie|"
		    "Cu considerație|Mulțumesc anticipat|Numai bine|Salutări|Cu drag|"
		    "Vă mulțumesc|Mersi|O zi frumoasă",
	.disclaimer = "confidențial|confidențiale|destinatarului|destinat exclusiv|din eroare|"
		      "ștergeți|interzisă",
	.reply_above = "răspundeți deasupra acestei linii|răspunde deasupra acestei linii|"
		       "deasupra acestei linii",
};
