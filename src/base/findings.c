#include <redress/findings.h>
#include <redress/text.h>

#include <string.h>

static const char *const kinds[RD_KIND_LAST] = {
	[RD_KIND_UNRELATED] = "unrelated",   [RD_KIND_COMPLAINT] = "complaint",
	[RD_KIND_UPDATE] = "update",	     [RD_KIND_REVIEW_ALERT] = "review-alert",
	[RD_KIND_AUTO_REPLY] = "auto-reply", [RD_KIND_BOUNCE] = "bounce",
};

static const char *const complaints[RD_COMPLAINT_LAST] = {
	[RD_COMPLAINT_PTO_DELAY] = "pto-delay",
	[RD_COMPLAINT_MISSING_EQUIPMENT] = "missing-equipment",
	[RD_COMPLAINT_NOT_CONNECTED] = "not-connected",
	[RD_COMPLAINT_DAMAGE] = "damage",
	[RD_COMPLAINT_RUDE_CONDUCT] = "rude-conduct",
	[RD_COMPLAINT_VULGAR_CONDUCT] = "vulgar-conduct",
	[RD_COMPLAINT_UNRESPONSIVE_INSTALLER] = "unresponsive-installer",
	[RD_COMPLAINT_MISREPRESENTATION] = "misrepresentation",
	[RD_COMPLAINT_OTHER_INSTALLER] = "other-installer",
	[RD_COMPLAINT_EVERBRIGHT] = "everbright",
};

static const char *const signals[RD_SIGNAL_LAST] = {
	[RD_SIGNAL_INSTALLER_CONTACTED] = "installer-contacted",
	[RD_SIGNAL_NO_CONTACT] = "no-contact",
	[RD_SIGNAL_SATISFIED] = "satisfied",
	[RD_SIGNAL_DISSATISFIED] = "dissatisfied",
	[RD_SIGNAL_FOLLOW_UP_REQUESTED] = "follow-up-requested",
	[RD_SIGNAL_WILL_CONTACT] = "will-contact",
	[RD_SIGNAL_NEEDS_INFO] = "needs-info",
	[RD_SIGNAL_DISPUTES] = "disputes",
	[RD_SIGNAL_MORE_INFO] = "more-info",
};

static const char *const roles[RD_ROLE_LAST] = {
	[RD_ROLE_UNKNOWN] = "unknown",	       [RD_ROLE_HOMEOWNER] = "homeowner",
	[RD_ROLE_INSTALLER] = "installer",     [RD_ROLE_AGENT] = "agent",
	[RD_ROLE_BACK_OFFICE] = "back-office", [RD_ROLE_RESOLUTION] = "resolution",
	[RD_ROLE_MARKETING] = "marketing",     [RD_ROLE_SALES] = "sales",
	[RD_ROLE_PARTNER] = "partner",	       [RD_ROLE_AUTOMATED] = "automated",
};

static const char *const against_names[] = {NULL, "installer", "everbright", "both"};

static gboolean
names_find(const char *const *names, guint n, const char *name, guint *out)
{
	for (guint i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0) {
			*out = i;
			return TRUE;
		}
	}
	return FALSE;
}

static char *
names_format(const char *const *names, guint n, guint32 set)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < n; i++) {
		if (RD_HAS(set, i))
			rd_text_list(out, " ", names[i]);
	}
	return g_string_free(out, FALSE);
}

static gboolean
names_parse(const char *const *names, guint n, const char *text, guint32 *out)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	guint32 set = 0;

	for (char **word = words; *word != NULL; word++) {
		guint i;

		if (**word == '\0')
			continue;
		if (!names_find(names, n, *word, &i))
			return FALSE;
		set |= RD_SET(i);
	}
	*out = set;
	return TRUE;
}

const char *
rd_kind_name(RdKind kind)
{
	return kind < RD_KIND_LAST ? kinds[kind] : NULL;
}

