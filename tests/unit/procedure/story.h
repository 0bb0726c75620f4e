/*
 * story.h - a case as a value, on which a procedure runs while time goes by.
 *
 * It does with the effects what casework does with them, without a database, and
 * writes them down as lines: "send follow-up to homeowner", "state waiting" ...
 */

#pragma once

#include <redress/procedure.h>

typedef struct Story {
	RdProcedure *procedure;
	RdCase *kase;
	RdHomeowner *homeowner; /* NULL: not matched */
	RdInstaller *installer; /* NULL: none */
	RdTime now;
	GString *log; /* what happened since story_clear() */
	void (*watch)(struct Story *story,
		      const RdEffect *effect); /* sees each effect; may be NULL */
} Story;

#define STORY_BEGIN ((RdTime)1769956200) /* 2026-02-01T14:30:00Z */

/* @procedure: path of a file, or the name of one of the project's. */
Story *story_new(const char *procedure);
void story_free(Story *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Story, story_free)

/* Another procedure for a case that is not open yet. */
void story_change(Story *self, const char *procedure);
/* Opens the case now. */
void story_open(Story *self, const char *complaints);
/* Lets time pass, firing each timer when it is due. */
void story_wait(Story *self, RdTime seconds);
/* Somebody writes; signals and new complaint types by name. */
void story_message(Story *self, RdRole from, const char *signals, const char *complaints);
void story_command(Story *self, const char *name, const char *argument);
void story_task_done(Story *self, const char *name);
void story_bounce(Story *self, const char *role);
void story_linked(Story *self, const char *name);

/* When the timer is due; RD_TIME_NONE: it does not run. */
RdTime story_due(const Story *self, const char *timer);
void story_clear(Story *self);
/* TRUE when a line of the log is @line. */
gboolean story_has(const Story *self, const char *line);
/* The lines that begin with @word, each with its line break. */
char *story_lines(const Story *self, const char *word);
/* Expects the lines that begin with @word to be exactly @lines. */
#define story_expect(story, word, lines)                                                           \
	do {                                                                                       \
		g_autofree char *found_ = story_lines((story), (word));                            \
		cr_expect_str_eq(found_, (lines), "\"%s\" lines:\n%s", (word), found_);            \
	} while (0)
