#include "view-names.h"

#include <string.h>

static const char *const names[VIEW_LAST] = {
#define VIEW_NAME(id, name) [VIEW_##id] = name,
	VIEW_NAMES(VIEW_NAME)
#undef VIEW_NAME
};

gboolean
view_names_find(const char *name, ViewRange *out)
{
	gsize len = strlen(name);

	*out = (ViewRange){0, 0};
	for (guint8 i = 0; i < VIEW_LAST; i++) {
		if (*names[i] != *name || strncmp(names[i], name, len) != 0 ||
		    (names[i][len] != '\0' && names[i][len] != '.'))
			continue;
		if (out->end == 0)
			out->first = i;
		out->end = i + 1;
	}
	return out->end > 0;
}
