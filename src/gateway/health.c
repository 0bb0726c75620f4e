#include <redress/health.h>

typedef struct {
	RdTime failing_since; /* RD_TIME_NONE: well */
	char *why;
	gboolean reported;  /* the operator knows that it fails */
	gboolean recovered; /* and does not know yet that it is well again */
	gboolean carried;   /* from before a reload, and not heard of since */
} Source;

struct _RdHealth {
	RdTime patience;
	GMutex mutex;
	GHashTable *sources; /* char * -> Source */
};

static void
source_free(gpointer data)
{
	Source *source = data;

	g_free(source->why);
	g_free(source);
}

static gboolean
source_is_failing(const Source *self)
{
	return self->failing_since != RD_TIME_NONE && !self->recovered;
}

RdHealth *
rd_health_new(RdTime patience)
{
	RdHealth *self = g_new0(RdHealth, 1);

	self->patience = patience;
	g_mutex_init(&self->mutex);
	self->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, source_free);
	return self;
}

void
rd_health_free(RdHealth *self)
{
	g_hash_table_unref(self->sources);
	g_mutex_clear(&self->mutex);
	g_free(self);
}

static Source *
health_source(RdHealth *self, const char *name)
{
	Source *source = g_hash_table_lookup(self->sources, name);

	if (source == NULL) {
		source = g_new0(Source, 1);
		source->failing_since = RD_TIME_NONE;
		source->why = g_strdup("");
		g_hash_table_insert(self->sources, g_strdup(name), source);
	}
	return source;
}

/* Nobody uses either of them yet, or any more. */
void
rd_health_carry(RdHealth *self, const RdHealth *old)
{
	GHashTableIter iter;
	gpointer name, value;

	g_hash_table_iter_init(&iter, old->sources);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		const Source *was = value;
		Source *source = health_source(self, name);

		g_free(source->why);
		*source = *was;
		source->why = g_strdup(was->why);
		source->carried = TRUE;
	}
}

gboolean
rd_health_well(RdHealth *self, const char *name)
{
	gboolean failed;
	Source *source;

	g_mutex_lock(&self->mutex);
	source = health_source(self, name);
	failed = source_is_failing(source);
	source->recovered = source->reported;
	if (!source->reported)
		source->failing_since = RD_TIME_NONE;
	g_mutex_unlock(&self->mutex);
	return failed;
}

gboolean
rd_health_fails(RdHealth *self, const char *name, const char *why, RdTime now)
{
	gboolean begins;
	Source *source;

	g_mutex_lock(&self->mutex);
	source = health_source(self, name);
	begins = !source_is_failing(source);
	if (source->failing_since == RD_TIME_NONE)
		source->failing_since = now;
	source->recovered = source->carried = FALSE;
	g_free(source->why);
	source->why = g_strdup(why);
	g_mutex_unlock(&self->mutex);
	return begins;
}

void
rd_health_news_free(RdHealthNews *self)
{
	g_free(self->source);
	g_free(self->why);
	g_free(self);
}

static RdHealthNews *
news_new(const char *name, const Source *source)
{
	RdHealthNews *news = g_new0(RdHealthNews, 1);

	news->source = g_strdup(name);
	news->recovered = source->recovered;
	news->why = g_strdup(source->why);
	news->since = source->failing_since;
	return news;
}

GPtrArray *
rd_health_news(RdHealth *self, RdTime now)
{
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)rd_health_news_free);
	GHashTableIter iter;
	gpointer name, value;

	g_mutex_lock(&self->mutex);
	g_hash_table_iter_init(&iter, self->sources);
	while (g_hash_table_iter_next(&iter, &name, &value)) {
		Source *source = value;
		gboolean long_enough = source->failing_since != RD_TIME_NONE && !source->carried &&
				       now - source->failing_since >= self->patience;

		if (source->recovered) {
			g_ptr_array_add(out, news_new(name, source));
			source->recovered = source->reported = FALSE;
			source->failing_since = RD_TIME_NONE;
		} else if (long_enough && !source->reported) {
			g_ptr_array_add(out, news_new(name, source));
			source->reported = TRUE;
		}
	}
	g_mutex_unlock(&self->mutex);
	return out;
}
