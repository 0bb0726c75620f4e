#include <redress/message.h>

#include <string.h>

RdAddress *
rd_address_new(const char *name, const char *address)
{
	RdAddress *self = g_new0(RdAddress, 1);
	char *at;

	self->name = g_strdup(name != NULL ? name : "");
	self->address = g_strdup(address != NULL ? address : "");
	at = strrchr(self->address, '@');
	for (char *p = at; p != NULL && *p != '\0'; p++)
		*p = g_ascii_tolower(*p);
	for (char *end = at != NULL ? at + strlen(at) : NULL; end != NULL && end[-1] == '.'; end--)
		end[-1] = '\0'; /* the root of the DNS, which names the same host */
	return self;
}

void
rd_address_free(RdAddress *self)
{
	if (self == NULL)
		return;
	g_free(self->name);
	g_free(self->address);
	g_free(self);
}

void
rd_forwarded_free(RdForwarded *self)
{
	while (self != NULL) { /* the chain may be long */
		RdForwarded *outer = self->outer;

		rd_address_free(self->from);
		g_clear_pointer(&self->to, g_ptr_array_unref);
		g_clear_pointer(&self->cc, g_ptr_array_unref);
		g_free(self->subject);
		g_free(self->body);
		g_free(self->signature);
		g_free(self->quoted);
		g_free(self->message_id);
		g_free(self);
		self = outer;
	}
}
