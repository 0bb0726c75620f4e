#include "mailhead.h"

#include <string.h>

#define FIRST_MAIL 1772000000
#define LINE	   64 /* signs of a signature on one line */

typedef struct {
	const MailHead *head;
	GRand *rand;
	GString *out;
	const char *domain; /* of the writer */
	char *date;
} Writer;

/* @n signs of base64, folded: keys, signatures, tokens. */
static void
append_token(Writer *self, guint n)
{
	static const char signs[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (guint i = 0; i < n; i++) {
		if (i > 0 && i % LINE == 0)
			g_string_append(self->out, "\n\t");
		g_string_append_c(self->out, signs[g_rand_int_range(self->rand, 0, 64)]);
	}
}

static void
append_named_token(Writer *self, const char *before, guint n, const char *after)
{
	g_string_append(self->out, before);
	append_token(self, n);
	g_string_append(self->out, after);
}

static void
append_received(Writer *self, const char *from, const char *by, const char *with)
{
	g_string_append_printf(self->out, "Received: from %s", from);
	if (g_str_has_suffix(from, "example"))
		g_string_append_printf(self->out, " (%s [198.51.100.%d])", from,
				       g_rand_int_range(self->rand, 1, 250));
	g_string_append_printf(self->out, "\n\tby %s with %s id ", by, with);
	append_token(self, 14);
	g_string_append_printf(self->out, "\n\tfor <complaints@corp.example>; %s\n", self->date);
}

static void
append_results(Writer *self, const char *field, const char *server)
{
	g_string_append_printf(self->out,
			       "%s: %s;\n\tdkim=pass header.i=@%s header.s=s1;\n"
			       "\tspf=pass (%s: domain of %s designates 198.51.100.7 as permitted "
			       "sender) smtp.mailfrom=%s;\n"
			       "\tdmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=%s\n",
			       field, server, self->domain, server, self->head->address,
			       self->head->address, self->domain);
}

static void
append_signature(Writer *self, const char *field, const char *first)
{
	g_string_append_printf(self->out,
			       "%s: %sv=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=s1;\n"
			       "\th=from:to:cc:subject:date:message-id:in-reply-to:references\n"
			       "\t :mime-version:content-type:reply-to;\n",
			       field, first, self->domain);
	append_named_token(self, "\tbh=", 43, "=;\n");
	append_named_token(self, "\tb=", 342, "==\n");
}

/* A chain of what others vouch for (RFC 8617), one set for each server @i. */
static void
append_chain(Writer *self, guint i, const char *server)
{
	g_autofree char *first = g_strdup_printf("i=%u; ", i);
	g_autofree char *results = g_strdup_printf("i=%u; %s", i, server);

	g_string_append_printf(self->out,
			       "ARC-Seal: i=%u; a=rsa-sha256; t=1772000000; cv=none; d=%s; "
			       "s=arc-20240605;\n",
			       i, server);
	append_named_token(self, "\tb=", 342, "==\n");
	append_signature(self, "ARC-Message-Signature", first);
	append_results(self, "ARC-Authentication-Results", results);
}

static void
append_free_mail(Writer *self)
{
	append_received(self, "mail-lj1.freemail.example", "mx.corp.example", "ESMTPS");
	append_chain(self, 1, "mx.freemail.example");
	append_results(self, "Authentication-Results", "mx.corp.example");
	append_received(self, "127.0.0.1", "mail-lj1.freemail.example", "SMTP");
	append_signature(self, "DKIM-Signature", "");
	append_signature(self, "X-Freemail-DKIM-Signature", "");
	append_named_token(self, "X-Mail-Message-State: ", 118, "\n");
	append_named_token(self, "X-Mail-Gg: ", 190, "\n");
	append_named_token(self, "X-Mail-Smtp-Source: ", 76, "\n");
	g_string_append_printf(self->out, "X-Received: by 2002:a05:6512:: with SMTP id ");
	append_named_token(self, "", 22, "; ");
	g_string_append_printf(self->out, "%s\n", self->date);
}

static void
append_office_mail(Writer *self)
{
	static const char *const hops[] = {"nam11.outbound.office.example",
					   "MW4PR.namprd.office.example",
					   "CO1PR.namprd.office.example"};

	for (guint i = 0; i < G_N_ELEMENTS(hops); i++)
		append_received(self, hops[i], i == 0 ? "mx.corp.example" : hops[i - 1], "HTTPS");
	append_chain(self, 1, "office.example");
	append_results(self, "Authentication-Results", "mx.corp.example");
	append_signature(self, "DKIM-Signature", "");
	append_named_token(self, "Thread-Topic: ", 30, "\n");
	append_named_token(self, "Thread-Index: ", 30, "\n");
	g_string_append(self->out, "Accept-Language: en-US\nContent-Language: en-US\n"
				   "X-Office-Has-Attach:\nX-Office-TNEF-Correlator:\n"
				   "msip_labels:\n");
	append_named_token(self, "x-office-publictraffictype: ", 5, "\n");
	append_named_token(self, "x-office-diagnostics: ", 40, "\n");
	append_named_token(self, "x-office-correlation-id: ", 36, "\n");
	g_string_append(self->out, "x-office-senderadcheck: 1\nx-office-transport: 0\n");
	append_named_token(self, "x-office-antispam: ", 120, "\n");
	append_named_token(self, "x-office-antispam-message-info: ", 1400, "\n");
	append_named_token(self, "x-forefront-antispam-report: ", 300, "\n");
	append_named_token(self, "x-office-antispam-chunk-0: ", 1900, "\n");
	append_named_token(self, "X-OriginatorOrg: ", 20, "\n");
	append_named_token(self, "X-Office-Network-Message-Id: ", 36, "\n");
	append_named_token(self, "X-Office-OriginalArrivalTime: ", 24, "\n");
	append_named_token(self, "X-Office-UserPrincipalName: ", 88, "\n");
	append_named_token(self, "X-Office-Transport-CrossTenantHeadersStamped: ", 15, "\n");
}

static void
append_own_server(Writer *self)
{
	append_received(self, "out3.post.example", "mx.corp.example", "ESMTPS");
	append_results(self, "Authentication-Results", "mx.corp.example");
	append_signature(self, "DKIM-Signature", "");
	g_string_append(self->out, "X-Spam-Status: No, score=-2.1 required=5.0 tests=DKIM_SIGNED,"
				   "DKIM_VALID,\n\tSPF_PASS,HTML_MESSAGE autolearn=ham "
				   "version=4.0.0\nX-Spam-Level:\nX-Mailer: Post 11.4\n");
}

/* What the writer's own program says. */
static void
append_own_fields(Writer *self)
{
	const MailHead *head = self->head;

	g_string_append_printf(self->out,
			       "From: %s <%s>\n"
			       "To: EverBright Customer Care <complaints@corp.example>\n"
			       "Date: %s\n"
			       "Message-ID: <%s>\n"
			       "Subject: %s%s\n",
			       head->name, head->address, self->date, head->message_id,
			       head->references != NULL ? "Re: " : "", head->subject);
	if (head->references != NULL)
		g_string_append_printf(self->out, "In-Reply-To: <%s\nReferences: %s\n",
				       strrchr(head->references, '<') + 1, head->references);
	g_string_append(self->out, "MIME-Version: 1.0\n");
}

void
mailhead_append(const MailHead *self, GRand *rand, GString *out)
{
	g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(FIRST_MAIL + 60 * self->serial);
	Writer writer = {.head = self,
			 .rand = rand,
			 .out = out,
			 .domain = strchr(self->address, '@') + 1,
			 .date = g_date_time_format(at, "%a, %d %b %Y %H:%M:%S +0000")};
	double sort = g_rand_double(rand);

	g_string_append_printf(out, "Return-Path: <%s>\nDelivered-To: complaints@corp.example\n",
			       self->address);
	append_received(&writer, "mx.corp.example", "store.corp.example", "LMTP");
	if (sort < 0.4)
		append_free_mail(&writer);
	else if (sort < 0.65)
		append_office_mail(&writer);
	else
		append_own_server(&writer);
	append_own_fields(&writer);
	g_free(writer.date);
}
