#include "judge.h"

#include <redress/error.h>
#include <redress/guard.h>

#define RULES_BUILT_IN "resource:///redress/templates/rules"

static gboolean
judge_open_store(RdJudge *self, const RdContext *context, const char *directory, GError **error)
{
	if (directory != NULL)
		self->store = rd_directory_open_folder(directory, error);
	else if (context->config != NULL)
		self->store = rd_store_open(context->config->store, error);
	else
		g_set_error_literal(error, RD_ERROR, RD_ERROR_CONFIG,
				    "who is who? give --directory DIR or -c FILE");
	return self->store != NULL;
}

static RdRules *
judge_load_configured(const RdConfig *config, GError **error)
{
	g_autofree char *dir = g_build_filename(config->templates, "rules", NULL);
	g_autofree char *kept = rd_rules_kept_path(config->store);

	return rd_rules_load_kept(dir, kept, error);
}

RdJudge *
rd_judge_new(const RdContext *context, const char *directory, const char *rules, GError **error)
{
	g_autoptr(RdJudge) self = g_new0(RdJudge, 1);

	self->config = context->config;
	if (rules != NULL || context->config == NULL)
		self->rules =
			rd_rules_load_kept(rules != NULL ? rules : RULES_BUILT_IN, NULL, error);
	else
		self->rules = judge_load_configured(context->config, error);
	if (self->rules == NULL || !judge_open_store(self, context, directory, error))
		return NULL;
	return g_steal_pointer(&self);
}

void
rd_judge_free(RdJudge *self)
{
	g_clear_pointer(&self->rules, rd_rules_free);
	g_clear_pointer(&self->store, rd_store_close);
	g_free(self);
}

RdJudgement *
rd_judge_file(const RdJudge *self, const char *path, GError **error)
{
	g_autoptr(GBytes) raw = NULL;
	char *octets;
	gsize len;

	if (!g_file_get_contents(path, &octets, &len, error))
		return NULL;
	raw = g_bytes_new_take(octets, len);
	return rd_judge_raw(self, raw, error);
}

RdJudgement *
rd_judge_raw(const RdJudge *self, GBytes *raw, GError **error)
{
	g_autoptr(RdJudgement) judgement = g_new0(RdJudgement, 1);

	judgement->message =
		rd_guard_parse(raw, self->config != NULL ? self->config->authserv_id : NULL,
			       &rd_message_default_limits);
	judgement->person =
		rd_directory_identify(self->store, self->config, judgement->message, error);
	if (judgement->person == NULL)
		return NULL;
	judgement->findings =
		rd_classify(self->rules, judgement->message, judgement->person, RD_CLASSIFY_ARGUE);
	rd_person_settle(judgement->person, judgement->findings);
	return g_steal_pointer(&judgement);
}

void
rd_judgement_free(RdJudgement *self)
{
	g_clear_pointer(&self->message, rd_message_free);
	g_clear_pointer(&self->person, rd_person_free);
	g_clear_pointer(&self->findings, rd_findings_free);
	g_free(self);
}

const char *
rd_judgement_role(const RdJudgement *self)
{
	return rd_person_role_label(self->person);
}

const char *
rd_judgement_original_sender(const RdJudgement *self)
{
	return self->person->original_sender;
}
