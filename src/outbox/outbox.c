/* Putting mails into the outbox, and what a person may do with one that is in it. */

#include <redress/error.h>
#include <redress/outbox.h>
#include <redress/people.h>

/* Staff get a receipt for every command, and a mail for every task. */
static void
outbox_find_staff(RdStore *store, const RdConfig *config, const RdOutboxRow *row)
{
	for (guint i = 0; i < row->recipients->len; i++) {
		RdOutboxRecipient *to = row->recipients->pdata[i];
		g_autoptr(RdStaff) staff = NULL;

		to->is_staff = rd_config_is_team(config, to->address);
		if (to->is_staff)
			continue;
		staff = rd_staff_get(store, to->address, NULL);
		to->is_staff = staff != NULL && rd_role_is_staff(staff->role);
	}
}

/* Why one of the recipients or the case may have no more mail now; NULL: they may. */
static gboolean
outbox_check_budget(RdStore *store, const RdConfig *config, const RdOutboxRow *row, RdTime now,
		    char **reason, GError **error)
{
	RdBudgetUse use = {0};
	guint of_template;

	*reason = NULL;
	if (!rd_outbox_count_case(store, row->case_id, row->template_name, now - RD_TIME_DAY,
				  &use.of_case, &of_template, error))
		return FALSE;
	for (guint i = 0; *reason == NULL && i < row->recipients->len; i++) {
		const RdOutboxRecipient *to = row->recipients->pdata[i];

		if (!rd_outbox_count_to(store, to->address, now - RD_TIME_HOUR, &use.to_address,
					error))
			return FALSE;
		use.of_template = to->is_staff ? 0 : of_template;
		*reason = rd_budget_exceeded(config, to->address, &use);
	}
	return TRUE;
}

/* Sending hours are for those outside: staff hear at once. */
static RdTime
outbox_send_at(const RdConfig *config, const RdOutboxRow *row, RdTime now)
{
	for (guint i = 0; i < row->recipients->len; i++) {
		const RdOutboxRecipient *to = row->recipients->pdata[i];

		if (!to->is_staff)
			return rd_calendar_send_at(&config->calendar, now);
	}
	return now;
}

gboolean
rd_outbox_queue(RdStore *store, const RdConfig *config, RdOutboxRow *row, GBytes *raw,
		const char *hold, RdTime now, GError **error)
{
	g_autofree char *reason = g_strdup(hold);

	if (row->recipients->len == 0) {
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
			    "RD-%" G_GINT64_FORMAT ": mail %s has no recipient", row->case_id,
			    row->template_name);
		return FALSE;
	}
	outbox_find_staff(store, config, row);
	if (reason == NULL && !outbox_check_budget(store, config, row, now, &reason, error))
		return FALSE;
	row->state = reason != NULL ? RD_OUTBOX_HELD : RD_OUTBOX_QUEUED;
	g_free(row->reason);
	row->reason = reason != NULL ? g_steal_pointer(&reason) : g_strdup("");
	row->created_at = now;
	row->queued_at = row->next_at = outbox_send_at(config, row, now);
	if (!rd_outbox_row_add(store, row, raw, error))
		return FALSE;
	g_info("mail ob-%" G_GINT64_FORMAT " of RD-%" G_GINT64_FORMAT ": %s, %s", row->id,
	       row->case_id, row->template_name, rd_outbox_state_name(row->state));
	return TRUE;
}

static gboolean
outbox_refuse(const RdOutboxRow *row, const char *what, GError **error)
{
	g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
		    "mail ob-%" G_GINT64_FORMAT " is %s and cannot be %s", row->id,
		    rd_outbox_state_name(row->state), what);
	return FALSE;
}

static gboolean
outbox_queue_again(RdStore *store, RdOutboxRow *row, RdTime now, GError **error)
{
	row->state = RD_OUTBOX_QUEUED;
	row->queued_at = row->next_at = now;
	return rd_outbox_row_save(store, row, error);
}

gboolean
rd_outbox_approve(RdStore *store, gint64 id, RdTime now, GError **error)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(store, id, error);

	if (row == NULL)
		return FALSE;
	if (row->state != RD_OUTBOX_HELD)
		return outbox_refuse(row, "approved", error);
	return outbox_queue_again(store, row, now, error);
}

gboolean
rd_outbox_hold(RdStore *store, gint64 id, const char *reason, GError **error)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(store, id, error);

	if (row == NULL)
		return FALSE;
	if (row->state != RD_OUTBOX_QUEUED || row->attempts > 0)
		return outbox_refuse(row, "held", error);
	row->state = RD_OUTBOX_HELD;
	g_free(row->reason);
	row->reason = g_strdup(reason);
	return rd_outbox_row_save(store, row, error);
}

gboolean
rd_outbox_cancel(RdStore *store, gint64 id, GError **error)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(store, id, error);

	if (row == NULL)
		return FALSE;
	if (row->state != RD_OUTBOX_HELD && row->state != RD_OUTBOX_QUEUED)
		return outbox_refuse(row, "cancelled", error);
	row->state = RD_OUTBOX_CANCELLED;
	return rd_outbox_row_save(store, row, error);
}

gboolean
rd_outbox_retry(RdStore *store, gint64 id, RdTime now, GError **error)
{
	g_autoptr(RdOutboxRow) row = rd_outbox_row_get(store, id, error);

	if (row == NULL)
		return FALSE;
	if (row->state != RD_OUTBOX_FAILED && row->state != RD_OUTBOX_QUEUED)
		return outbox_refuse(row, "retried", error);
	for (guint i = 0; i < row->recipients->len; i++) {
		RdOutboxRecipient *recipient = row->recipients->pdata[i];

		if (recipient->state == RD_DELIVERY_REJECTED)
			recipient->state = RD_DELIVERY_DEFERRED;
	}
	return outbox_queue_again(store, row, now, error);
}
