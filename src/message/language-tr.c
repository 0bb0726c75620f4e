/* Turkish */

#include "language.h"

const RdLanguage rd_language_tr = {
	.code = "tr",
	.from = "Kimden|Gönderen|Gonderen",
	.to = "Kime|Alıcı|Alıcılar|Alan",
	.cc = "Bilgi|Cc|Bilgi (CC)|Kopya",
	.date = "Tarih|Gönderildi|Gönderilme Tarihi|Gönderme Tarihi|Gönderim Tarihi|"
		"Gönderilen|Gönderi tarihi|Gönderim",
	.subject = "Konu",
	.other = "Yanıt Adresi|Yanıtla|Yanıt|Yanıtlama|Gizli|Bcc|Önem Derecesi|Önem|Ekler|"
		 "Ek|Öncelik",
	.forwarded = "Yönlendirilen ileti başlangıcı|Yönlendirilmiş ileti|Yönlendirilen ileti|"
		     "İletilen ileti|İletilen Mesaj|İletilmiş Mesaj|Yönlendirilmiş mesaj|"
		     "Yönlendirilen mesaj|İleti başlangıcı|Yönlendirilen iletinin başlangıcı|"
		     "İletilmiş ileti|Başlangıç yönlendirilen ileti|İletilen e-posta|"
		     "Yönlendirilmiş e-posta|Yönlendirilmiş İleti|İleti başlatıldı|"
		     "İletilen mesajın başlangıcı",
	.original = "Orijinal İleti|Özgün İleti|Asıl İleti|Orijinal Mesaj|Özgün mesaj|"
		    "Özgün ileti|Asıl mesaj|Orjinal Mesaj",
	.on_behalf_of = "adına",
	.fwd = "İlt|ILT|Ynl|FW|Fwd",
	.re = "Ynt|Yan|Yanıt|RE|Cvp",
	.lead = "Tarih",
	.wrote = "yazdı|şunu yazdı|şunları yazdı|tarihinde şunu yazdı|"
		 "tarihinde şunları yazdı|şöyle yazdı|tarihinde yazdı",
	.months = {"Ocak|Oca", "Şubat|Şub", "Mart|Mar", "Nisan|Nis", "Mayıs|May", "Haziran|Haz",
		   "Temmuz|Tem", "Ağustos|Ağu", "Eylül|Eyl", "Ekim|Eki", "Kasım|Kas", "Aralık|Ara"},
	.am = "ÖÖ",
	.pm = "ÖS",
	.sent_from = "iPhone'umdan gönderildi|iPad'imden gönderildi|* cihazımdan gönderildi|"
		     "* telefonumdan gönderildi|* için Outlook'u edinin|"
		     "* için Outlook'u indirin|iPhone'dan gönderildi|Outlook'u edinin|"
		     "* ile gönderildi|* üzerinden gönderildi|Outlook * edinin",
	.sign_off = "Saygılarımla|Saygılar|İyi çalışmalar|Teşekkürler|Sevgiler|Selamlar|"
		    "Kolay gelsin|İyi günler|Saygılarımızla|Teşekkür ederim|Hürmetler|"
		    "Esenlikler|İyi çalışmalar dilerim",
	.disclaimer = "gizli|alıcı|yanlışlıkla|siliniz|gizlilik|kişiye özel",
	.reply_above = "lütfen yanıtınızı bu satırın üzerine yazın|bu satırın üzerine yazın|"
		       "bu satırın üstüne",
};
