/*
 * rules-kept.c - rules as they were learned, kept in a file.
 *
 * Learning takes a hundred times as long as reading what was learned. What the shipped rules
 * teach comes with the program in the same form. The file begins with
 * the key of what the rules were made of, and a digest of all that follows: one that was
 * made of something else, or is damaged, is made anew. It is put in place by a rename, so
 * that any number of processes may write it at once.
 */

#include "rules-private.h"
#include "shipped.h"

#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define KEY_LEN	   64 /* hex digits of SHA-256 */
#define HEADER_LEN (2 * KEY_LEN + 8)

/* @whole: it is known to be undamaged. */
static RdRules *
rules_unpack(GBytes *kept, const char *key, gboolean whole)
{
	gsize len;
	const char *data = g_bytes_get_data(kept, &len);
	g_autoptr(RdRules) self = rd_rules_new();
	g_autofree char *digest = NULL;
	RdPack pack;

	if (len < HEADER_LEN || memcmp(data, key, KEY_LEN) != 0)
		return NULL;
	if (!whole)
		digest = rd_text_sha256(data + HEADER_LEN, len - HEADER_LEN);
	if (digest != NULL && memcmp(data + KEY_LEN, digest, KEY_LEN) != 0)
		return NULL;
	rd_pack_begin_reading(&pack, data + HEADER_LEN, len - HEADER_LEN);
	rd_rules_pack(self, &pack);
	if (pack.broken)
		return NULL;
	self->lexicon = rd_lexicon_read(&pack, kept, self->labels->len);
	if (self->lexicon == NULL || pack.broken)
		return NULL;
	self->key = g_strdup(key);
	rd_rules_index(self);
	return g_steal_pointer(&self);
}

char *
rd_rules_kept_path(const char *store)
{
	return g_strconcat(store, "-rules", NULL);
}

gboolean
rd_rules_keep(const RdRules *self, const char *path, GError **error)
{
	g_autoptr(GByteArray) out = g_byte_array_new();
	g_autofree char *digest = NULL;
	RdPack pack;

	g_byte_array_set_size(out, HEADER_LEN);
	memset(out->data, 0, HEADER_LEN);
	rd_pack_begin_writing(&pack, out);
	rd_rules_pack((RdRules *)self, &pack);
	rd_lexicon_write(self->lexicon, &pack);
	digest = rd_text_sha256(out->data + HEADER_LEN, out->len - HEADER_LEN);
	memcpy(out->data, self->key, KEY_LEN);
	memcpy(out->data + KEY_LEN, digest, KEY_LEN);
	return g_file_set_contents_full(path, (const char *)out->data, (gssize)out->len,
					G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

RdRules *
rd_rules_load(const char *dir, GError **error)
{
	g_autoptr(RdSources) sources = rd_sources_read(dir, error);
	RdRules *self = sources != NULL ? rd_rules_load_sources(sources, error) : NULL;

	if (self != NULL)
		self->key = g_strdup(sources->key);
	return self;
}

/* What is kept at @path, or came with the program, if it was learned from what @key names. */
static RdRules *
rules_find_kept(const char *key, const char *path)
{
	g_autoptr(GBytes) shipped = rd_rules_shipped();
	RdRules *self = shipped != NULL ? rules_unpack(shipped, key, TRUE) : NULL;
	g_autoptr(GBytes) kept = NULL;
	char *octets;
	gsize len;

	if (self != NULL || path == NULL || !g_file_get_contents(path, &octets, &len, NULL))
		return self;
	kept = g_bytes_new_take(octets, len);
	return rules_unpack(kept, key, FALSE);
}

RdRules *
rd_rules_load_kept(const char *dir, const char *path, GError **error)
{
	g_autoptr(RdSources) sources = rd_sources_read(dir, error);
	g_autoptr(GError) local = NULL;
	RdRules *self;

	if (sources == NULL)
		return NULL;
	self = rules_find_kept(sources->key, path);
	if (self != NULL)
		return self;
	self = rd_rules_load_sources(sources, error);
	if (self == NULL)
		return NULL;
	self->key = g_strdup(sources->key);
	if (path != NULL && !rd_rules_keep(self, path, &local))
		g_info("rules: what was learned is not kept: %s", local->message);
	return self;
}
