/* Japanese */

#include "language.h"

const RdLanguage rd_language_ja = {
	.code = "ja",
	.from = "差出人|送信者|From",
	.to = "宛先|To",
	.cc = "CC",
	.date = "日付|送信日時|日時|送信日|送信済み|Sent",
	.subject = "件名|Subject",
	.other = "返信先|BCC|重要度|添付ファイル",
	.forwarded = "転送されたメッセージ|転送メッセージ|転送メール|転送されたメール|転送|"
		     "転送されたメッセージの先頭|転送されたメッセージを開始",
	.original = "元のメッセージ|元のメール|オリジナルメッセージ|返信メッセージ",
	.on_behalf_of = "代理人",
	.fwd = "転送|FW|Fwd",
	.re = "返信|RE",
	.wrote = "のメール|は書きました|が書きました|さんは書きました|さんからのメール|"
		 "は次のように書いています|さんが書きました",
	.am = "午前",
	.pm = "午後",
	.sent_from = "iPhoneから送信|iPadから送信|iPhone から送信|Androidから送信|"
		     "Outlook for * を入手|Yahoo!メール",
	.sign_off = "よろしくお願いいたします|よろしくお願いします|敬具|以上|"
		    "宜しくお願い致します|どうぞよろしくお願いいたします",
	.reply_above = "この行より上に返信|この行の上に返信",
};
