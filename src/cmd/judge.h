/*
 * judge.h - one mail through parsing, directory and rules: what classify and eval share.
 */

#pragma once

#include "context.h"

#include <redress/classify.h>
#include <redress/directory.h>

typedef struct {
	const RdConfig *config; /* borrowed; may be NULL */
	RdRules *rules;
	RdStore *store;
} RdJudge;

/*
 * @directory: folder with homeowners.csv, installers.csv, staff.csv; NULL: the store.
 * @rules: folder; NULL: the configuration's, or those built into the program.
 */
RdJudge *rd_judge_new(const RdContext *context, const char *directory, const char *rules,
		      GError **error);
void rd_judge_free(RdJudge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdJudge, rd_judge_free)

typedef struct {
	RdMessage *message;
	RdPerson *person;
	RdFindings *findings;
} RdJudgement;

RdJudgement *rd_judge_raw(const RdJudge *self, GBytes *raw, GError **error);
RdJudgement *rd_judge_file(const RdJudge *self, const char *path, GError **error);
void rd_judgement_free(RdJudgement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdJudgement, rd_judgement_free)

/* "homeowner", ...: the role by which the mail is judged. */
const char *rd_judgement_role(const RdJudgement *self);
/* What the label format calls original_sender; NULL: none. */
const char *rd_judgement_original_sender(const RdJudgement *self);
