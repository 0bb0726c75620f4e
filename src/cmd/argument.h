/*
 * argument.h - why a mail has a label, or has not, as a person would argue.
 */

#pragma once

#include <redress/findings.h>

/*
 * The name of label @i in the order in which they are told: the complaint types, and from
 * RD_COMPLAINT_LAST on the signals.
 */
const char *rd_argument_label(guint i);

/* Lines for @label: whether it holds, how far it came, what spoke for and against it. */
char *rd_argument_of(const RdFindings *findings, const char *label);

/* The same of all labels: those that hold, those that came near, the rest in one line. */
char *rd_argument_of_all(const RdFindings *findings);

/* "google, 1 star, Ann L." */
char *rd_argument_of_review(const RdReview *review);
