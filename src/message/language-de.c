/* German */

#include "language.h"

const RdLanguage rd_language_de = {
	.code = "de",
	.from = "Von|Absender",
	.to = "An|Empfänger",
	.cc = "Cc|Kopie|Kopie (CC)|Kopie an",
	.date = "Datum|Gesendet|Gesendet am|Gesendet um",
	.subject = "Betreff|Betr",
	.other = "Antwort an|Antworten an|Bcc|Blindkopie|Wichtigkeit|Priorität|Anlagen|"
		 "Anlage|Anhang|Anhänge|Organisation|Vertraulichkeit",
	.forwarded = "Anfang der weitergeleiteten Nachricht|Anfang der weitergeleiteten E-Mail|"
		     "Weitergeleitete Nachricht|Weitergeleitete E-Mail|Weitergeleitete Mail|"
		     "Beginn der weitergeleiteten Nachricht|Beginn der weitergeleiteten E-Mail|"
		     "Weitergeleitet|Weitergeleitet von",
	.forward_end = "Ende der weitergeleiteten Nachricht|Ende weitergeleitete Nachricht",
	.original = "Ursprüngliche Nachricht|Originalnachricht|Original-Nachricht|"
		    "Ursprüngliche Mail|Ursprüngliche E-Mail|Originalmail|Originalmeldung|"
		    "Original E-Mail|Ursprünglicher Termin|Original Nachricht",
	.on_behalf_of = "im Auftrag von",
	.fwd = "WG|Wtrlt|Weitergeleitet|Weiterleitung|FW|Fwd",
	.re = "AW|Antw|Antwort|RE",
	.lead = "Am|Vom|Um|Von",
	.wrote = "Zitat von|schrieb|geschrieben|schrieb am|schreibt|schrieb folgendes|hat "
		 "geschrieben",
	.before_name = "hat|Benutzer",
	.months = {"Januar|Jan|Jänner|Jän", "Februar|Feb|Feber", "März|Mrz|Mär|Maerz", "April|Apr",
		   "Mai", "Juni|Jun", "Juli|Jul", "August|Aug", "September|Sep|Sept", "Oktober|Okt",
		   "November|Nov", "Dezember|Dez"},
	.am = "vorm",
	.pm = "nachm",
	.sent_from = "Von meinem * gesendet|Von meiner * gesendet|Von mein * gesendet|"
		     "Gesendet von meinem|Gesendet von|Gesendet mit|Gesendet über|"
		     "Gesendet aus|Holen Sie sich Outlook für|Outlook für * herunterladen|"
		     "Outlook für * beziehen|Laden Sie Outlook für|"
		     "Diese Nachricht wurde von meinem * gesendet|"
		     "Diese Nachricht wurde von meinem Android-Gerät|Virenfrei|Versendet mit|"
		     "Von unterwegs gesendet",
	.sign_off = "Mit freundlichen Grüßen|Mit freundlichen Grüssen|"
		    "Mit freundlichen Gruessen|Mit freundlichem Gruß|Freundliche Grüße|"
		    "Freundliche Grüsse|Viele Grüße|Viele Grüsse|Beste Grüße|Liebe Grüße|"
		    "Herzliche Grüße|Mit besten Grüßen|Mit herzlichen Grüßen|Mit lieben Grüßen|"
		    "Mit vielen Grüßen|Schöne Grüße|Gruß|Grüße|Grüsse|MfG|LG|VG|BG|Besten Dank|"
		    "Vielen Dank|Danke|Danke und Gruß|Vielen Dank und freundliche Grüße|"
		    "Vielen Dank und viele Grüße|Hochachtungsvoll|Herzlichst|Bis dann|Servus|"
		    "Lieber Gruß|Schönen Gruß|Freundlicher Gruß|Freundlichst|Beste Grüsse|"
		    "Liebe Grüsse",
	.disclaimer = "vertraulich|vertrauliche|rechtlich geschützt|rechtlich geschützte|"
		      "nicht der richtige adressat|irrtümlich erhalten|irrtümlich|"
		      "informieren sie bitte|vernichten sie|löschen sie|unbefugte|"
		      "nicht gestattet|ausschließlich für|adressaten|geschäftsführer|amtsgericht|"
		      "handelsregister|sitz der gesellschaft|denken sie an die umwelt|virenfrei|"
		      "vorstand|abmelden",
	.reply_above = "antworten sie oberhalb dieser zeile|bitte antworten sie über dieser zeile|"
		       "antwort oberhalb dieser zeile|"
		       "geben sie ihre antwort über dieser zeile ein|oberhalb dieser zeile|"
		       "über dieser zeile",
};
