/*
 * checkpoint.c - bring the log of the store into its file.
 */

#include "store-private.h"

#define CHECKPOINT_BUSY_MS 20 /* how long one who reads or writes is waited for */

static int
checkpoint_logged(void *data, G_GNUC_UNUSED sqlite3 *db, G_GNUC_UNUSED const char *name, int pages)
{
	RdStore *self = data;

	self->logged(pages, self->logged_data);
	return SQLITE_OK;
}

void
rd_store_leave_log(RdStore *self, RdStoreLogged logged, gpointer data)
{
	self->logged = logged;
	self->logged_data = data;
	if (logged != NULL)
		sqlite3_wal_hook(self->db, checkpoint_logged, self);
	else
		sqlite3_wal_autocheckpoint(self->db, RD_STORE_LOG_PAGES);
}

/*
 * A passive checkpoint that others overtake leaves what it wrote to the next one to wait
 * for, and that may be one for which all wait.
 */
static int
checkpoint_sync_file(RdStore *self)
{
	sqlite3_file *file = NULL;
	int code = sqlite3_file_control(self->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);

	if (code == SQLITE_OK && file != NULL && file->pMethods != NULL)
		code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
	return code;
}

/*
 * The wait is short: SQLite keeps writers out while it waits for readers to end. A passive
 * checkpoint waits for nobody.
 */
gboolean
rd_store_checkpoint(RdStore *self, RdCheckpoint kind, gint64 *left, GError **error)
{
	static const int modes[] = {SQLITE_CHECKPOINT_PASSIVE, SQLITE_CHECKPOINT_RESTART,
				    SQLITE_CHECKPOINT_TRUNCATE};
	int pages = -1, copied = 0, code;

	sqlite3_busy_timeout(self->db, CHECKPOINT_BUSY_MS);
	code = sqlite3_wal_checkpoint_v2(self->db, "main", modes[kind], &pages, &copied);
	sqlite3_busy_timeout(self->db, RD_STORE_BUSY_MS);
	if (code == SQLITE_OK && kind == RD_CHECKPOINT_PASSIVE)
		code = checkpoint_sync_file(self);
	if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
		return rd_store_fail(self, code, G_STRFUNC, error);
	if (code == SQLITE_OK && kind != RD_CHECKPOINT_PASSIVE)
		*left = 0;
	else if (pages >= 0) /* not so while another one is at it */
		*left = pages;
	return TRUE;
}
