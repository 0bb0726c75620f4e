#include "smtp-session.h"

#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

/* RFC 5321 section 4.5.3.1.5 allows 512 octets a line; some say more. */
#define LINE_MAX_OCTETS 4096
#define REPLY_MAX_LINES 100
#define REPLY_MAX_CHARS 3000 /* challenges of AUTH too */

/* A whole reply may take so many times as long as the server may be silent. */
#define TIMEOUTS 3

/* An answer that comes so soon after a stop is still heard: it tells whether the mail arrived. */
#define GRACE_MS 1000

/* Said before we go; the server may answer or not. */
#define QUIT_S 1

struct _RdSmtp {
	const RdEndpoint *endpoint; /* borrowed */
	RdStream *stream;
	guint timeout_s; /* of silence, at present */
	GString *out;
	char in[LINE_MAX_OCTETS];
	gsize in_len;
	gsize in_at;
	GHashTable *offers; /* upper-case keyword -> parameters */
};

gboolean
rd_smtp_is_alive(const RdSmtp *self)
{
	return rd_stream_get_error(self->stream) == NULL;
}

const char *
rd_smtp_why(const RdSmtp *self)
{
	const GError *error = rd_stream_get_error(self->stream);

	return error != NULL ? error->message : "";
}

const char *
rd_smtp_offers(const RdSmtp *self, const char *keyword)
{
	return g_hash_table_lookup(self->offers, keyword);
}

static int
smtp_compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(a, b);
}

char *
rd_smtp_describe(const RdSmtp *self)
{
	g_autoptr(GList) names =
		g_list_sort(g_hash_table_get_keys(self->offers), smtp_compare_names);
	GString *out = g_string_new(rd_stream_is_tls(self->stream) ? "TLS" : "no TLS");

	for (const GList *i = names; i != NULL; i = i->next) {
		const char *parameters = rd_smtp_offers(self, i->data);

		g_string_append_printf(out, "%s%s%s%s", i == names ? "; " : ", ",
				       (const char *)i->data, parameters[0] != '\0' ? " " : "",
				       parameters);
	}
	return g_string_free(out, FALSE);
}

void
rd_smtp_reply_clear(RdSmtpReply *self)
{
	g_clear_pointer(&self->text, g_free);
}

void
rd_smtp_put(RdSmtp *self, const char *text)
{
	g_string_append(self->out, text);
}

gboolean
rd_smtp_put_octets(RdSmtp *self, const char *octets, gsize len)
{
	rd_stream_set_limits(self->stream, TIMEOUTS * self->timeout_s, 0);
	return rd_stream_write_all(self->stream, octets, len);
}

gboolean
rd_smtp_flush(RdSmtp *self)
{
	gboolean ok = rd_smtp_put_octets(self, self->out->str, self->out->len);

	explicit_bzero(self->out->str, self->out->len); /* it may have held a password */
	g_string_truncate(self->out, 0);
	return ok;
}

/* The next line without its end, valid until the next call; NULL when the stream failed. */
static char *
smtp_read_line(RdSmtp *self)
{
	for (;;) {
		char *line = self->in + self->in_at;
		char *end = memchr(line, '\n', self->in_len - self->in_at);
		gssize n;

		if (end != NULL) {
			self->in_at = (gsize)(end + 1 - self->in);
			if (end > line && end[-1] == '\r')
				end--;
			*end = '\0';
			return line;
		}
		memmove(self->in, line, self->in_len - self->in_at);
		self->in_len -= self->in_at;
		self->in_at = 0;
		if (self->in_len == sizeof(self->in)) {
			rd_stream_break(self->stream, "a line without end");
			return NULL;
		}
		n = rd_stream_read(self->stream, self->in + self->in_len,
				   sizeof(self->in) - self->in_len);
		if (n < 0)
			return NULL;
		self->in_len += (gsize)n;
	}
}

