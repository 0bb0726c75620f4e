/* Vietnamese */

#include "language.h"

const RdLanguage rd_language_vi = {
	.code = "vi",
	.from = "Từ|Người gửi",
	.to = "Đến|Tới|Người nhận",
	.cc = "Cc|Đồng kính gửi|Đồng gửi",
	.date = "Ngày|Đã gửi|Gửi|Vào|Thời gian|Ngày gửi",
	.subject = "Chủ đề|Tiêu đề|V/v",
	.other = "Trả lời|Bcc|Tầm quan trọng|Đính kèm|Tệp đính kèm",
	.forwarded = "Thư đã chuyển tiếp|Tin nhắn đã chuyển tiếp|Bắt đầu thư được chuyển tiếp|"
		     "Thư được chuyển tiếp|Bắt đầu tin nhắn chuyển tiếp|Thư chuyển tiếp",
	.original = "Thư gốc|Tin nhắn gốc|Tin nhắn ban đầu|Thư ban đầu",
	.on_behalf_of = "thay mặt cho|thay mặt",
	.fwd = "Chuyển tiếp|FW|Fwd",
	.re = "Trả lời|RE",
	.lead = "Vào|Lúc|Vào lúc|Ngày|Vào ngày",
	.wrote = "đã viết|viết|đã viết như sau|wrote",
	.am = "sa",
	.pm = "ch",
	.sent_from = "Đã gửi từ|Gửi từ|Được gửi từ|Tải Outlook cho",
	.sign_off = "Trân trọng|Thân ái|Cảm ơn|Kính thư|Thân mến|Xin cảm ơn|Cám ơn|"
		    "Trân trọng kính chào",
	.disclaimer = "bảo mật|người nhận|nhầm lẫn|xóa thư này",
	.reply_above = "vui lòng trả lời phía trên dòng này|phía trên dòng này",
};
