/* Korean */

#include "language.h"

const RdLanguage rd_language_ko = {
	.code = "ko",
	.from = "보낸 사람|보낸사람|발신자|보낸이",
	.to = "받는 사람|받는사람|수신자|받는이",
	.cc = "참조",
	.date = "날짜|보낸 날짜|보낸날짜|일시|보낸시간",
	.subject = "제목",
	.other = "답장 받는 사람|회신 대상|숨은 참조|중요도|첨부파일|첨부 파일",
	.forwarded = "전달된 메시지|전달된 메일|전달된 메시지 시작|시작 전달된 메시지",
	.original = "원본 메시지|원본 메일|원본 메세지",
	.on_behalf_of = "대신하여",
	.fwd = "전달|FW|Fwd",
	.re = "회신|답장|RE",
	.wrote = "작성|님이 작성|님이 작성함|님의 말|작성한 메시지",
	.am = "오전",
	.pm = "오후",
	.sent_from = "내 iPhone에서 보냄|나의 iPhone에서 보냄|나의 iPad에서 보냄|* 에서 보냄|"
		     "iOS용 Outlook|Android용 Outlook|Outlook 다운로드",
	.sign_off = "감사합니다|고맙습니다",
	.reply_above = "이 줄 위에 회신|이 줄 위에 답장",
};
