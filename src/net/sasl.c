#include "command.h"
#include "sasl-scram.h"

#include <redress/error.h>
#include <redress/sasl.h>
#include <string.h>

typedef enum { SASL_SCRAM_SHA_256, SASL_SCRAM_SHA_1, SASL_PLAIN, SASL_LOGIN, SASL_XOAUTH2 } Mech;

/* Strongest first. */
static const struct {
	const char *name;
	Mech mech;
	gboolean token;
	gboolean client_first;
} mechanisms[] = {
	{"SCRAM-SHA-256", SASL_SCRAM_SHA_256, FALSE, TRUE},
	{"SCRAM-SHA-1", SASL_SCRAM_SHA_1, FALSE, TRUE},
	{"PLAIN", SASL_PLAIN, FALSE, TRUE},
	{"LOGIN", SASL_LOGIN, FALSE, FALSE},
	{"XOAUTH2", SASL_XOAUTH2, TRUE, TRUE},
};

struct _RdSasl {
	gsize index; /* into mechanisms */
	char *user;
	char *secret;
	guint steps;
	RdScram *scram; /* NULL: another mechanism */
};

gboolean
rd_sasl_is_known(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
		if (g_ascii_strcasecmp(mechanisms[i].name, name) == 0)
			return TRUE;
	}
	return FALSE;
}

const char *
rd_sasl_choose(const char *const *offered, const char *wanted, gboolean is_token)
{
	for (gsize i = 0; i < G_N_ELEMENTS(mechanisms); i++) {
		const char *name = mechanisms[i].name;

		if (mechanisms[i].token == is_token && g_strv_contains(offered, name) &&
		    (wanted == NULL || g_ascii_strcasecmp(name, wanted) == 0))
			return name;
	}
	return NULL;
}

RdSasl *
rd_sasl_new(const char *mechanism, const char *user, const char *secret, const char *nonce)
{
	RdSasl *self = g_new0(RdSasl, 1);
	Mech mech;

	while (strcmp(mechanisms[self->index].name, mechanism) != 0)
		self->index++;
	self->user = g_strdup(user);
	self->secret = g_strdup(secret);
	mech = mechanisms[self->index].mech;
	if (mech == SASL_SCRAM_SHA_256 || mech == SASL_SCRAM_SHA_1)
		self->scram = rd_scram_new(mech == SASL_SCRAM_SHA_256, user, secret, nonce);
	return self;
}

void
rd_sasl_free(RdSasl *self)
{
	g_free(self->user);
	rd_text_wipe(self->secret);
	g_clear_pointer(&self->scram, rd_scram_free);
	g_free(self);
}

const char *
rd_sasl_get_mechanism(const RdSasl *self)
{
	return mechanisms[self->index].name;
}

gboolean
rd_sasl_is_client_first(const RdSasl *self)
{
	return mechanisms[self->index].client_first;
}

/* [authzid] NUL authcid NUL password (RFC 4616). */
static GBytes *
sasl_plain(const RdSasl *self)
{
	GByteArray *out = g_byte_array_new();

	g_byte_array_append(out, (const guint8 *)"", 1);
	g_byte_array_append(out, (const guint8 *)self->user, (guint)strlen(self->user) + 1);
	g_byte_array_append(out, (const guint8 *)self->secret, (guint)strlen(self->secret));
	return g_byte_array_free_to_bytes(out);
}

static GBytes *
sasl_text(char *text)
{
	return text != NULL ? g_bytes_new_take(text, strlen(text)) : NULL;
}

static GBytes *
sasl_scram_step(RdSasl *self, const void *challenge, gsize len, GError **error)
{
	g_autofree char *text = g_strndup(challenge, len);

	return sasl_text(rd_scram_step(self->scram, text, error));
}

GBytes *
rd_sasl_step(RdSasl *self, const void *challenge, gsize len, GError **error)
{
	guint step = self->steps++;
	Mech mech = mechanisms[self->index].mech;

	if (self->scram != NULL)
		return sasl_scram_step(self, challenge, len, error);
	if (mech == SASL_PLAIN && step == 0)
		return sasl_plain(self);
	if (mech == SASL_LOGIN && step < 2) /* "Username:" and "Password:", however spelt */
		return sasl_text(g_strdup(step == 0 ? self->user : self->secret));
	if (mech == SASL_XOAUTH2 && step == 0)
		return sasl_text(g_strdup_printf("user=%s\001auth=Bearer %s\001\001", self->user,
						 self->secret));
	if (mech == SASL_XOAUTH2 && step == 1) /* why the token is refused; then comes the no */
		return g_bytes_new_static("", 0);
	g_set_error(error, RD_ERROR, RD_ERROR_INPUT, "%s: the server asks for more",
		    rd_sasl_get_mechanism(self));
	return NULL;
}

char *
rd_sasl_answer(RdSasl *self, const char *challenge, gboolean initial, GError **error)
{
	gsize len = 0;
	g_autofree guchar *octets = challenge[0] != '\0' ? g_base64_decode(challenge, &len) : NULL;
	g_autoptr(GBytes) response = rd_sasl_step(self, octets, len, error);
	gsize response_len;
	const guchar *data;

	if (response == NULL)
		return NULL;
	data = g_bytes_get_data(response, &response_len);
	if (response_len == 0)
		return g_strdup(initial ? "=" : "");
	return g_base64_encode(data, response_len);
}

gboolean
rd_sasl_is_complete(const RdSasl *self)
{
	return self->scram == NULL || rd_scram_is_complete(self->scram);
}
