/* English */

#include "language.h"

const RdLanguage rd_language_en = {
	.code = "en",
	.from = "From",
	.to = "To",
	.cc = "Cc|Copy",
	.date = "Date|Sent|Sent on|Date sent",
	.subject = "Subject",
	.other = "Bcc|Reply-To|Reply To|Importance|Priority|Attachments|Attachment|"
		 "Sensitivity|Organization|Sender|Sent by|Categories|Message-ID|Resent-From|"
		 "Resent-To|Resent-Date|X-Priority|List-Id|Return-Path|Followup-To|"
		 "Newsgroups|In-Reply-To|References|Mime-Version|Content-Type|Conversation",
	.forwarded = "Forwarded message|Begin forwarded message|Forwarded mail|Forwarded by|"
		     "Start of forwarded message|Forwarded e-mail|Forwarded email|"
		     "Original message forwarded|Forwarded",
	.forward_end = "End forwarded message|End of forwarded message|End of forwarded mail",
	.original = "Original Message|Original Mail|Original e-mail|Original email|"
		    "Original Appointment|Reply message",
	.on_behalf_of = "On Behalf Of",
	.fwd = "Fwd|FW|Forward|Forwarded|Redirect|Redirected",
	.re = "Re",
	.lead = "On|At|In",
	.wrote = "Quoting|wrote|sent|writes|has written|wrote on|wrote the following",
	.months = {"January|Jan", "February|Feb", "March|Mar", "April|Apr", "May", "June|Jun",
		   "July|Jul", "August|Aug", "September|Sep|Sept", "October|Oct", "November|Nov",
		   "December|Dec"},
	.am = "AM",
	.pm = "PM",
	.sent_from =
		"Sent from my|Sent from|Sent via|Sent using|Get Outlook for|Download Outlook for|"
		"Get BlueMail for|Sent on the|Typed on my|Sent with Proton Mail|"
		"Sent with Proton Mail secure email|Sent with ProtonMail secure email|"
		"Sent with Spark|Sent with Airmail|Virus-free|Yahoo Mail: Search, Organize, "
		"Conquer",
	.sign_off = "Best regards|Kind regards|Regards|Warm regards|Warmest regards|"
		    "Kindest regards|Best|All the best|Best wishes|Thanks|Thank you|"
		    "Many thanks|Thanks again|Thanks so much|Thank you so much|"
		    "Thank you very much|Thanks in advance|Thanks and regards|Thanks & regards|"
		    "Thank you and best regards|With kind regards|With best regards|"
		    "With regards|With gratitude|Sincerely|Sincerely yours|Yours sincerely|"
		    "Yours truly|Yours faithfully|Very truly yours|Yours|Respectfully|"
		    "Respectfully yours|Cordially|Cheers|Warmly|Take care|Talk soon|BR|KR|Rgds|"
		    "V/R|Thx|Have a great day|Have a nice day|Gratefully|Kindly",
	.disclaimer =
		"confidential|may contain confidential|confidential information|intended only for|"
		"intended solely for|intended recipient|intended for the use|"
		"intended for the recipient|intended for the addressee|recipient only|"
		"only for the addressee|use of the individual|privileged|"
		"received this email in error|received this e-mail in error|"
		"received this message in error|received this in error|received it in error|"
		"reached you by mistake|destroy all copies|notify the sender|notify us immediately|"
		"unauthorized|prohibited|views expressed|not accept liability|accept no liability|"
		"not liable for|any attachments|any attachment|this message is intended|"
		"this e-mail is intended|this email is intended|confidentiality notice|"
		"scanned for viruses|checked for viruses|free of viruses|"
		"consider the environment|before printing|to unsubscribe|"
		"you received this message because|you are receiving this|"
		"manage your subscription|are subscribed to|mailing list|"
		"originated from outside|registered office|registered in england",
	.reply_above = "reply above this line|type your reply above this line|"
		       "reply above this line to|write your reply above this line|"
		       "write above this line|reply above the line|reply above this text|"
		       "respond above this line|reply above the dotted line|add your reply above",
};
