/*
 * place.c - whether the files of a store are still where they were opened.
 *
 * A file that is removed, or replaced by a backup, while it is open goes on to take what is
 * written to it, and loses all of that when it is closed. By then the server was told to put
 * the mail away. Nor do others see the locks of one that is there no more.
 */

#include "store-private.h"

#include <redress/error.h>

#include <sys/stat.h>

static const char *const suffixes[RD_STORE_FILES] = {"", "-wal", "-shm"};

static gboolean
place_look(const RdStore *self, guint i, RdStorePlace *out)
{
	g_autofree char *path = g_strconcat(self->path, suffixes[i], NULL);
	struct stat st;

	if (stat(path, &st) != 0)
		return FALSE;
	*out = (RdStorePlace){st.st_dev, st.st_ino};
	return TRUE;
}

void
rd_store_note_place(RdStore *self)
{
	for (guint i = 0; i < RD_STORE_FILES; i++) {
		if (!place_look(self, i, &self->places[i]))
			self->places[i] = (RdStorePlace){0};
	}
}

gboolean
rd_store_is_in_place(const RdStore *self, GError **error)
{
	for (guint i = 0; i < RD_STORE_FILES; i++) {
		const RdStorePlace *was = &self->places[i];
		RdStorePlace is;

		if (was->inode == 0 || (place_look(self, i, &is) && is.device == was->device &&
					is.inode == was->inode))
			continue;
		g_set_error(error, RD_ERROR, RD_ERROR_TEMPORARY,
			    "%s%s: was removed or replaced while it was open", self->path,
			    suffixes[i]);
		return FALSE;
	}
	return TRUE;
}
