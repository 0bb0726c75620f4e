#include "reply-private.h"

/*
 * The facts that a procedure remembers with a time ("as: now") are all that this
 * tells of: they are milestones, never somebody's note.
 */
static char *
fact_date(const RdViewSource *source, const char *name)
{
	const char *value = g_hash_table_lookup(source->kase->facts, name);
	RdTime time;

	if (value == NULL || !rd_time_parse(value, &time, NULL))
		return NULL;
	return rd_time_format_date(time, source->config->time_zone);
}

static char *
tell_outreach(const RdViewSource *source)
{
	g_autofree char *written = fact_date(source, "outreach-made");
	g_autofree char *called = fact_date(source, "called-at");
	g_autofree char *partner = fact_date(source, "partner-asked-at");
	const char *name = source->installer != NULL ? source->installer->name : "your installer";

	if (partner != NULL)
		return g_strdup_printf("We asked our partner for an update on %s.", partner);
	if (written != NULL && called != NULL)
		return g_strdup_printf("We contacted %s on %s and called them again on %s.", name,
				       written, called);
	if (called != NULL)
		return g_strdup_printf("We called %s on %s.", name, called);
	if (written != NULL)
		return g_strdup_printf("We contacted %s on %s and asked them to call you.", name,
				       written);
	return NULL;
}

static char *
tell_latest(const RdViewSource *source)
{
	g_autofree char *referred = fact_date(source, "referred-at");

	if (referred != NULL)
		return g_strdup_printf("On %s we also asked the person at %s who works with them "
				       "to step in.",
				       referred, source->config->organisation);
	if (g_hash_table_contains(source->kase->facts, "contacted"))
		return g_strdup("We understand that they have since been in touch with you.");
	return NULL;
}

char *
progress_tell(const RdViewSource *source)
{
	g_autofree char *outreach = NULL;
	g_autofree char *latest = NULL;

	if (source->kase == NULL || source->kase->facts == NULL)
		return NULL;
	outreach = tell_outreach(source);
	if (outreach == NULL)
		return NULL;
	latest = tell_latest(source);
	return g_strconcat(outreach, latest != NULL ? " " : "", latest, NULL);
}
