/* Polish */

#include "language.h"

const RdLanguage rd_language_pl = {
	.code = "pl",
	.from = "Od|Nadawca",
	.to = "Do|Adresat|Odbiorca|Adresaci",
	.cc = "DW|Kopia|Cc|Do wiadomości|Kopia do",
	.date = "Data|Wysłano|Wysłane|Data wysłania|Wysłana|Wysłany",
	.subject = "Temat",
	.other = "Odpowiedź do|Odpowiedz do|UDW|Ważność|Priorytet|Załączniki|Załącznik|"
		 "Organizacja",
	.forwarded = "Początek przekazywanej wiadomości|Rozpoczęcie przekazanej wiadomości|"
		     "Wiadomość przekazana|Wiadomość przekazana dalej|Przekazana wiadomość|"
		     "Przekazywana wiadomość|Treść przekazanej wiadomości|"
		     "Początek przekazanej wiadomości|Przesłana wiadomość|"
		     "Wiadomość przesłana dalej|Przekazany e-mail|Przekazana treść",
	.original = "Wiadomość oryginalna|Oryginalna wiadomość|Treść oryginalnej wiadomości|"
		    "Pierwotna wiadomość|Oryginalny e-mail",
	.on_behalf_of = "w imieniu",
	.fwd = "PD|Przek|Podaj dalej|FW|Fwd",
	.re = "Odp|Re|Odpowiedź",
	.lead = "W dniu|Dnia|Dn.|W|pon.|wt.|śr.|czw.|pt.|sob.|niedz.|niedz|pon|wt|śr|czw|"
		"pt|sob|nd",
	.wrote = "napisał(a)|napisał|napisała|napisał/a|napisał/(a)|napisali|pisze|pisał|"
		 "pisała|napisał/napisała|użytkownik",
	.before_name = "użytkownik",
	.months = {"stycznia|styczeń|sty", "lutego|luty|lut", "marca|marzec|mar",
		   "kwietnia|kwiecień|kwi", "maja|maj", "czerwca|czerwiec|cze", "lipca|lipiec|lip",
		   "sierpnia|sierpień|sie", "września|wrzesień|wrz", "października|październik|paź",
		   "listopada|listopad|lis", "grudnia|grudzień|gru"},
	.sent_from = "Wysłane z|Wysłano z|Wysłane przez|Wysłano za pomocą|"
		     "Pobierz aplikację Outlook|Pobierz program Outlook|Pobierz Outlook dla|"
		     "Wysłane ze|Wysłano ze|Wysłane za pomocą|Wolny od wirusów|"
		     "Uzyskaj aplikację Outlook|Wysłana z",
	.sign_off = "Pozdrawiam|Z poważaniem|Z pozdrowieniami|Serdecznie pozdrawiam|"
		    "Pozdrowienia|Dziękuję|Pozdrawiam serdecznie|Z wyrazami szacunku|"
		    "Łączę pozdrowienia|Dzięki|Miłego dnia|Z góry dziękuję|Pzdr|Pozdr|"
		    "Z uszanowaniem",
	.disclaimer = "poufne|poufna|poufnych|adresata|adresatem|przez pomyłkę|omyłkowo|"
		      "usunięcie|usunąć|zabronione|środowisku|administratorem danych",
	.reply_above = "odpowiedz powyżej tej linii|wpisz odpowiedź powyżej tej linii|"
		       "powyżej tej linii|nad tą linią",
};
