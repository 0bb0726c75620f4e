/*
 * shop.h - a gateway's office over a store of its own, for figures of the whole way.
 *
 * A "shop" is what tests call an office fixture: configuration, templates, rules and
 * procedures as shipped, and a store on the disk under build/.
 */

#pragma once

#include "corpus.h"

#include <redress/gateway.h>

typedef struct {
	RdConfig *config;
	RdStore *store;
	RdLock *lock;
	RdOffice *office;
	guint taken; /* mails put into the ledger so far */
} Shop;

/* Opens the store at @path, made if need be. */
Shop *shop_open(const char *path);
void shop_close(Shop *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shop, shop_close)

/* All homeowners and installers of @corpus, in one transaction. */
void shop_put_people(Shop *self, const Corpus *corpus);
/* Makes @raw durable in the ledger: to be called within a transaction. */
void shop_take(Shop *self, GBytes *raw);
/* The @n-th of the files that corpus_write() made. */
GBytes *shop_read(const char *dir, guint n);
/* Takes @n mails of those files, from the @first on, @batch a commit. */
void shop_take_files(Shop *self, const char *dir, guint first, guint n, guint batch);
/* Works what waits in the ledger, @batch messages a transaction, and nothing else. */
void shop_work(Shop *self, guint batch);
/* One such transaction; how many messages there were for it. */
guint shop_work_some(Shop *self, guint batch);

/* A folder under build/, on the disk that is meant; and its end with all that is in it. */
char *shop_scratch_dir(void);
void shop_remove_dir(const char *dir);
