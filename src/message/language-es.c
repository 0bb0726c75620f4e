/* Spanish */

#include "language.h"

const RdLanguage rd_language_es = {
	.code = "es",
	.from = "De|Remitente",
	.to = "Para|A|Destinatario",
	.cc = "Cc|Copia|Con copia",
	.date = "Fecha|Enviado|Enviado el|Enviado a las|Enviada|Enviada el|Enviado en",
	.subject = "Asunto|Tema",
	.other = "Responder a|Responder|Cco|Importancia|Prioridad|Adjuntos|Datos adjuntos|"
		 "Archivos adjuntos|Organización|Adjunto",
	.forwarded = "Inicio del mensaje reenviado|Mensaje reenviado|"
		     "Comienzo del mensaje reenviado|Inicio de mensaje reenviado|"
		     "Correo reenviado|Reenviado|Empieza el mensaje reenviado|"
		     "Comienza el mensaje reenviado",
	.forward_end = "Fin del mensaje reenviado|Fin de mensaje reenviado",
	.original = "Mensaje original|Correo original|Correo electrónico original|Cita original",
	.on_behalf_of = "en nombre de",
	.fwd = "RV|Reenv|Reenviado|REENVIO|Reenvío|FW|Fwd",
	.re = "RE|Resp|Respuesta",
	.lead = "El|En|A la|A las|Con fecha",
	.wrote = "Citando a|escribió|escribio|ha escrito|escribe|escribió lo siguiente",
	.months = {"enero|ene", "febrero|feb", "marzo|mar", "abril|abr", "mayo|may", "junio|jun",
		   "julio|jul", "agosto|ago", "septiembre|setiembre|sep|sept|set", "octubre|oct",
		   "noviembre|nov", "diciembre|dic"},
	.am = "am",
	.pm = "pm",
	.sent_from = "Enviado desde mi|Enviado desde|Enviado con|Enviado a través de|"
		     "Obtener Outlook para|Obtén Outlook para|Descargar Outlook para|"
		     "Descarga Outlook para|Enviado usando|Obtenga Outlook para|Libre de virus",
	.sign_off = "Saludos|Saludos cordiales|Un saludo|Un cordial saludo|Atentamente|"
		    "Cordialmente|Cordial saludo|Reciba un cordial saludo|Muchos saludos|"
		    "Gracias|Muchas gracias|Gracias y saludos|Un abrazo|Abrazos|Atte|"
		    "Muy atentamente|Cordiales saludos|Saludos y gracias|De antemano gracias|"
		    "Quedo atento|Quedo atenta|Sin otro particular",
	.disclaimer = "confidencial|destinatario|por error|elimínelo|eliminarlo|bórrelo|"
		      "notifíquelo|uso exclusivo|medio ambiente|prohibida|privilegiada|"
		      "protección de datos",
	.reply_above = "escribe tu respuesta por encima de esta línea|"
		       "escriba su respuesta por encima de esta línea|"
		       "responda por encima de esta línea|por encima de esta línea|"
		       "encima de esta línea",
};
