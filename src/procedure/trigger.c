#include "procedure-private.h"

#include <string.h>

void
trigger_free(Trigger *self)
{
	if (self == NULL)
		return;
	g_free(self->name);
	g_free(self->argument);
	g_free(self);
}

static gboolean
trigger_parse_roles(Trigger *self, char **words, char **why)
{
	for (char **word = words; *word != NULL; word++) {
		RdRole role;

		if (strcmp(*word, "or") == 0)
			continue;
		if (!rd_role_parse(*word, &role)) {
			*why = g_strdup_printf("\"%s\" is no role", *word);
			return FALSE;
		}
		self->roles |= RD_SET(role);
	}
	return TRUE;
}

/* How many words each kind takes after its own, and what they mean. */
static gboolean
trigger_parse_rest(Trigger *self, char **words, guint n, char **why)
{
	switch (self->kind) {
	case RD_EVENT_OPENED:
		return n == 0;
	case RD_EVENT_MESSAGE:
		return n == 0 || (n >= 2 && strcmp(words[0], "from") == 0 &&
				  trigger_parse_roles(self, words + 1, why));
	case RD_EVENT_BOUNCE: /* "bounce", "bounce of installer" */
		self->name = n == 2 ? g_strdup(words[1]) : NULL;
		return n == 0 || (n == 2 && strcmp(words[0], "of") == 0);
	case RD_EVENT_TASK_DONE: /* "task NAME done" */
		self->name = g_strdup(words[0]);
		return n == 2 && strcmp(words[1], "done") == 0;
	case RD_EVENT_COMMAND:
		self->name = g_strdup(words[0]);
		self->argument = n == 2 ? g_strdup(words[1]) : NULL;
		return n == 1 || n == 2;
	case RD_EVENT_TIMER:
	case RD_EVENT_LINKED:
		self->name = g_strdup(words[0]);
		return n == 1;
	}
	return FALSE;
}

static const char *const kinds[] = {
	[RD_EVENT_OPENED] = "opened",  [RD_EVENT_MESSAGE] = "message",
	[RD_EVENT_TIMER] = "timer",    [RD_EVENT_COMMAND] = "command",
	[RD_EVENT_TASK_DONE] = "task", [RD_EVENT_BOUNCE] = "bounce",
	[RD_EVENT_LINKED] = "linked",
};

static gboolean
trigger_parse_kind(Trigger *self, const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i], word) == 0) {
			self->kind = (RdEventKind)i;
			return TRUE;
		}
	}
	return FALSE;
}

Trigger *
trigger_parse(const char *text, char **why)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	guint n = g_strv_length(words);
	Trigger *self = g_new0(Trigger, 1);
	gboolean ok;

	self->any = n == 1 && strcmp(words[0], "anything") == 0;
	ok = self->any || (n > 0 && trigger_parse_kind(self, words[0]) &&
			   trigger_parse_rest(self, words + 1, n - 1, why));
	if (ok)
		return self;
	if (*why == NULL)
		*why = g_strdup_printf(
			"\"%s\" is no trigger: opened, message [from ROLE], timer NAME, "
			"command NAME [ARGUMENT], task NAME done, bounce [of ROLE], linked NAME, "
			"anything",
			text);
	trigger_free(self);
	return NULL;
}

static gboolean
name_matches(const char *wanted, const char *given)
{
	return wanted == NULL || g_strcmp0(wanted, given) == 0;
}

gboolean
trigger_matches(const Trigger *self, const RdEvent *event)
{
	if (self->any)
		return event->kind != RD_EVENT_OPENED;
	return self->kind == event->kind && name_matches(self->name, event->name) &&
	       name_matches(self->argument, event->argument) &&
	       (self->roles == 0 || RD_HAS(self->roles, event->role));
}

gboolean
trigger_covers(const Trigger *self, const Trigger *other)
{
	if (other->any)
		return self->any;
	if (self->any)
		return other->kind != RD_EVENT_OPENED;
	return self->kind == other->kind && name_matches(self->name, other->name) &&
	       name_matches(self->argument, other->argument) &&
	       (self->roles == 0 || (other->roles != 0 && (other->roles & ~self->roles) == 0));
}

char *
trigger_describe(const Trigger *self)
{
	GString *out;

	if (self->any)
		return g_strdup("anything");
	out = g_string_new(kinds[self->kind]);
	for (guint role = 0; role < RD_ROLE_LAST; role++) {
		if (RD_HAS(self->roles, role))
			g_string_append_printf(out, "%s %s",
					       strchr(out->str, ' ') == NULL ? " from" : " or",
					       rd_role_name(role));
	}
	if (self->name != NULL)
		g_string_append_printf(out, "%s %s", self->kind == RD_EVENT_BOUNCE ? " of" : "",
				       self->name);
	if (self->argument != NULL)
		g_string_append_printf(out, " %s", self->argument);
	if (self->kind == RD_EVENT_TASK_DONE)
		g_string_append(out, " done");
	return g_string_free(out, FALSE);
}
