#include "speech.h"

#include <redress/findings.h>
#include <redress/yaml.h>
#include <string.h>

#define MAILS "templates/rules/81-mails.yaml"

/* Those on the same matters stand together. */
struct _Speech {
	RdYaml *document;		 /* owns the texts */
	GPtrArray *beginnings, *answers; /* of texts */
};

typedef enum { BEGINS, ANSWERS, NEITHER } Use;

/* An update has the name of who wrote it beside its labels. */
static Use
labels_use(const char *labels)
{
	g_auto(GStrv) names = g_strsplit(labels, " ", -1);
	Use use = BEGINS;

	for (char **name = names; *name != NULL && use != NEITHER; name++) {
		RdRole author;

		if (strcmp(*name, "pitch") == 0)
			use = NEITHER;
		else if (rd_role_parse(*name, &author))
			use = author == RD_ROLE_HOMEOWNER ? ANSWERS : NEITHER;
	}
	return use;
}

Speech *
speech_new(void)
{
	Speech *self = g_new0(Speech, 1);
	g_autofree char *yaml = NULL;
	g_autoptr(GError) error = NULL;
	RdYamlNode examples;
	gsize len;

	g_file_get_contents(MAILS, &yaml, &len, &error);
	g_assert_no_error(error);
	self->document = rd_yaml_parse(yaml, len, MAILS, &error);
	g_assert_no_error(error);
	self->beginnings = g_ptr_array_new();
	self->answers = g_ptr_array_new();
	examples = rd_yaml_get(rd_yaml_root(self->document), "examples");
	for (guint i = 0; i < rd_yaml_size(examples); i++) {
		RdYamlNode texts = rd_yaml_item(examples, i);
		Use use = labels_use(rd_yaml_key(examples, i));

		for (guint j = 0; j < rd_yaml_size(texts) && use != NEITHER; j++)
			g_ptr_array_add(use == BEGINS ? self->beginnings : self->answers,
					(gpointer)rd_yaml_text(rd_yaml_item(texts, j)));
	}
	return self;
}

void
speech_free(Speech *self)
{
	g_ptr_array_unref(self->beginnings);
	g_ptr_array_unref(self->answers);
	rd_yaml_free(self->document);
	g_free(self);
}

/* A text of @pool of @least octets or more, or two that have as many. */
static char *
pool_say(const GPtrArray *pool, GRand *rand, gsize least)
{
	guint at = (guint)g_rand_int_range(rand, 0, (gint32)pool->len);
	GString *out = g_string_new(NULL);

	for (guint tries = 0; out->len <= least; tries++) {
		const char *text = pool->pdata[(at + tries) % pool->len];

		if (strlen(text) >= (tries < 100 ? least : least / 2))
			g_string_append_printf(out, "%s%s", out->len > 0 ? "\n\n" : "", text);
	}
	return g_string_free(out, FALSE);
}

/* Half of them are short; the others are letters. */
static gsize
length_draw(GRand *rand, gint32 most)
{
	return g_rand_boolean(rand) ? 0 : (gsize)g_rand_int_range(rand, 0, most);
}

char *
speech_begin(const Speech *self, GRand *rand)
{
	return pool_say(self->beginnings, rand, length_draw(rand, 2500));
}

char *
speech_answer(const Speech *self, GRand *rand)
{
	return pool_say(self->answers, rand, length_draw(rand, 800));
}
