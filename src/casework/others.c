/*
 * others.c - who else is in a letter: people of the directory who are not of the case.
 */

#include "casework-private.h"

#include <redress/matrix.h>

#include <string.h>

/* One address, number or account of a letter being looked up. */
typedef struct {
	const RdCasework *self;
	const RdCase *kase;
	const char *mark;
	gboolean of_case; /* somebody of the case has it: then it is theirs */
	char *other;	  /* id of somebody who is not; NULL */
} Lookup;

static void
lookup_take(Lookup *l, const char *id)
{
	if (strcmp(id, l->kase->homeowner_id) == 0 || strcmp(id, l->kase->installer_id) == 0)
		l->of_case = TRUE;
	else if (l->other == NULL)
		l->other = g_strdup(id);
}

static gboolean
lookup_take_homeowners(Lookup *l, GPtrArray *found)
{
	for (guint i = 0; found != NULL && i < found->len; i++)
		lookup_take(l, ((RdHomeowner *)found->pdata[i])->id);
	return found != NULL;
}

static gboolean
lookup_address(Lookup *l, GError **error)
{
	RdStore *store = l->self->store;
	g_autoptr(GPtrArray) homeowners = rd_homeowners_by_email(store, l->mark, error);
	g_autoptr(GPtrArray) installers = NULL;

	if (!lookup_take_homeowners(l, homeowners))
		return FALSE;
	installers = rd_installers_by_email(store, l->mark, error);
	for (guint i = 0; installers != NULL && i < installers->len; i++)
		lookup_take(l, ((RdInstaller *)installers->pdata[i])->id);
	return installers != NULL;
}

static gboolean
lookup_account(Lookup *l, GError **error)
{
	g_autoptr(GError) local = NULL;
	g_autoptr(RdHomeowner) homeowner = rd_homeowner_get(l->self->store, l->mark, &local);

	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	if (homeowner != NULL)
		lookup_take(l, homeowner->id);
	return TRUE;
}

static gboolean
lookup_run(Lookup *l, GError **error)
{
	g_autoptr(GPtrArray) homeowners = NULL;

	if (strchr(l->mark, '@') != NULL)
		return lookup_address(l, error);
	if (strspn(l->mark, "0123456789") != strlen(l->mark))
		return lookup_account(l, error);
	homeowners = rd_homeowners_by_phone(l->self->store, l->mark, error);
	return lookup_take_homeowners(l, homeowners);
}

GPtrArray *
rd_casework_others(const RdCasework *self, const RdCase *kase, const char *text, guint max,
		   GError **error)
{
	g_autoptr(GPtrArray) marks = rd_matrix_marks(text, max);
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < marks->len; i++) {
		Lookup l = {.self = self, .kase = kase, .mark = marks->pdata[i]};
		gboolean ok = lookup_run(&l, error);

		if (ok && !l.of_case && l.other != NULL)
			g_ptr_array_add(others, g_strdup_printf("%s (%s)", l.other, l.mark));
		g_free(l.other);
		if (!ok)
			return NULL;
	}
	return g_steal_pointer(&others);
}
