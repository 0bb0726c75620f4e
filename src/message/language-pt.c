/* Portuguese */

#include "language.h"

const RdLanguage rd_language_pt = {
	.code = "pt",
	.from = "De|Remetente",
	.to = "Para|A|Destinatário",
	.cc = "Cc|Cópia|Com cópia",
	.date = "Data|Enviado|Enviada|Enviado em|Enviada em|Enviado a|Data de envio|"
		"Enviada a",
	.subject = "Assunto|Tema",
	.other = "Responder a|Responder para|Bcc|Cco|Importância|Prioridade|Anexos|Anexo|"
		 "Organização",
	.forwarded = "Início da mensagem reencaminhada|Início da mensagem encaminhada|"
		     "Mensagem reencaminhada|Mensagem encaminhada|E-mail reencaminhado|"
		     "E-mail encaminhado|Início da mensagem reenviada|Mensagem reenviada|"
		     "Reencaminhada|Começo da mensagem reencaminhada",
	.original = "Mensagem original|Mensagem de origem|E-mail original|Correio original",
	.on_behalf_of = "em nome de",
	.fwd = "ENC|Reenc|Encaminhado|Encaminhada|FW|Fwd|RV",
	.re = "RES|RE|Resposta",
	.lead = "Em|No dia|A|Às|Na|No",
	.wrote = "Citando|escreveu|escreveu no dia|escreveu o seguinte|escreveu em|escreve",
	.months = {"janeiro|jan", "fevereiro|fev", "março|mar|marco", "abril|abr", "maio|mai",
		   "junho|jun", "julho|jul", "agosto|ago", "setembro|set", "outubro|out",
		   "novembro|nov", "dezembro|dez"},
	.sent_from = "Enviado do meu|Enviado a partir do|Enviado a partir de|Enviado de|"
		     "Enviado desde|Enviado através|Enviado via|Obter o Outlook para|"
		     "Obter Outlook para|Obtenha o Outlook para|Transferir o Outlook|"
		     "Enviado com|Livre de vírus|Sem vírus",
	.sign_off = "Cumprimentos|Com os melhores cumprimentos|Melhores cumprimentos|"
		    "Os melhores cumprimentos|Atenciosamente|Cordialmente|Obrigado|Obrigada|"
		    "Muito obrigado|Muito obrigada|Abraço|Um abraço|Abraços|Saudações|"
		    "Com os meus cumprimentos|Respeitosamente|Cpts|Atentamente|"
		    "Desde já obrigado",
	.disclaimer = "confidencial|confidenciais|destinatário|por engano|por erro|eliminar|"
		      "elimine|apague|apagar|exclusivo|ambiente|proibida|privilegiada",
	.reply_above = "responda acima desta linha|escreva a sua resposta acima desta linha|"
		       "acima desta linha",
};
