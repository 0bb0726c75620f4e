#include "dissect-private.h"

void
rd_signature_part(RdText *text, const RdRegion *region)
{
	(void)text;
	(void)region;
}
