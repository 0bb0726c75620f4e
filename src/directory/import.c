#include "csv.h"

#include <redress/directory.h>
#include <redress/error.h>
#include <redress/text.h>
#include <string.h>

#define COLUMNS_MAX 16

/* A file being read: where the columns are, and what has been seen. */
typedef struct {
	RdStore *store;
	const char *path;
	RdCsv csv;
	const char *const *columns; /* of the kind, in the order of its row function */
	guint places[COLUMNS_MAX];  /* where each is in a record */
	guint n_fields;		    /* of a record, by the header */
	GHashTable *seen;	    /* id -> line */
	GHashTable *installers;	    /* id of an installer that exists */
	GPtrArray *bad;
	GString *problems; /* of the row at hand */
} Import;

typedef gboolean (*ImportRow)(Import *self, char **fields, GError **error);

static const char *const homeowner_columns[] = {
	"id", "name", "emails", "phone", "address", "installer_id", "finance", "milestone", NULL};
static const char *const installer_columns[] = {"id",
						"name",
						"emails",
						"domains",
						"phone",
						"escalation_name",
						"escalation_phone",
						"escalation_email",
						"account_manager",
						NULL};
static const char *const staff_columns[] = {"email", "name", "role", NULL};

static void G_GNUC_PRINTF(2, 3) row_problem(Import *self, const char *format, ...)
{
	va_list args;

	if (self->problems->len > 0)
		g_string_append(self->problems, "; ");
	va_start(args, format);
	g_string_append_vprintf(self->problems, format, args);
	va_end(args);
}

static void
import_bad(Import *self, guint line, const char *what)
{
	g_ptr_array_add(self->bad, g_strdup_printf("%s:%u: %s", self->path, line, what));
}

/* The id has to be there and be new; compared as written. */
static void
check_key(Import *self, const char *column, const char *value)
{
	gpointer line = g_hash_table_lookup(self->seen, value);

	if (*value == '\0')
		row_problem(self, "%s is empty", column);
	else if (line != NULL)
		row_problem(self, "%s \"%s\" is in line %u already", column, value,
			    GPOINTER_TO_UINT(line));
	else
		g_hash_table_insert(self->seen, g_strdup(value),
				    GUINT_TO_POINTER(self->csv.record_line));
}

static void
check_name(Import *self, const char *value)
{
	if (*value == '\0')
		row_problem(self, "name is empty");
}

static void
check_phone(Import *self, const char *column, const char *value)
{
	g_autofree char *digits = rd_text_phone_digits(value);

	if (*value != '\0' && digits == NULL)
		row_problem(self, "%s \"%s\" is not a phone number", column, value);
}

static void
check_address(Import *self, const char *column, const char *value)
{
	if (*value != '\0' && !rd_text_is_address(value))
		row_problem(self, "%s \"%s\" is not an e-mail address", column, value);
}

/* "a; b" as a list, each entry checked as an address behind @prefix. */
static char **
check_list(Import *self, const char *column, const char *value, const char *prefix)
{
	g_auto(GStrv) parts = g_strsplit(value, ";", -1);
	g_autoptr(GStrvBuilder) list = g_strv_builder_new();

	for (char **part = parts; *part != NULL; part++) {
		g_autofree char *address = g_strconcat(prefix, g_strstrip(*part), NULL);

		if (**part == '\0')
			continue;
		if (!rd_text_is_address(address))
			row_problem(self, "%s: \"%s\" is not %s", column, *part,
				    *prefix != '\0' ? "a domain" : "an e-mail address");
		g_strv_builder_add(list, *part);
	}
	return g_strv_builder_end(list);
}

static gboolean
installer_exists(Import *self, const char *id, gboolean *out, GError **error)
{
	g_autoptr(RdInstaller) installer = NULL;
	g_autoptr(GError) local = NULL;

	*out = *id == '\0' || g_hash_table_contains(self->installers, id);
	if (*out)
		return TRUE;
	installer = rd_installer_get(self->store, id, &local);
	if (local != NULL) {
		g_propagate_error(error, g_steal_pointer(&local));
		return FALSE;
	}
	if (installer != NULL)
		g_hash_table_add(self->installers, g_strdup(id));
	*out = installer != NULL;
	return TRUE;
}

static gboolean
homeowner_row(Import *self, char **fields, GError **error)
{
	g_auto(GStrv) emails = check_list(self, "emails", fields[2], "");
	RdHomeowner record = {.id = fields[0],
			      .name = fields[1],
			      .emails = emails,
			      .phone = fields[3],
			      .address = fields[4],
			      .installer_id = fields[5]};
	gboolean known;

	check_key(self, "id", record.id);
	check_name(self, record.name);
	check_phone(self, "phone", record.phone);
	if (!installer_exists(self, record.installer_id, &known, error))
		return FALSE;
	if (!known)
		row_problem(self, "installer_id \"%s\" is no installer's", record.installer_id);
	if (!rd_finance_parse(fields[6], &record.finance))
		row_problem(self, "finance \"%s\" is none of standard, beam, concert", fields[6]);
	if (*fields[7] == '\0')
		record.milestone = RD_MILESTONE_UNKNOWN;
	else if (!rd_milestone_parse(fields[7], &record.milestone))
		row_problem(self, "milestone \"%s\" is none of none, m1, m2, m3, unknown",
			    fields[7]);
	return self->bad->len > 0 || self->problems->len > 0 ||
	       rd_homeowner_put(self->store, &record, error);
}

