/* Italian */

#include "language.h"

const RdLanguage rd_language_it = {
	.code = "it",
	.from = "Da|Mittente",
	.to = "A|Destinatario|Destinatari|Per",
	.cc = "Cc|Copia|Per conoscenza",
	.date = "Data|Inviato|Inviato il|Inviata|Data invio|Inviato in data",
	.subject = "Oggetto|Soggetto",
	.other = "Rispondi a|Ccn|Importanza|Priorità|Allegati|Allegato|Organizzazione",
	.forwarded = "Inizio messaggio inoltrato|Inizio del messaggio inoltrato|"
		     "Messaggio inoltrato|Mail inoltrata|E-mail inoltrata|Inoltrato|"
		     "Email inoltrata|Messaggio inoltrato da",
	.forward_end = "Fine messaggio inoltrato|Fine del messaggio inoltrato",
	.original = "Messaggio originale|Messaggio d'origine|E-mail originale|Email originale|"
		    "Mail originale",
	.on_behalf_of = "per conto di|a nome di",
	.fwd = "I|Inoltra|Inoltro|Inoltrato|FW|Fwd",
	.re = "R|RE|Rif|Risposta|RIS",
	.lead = "Il|Il giorno|In data|Alle",
	.wrote = "Citando|ha scritto|scrisse|ha scritto quanto segue|scrive",
	.months = {"gennaio|gen", "febbraio|feb", "marzo|mar", "aprile|apr", "maggio|mag",
		   "giugno|giu", "luglio|lug", "agosto|ago", "settembre|set|sett", "ottobre|ott",
		   "novembre|nov", "dicembre|dic"},
	.sent_from = "Inviato da|Inviato dal mio|Inviato dal|Inviato con|Inviato tramite|"
		     "Inviato dalla|Scarica Outlook per|Ottieni Outlook per|Mandato da|"
		     "Privo di virus|Inviata da",
	.sign_off = "Cordiali saluti|Distinti saluti|Saluti|Un saluto|Un cordiale saluto|"
		    "Cordialmente|Grazie|Grazie mille|Buona giornata|Tanti saluti|"
		    "Grazie e saluti|Grazie e cordiali saluti|Cari saluti|Ringraziando|"
		    "A presto|Buona serata|Saluti cordiali|Con i migliori saluti",
	.disclaimer = "riservate|riservato|confidenziale|destinatario|per errore|cancellarlo|"
		      "distruggerlo|eliminarlo|trattamento dei dati|d.lgs|esclusivamente|"
		      "l'ambiente|vietata",
	.reply_above = "rispondi sopra questa riga|scrivi la tua risposta sopra questa riga|"
		       "rispondere sopra questa linea|sopra questa riga|sopra questa linea",
};
