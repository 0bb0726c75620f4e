#include "tally.h"

void
rd_tally_count(RdTally *self, gboolean rules, gboolean people)
{
	if (rules && people)
		self->both++;
	else if (rules)
		self->rules++;
	else if (people)
		self->people++;
}

void
rd_tally_add(RdTally *self, const RdTally *other)
{
	self->both += other->both;
	self->rules += other->rules;
	self->people += other->people;
}

static double
share(guint part, guint rest)
{
	return part + rest == 0 ? 1 : (double)part / (part + rest);
}

double
rd_tally_precision(const RdTally *self)
{
	return share(self->both, self->rules);
}

double
rd_tally_recall(const RdTally *self)
{
	return share(self->both, self->people);
}

double
rd_tally_f1(const RdTally *self)
{
	return share(2 * self->both, self->rules + self->people);
}