static gboolean
installer_row(Import *self, char **fields, GError **error)
{
	g_auto(GStrv) emails = check_list(self, "emails", fields[2], "");
	g_auto(GStrv) domains = check_list(self, "domains", fields[3], "x@");
	const RdInstaller record = {.id = fields[0],
				    .name = fields[1],
				    .emails = emails,
				    .domains = domains,
				    .phone = fields[4],
				    .escalation_name = fields[5],
				    .escalation_phone = fields[6],
				    .escalation_email = fields[7],
				    .account_manager = fields[8]};

	check_key(self, "id", record.id);
	check_name(self, record.name);
	check_phone(self, "phone", record.phone);
	check_phone(self, "escalation_phone", record.escalation_phone);
	check_address(self, "escalation_email", record.escalation_email);
	check_address(self, "account_manager", record.account_manager);
	return self->bad->len > 0 || self->problems->len > 0 ||
	       rd_installer_put(self->store, &record, error);
}

static gboolean
staff_row(Import *self, char **fields, GError **error)
{
	RdStaff record = {.email = fields[0], .name = fields[1]};
	g_autofree char *folded = rd_text_fold(record.email);

	check_key(self, "email", folded);
	check_address(self, "email", record.email);
	check_name(self, record.name);
	if (!rd_role_parse(fields[2], &record.role) ||
	    (!rd_role_is_staff(record.role) && record.role != RD_ROLE_PARTNER))
		row_problem(self,
			    "role \"%s\" is none of agent, back-office, resolution, marketing, "
			    "sales, partner",
			    fields[2]);
	return self->bad->len > 0 || self->problems->len > 0 ||
	       rd_staff_put(self->store, &record, error);
}

/* Finds each column by the name in the header; FALSE when one is missing. */
static gboolean
import_header(Import *self)
{
	g_autofree char *problem = NULL;
	g_autoptr(GPtrArray) header = rd_csv_next(&self->csv, &problem);
	guint before = self->bad->len;

	if (header == NULL) {
		import_bad(self, self->csv.record_line,
			   problem != NULL ? problem : "the file is empty");
		return FALSE;
	}
	self->n_fields = header->len;
	for (guint i = 0; self->columns[i] != NULL; i++) {
		guint place = 0;

		while (place < header->len &&
		       g_ascii_strcasecmp(header->pdata[place], self->columns[i]) != 0)
			place++;
		self->places[i] = place;
		if (place == header->len) {
			g_autofree char *what =
				g_strdup_printf("column %s is missing", self->columns[i]);

			import_bad(self, self->csv.record_line, what);
		}
	}
	return self->bad->len == before;
}

static gboolean
import_row(Import *self, GPtrArray *record, ImportRow row, GError **error)
{
	char *fields[COLUMNS_MAX] = {NULL};

	g_string_truncate(self->problems, 0);
	if (record->len != self->n_fields) {
		row_problem(self, "%u fields where the header has %u", record->len, self->n_fields);
	} else {
		for (guint i = 0; self->columns[i] != NULL; i++)
			fields[i] = record->pdata[self->places[i]];
		if (!row(self, fields, error))
			return FALSE;
	}
	if (self->problems->len > 0)
		import_bad(self, self->csv.record_line, self->problems->str);
	return TRUE;
}

static gboolean
import_rows(Import *self, ImportRow row, guint *imported, GError **error)
{
	for (;;) {
		g_autofree char *problem = NULL;
		g_autoptr(GPtrArray) record = rd_csv_next(&self->csv, &problem);

		if (record == NULL && problem == NULL)
			return TRUE;
		if (record == NULL)
			import_bad(self, self->csv.record_line, problem);
		else if (!import_row(self, record, row, error))
			return FALSE;
		++*imported;
	}
}

static gboolean
import_run(Import *self, ImportRow row, guint *imported, GError **error)
{
	if (!rd_store_begin(self->store, error))
		return FALSE;
	if (import_header(self) && !import_rows(self, row, imported, error)) {
		rd_store_rollback(self->store);
		return FALSE;
	}
	if (self->bad->len > 0) {
		rd_store_rollback(self->store);
		g_set_error(error, RD_ERROR, RD_ERROR_INPUT,
			    "%s: nothing was imported: %u problem%s", self->path, self->bad->len,
			    self->bad->len == 1 ? "" : "s");
		return FALSE;
	}
	return rd_store_commit(self->store, error);
}

gboolean
rd_directory_import(RdStore *store, RdImportKind kind, const char *path, guint *imported,
		    GPtrArray *bad, GError **error)
{
	static const struct {
		const char *const *columns;
		ImportRow row;
	} kinds[] = {
		[RD_IMPORT_HOMEOWNERS] = {homeowner_columns, homeowner_row},
		[RD_IMPORT_INSTALLERS] = {installer_columns, installer_row},
		[RD_IMPORT_STAFF] = {staff_columns, staff_row},
	};
	g_autofree char *text = NULL;
	g_autoptr(GError) local = NULL;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) installers =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GString) problems = g_string_new(NULL);
	Import import = {.store = store,
			 .path = path,
			 .columns = kinds[kind].columns,
			 .seen = seen,
			 .installers = installers,
			 .bad = bad,
			 .problems = problems};
	gsize len;

	*imported = 0;
	if (!g_file_get_contents(path, &text, &len, &local)) {
		g_set_error_literal(error, RD_ERROR, RD_ERROR_INPUT, local->message);
		return FALSE;
	}
	rd_csv_init(&import.csv, text, len);
	return import_run(&import, kinds[kind].row, imported, error);
}
