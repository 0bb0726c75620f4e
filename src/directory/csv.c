#include "csv.h"

#include <string.h>

void
rd_csv_init(RdCsv *self, const char *text, gsize len)
{
	static const char bom[] = "\xef\xbb\xbf";

	if (len >= 3 && memcmp(text, bom, 3) == 0) {
		text += 3;
		len -= 3;
	}
	*self = (RdCsv){.at = text, .end = text + len, .line = 1, .record_line = 1};
}

/* At the end of a line, however it is written: steps over it. */
static gboolean
csv_take_line_end(RdCsv *self)
{
	if (self->at < self->end && *self->at == '\n')
		self->at++;
	else if (self->end - self->at >= 2 && self->at[0] == '\r' && self->at[1] == '\n')
		self->at += 2;
	else
		return self->at == self->end;
	self->line++;
	return TRUE;
}

static void
csv_skip_line(RdCsv *self)
{
	while (!csv_take_line_end(self))
		self->at++;
}

static const char *
csv_take_quoted(RdCsv *self, GString *field)
{
	self->at++;
	for (;;) {
		if (self->at == self->end)
			return "a quote is opened and not closed";
		if (*self->at == '"') {
			self->at++;
			if (self->at == self->end || *self->at != '"')
				return NULL;
		} else if (*self->at == '\n') {
			self->line++;
		}
		g_string_append_c(field, *self->at++);
	}
}

static const char *
csv_take_bare(RdCsv *self, GString *field)
{
	while (self->at < self->end && *self->at != ',' && *self->at != '\n') {
		if (*self->at == '"')
			return "a quote within a field that does not begin with one";
		g_string_append_c(field, *self->at++);
	}
	/* the CR of a CRLF belongs to the line end */
	if (field->len > 0 && field->str[field->len - 1] == '\r' &&
	    (self->at == self->end || *self->at == '\n')) {
		g_string_truncate(field, field->len - 1);
		if (self->at < self->end)
			self->at--;
	}
	return NULL;
}

/* Line breaks within a field are spaces in a record of ours: all of them are one line. */
static const char *
field_settle(GString *field, char **out)
{
	if (!g_utf8_validate_len(field->str, field->len, NULL))
		return "not UTF-8";
	for (gsize i = 0; i < field->len; i++) {
		if (field->str[i] == '\n' || field->str[i] == '\r' || field->str[i] == '\t')
			field->str[i] = ' ';
		else if ((guchar)field->str[i] < 0x20 || field->str[i] == 0x7f)
			return "a control character";
	}
	*out = g_strdup(g_strstrip(field->str));
	return NULL;
}

static const char *
csv_take_field(RdCsv *self, GPtrArray *fields)
{
	g_autoptr(GString) field = g_string_new(NULL);
	const char *problem;
	char *text;

	if (self->at < self->end && *self->at == '"')
		problem = csv_take_quoted(self, field);
	else
		problem = csv_take_bare(self, field);
	if (problem == NULL)
		problem = field_settle(field, &text);
	if (problem == NULL)
		g_ptr_array_add(fields, text);
	return problem;
}

GPtrArray *
rd_csv_next(RdCsv *self, char **problem)
{
	g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(g_free);
	const char *wrong = NULL;

	while (self->at < self->end && csv_take_line_end(self))
		;
	self->record_line = self->line;
	if (self->at == self->end)
		return NULL;
	for (;;) {
		wrong = csv_take_field(self, fields);
		if (wrong != NULL)
			break;
		if (csv_take_line_end(self))
			return g_steal_pointer(&fields);
		if (*self->at != ',') {
			wrong = "text after a closing quote";
			break;
		}
		self->at++;
	}
	csv_skip_line(self);
	*problem = g_strdup(wrong);
	return NULL;
}
