#include "dissect-private.h"

#include "forward-address.h"

#include <string.h>

#define CHAIN_MAX 20 /* forwards of forwards; nobody reads further down */

static void
forward_set_date(RdForwarded *self, const RdWrittenDate *date)
{
	self->date = date->time;
	self->date_offset_min = date->offset_min;
}

static void
forward_read_block(RdForwarded *self, const RdHeaderBlock *block)
{
	const char *from = rd_header_block_get(block, RD_TERM_FROM);
	const char *to = rd_header_block_get(block, RD_TERM_TO);
	const char *cc = rd_header_block_get(block, RD_TERM_CC);
	const char *date = rd_header_block_get(block, RD_TERM_DATE);
	const char *subject = rd_header_block_get(block, RD_TERM_SUBJECT);
	RdWrittenDate written;

	if (from != NULL)
		self->from = rd_written_sender_parse(from, strlen(from));
	if (to != NULL)
		self->to = rd_written_recipients_parse(to, strlen(to));
	if (cc != NULL)
		self->cc = rd_written_recipients_parse(cc, strlen(cc));
	if (date != NULL && rd_written_date_parse(date, strlen(date), block->languages, &written))
		forward_set_date(self, &written);
	if (subject != NULL)
		self->subject = g_strdup(subject);
}

static RdForwarded *
forward_new(const RdBoundary *boundary)
{
	RdForwarded *self = g_new0(RdForwarded, 1);
	const char *who = boundary->attribution.who;

	self->date = RD_TIME_NONE;
	self->date_offset_min = G_MININT;
	self->message_id = g_strdup("");
	self->others = boundary->others;
	forward_read_block(self, &boundary->block);
	if (who != NULL && *who != '\0')
		self->from = rd_written_sender_parse(who, strlen(who));
	if (boundary->attribution.has_date)
		forward_set_date(self, &boundary->attribution.date);
	if (self->to == NULL)
		self->to = g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);
	if (self->cc == NULL)
		self->cc = g_ptr_array_new_with_free_func((GDestroyNotify)rd_address_free);
	if (self->subject == NULL)
		self->subject = g_strdup("");
	return self;
}

/* The words of the forwarded message are no reply of the mail that it stands in. */
static void
forward_claim_lines(RdText *text, const RdRegion *region)
{
	for (guint i = region->first; i < region->end; i++) {
		if (text->lines[i].part == RD_PART_REPLY)
			text->lines[i].part = RD_PART_FORWARD;
	}
}

/*
 * Whoever forwards two mails may put them one under the other. The second one then looks
 * as if it were forwarded in the first one, but for the subject of that.
 */
static gboolean
forward_is_beside(const RdForwarded *outer, const RdBoundary *boundary)
{
	return outer != NULL && boundary->announced && *outer->subject != '\0' &&
	       rd_subject_prefix(outer->subject, 0) != RD_PREFIX_FORWARD;
}

RdForwarded *
rd_forward_chain_read(RdText *text, RdBoundary *boundary)
{
	RdForwarded *self = NULL;
	gboolean more = TRUE;

	for (guint n = 0; more && n < CHAIN_MAX; n++) {
		RdForwarded *inner = forward_new(boundary);
		RdRegion region = {boundary->end,
				   boundary->body_end,
				   boundary->body_depth,
				   {inner->subject, inner->from, inner->to},
				   TRUE};

		inner->beside = forward_is_beside(self, boundary);
		inner->outer = self;
		self = inner;
		rd_boundary_clear(boundary);
		more = rd_reply_part(text, &region, boundary);
		self->body = rd_text_collect(text, region.first, region.end, RD_PART_REPLY,
					     region.depth);
		self->quoted = rd_text_collect(text, region.first, region.end, RD_PART_QUOTED,
					       region.depth);
		self->signature = rd_text_collect(text, region.first, region.end, RD_PART_SIGNATURE,
						  region.depth);
		forward_claim_lines(text, &region);
	}
	rd_boundary_clear(boundary);
	return self;
}
