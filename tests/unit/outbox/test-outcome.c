#include "../../../src/outbox/outbox-private.h"

#include <criterion/criterion.h>

#define NOW ((RdTime)1000000)

/* A row with a recipient for each letter: s(ent), d(eferred), r(ejected), u(ncertain). */
static RdOutboxRow *
row_of(const char *recipients, RdTime queued_at)
{
	RdOutboxRow *row = rd_outbox_row_new();

	row->id = 42;
	row->attempts = 2;
	row->queued_at = queued_at;
	for (const char *p = recipients; *p != '\0'; p++) {
		char address[] = "x@home.example";
		RdOutboxRecipient *recipient;

		address[0] = *p;
		rd_outbox_row_add_recipient(row, address, FALSE);
		recipient = row->recipients->pdata[row->recipients->len - 1];
		recipient->state = *p == 's'   ? RD_DELIVERY_SENT
				   : *p == 'r' ? RD_DELIVERY_REJECTED
				   : *p == 'u' ? RD_DELIVERY_UNCERTAIN
					       : RD_DELIVERY_DEFERRED;
		recipient->code = *p == 'r' ? 550 : 0;
		g_free(recipient->detail);
		recipient->detail = g_strdup(*p == 'r' ? "5.1.1 who?" : "");
	}
	return row;
}

Test(outcome, one_recipient_decides_for_all)
{
	const struct {
		const char *recipients;
		RdTime age;
		RdOutboxState state;
		const char *reason;
	} cases[] = {
		{"s", 0, RD_OUTBOX_SENT, ""},
		{"ss", 0, RD_OUTBOX_SENT, ""},
		{"sr", 0, RD_OUTBOX_SENT, "r@home.example: 550 5.1.1 who?"},
		{"r", 0, RD_OUTBOX_FAILED, "r@home.example: 550 5.1.1 who?"},
		{"rr", 0, RD_OUTBOX_FAILED,
		 "r@home.example: 550 5.1.1 who?; r@home.example: 550 5.1.1 who?"},
		{"d", 0, RD_OUTBOX_QUEUED, "d@home.example: no answer"},
		{"u", 0, RD_OUTBOX_QUEUED, "u@home.example: no answer"},
		{"sd", 0, RD_OUTBOX_QUEUED, "d@home.example: no answer"},
		{"ru", 0, RD_OUTBOX_QUEUED, NULL},
		{"d", 5 * RD_TIME_DAY, RD_OUTBOX_FAILED,
		 "given up after 2 attempts; d@home.example: no answer"},
		{"u", 5 * RD_TIME_DAY, RD_OUTBOX_FAILED, NULL},
		{"sd", 5 * RD_TIME_DAY, RD_OUTBOX_SENT,
		 "given up after 2 attempts; d@home.example: no answer"},
		{"s", 5 * RD_TIME_DAY, RD_OUTBOX_SENT, ""},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(RdOutboxRow) row = row_of(cases[i].recipients, NOW - cases[i].age);

		rd_outcome_decide(row, NOW);
		cr_expect_eq(row->state, cases[i].state, "case %zu: %s", i,
			     rd_outbox_state_name(row->state));
		if (cases[i].reason != NULL)
			cr_expect_str_eq(row->reason, cases[i].reason, "case %zu: %s", i,
					 row->reason);
		cr_expect_eq(row->next_at,
			     row->state == RD_OUTBOX_QUEUED ? rd_retry_next(2, NOW, 42)
							    : RD_TIME_NONE,
			     "case %zu", i);
		cr_expect_eq(row->sent_at, row->state == RD_OUTBOX_SENT ? NOW : RD_TIME_NONE,
			     "case %zu", i);
	}
}
