/*
 * Forwards as each client lays them out, in the words of each language: every client
 * with every language, with and without words above and copies.
 */

#include <criterion/criterion.h>
#include <redress/dissect.h>
#include <string.h>

typedef struct {
	const char *code;
	const char *from, *sent, *date, *to, *cc, *subject; /* field names */
	const char *apple, *gmail, *dashed, *original;	    /* lines above a forward */
	const char *prefix;
	const char *day; /* 2021-10-20T18:08:00 */
} Locale;

static const Locale locales[] = {
	{"en", "From", "Sent", "Date", "To", "Cc", "Subject",
	 "Begin forwarded message:", "Forwarded message", "Forwarded Message", "Original Message",
	 "FW", "Wednesday, October 20, 2021 6:08 PM"},
	{"cs", "Od", "Odesláno", "Datum", "Komu", "Kopie", "Předmět",
	 "Začátek přeposílané zprávy:", "Forwarded message", "Přeposlaná zpráva", "Původní zpráva",
	 "FW", "středa 20. října 2021 18:08"},
	{"da", "Fra", "Sendt", "Dato", "Til", "Cc", "Emne",
	 "Start på videresendt besked:", "Forwarded message", "Videresendt besked",
	 "Oprindelig meddelelse", "VS", "20. oktober 2021 18:08"},
	{"de", "Von", "Gesendet", "Datum", "An", "Cc", "Betreff",
	 "Anfang der weitergeleiteten Nachricht:", "Forwarded message", "Weitergeleitete Nachricht",
	 "Ursprüngliche Nachricht", "WG", "Mittwoch, 20. Oktober 2021 18:08"},
	{"el", "Από", "Στάλθηκε", "Ημερομηνία", "Προς", "Κοιν.", "Θέμα",
	 "Έναρξη προωθημένου μηνύματος:", "Forwarded message", "Προωθημένο μήνυμα", "Αρχικό μήνυμα",
	 "ΠΡΘ", "Τετάρτη, 20 Οκτωβρίου 2021 18:08"},
	{"es", "De", "Enviado el", "Fecha", "Para", "CC", "Asunto",
	 "Inicio del mensaje reenviado:", "Forwarded message", "Mensaje reenviado",
	 "Mensaje original", "RV", "miércoles, 20 de octubre de 2021 18:08"},
	{"et", "Saatja", "Saadetud", "Kuupäev", "Adressaat", "Koopia", "Teema",
	 "Edastatud kirja algus:", "Edasisaadetud kiri", "Edastatud kiri", "Algne sõnum", "FW",
	 "kolmapäev, 20. oktoober 2021 18:08"},
	{"fi", "Lähettäjä", "Lähetetty", "Päivämäärä", "Vastaanottaja", "Kopio", "Aihe",
	 "Välitetty viesti alkaa:", "Forwarded message", "Välitetty viesti", "Alkuperäinen viesti",
	 "VL", "keskiviikko 20. lokakuuta 2021 18.08"},
	{"fr", "De ", "Envoyé ", "Date ", "À ", "Cc ", "Objet ",
	 "Début du message réexpédié :", "Forwarded message", "Message transféré",
	 "Message d'origine", "TR", "mercredi 20 octobre 2021 18:08"},
	{"hr", "Šalje", "Poslano", "Datum", "Prima", "Kopija", "Predmet",
	 "Započni proslijeđenu poruku:", "Proslijeđena poruka", "Proslijeđena poruka",
	 "Izvorna poruka", "PR", "srijeda, 20. listopada 2021. 18:08"},
	{"hu", "Feladó", "Elküldve", "Dátum", "Címzett", "Másolatot kap", "Tárgy",
	 "Továbbított levél kezdete:", "Forwarded message", "Továbbított üzenet", "Eredeti üzenet",
	 "Továbbítás", "2021. október 20., szerda 18:08"},
	{"it", "Da", "Inviato", "Data", "A", "Cc", "Oggetto",
	 "Inizio messaggio inoltrato:", "Forwarded message", "Messaggio Inoltrato",
	 "Messaggio originale", "I", "mercoledì 20 ottobre 2021 18:08"},
	{"ja", "差出人", "送信日時", "日付", "宛先", "CC", "件名",
	 "転送されたメッセージ:", "Forwarded message", "転送されたメッセージ", "元のメッセージ",
	 "転送", "2021年10月20日 18:08"},
	{"nl", "Van", "Verzonden", "Datum", "Aan", "CC", "Onderwerp",
	 "Begin doorgestuurd bericht:", "Forwarded message", "Doorgestuurd bericht",
	 "Oorspronkelijk bericht", "Doorst", "woensdag 20 oktober 2021 18:08"},
	{"no", "Fra", "Sendt", "Dato", "Til", "Kopi", "Emne",
	 "Videresendt melding:", "Videresendt e-post", "Videresendt melding", "Opprinnelig melding",
	 "VS", "onsdag 20. oktober 2021 18:08"},
	{"pl", "Od", "Wysłano", "Data", "Do", "DW", "Temat",
	 "Początek przekazywanej wiadomości:", "Forwarded message", "Treść przekazanej wiadomości",
	 "Wiadomość oryginalna", "PD", "środa, 20 października 2021 18:08"},
	{"pt", "De", "Enviado", "Data", "Para", "Cc", "Assunto",
	 "Início da mensagem reencaminhada:", "Forwarded message", "Mensagem reencaminhada",
	 "Mensagem original", "FW", "quarta-feira, 20 de outubro de 2021 18:08"},
	{"pt-BR", "De", "Enviado", "Data", "Para", "Cc", "Assunto",
	 "Início da mensagem encaminhada:", "Forwarded message", "Mensagem encaminhada",
	 "Mensagem original", "ENC", "quarta-feira, 20 de outubro de 2021 18:08"},
	{"ro", "De la", "Trimis", "Dată", "Către", "Cc", "Subiect",
	 "Începutul mesajului redirecționat:", "Mesaj redirecționat", "Mesaj redirecționat",
	 "Mesaj original", "FW", "miercuri, 20 octombrie 2021 18:08"},
	{"ru", "От", "Отправлено", "Дата", "Кому", "Копия", "Тема",
	 "Начало переадресованного сообщения:", "Forwarded message", "Пересылаемое сообщение",
	 "Исходное сообщение", "FW", "среда, 20 октября 2021 г. 18:08"},
	{"sk", "Od", "Odoslané", "Dátum", "Komu", "Kópia", "Predmet",
	 "Začiatok preposlanej správy:", "Forwarded message", "Preposlaná správa", "Pôvodná správa",
	 "FW", "streda 20. októbra 2021 18:08"},
	{"sv", "Från", "Skickat", "Datum", "Till", "Kopia", "Ämne",
	 "Vidarebefordrat brev:", "Forwarded message", "Vidarebefordrat meddelande",
	 "Ursprungligt meddelande", "VB", "den 20 oktober 2021 18:08"},
	{"tr", "Kimden", "Gönderildi", "Tarih", "Kime", "Bilgi", "Konu",
	 "Yönlendirilen ileti başlangıcı:", "Forwarded message", "İletilmiş Mesaj", "Özgün İleti",
	 "İlt", "20 Ekim 2021 Çarşamba 18:08"},
	{"uk", "Від", "Надіслано", "Дата", "Кому", "Копія", "Тема",
	 "Початок листа, що пересилається:", "Forwarded message", "Переслане повідомлення",
	 "Оригінальне повідомлення", "FW", "середа, 20 жовтня 2021 р. 18:08"},
	{"bg", "От", "Изпратено", "Дата", "До", "Копие", "Относно",
	 "Начало на препратеното съобщение:", "Forwarded message", "Препратено съобщение",
	 "Оригинално съобщение", "FW", "сряда, 20 октомври 2021 г. 18:08"},
	{"ca", "De", "Enviat", "Data", "Per a", "Cc", "Assumpte",
	 "Inici del missatge reenviat:", "Forwarded message", "Missatge reenviat",
	 "Missatge original", "RV", "dimecres, 20 d'octubre de 2021 18:08"},
	{"lt", "Nuo", "Išsiųsta", "Data", "Kam", "Kopija", "Tema",
	 "Persiunčiamo laiško pradžia:", "Forwarded message", "Persiųstas laiškas",
	 "Pradinis laiškas", "FW", "2021 m. spalio 20 d., trečiadienis 18:08"},
	{"lv", "No", "Nosūtīts", "Datums", "Kam", "Kopija", "Temats",
	 "Sākas pārsūtītais ziņojums:", "Forwarded message", "Pārsūtīts ziņojums",
	 "Sākotnējais ziņojums", "FW", "trešdiena, 2021. gada 20. oktobris 18:08"},
	{"sl", "Od", "Poslano", "Datum", "Za", "Kp", "Zadeva",
	 "Začetek posredovanega sporočila:", "Forwarded message", "Posredovano sporočilo",
	 "Izvirno sporočilo", "FW", "sreda, 20. oktober 2021 18:08"},
	{"vi", "Từ", "Đã gửi", "Ngày", "Đến", "Cc", "Chủ đề", "Bắt đầu thư được chuyển tiếp:",
	 "Forwarded message", "Thư đã chuyển tiếp", "Thư gốc", "FW", "20/10/2021 18:08"},
	{"zh", "发件人", "发送时间", "日期", "收件人", "抄送", "主题", "开始转发的邮件:",
	 "Forwarded message", "转发邮件信息", "原始邮件", "转发", "2021年10月20日 18:08"},
	{"ko", "보낸 사람", "보낸 날짜", "날짜", "받는 사람", "참조", "제목",
	 "전달된 메시지 시작:", "Forwarded message", "전달된 메시지", "원본 메시지", "전달",
	 "2021년 10월 20일 수요일 오후 6:08"},
};

