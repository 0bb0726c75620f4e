/* case-json.h - a case with all that belongs to it, as design's "case show --json". */

#pragma once

#include <redress/case.h>
#include <redress/reply.h>

/* NULL with an error when the store cannot be read. */
json_t *rd_case_to_json(RdStore *store, const RdCase *kase, GError **error);
json_t *rd_task_to_json(const RdTask *task);
