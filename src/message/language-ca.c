/* Catalan */

#include "language.h"

const RdLanguage rd_language_ca = {
	.code = "ca",
	.from = "De|Remitent",
	.to = "Per a|A|Per|Destinatari",
	.cc = "Cc|Còpia",
	.date = "Data|Enviat|Enviat el|Enviat a",
	.subject = "Assumpte|Tema",
	.other = "Respon a|Resposta a|Cco|Importància|Fitxers adjunts|Adjunts",
	.forwarded = "Missatge reenviat|Inici del missatge reenviat|Missatge reexpedit|"
		     "Comença el missatge reenviat",
	.original = "Missatge original",
	.on_behalf_of = "en nom de",
	.fwd = "RV|Reenv|FW|Fwd",
	.re = "RE|Resp",
	.lead = "El|El dia|En",
	.wrote = "va escriure|ha escrit|escrigué",
	.months = {"gener|gen", "febrer|febr|feb", "març", "abril|d'abril|abr", "maig", "juny|jun",
		   "juliol|jul", "agost|d'agost|ag", "setembre|set", "octubre|d'octubre|oct",
		   "novembre|nov", "desembre|des"},
	.sent_from = "Enviat des del meu|Enviat des de|Enviat amb|Obtén Outlook per",
	.sign_off = "Salutacions|Salutacions cordials|Atentament|Cordialment|Gràcies|"
		    "Moltes gràcies|Una salutació|Ben cordialment",
	.disclaimer = "confidencial|destinatari|per error|elimineu-lo|ús exclusiu",
	.reply_above = "responeu per sobre d'aquesta línia|per sobre d'aquesta línia",
};