#define SUBJECT "The roof: it leaks"
#define BODY	"Water comes in at the skylight.\n\nIt has since Monday. From: the crew, not a word."

/* What a forward is laid out from: F(rom), S(ent), D(ate), T(o), C(c), U: subject. */
typedef struct {
	const char *name;
	const char *above;   /* %A, %G, %D, %O: the locale's lines */
	const char *fields;  /* in their order */
	const char *field;   /* %n: the name, %v: the value */
	const char *address; /* %n, %a */
	const char *list;    /* between recipients */
	const char *below;   /* between header lines and body */
	gboolean quoted;     /* "> " before header lines and body */
	gboolean html;
	const char *end; /* of HTML */
} Client;

static const Client clients[] = {
	{"Gmail", "---------- %G ---------\n", "FDUTC", "%n: %v\n", "%n <%a>", ", ", "\n\n", FALSE,
	 FALSE, ""},
	{"Apple Mail", "%A\n\n", "FUDTC", "%n: %v\n", "%n <%a>", ", ", "\n", TRUE, FALSE, ""},
	{"iPhone", "%A\n\n", "FDTCU", "%n: %v\n", "%n <%a>", ", ", "\n", TRUE, FALSE, ""},
	{"MailMate", "Forwarded message:\n\n", "FTCUD", "%n: %v\n", "%n <%a>", ", ", "\n", TRUE,
	 FALSE, ""},
	{"Outlook 2010", "", "FSTCU", "%n: %v\n", "%n [mailto:%a]", "; ", "\n", FALSE, FALSE, ""},
	{"Outlook 2013", "", "FSTCU", "%n: %v\n", "%n [%a]", "; ", "\n", FALSE, FALSE, ""},
	{"Outlook 2016", "", "FSTCU", "%n: %v\n", "%n <%a>", "; ", "\n", FALSE, FALSE, ""},
	{"Outlook, dashed", "-----%O-----\n", "FSTCU", "%n: %v\n", "%n <%a>", "; ", "\n", FALSE,
	 FALSE, ""},
	{"Outlook live", "________________________________\n", "FSTCU", "%n: %v\n", "%n <%a>", "; ",
	 "\n", FALSE, FALSE, ""},
	{"Outlook for Mac", "", "FDTCU", "*%n:* %v\n", "%n <%a>", ", ", "\n", FALSE, FALSE, ""},
	{"Outlook, new", "", "FDTCU", "**%n: **%v\n", "%n <mailto:%a>", "; ", "\n", FALSE, FALSE,
	 ""},
	{"Outlook, spaced", "", "FDTCU", "%n: %v\n\n", "%n <%a<mailto:%a>>", "; ", "\n", FALSE,
	 FALSE, ""},
	{"Thunderbird", "-------- %D --------\n", "UDFTC", "%n: %v\n", "%n <%a>", ", ", "\n\n",
	 FALSE, FALSE, ""},
	{"Yahoo", "   ----- %D -----\n", "FTCSU", " %n: %v\n", "\"%n\" <%a>", ", ", "   \n", FALSE,
	 FALSE, ""},
	{"1&1", "--------- %O ---------\n\n", "FTCDU", "%n: %v\n", "\"%n\" <%a>", ", ", "\n\n",
	 FALSE, FALSE, ""},
	{"HubSpot", "---------- Forwarded message ---------\n", "FDUTC", "%n: %v\n", "%n (%a)",
	 ", ", "\n", FALSE, FALSE, ""},
	{"Samsung", "-------- %O --------\n", "FDTCU", "%n: %v \n", "%n <%a> ", ", ", "\n", FALSE,
	 FALSE, ""},
	{"Zimbra", "----- %D -----\n", "FTCSU", "%n: %v\n", "\"%n\" <%a>", ", ", "\n", FALSE, FALSE,
	 ""},
	{"nobody's", "====== hjkl ======\n", "FDTCU", "%n: %v\n", "%n <%a>", ", ", "\n", FALSE,
	 FALSE, ""},
	{"Gmail, HTML", "<div class=\"gmail_quote\"><div class=\"gmail_attr\">----- %G -----<br>",
	 "FDUTC", "%n: %v<br>", "%n <span>&lt;<a href=\"mailto:%a\">%a</a>&gt;</span>", ", ",
	 "</div><br><br>", FALSE, TRUE, "</div>"},
	{"Apple Mail, HTML", "<blockquote type=cite><div>%A</div><br>", "FUDTC",
	 "<div><span><b>%n: </b></span><span>%v<br></span></div>", "%n &lt;%a&gt;", ", ", "<br>",
	 FALSE, TRUE, "</blockquote>"},
	{"Outlook, HTML",
	 "<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>"
	 "<p class=MsoNormal>",
	 "FSTCU", "<b>%n:</b> %v<br>", "%n &lt;%a&gt;", "; ", "</p></div>", FALSE, TRUE, ""},
	{"Outlook live, HTML",
	 "<hr style=\"display:inline-block;width:98%%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\">",
	 "FSTCU", "<b>%n:</b> %v<br>", "<a href=\"mailto:%a\">%n</a>", "; ",
	 "<div>&nbsp;</div></div>", FALSE, TRUE, ""},
	{"Thunderbird, HTML",
	 "<div class=\"moz-forward-container\"><br>-------- %D --------<table "
	 "class=\"moz-email-headers-table\">",
	 "UDFTC", "<tr><th align=RIGHT>%n: </th><td>%v</td></tr>", "%n &lt;%a&gt;", ", ",
	 "</table><br><br>", FALSE, TRUE, "</div>"},
	{"Yahoo, HTML", "<div class=\"yahoo_quoted\"><div>----- %D -----</div>", "FTCSU",
	 "<div><b>%n:</b> %v</div>", "\"%n\" &lt;%a&gt;", ", ", "<div><br></div>", FALSE, TRUE,
	 "</div>"},
};

