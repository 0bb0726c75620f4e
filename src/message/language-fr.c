/* French */

#include "language.h"

const RdLanguage rd_language_fr = {
	.code = "fr",
	.from = "De|Expéditeur",
	.to = "À|A|Pour|Destinataire|Destinataires",
	.cc = "Cc|Copie|Copie à|Copies",
	.date = "Date|Envoyé|Envoyé le|Date d'envoi|Envoyée|Envoyé à",
	.subject = "Objet|Sujet",
	.other = "Répondre à|Réponse à|Cci|Importance|Priorité|Pièces jointes|Pièce jointe|"
		 "Organisation|Confidentialité",
	.forwarded = "Début du message réexpédié|Début du message transféré|Message transféré|"
		     "Message réexpédié|Mail transféré|Courriel transféré|"
		     "Début du courriel transféré|E-mail transféré|Transféré|Transféré par|"
		     "Message transmis|Courrier transféré",
	.forward_end = "Fin du message transféré|Fin de message réexpédié",
	.original = "Message d'origine|Message original|Message initial|Courriel original|"
		    "E-mail d'origine|Mail original|Courriel d'origine|Rendez-vous d'origine|"
		    "Message originel",
	.on_behalf_of = "de la part de|au nom de",
	.fwd = "TR|Transf|Transféré|FW|Fwd",
	.re = "RE|RÉ|Rép|Réponse",
	.lead = "Le|Selon",
	.wrote = "Citation de|a écrit|a ecrit|écrit|a envoyé|écrivait|a écrit le",
	.months = {"janvier|janv|jan", "février|févr|fév|fevrier|fevr", "mars", "avril|avr", "mai",
		   "juin", "juillet|juil|juill", "août|aout", "septembre|sept|sep", "octobre|oct",
		   "novembre|nov", "décembre|déc|decembre|dec"},
	.sent_from = "Envoyé de mon|Envoyé depuis mon|Envoyé depuis|Envoyé à partir de|"
		     "Envoyé avec|Envoyé via|Envoyé de|Obtenez Outlook pour|"
		     "Télécharger Outlook pour|Téléchargez Outlook pour|Obtenir Outlook pour|"
		     "Provenance : Courrier pour|Sans virus|Garanti sans virus",
	.sign_off = "Cordialement|Bien cordialement|Très cordialement|Bien à vous|Salutations|"
		    "Meilleures salutations|Sincères salutations|Salutations distinguées|"
		    "Respectueusement|Cdlt|Amicalement|Bonne journée|Bonne soirée|"
		    "Bonne réception|Merci|Merci beaucoup|Merci d'avance|"
		    "Avec mes remerciements|À bientôt|Cordiales salutations|Bien à toi|Amitiés|"
		    "Bises|Merci et bonne journée",
	.disclaimer =
		"confidentiel|confidentielle|confidentielles|destinataire|par erreur|"
		"détruire|le supprimer|usage exclusif|interdite|avertir l'expéditeur|"
		"l'environnement|n'imprimez|pièces jointes "
		"sont|confidentiels|destinataires|intention exclusive|toutes les pièces jointes",
	.reply_above = "répondez au-dessus de cette ligne|répondre au-dessus de cette ligne|"
		       "saisir votre réponse au-dessus de cette ligne|au-dessus de cette ligne",
};