const char *
rd_complaint_name(RdComplaint complaint)
{
	return complaint < RD_COMPLAINT_LAST ? complaints[complaint] : NULL;
}

const char *
rd_signal_name(RdSignal signal)
{
	return signal < RD_SIGNAL_LAST ? signals[signal] : NULL;
}

const char *
rd_against_name(RdAgainst against)
{
	return against < G_N_ELEMENTS(against_names) ? against_names[against] : NULL;
}

const char *
rd_role_name(RdRole role)
{
	return role < RD_ROLE_LAST ? roles[role] : NULL;
}

gboolean
rd_complaint_parse(const char *name, RdComplaint *out)
{
	guint i;

	if (!names_find(complaints, RD_COMPLAINT_LAST, name, &i))
		return FALSE;
	*out = (RdComplaint)i;
	return TRUE;
}

gboolean
rd_signal_parse(const char *name, RdSignal *out)
{
	guint i;

	if (!names_find(signals, RD_SIGNAL_LAST, name, &i))
		return FALSE;
	*out = (RdSignal)i;
	return TRUE;
}

gboolean
rd_role_parse(const char *name, RdRole *out)
{
	guint i;

	if (!names_find(roles, RD_ROLE_LAST, name, &i))
		return FALSE;
	*out = (RdRole)i;
	return TRUE;
}

char *
rd_complaints_format(RdComplaintSet set)
{
	return names_format(complaints, RD_COMPLAINT_LAST, set);
}

gboolean
rd_complaints_parse(const char *names, RdComplaintSet *out)
{
	return names_parse(complaints, RD_COMPLAINT_LAST, names, out);
}

char *
rd_signals_format(RdSignalSet set)
{
	return names_format(signals, RD_SIGNAL_LAST, set);
}

gboolean
rd_signals_parse(const char *names, RdSignalSet *out)
{
	return names_parse(signals, RD_SIGNAL_LAST, names, out);
}

RdComplaint
rd_complaints_first(RdComplaintSet set)
{
	int first = g_bit_nth_lsf(set, -1);

	return first >= 0 && first < RD_COMPLAINT_LAST ? (RdComplaint)first : RD_COMPLAINT_NONE;
}

RdAgainst
rd_complaints_against(RdComplaintSet set)
{
	gboolean everbright = RD_HAS(set, RD_COMPLAINT_EVERBRIGHT);
	gboolean installer = (set & ~RD_SET(RD_COMPLAINT_EVERBRIGHT)) != 0;

	if (everbright)
		return installer ? RD_AGAINST_BOTH : RD_AGAINST_EVERBRIGHT;
	return installer ? RD_AGAINST_INSTALLER : RD_AGAINST_NONE;
}

gboolean
rd_role_is_staff(RdRole role)
{
	return role >= RD_ROLE_AGENT && role <= RD_ROLE_SALES;
}

static void
reason_free(gpointer data)
{
	RdReason *self = data;

	g_free(self->label);
	g_free(self->rule);
	g_free(self->text);
	g_free(self);
}

void
rd_review_free(RdReview *self)
{
	if (self == NULL)
		return;
	g_free(self->platform);
	g_free(self->reviewer);
	g_free(self->text);
	g_free(self->link);
	g_free(self);
}

RdFindings *
rd_findings_new(void)
{
	RdFindings *self = g_new0(RdFindings, 1);

	self->primary = RD_COMPLAINT_NONE;
	self->because = g_ptr_array_new_with_free_func(reason_free);
	return self;
}

void
rd_findings_free(RdFindings *self)
{
	rd_review_free(self->review);
	g_ptr_array_unref(self->because);
	g_free(self->undecided);
	g_free(self);
}

double
rd_findings_sure(const RdFindings *self)
{
	double sure = 0;

	for (guint i = 0; i < RD_COMPLAINT_LAST; i++) {
		if (RD_HAS(self->complaints, i))
			sure = MAX(sure, self->complaint_share[i]);
	}
	return sure;
}