/* ---- laying out ---- */

/* @format with %x replaced by the text that follows x in @pairs ("n", name, ... NULL). */
static void
append_format(GString *out, const char *format, const char *const *pairs)
{
	for (const char *p = format; *p != '\0'; p++) {
		if (*p != '%') {
			g_string_append_c(out, *p);
			continue;
		}
		p++;
		if (*p == '%')
			g_string_append_c(out, '%');
		for (gsize i = 0; pairs[i] != NULL; i += 2) {
			if (*pairs[i] == *p)
				g_string_append(out, pairs[i + 1]);
		}
	}
}

static void
append_address(GString *out, const Client *client, const char *name, const char *address)
{
	const char *pairs[] = {"n", name, "a", address, NULL};

	append_format(out, client->address, pairs);
}

static void
append_field(GString *out, const Locale *locale, const Client *client, char kind, gboolean copies)
{
	g_autoptr(GString) value = g_string_new(NULL);
	const char *pairs[] = {"n", NULL, "v", NULL, NULL};

	switch (kind) {
	case 'F':
		pairs[1] = locale->from;
		append_address(value, client, "Ann van der Lee", "ann@x.example");
		break;
	case 'T':
		pairs[1] = locale->to;
		append_address(value, client, "Bob Roe", "bob@y.example");
		g_string_append(value, client->list);
		append_address(value, client, "Carl", "carl@z.example");
		break;
	case 'C':
		if (!copies)
			return;
		pairs[1] = locale->cc;
		append_address(value, client, "Dora", "dora@y.example");
		break;
	case 'U':
		pairs[1] = locale->subject;
		g_string_append(value, SUBJECT);
		break;
	default:
		pairs[1] = kind == 'S' ? locale->sent : locale->date;
		g_string_append(value, locale->day);
		break;
	}
	pairs[3] = value->str;
	append_format(out, client->field, pairs);
}

