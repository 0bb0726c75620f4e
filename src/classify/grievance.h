/*
 * grievance.h - whether a mail that nobody asked for complains at all.
 *
 * Questions, praise, newsletters and mail for somebody else speak of the same things as
 * complaints do. What the words say for any type is held against what they say for such a
 * mail ("inquiry"), as the examples teach.
 */

#pragma once

#include "score.h"

/* Above 0 it complains; rules that know no "inquiry" by its words take every mail for one. */
double rd_grievance_weigh(const RdRules *rules, const RdScore *score);

/*
 * The same for what staff write outside a thread: they note down calls that complain as well
 * as how a case goes on ("news"). Rules that know no "news" take every note for a complaint.
 */
double rd_grievance_weigh_note(const RdRules *rules, const RdScore *score);

/* Whether such a note speaks of a case at all, and not of lunch. */
gboolean rd_grievance_is_news(const RdRules *rules, const RdScore *score);
