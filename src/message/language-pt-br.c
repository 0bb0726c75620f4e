/* Portuguese as Brazil writes it */

#include "language.h"

const RdLanguage rd_language_pt_br = {
	.code = "pt-BR",
	.from = "De|Remetente",
	.to = "Para|Destinatário",
	.cc = "Cc|Cópia|C/C",
	.date = "Data|Enviada em|Enviado em|Enviado|Enviada|Enviadas",
	.subject = "Assunto",
	.other = "Responder a|Responder para|Cco|Prioridade|Importância|Anexos",
	.forwarded = "Início da mensagem encaminhada|Mensagem encaminhada|"
		     "Mensagem encaminhada por",
	.original = "Mensagem original",
	.on_behalf_of = "em nome de",
	.fwd = "ENC|FW|Fwd|Encaminhar",
	.re = "RES|RE",
	.lead = "Em|No dia|Na|No",
	.wrote = "escreveu|escreveu no dia|escreveu em",
	.months = {"janeiro|jan", "fevereiro|fev", "março|mar", "abril|abr", "maio|mai",
		   "junho|jun", "julho|jul", "agosto|ago", "setembro|set", "outubro|out",
		   "novembro|nov", "dezembro|dez"},
	.sent_from = "Enviado do meu|Enviado pelo meu|Enviado de|Enviado via|"
		     "Obter o Outlook para|Baixe o Outlook para|Baixar o Outlook para|"
		     "Enviado usando|Enviado do",
	.sign_off = "Att|Atenciosamente|Abraços|Abs|Grato|Grata|Obrigado|Obrigada|At.te|Atte|"
		    "Cordialmente|Um abraço|Desde já agradeço|Agradeço|Saudações",
	.disclaimer = "confidencial|confidenciais|destinatário|por engano|apague|meio ambiente|"
		      "sigiloso|sigilosas",
	.reply_above = "responda acima desta linha|digite sua resposta acima desta linha|"
		       "acima desta linha",
};