/* The part that Apple Mail puts a ">" before. */
static char *
lay_out_message(const Locale *locale, const Client *client, gboolean copies)
{
	GString *out = g_string_new(NULL);

	for (const char *kind = client->fields; *kind != '\0'; kind++)
		append_field(out, locale, client, *kind, copies);
	g_string_append(out, client->below);
	g_string_append(out, BODY);
	if (client->html)
		g_string_replace(out, "\n\n", "<br><br>", 0);
	if (client->quoted) {
		g_string_replace(out, "\n", "\n> ", 0);
		g_string_prepend(out, "> ");
	}
	g_string_append(out, client->end);
	return g_string_free(out, FALSE);
}

static RdLines *
lay_out(const Locale *locale, const Client *client, const char *words, gboolean copies)
{
	const char *pairs[] = {"A", locale->apple,    "G", locale->gmail, "D", locale->dashed,
			       "O", locale->original, NULL};
	g_autofree char *message = lay_out_message(locale, client, copies);
	GString *out = g_string_new(words);

	if (*words != '\0')
		g_string_append(out, client->html ? "<br><br>" : "\n\n");
	append_format(out, client->above, pairs);
	g_string_append(out, message);
	if (client->html) {
		RdLines *lines = rd_html_to_lines(out->str, out->len, 10000);

		g_string_free(out, TRUE);
		return lines;
	}
	return rd_lines_new(g_string_free(out, FALSE));
}

