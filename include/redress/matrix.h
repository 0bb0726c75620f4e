/*
 * matrix.h - who may receive what about whom ("Never" of the requirements).
 *
 * A pure check of one finished letter, whatever template and procedure made it: who
 * its recipients are to the case, what stands in it of the homeowner and the installer
 * (quotes included), whether it carries a raw message, and on whose word it goes.
 * README.md of templates/procedures has the table.
 */

#pragma once

#include <glib.h>
#include <redress/config.h>
#include <redress/people.h>

G_BEGIN_DECLS

typedef struct {
	const RdConfig *config;
	const RdHomeowner *homeowner; /* of the case; NULL */
	const RdInstaller *installer; /* of the case; NULL */
	const char *contact;	      /* unmatched writer of the case; "" */
	GPtrArray *recipients;	      /* of char *: all addresses */
	GPtrArray *staff;	      /* of char *: those of them that are staff of the directory */
	GPtrArray *others; /* of char *: "HO-1 (phone)": people of the directory whose number or
			      address the letter has, and who are not of the case */
	const char *subject;
	const char *text;
	gboolean attached; /* a raw message */
	gboolean unheard;  /* it is written upon the mail of somebody whose word does not count */
} RdMatrixLetter;

/* Why the letter may not go as it is; NULL: it may. Free with g_free(). */
char *rd_matrix_check(const RdMatrixLetter *letter);

/*
 * The addresses, phone numbers (as digits) and account ids in a text, for looking up
 * whose they are; at most @max, each once.
 */
GPtrArray *rd_matrix_marks(const char *text, guint max);

G_END_DECLS
