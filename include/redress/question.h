/*
 * question.h - the question that somebody asks in a text, to be passed on word for word.
 */

#pragma once

/*
 * The last sentence of @text that asks something definite about the matter: at least
 * four words, and not a question to ourselves ("can you help me?", "any update?").
 * One line without quote marks around it; NULL when there is none. g_free() it.
 *
 * @text: plain text with LF line ends.
 */
char *rd_question_in(const char *text);