/* ---- checking ---- */

static void
check_address(const char *what, const RdAddress *address, const char *name, const char *spec)
{
	cr_expect_str_eq(address->name, name, "%s: %s", what, address->name);
	cr_expect_str_eq(address->address, spec, "%s: %s", what, address->address);
}

static void
check(const Locale *locale, const Client *client, const char *words, gboolean copies)
{
	g_autofree char *subject = g_strdup_printf("%s: " SUBJECT, locale->prefix);
	g_autofree char *what = g_strdup_printf("%s, %s", client->name, locale->code);
	g_autoptr(RdLines) lines = lay_out(locale, client, words, copies);
	RdHead head = {subject, NULL, NULL};
	g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);
	const RdForwarded *f = dissection->forwarded;
	g_autofree char *date = NULL;

	cr_expect_str_eq(dissection->reply, words, "%s: %s", what, dissection->reply);
	cr_assert_not_null(f, "%s: no forward in\n%s", what, lines->text);
	cr_assert_not_null(f->from, "%s: no sender in\n%s", what, lines->text);
	check_address(what, f->from, "Ann van der Lee", "ann@x.example");
	cr_assert_eq(f->to->len, 2, "%s: %u recipients in\n%s", what, f->to->len, lines->text);
	check_address(what, f->to->pdata[0], "Bob Roe", "bob@y.example");
	check_address(what, f->to->pdata[1], "Carl", "carl@z.example");
	cr_assert_eq(f->cc->len, copies ? 1 : 0, "%s: %u copies", what, f->cc->len);
	if (copies)
		check_address(what, f->cc->pdata[0], "Dora", "dora@y.example");
	cr_expect_str_eq(f->subject, SUBJECT, "%s: %s", what, f->subject);
	date = rd_time_format(f->date);
	cr_expect_str_eq(date, "2021-10-20T18:08:00Z", "%s: %s", what, date);
	cr_expect_eq(f->date_offset_min, G_MININT, "%s", what);
	cr_expect_str_eq(f->body, BODY, "%s: %s", what, f->body);
	cr_expect_str_eq(f->quoted, "", "%s: %s", what, f->quoted);
	cr_expect_null(f->outer, "%s", what);
}

static void
check_client(const Client *client)
{
	for (gsize i = 0; i < G_N_ELEMENTS(locales); i++) {
		check(&locales[i], client, "", FALSE);
		check(&locales[i], client, "For you.\n\nPlease call her.", TRUE);
	}
}

Test(forward_client, plain_text_forwards_are_read_in_every_language)
{
	for (gsize i = 0; i < G_N_ELEMENTS(clients); i++) {
		if (!clients[i].html)
			check_client(&clients[i]);
	}
}

