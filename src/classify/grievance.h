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
