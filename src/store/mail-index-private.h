/* mail-index-private.h - an index and the store that it is behind. */

#pragma once

#include "store-private.h"

#include <redress/mail-index.h>

G_BEGIN_DECLS

/* What the words of a mail are, and how they are parted from each other. */
#define RD_MAIL_INDEX_TABLE "fts5(subject, people, text, tokenize = 'unicode61 remove_diacritics 2'"

/* Of the subject, the people and the text of a mail "m", as columns. Longer text is cut. */
#define RD_MAIL_INDEX_COLUMNS                                                                      \
	"m.subject, m.from_address || ' ' || m.author || ' ' || m.to_addresses || ' ' ||"          \
	" m.cc_addresses || ' ' || ifnull(h.name, '') || ' ' || ifnull(i.name, ''),"               \
	" substr(m.text, 1, 262144)"
#define RD_MAIL_INDEX_JOINS                                                                        \
	" LEFT JOIN cases AS c ON c.id = m.case_id"                                                \
	" LEFT JOIN homeowner AS h ON h.id = c.homeowner_id"                                       \
	" LEFT JOIN installer AS i ON i.id = c.installer_id"

struct _RdMailIndex {
	RdStore *store;	      /* only read */
	RdStore *index;	      /* another database, with the queries of src/store */
	gint64 letters_after; /* letters up to this one were looked at in this round */
	guint64 device, inode;
};

/* The watermark; @valid FALSE: the store is not the one that the index is of. */
gboolean rd_mail_index_mark(RdMailIndex *self, gint64 *upto, gboolean *valid, GError **error);

G_END_DECLS