/* The words above hold no HTML, so both kinds of text can have the same. */
Test(forward_client, html_forwards_are_read_in_every_language)
{
	for (gsize i = 0; i < G_N_ELEMENTS(clients); i++) {
		for (gsize k = 0; clients[i].html && k < G_N_ELEMENTS(locales); k++) {
			check(&locales[k], &clients[i], "", FALSE);
			check(&locales[k], &clients[i], "For you.", TRUE);
		}
	}
}

Test(forward_client, an_attribution_names_the_sender_without_the_words_around)
{
	const struct {
		const char *line, *time;
	} cases[] = {
		{"Dne 05.01.26 15:04, „Ann Lee“ <ann@x.example> napsal(a):",
		 "2026-01-05T15:04:00Z"},
		{"Le 05/01/2026 15:04, « Ann Lee » <ann@x.example> a écrit :",
		 "2026-01-05T15:04:00Z"},
		{"Op 05-01-2026 15:04 heeft Ann Lee <ann@x.example> geschreven:",
		 "2026-01-05T15:04:00Z"},
		{"05.01.2026, 15:04 пользователь \"Ann Lee\" <ann@x.example> написал:",
		 "2026-01-05T15:04:00Z"},
		{"5. 1. 2026 15:04, používateľ „Ann Lee“ (<ann@x.example>) napísal:",
		 "2026-01-05T15:04:00Z"},
		/* the day comes first where people say "El" */
		{"El 5/1/26, 15:04, \"Ann Lee\" <ann@x.example> escribió:", "2026-01-05T15:04:00Z"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = g_strdup_printf("See.\n\n%s\n\nIt leaks.", cases[i].line);
		g_autoptr(RdLines) lines = rd_lines_new(g_steal_pointer(&text));
		const RdHead head = {"Fwd: roof", NULL, NULL};
		g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);
		g_autofree char *time = NULL;

		cr_assert_not_null(dissection->forwarded, "%s", cases[i].line);
		cr_assert_not_null(dissection->forwarded->from, "%s", cases[i].line);
		time = rd_time_format(dissection->forwarded->date);
		cr_expect_str_eq(dissection->forwarded->from->name, "Ann Lee", "%s gave %s",
				 cases[i].line, dissection->forwarded->from->name);
		cr_expect_str_eq(time, cases[i].time, "%s: %s", cases[i].line, time);
	}
}

Test(forward_client, the_senders_line_tells_the_language_of_the_date)
{
	g_autoptr(RdLines) lines = rd_lines_new(
		g_strdup("Vejam.\n\n---------- Forwarded message ---------\n"
			 "De: Ann Lee <ann@x.example>\nDate: segunda, 5/01/2026 à(s) 15:04\n"
			 "Subject: telhado\nTo: Bob <bob@y.example>\n\n\nTem fugas."));
	const RdHead head = {"Fwd: telhado", NULL, NULL};
	g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);
	g_autofree char *time = NULL;

	cr_assert_not_null(dissection->forwarded);
	time = rd_time_format(dissection->forwarded->date);
	cr_assert_str_eq(time, "2026-01-05T15:04:00Z");
}

Test(forward_client, the_line_that_closes_a_forward_ends_it)
{
	const char *const ends[] = {
		"----- End forwarded message -----",
		"-------------------- End of forwarded message --------------------",
		"----- Ende der weitergeleiteten Nachricht -----",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *text = g_strdup_printf(
			"----- Forwarded message from Ann Lee <ann@x.example> -----\n\n"
			"Date: Mon, 5 Jan 2026 15:04:05 +0100\nFrom: Ann Lee <ann@x.example>\n"
			"Subject: roof\nTo: Bob <bob@y.example>\n\nIt leaks.\n\nThanks\nAnn\n\n"
			"%s\n\nPlease call her.\n",
			ends[i]);
		g_autoptr(RdLines) lines = rd_lines_new(g_steal_pointer(&text));
		const RdHead head = {"Fwd: roof", NULL, NULL};
		g_autoptr(RdDissection) dissection = rd_dissect(lines, &head);

		cr_assert_not_null(dissection->forwarded);
		cr_expect_str_eq(dissection->forwarded->body, "It leaks.\n\nThanks\nAnn");
		cr_expect_str_eq(dissection->reply, "Please call her.");
	}
}
