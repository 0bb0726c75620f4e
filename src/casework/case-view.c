/*
 * case-view.c - gather what a letter or note about a case may speak of.
 */

#include "casework-private.h"

#include <redress/error.h>

#include <string.h>

gboolean
rd_casework_people(const RdCasework *self, const RdCase *kase, RdHomeowner **homeowner,
		   RdInstaller **installer, GError **error)
{
	g_autoptr(GError) local = NULL;

	*homeowner = NULL;
	*installer = NULL;
	if (*kase->homeowner_id != '\0')
		*homeowner = rd_homeowner_get(self->store, kase->homeowner_id, &local);
	if (local == NULL && *kase->installer_id != '\0')
		*installer = rd_installer_get(self->store, kase->installer_id, &local);
	if (local != NULL) {
		g_clear_pointer(homeowner, rd_homeowner_free);
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	return TRUE;
}

/* Whether @known has who @kase names: an effect before may have changed that. */
static gboolean
people_are_of(const RdSituation *known, const RdCase *kase)
{
	return known != NULL &&
	       strcmp(known->homeowner != NULL ? known->homeowner->id : "", kase->homeowner_id) ==
		       0 &&
	       strcmp(known->installer != NULL ? known->installer->id : "", kase->installer_id) ==
		       0;
}

gboolean
rd_casework_find_people(const RdCasework *self, const RdCase *kase, const RdSituation *known,
			RdCasePeople *out, GError **error)
{
	if (people_are_of(known, kase)) {
		*out = (RdCasePeople){.homeowner = known->homeowner, .installer = known->installer};
		return TRUE;
	}
	*out = (RdCasePeople){0};
	if (!rd_casework_people(self, kase, &out->found_homeowner, &out->found_installer, error))
		return FALSE;
	out->homeowner = out->found_homeowner;
	out->installer = out->found_installer;
	return TRUE;
}

void
rd_case_people_clear(RdCasePeople *self)
{
	g_clear_pointer(&self->found_homeowner, rd_homeowner_free);
	g_clear_pointer(&self->found_installer, rd_installer_free);
}

/* Staff records may lack an address that a case names; the letter then does without. */
static RdStaff *
view_staff(RdStore *store, const char *email)
{
	return email != NULL && *email != '\0' ? rd_staff_get(store, email, NULL) : NULL;
}

/* The name of whoever caused it, or the address; NULL: the clock. */
static char *
view_who(RdStore *store, const RdEvent *event, const RdHomeowner *homeowner)
{
	g_autoptr(RdStaff) staff = NULL;

	if (event == NULL || event->author == NULL || *event->author == '\0')
		return NULL;
	if (event->role == RD_ROLE_HOMEOWNER && homeowner != NULL)
		return g_strdup(homeowner->name);
	staff = view_staff(store, event->author);
	return g_strdup(staff != NULL ? staff->name : event->author);
}

/* What a homeowner newly wrote may be told to the installer; nobody else's words may. */
static const char *
view_words(const RdEvent *event)
{
	if (event == NULL || event->role != RD_ROLE_HOMEOWNER || event->text == NULL ||
	    *event->text == '\0')
		return NULL;
	return event->text;
}

/* A note or the body of a task is read by people of ours alone, whoever wrote the mail. */
static const char *
view_message(const RdPost *post)
{
	const RdEvent *event = post->event;

	if (post->template_name != NULL || event == NULL || event->kind != RD_EVENT_MESSAGE)
		return NULL;
	return event->text;
}

RdView *
rd_casework_view_with(const RdCasework *self, const RdCase *kase, const RdHomeowner *homeowner,
		      const RdInstaller *installer, const RdPost *post, const RdViewUses *uses,
		      RdTime now)
{
	const char *account_manager = installer != NULL && rd_view_uses(uses, "account_manager")
					      ? installer->account_manager
					      : NULL;
	g_autoptr(RdStaff) assignee = view_staff(self->store, kase->assignee);
	g_autoptr(RdStaff) manager = view_staff(self->store, account_manager);
	g_autoptr(RdReview) review = rd_casework_review(kase);
	g_autoptr(json_t) gathered = NULL;
	g_autofree char *who =
		rd_view_uses(uses, "who") ? view_who(self->store, post->event, homeowner) : NULL;

	if (post->extra == NULL &&
	    (rd_view_uses(uses, "candidates") || rd_view_uses(uses, "history")))
		gathered = rd_casework_gather(self, kase);
	return rd_view_new(&(RdViewSource){.config = self->config,
					   .kase = kase,
					   .homeowner = homeowner,
					   .installer = installer,
					   .assignee = assignee,
					   .account_manager = manager,
					   .task = post->task,
					   .review = review,
					   .words = view_words(post->event),
					   .message = view_message(post),
					   .who = who,
					   .question = post->question,
					   .extra = post->extra != NULL ? post->extra : gathered,
					   .uses = uses,
					   .now = now});
}

RdView *
rd_casework_view(const RdCasework *self, const RdCase *kase, const RdPost *post,
		 const RdViewUses *uses, RdTime now, GError **error)
{
	g_auto(RdCasePeople) people = {0};

	if (!rd_casework_find_people(self, kase, post->situation, &people, error))
		return NULL;
	return rd_casework_view_with(self, kase, people.homeowner, people.installer, post, uses,
				     now);
}

/* A ticket keeps its review in facts, under these names. */
static const char *const review_facts[] = {"review-platform", "review-rating", "review-reviewer",
					   "review-text", "review-link"};

static const char *
review_fact(const RdCase *kase, guint i)
{
	const char *value = g_hash_table_lookup(kase->facts, review_facts[i]);

	return value != NULL ? value : "";
}

RdReview *
rd_casework_review(const RdCase *kase)
{
	RdReview *review;

	if (!g_hash_table_contains(kase->facts, review_facts[0]))
		return NULL;
	review = g_new0(RdReview, 1);
	review->platform = g_strdup(review_fact(kase, 0));
	review->rating = (int)g_ascii_strtoll(review_fact(kase, 1), NULL, 10);
	review->reviewer = g_strdup(review_fact(kase, 2));
	review->text = g_strdup(review_fact(kase, 3));
	review->link = g_strdup(review_fact(kase, 4));
	return review;
}

gboolean
rd_casework_keep_review(RdStore *store, RdCase *kase, const RdReview *review, GError **error)
{
	g_autofree char *rating = g_strdup_printf("%d", review->rating);
	const char *values[] = {review->platform, rating, review->reviewer, review->text,
				review->link};

	for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
		if (!rd_fact_set(store, kase, review_facts[i], values[i], error))
			return FALSE;
	}
	return TRUE;
}
