#include "grievance.h"
#include "reading.h"

static RdKind
kind_company(const RdReading *self)
{
	if (self->circumstances.reply || rd_reading_labels_of(self, RD_LABEL_SIGNAL) != 0 ||
	    rd_reading_has(self, "progress"))
		return rd_reading_has(self, "pitch") ? RD_KIND_UNRELATED : RD_KIND_UPDATE;
	return RD_KIND_UNRELATED;
}

static RdKind
kind_customer(const RdReading *self)
{
	if (rd_reading_has(self, "pitch"))
		return RD_KIND_UNRELATED;
	if (rd_reading_labels_of(self, RD_LABEL_COMPLAINT) != 0)
		return RD_KIND_COMPLAINT;
	if (self->circumstances.reply || rd_reading_has(self, "open-matter"))
		return RD_KIND_UPDATE;
	if (rd_role_is_staff(self->circumstances.author) &&
	    (rd_reading_labels_of(self, RD_LABEL_SIGNAL) != 0 ||
	     rd_grievance_is_news(self->rules, &self->score)))
		return RD_KIND_UPDATE;
	return RD_KIND_UNRELATED;
}

RdKind
rd_reading_kind(const RdReading *self)
{
	const RdMessage *message = self->message;

	if (message->report.kind == RD_REPORT_FAILED || message->report.kind == RD_REPORT_DELAYED)
		return RD_KIND_BOUNCE;
	if (message->list)
		return RD_KIND_UNRELATED;
	if (message->auto_submitted || message->report.kind != RD_REPORT_NONE ||
	    rd_reading_has(self, "automatic"))
		return RD_KIND_AUTO_REPLY;
	switch (self->circumstances.author) {
	case RD_ROLE_MARKETING:
		if (self->review != NULL && !self->circumstances.reply)
			return RD_KIND_REVIEW_ALERT;
		return kind_company(self);
	case RD_ROLE_INSTALLER:
	case RD_ROLE_SALES:
	case RD_ROLE_PARTNER:
		return kind_company(self);
	default:
		return kind_customer(self);
	}
}