/* The code at the start of a reply line, 0 if it is none (RFC 5321 section 4.2). */
static int
smtp_line_code(const char *line)
{
	if (line[0] < '2' || line[0] > '5' || !g_ascii_isdigit(line[1]) ||
	    !g_ascii_isdigit(line[2]) || (line[3] != '\0' && line[3] != ' ' && line[3] != '-'))
		return 0;
	return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

/*
 * What a reply of several lines says, on one. Each may begin with the enhanced status code of
 * the first (RFC 2034), which is enough to read once.
 */
static void
reply_append(GString *text, const char *line)
{
	gsize status = strspn(text->str, "0123456789.");

	if (text->len >= REPLY_MAX_CHARS)
		return;
	if (text->len > 0) {
		g_string_append_c(text, ' ');
		if (status > 0 && text->str[status] == ' ' &&
		    strncmp(line, text->str, status + 1) == 0)
			line += status + 1;
	}
	g_string_append(text, line);
}

/* Reads a reply; each line but its code goes to @line, if that is given. */
static gboolean
smtp_hear_lines(RdSmtp *self, RdSmtpReply *reply, void (*each)(RdSmtp *self, char *line))
{
	g_autoptr(GString) text = g_string_new(NULL);

	rd_smtp_reply_clear(reply);
	reply->code = 0;
	rd_stream_set_limits(self->stream, TIMEOUTS * self->timeout_s, 0);
	for (guint i = 0; i < REPLY_MAX_LINES; i++) {
		char *line = smtp_read_line(self);
		gboolean last;

		if (line == NULL)
			break;
		reply->code = smtp_line_code(line);
		if (reply->code == 0)
			break;
		last = line[3] != '-';
		line += 3 + (line[3] != '\0');
		reply_append(text, line);
		if (each != NULL && i > 0) /* the first line is the server's name */
			each(self, line);
		if (last) {
			g_autofree char *clean = rd_text_to_utf8(text->str, text->len);

			reply->text = rd_text_one_line(clean, REPLY_MAX_CHARS);
			if (reply->code == 421) /* and hangs up (RFC 5321 section 3.8) */
				rd_stream_break(self->stream, reply->text);
			return TRUE;
		}
	}
	reply->code = 0;
	reply->text = g_strdup("");
	rd_stream_break(self->stream, "no SMTP reply");
	return FALSE;
}

gboolean
rd_smtp_hear(RdSmtp *self, RdSmtpReply *reply)
{
	return smtp_hear_lines(self, reply, NULL);
}

gboolean
rd_smtp_ask(RdSmtp *self, const char *command, RdSmtpReply *reply)
{
	rd_smtp_put(self, command);
	if (!rd_smtp_flush(self)) {
		reply->code = 0;
		return FALSE;
	}
	return rd_smtp_hear(self, reply);
}

void
rd_smtp_be_patient(RdSmtp *self, gboolean patient)
{
	self->timeout_s = patient ? self->endpoint->patience_s : self->endpoint->timeout_s;
	rd_stream_set_timeout(self->stream, self->timeout_s);
	rd_stream_set_grace(self->stream, patient ? GRACE_MS : 0);
}

/* What went wrong at @step: what the server said, or that it is gone. */
static gboolean
smtp_fail(RdSmtp *self, const char *step, const RdSmtpReply *reply, GError **error)
{
	g_autofree char *where = rd_endpoint_format(self->endpoint);
	gboolean certificate = g_error_matches(rd_stream_get_error(self->stream), RD_STREAM_ERROR,
					       RD_STREAM_ERROR_CERTIFICATE);
	int code = certificate ? RD_ERROR_CONFIG : RD_ERROR_TEMPORARY;

	if (reply != NULL && reply->code != 0)
		g_set_error(error, RD_ERROR, code, "%s: %s: %d %s", where, step, reply->code,
			    reply->text);
	else
		g_set_error(error, RD_ERROR, code, "%s: %s", step, rd_smtp_why(self));
	return FALSE;
}

/* Some say what they offer twice, "AUTH=LOGIN" for old programs: all of it counts. */
static void
smtp_note_offer(RdSmtp *self, char *line)
{
	char *rest = line + strcspn(line, " =");
	gboolean more = *rest != '\0';
	g_autofree char *keyword = g_ascii_strup(line, rest - line);
	g_autofree char *parameters = g_ascii_strup(more ? rest + 1 : "", -1);
	const char *before = rd_smtp_offers(self, keyword);
	gboolean again = before != NULL && before[0] != '\0';
	char *all = g_strconcat(again ? before : "", again ? " " : "", parameters, NULL);

	g_hash_table_replace(self->offers, g_steal_pointer(&keyword), all);
}

/* RFC 5321 section 4.1.1.1: our name, or our address where we have none worth the name. */
static char *
smtp_own_name(const RdSmtp *self)
{
	const char *name = g_get_host_name();
	gsize len = strspn(name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-.");
	g_autofree char *address = NULL;

	if (name[len] == '\0' && strchr(name, '.') != NULL)
		return g_strdup(name);
	address = rd_stream_local_address(self->stream);
	return g_strdup_printf("[%s%s]", strchr(address, ':') != NULL ? "IPv6:" : "", address);
}

/* EHLO, and HELO for servers from before 1995 (RFC 5321 section 3.2). */
static gboolean
smtp_hello(RdSmtp *self, GError **error)
{
	g_autofree char *name = smtp_own_name(self);
	g_autofree char *ehlo = g_strdup_printf("EHLO %s\r\n", name);
	g_autofree char *helo = g_strdup_printf("HELO %s\r\n", name);
	g_auto(RdSmtpReply) reply = {0};

	g_hash_table_remove_all(self->offers);
	rd_smtp_put(self, ehlo);
	if (!rd_smtp_flush(self) || !smtp_hear_lines(self, &reply, smtp_note_offer))
		return smtp_fail(self, "EHLO", NULL, error);
	if (reply.code / 100 == 5) {
		g_hash_table_remove_all(self->offers);
		rd_smtp_ask(self, helo, &reply);
	}
	return reply.code / 100 == 2 || smtp_fail(self, "EHLO", &reply, error);
}

static gboolean
smtp_start_tls(RdSmtp *self, GError **error)
{
	g_auto(RdSmtpReply) reply = {0};

	if (rd_smtp_offers(self, "STARTTLS") == NULL) {
		if (self->endpoint->loopback)
			return TRUE;
		g_set_error(error, RD_ERROR, RD_ERROR_CONFIG,
			    "%s: offers no STARTTLS; use smtps:, or say allow_plaintext",
			    self->endpoint->host);
		return FALSE;
	}
	if (!rd_smtp_ask(self, "STARTTLS\r\n", &reply) || reply.code != 220)
		return smtp_fail(self, "STARTTLS", &reply, error);
	if (self->in_at < self->in_len)
		rd_stream_break(self->stream, "plain text after the agreement to STARTTLS");
	if (!rd_stream_start_tls(self->stream, NULL))
		return smtp_fail(self, "STARTTLS", NULL, error);
	return smtp_hello(self, error);
}

static gboolean
smtp_greet(RdSmtp *self, GError **error)
{
	g_auto(RdSmtpReply) reply = {0};

	if (!rd_smtp_hear(self, &reply) || reply.code / 100 != 2)
		return smtp_fail(self, "greeting", &reply, error);
	return smtp_hello(self, error) &&
	       (self->endpoint->tls != RD_TLS_START || smtp_start_tls(self, error));
}

RdSmtp *
rd_smtp_connect(const RdEndpoint *endpoint, RdSecret *secret, int stop_fd, GError **error)
{
	g_autoptr(RdSmtp) self = g_new0(RdSmtp, 1);
	g_autoptr(GError) local = NULL;

	self->endpoint = endpoint;
	self->timeout_s = endpoint->timeout_s;
	self->out = g_string_new(NULL);
	self->offers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	self->stream = rd_stream_connect(endpoint, stop_fd, &local);
	if (self->stream == NULL) {
		gboolean certificate =
			g_error_matches(local, RD_STREAM_ERROR, RD_STREAM_ERROR_CERTIFICATE);

		g_set_error_literal(error, RD_ERROR,
				    certificate ? RD_ERROR_CONFIG : RD_ERROR_TEMPORARY,
				    local->message);
		return NULL;
	}
	if (!smtp_greet(self, error) ||
	    (endpoint->user != NULL && !rd_smtp_login(self, endpoint, secret, stop_fd, error)))
		return NULL;
	return g_steal_pointer(&self);
}

void
rd_smtp_free(RdSmtp *self)
{
	g_auto(RdSmtpReply) reply = {0};

	if (self->stream != NULL && rd_smtp_is_alive(self)) {
		self->timeout_s = QUIT_S;
		rd_stream_set_timeout(self->stream, QUIT_S);
		rd_smtp_ask(self, "QUIT\r\n", &reply);
	}
	g_clear_pointer(&self->stream, rd_stream_free);
	g_string_free(self->out, TRUE);
	g_hash_table_unref(self->offers);
	g_free(self);
}
