/* Dutch */

#include "language.h"

const RdLanguage rd_language_nl = {
	.code = "nl",
	.from = "Van|Afzender",
	.to = "Aan|Ontvanger|Naar",
	.cc = "Cc|Kopie",
	.date = "Datum|Verzonden|Verstuurd|Verzonden op|Verzenddatum|Verzonden om",
	.subject = "Onderwerp",
	.other = "Antwoord aan|Antwoorden aan|Beantwoorden aan|Bcc|Urgentie|Prioriteit|"
		 "Bijlagen|Bijlage|Organisatie|Gevoeligheid",
	.forwarded = "Begin doorgestuurd bericht|Doorgestuurd bericht|Doorgezonden bericht|"
		     "Begin van doorgestuurd bericht|Doorgestuurde e-mail|Doorgestuurde mail|"
		     "Begin doorgezonden bericht|Doorgestuurd|Doorgestuurd door|"
		     "Start doorgestuurd bericht",
	.original = "Oorspronkelijk bericht|Origineel bericht|Oorspronkelijke e-mail|"
		    "Oorspronkelijk e-mailbericht|Originele e-mail|Oorspronkelijke afspraak|"
		    "Oorspronkelijke mail",
	.on_behalf_of = "namens",
	.fwd = "Doorst|Doorsturen|Doorgestuurd|DS|FW|Fwd",
	.re = "Antw|Antwoord|RE|Betr",
	.lead = "Op|Om",
	.wrote = "Citeren|schreef|geschreven|schreef het volgende|heeft geschreven|"
		 "het volgende geschreven|schrijft|schreef op",
	.before_name = "heeft",
	.months = {"januari|jan", "februari|feb|febr", "maart|mrt|maa", "april|apr", "mei",
		   "juni|jun", "juli|jul", "augustus|aug", "september|sep|sept", "oktober|okt",
		   "november|nov", "december|dec"},
	.sent_from = "Verstuurd vanaf mijn|Verzonden vanaf mijn|Verzonden vanaf|"
		     "Verzonden vanuit|Verstuurd vanaf|Verzonden met|Verstuurd met|"
		     "Verzonden via|Outlook voor * downloaden|Outlook voor * ophalen|"
		     "Download Outlook voor|Haal Outlook voor|Verstuurd via|Virusvrij|"
		     "Van mijn * verzonden",
	.sign_off = "Met vriendelijke groet|Met vriendelijke groeten|Vriendelijke groet|"
		    "Vriendelijke groeten|Groet|Groeten|Hartelijke groet|Hartelijke groeten|"
		    "Met hartelijke groet|Mvg|Beste groet|Beste groeten|Bedankt|Alvast bedankt|"
		    "Dank je wel|Hoogachtend|Gr|Groetjes|Fijne dag|Met groet|M.v.g.|Dank u|"
		    "Alvast hartelijk dank",
	.disclaimer = "vertrouwelijk|vertrouwelijke|uitsluitend bestemd|geadresseerde|"
		      "ten onrechte|abusievelijk|te verwijderen|verwijderen|aansprakelijk|"
		      "openbaarmaking|milieu",
	.reply_above = "typ uw antwoord boven deze regel|antwoord boven deze regel|"
		       "reageer boven deze regel|boven deze regel|boven deze lijn",
};
