#include "cmd.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <redress/dissect.h>
#include <redress/guard.h>
#include <redress/message-json.h>
#include <redress/message.h>
#include <redress/time.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* How a line is shown: its margin, and its colour on a terminal. */
static const struct {
	const char *margin;
	const char *colour;
} parse_styles[] = {
	[RD_PART_REPLY] = {"reply", "\033[1m"},
	[RD_PART_QUOTED] = {"quote", "\033[34m"},
	[RD_PART_SIGNATURE] = {"signature", "\033[35m"},
	[RD_PART_FORWARD] = {"forward", "\033[32m"},
};

static GBytes *
parse_read(const char *file, GError **error)
{
	g_autoptr(GInputStream) in = NULL;
	char *octets;
	gsize len;

	if (strcmp(file, "-") == 0) {
		in = g_unix_input_stream_new(STDIN_FILENO, FALSE);
		g_autoptr(GOutputStream) out = g_memory_output_stream_new_resizable();

		if (g_output_stream_splice(out, in, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL,
					   error) < 0)
			return NULL;
		return g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(out));
	}
	if (!g_file_get_contents(file, &octets, &len, error))
		return NULL;
	return g_bytes_new_take(octets, len);
}

/* Mail may hold escape sequences that a terminal would obey. */
static void
parse_print_safe(const char *text, gsize len)
{
	for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c != '\t' && (c < 0x20 || (c >= 0x7f && c < 0xa0)))
			fputs("\xef\xbf\xbd", stdout);
		else
			fwrite(p, 1, (gsize)(g_utf8_next_char(p) - p), stdout);
	}
}

static void
parse_print_line(RdPart part, const char *text, gsize len, gboolean colour)
{
	printf("%s%9s%s | ", colour ? "\033[2m" : "", parse_styles[part].margin,
	       colour ? "\033[0m" : "");
	fputs(colour ? parse_styles[part].colour : "", stdout);
	parse_print_safe(text, len);
	puts(colour ? "\033[0m" : "");
}

/*
 * Each line of @text, as the part that @parts says; NULL: all as @part. Without the empty
 * lines at its end.
 */
static void
parse_print_text(const char *text, const GArray *parts, RdPart part, gboolean colour)
{
	guint n = 0;

	for (const char *line = text; line[strspn(line, "\n")] != '\0'; n++) {
		const char *end = strchrnul(line, '\n');

		if (parts != NULL)
			part = n < parts->len ? g_array_index(parts, guint8, n) : RD_PART_REPLY;
		parse_print_line(part, line, (gsize)(end - line), colour);
		line = *end == '\n' ? end + 1 : end;
	}
}

static void
parse_print_field(const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	printf("%-12s ", name);
	parse_print_safe(text, strlen(text));
	putchar('\n');
}

static char *
parse_address(const RdAddress *address)
{
	if (address == NULL)
		return g_strdup("");
	if (*address->name == '\0')
		return g_strdup(address->address);
	return g_strdup_printf("%s <%s>", address->name, address->address);
}

static void
parse_print_addresses(const char *name, const GPtrArray *addresses)
{
	for (guint i = 0; addresses != NULL && i < addresses->len; i++) {
		g_autofree char *text = parse_address(g_ptr_array_index(addresses, i));

		parse_print_field(i == 0 ? name : "", text);
	}
}

static void
parse_print_forwarded(const RdForwarded *forwarded, gboolean colour)
{
	for (; forwarded != NULL; forwarded = forwarded->outer) {
		g_autofree char *from = parse_address(forwarded->from);
		g_autofree char *date = rd_time_format(forwarded->date);

		printf("\nforwarded message%s\n", forwarded->attached ? " (attached)" : "");
		parse_print_field("From", forwarded->from != NULL ? from : "(not found)");
		parse_print_addresses("To", forwarded->to);
		parse_print_addresses("Cc", forwarded->cc);
		parse_print_field("Subject", forwarded->subject);
		parse_print_field("Date", date);
		if (forwarded->attached) {
			parse_print_text(forwarded->body, NULL, RD_PART_FORWARD, colour);
			parse_print_text(forwarded->signature, NULL, RD_PART_SIGNATURE, colour);
			parse_print_text(forwarded->quoted, NULL, RD_PART_QUOTED, colour);
		}
	}
}

static void
parse_print_verdicts(const RdMessage *message)
{
	static const char *const kinds[] = {
		[RD_REPORT_FAILED] = "not delivered",
		[RD_REPORT_DELAYED] = "delayed",
		[RD_REPORT_DELIVERED] = "delivered",
		[RD_REPORT_READ] = "read receipt",
	};
	const RdReport *report = &message->report;

	if (report->kind != RD_REPORT_NONE) {
		parse_print_field("Report", kinds[report->kind]);
		parse_print_field("  recipient", report->recipient);
		parse_print_field("  status", report->status);
		parse_print_field("  reason", report->reason);
		parse_print_field("  message", report->message_id);
	}
	if (message->auto_submitted)
		parse_print_field("Automatic", "yes");
	if (message->list)
		parse_print_field("List", "yes");
	if (rd_message_is_authenticated(message))
		parse_print_field("Sender", "authenticated");
	parse_print_field("Defect", message->defect);
}

static void
parse_print(const RdMessage *message, const char *file, gboolean colour)
{
	g_autofree char *from = parse_address(message->from);
	g_autofree char *date = rd_time_format(message->date);

	printf("%s\n", file);
	parse_print_field("From", from);
	parse_print_addresses("To", message->to);
	parse_print_addresses("Cc", message->cc);
	parse_print_field("Subject", message->subject);
	parse_print_field("Date", date);
	for (guint i = 0; i < message->attachments->len; i++) {
		const RdAttachment *attachment = g_ptr_array_index(message->attachments, i);
		g_autofree char *size = g_format_size(attachment->size);
		g_autofree char *text =
			g_strdup_printf("%s (%s, %s)", attachment->name, attachment->type, size);

		parse_print_field(i == 0 ? "Attached" : "", text);
	}
	parse_print_verdicts(message);
	putchar('\n');
	parse_print_text(message->text, message->line_parts, RD_PART_REPLY, colour);
	parse_print_forwarded(message->forwarded, colour);
	putchar('\n');
}

int
rd_cmd_parse(int argc, char **argv)
{
	gboolean json = FALSE;
	g_autofree char *authserv_id = NULL;
	g_auto(GStrv) files = NULL;
	const GOptionEntry entries[] = {
		{"json", 0, 0, G_OPTION_ARG_NONE, &json, "One JSON object a line", NULL},
		{"authserv-id", 0, 0, G_OPTION_ARG_STRING, &authserv_id,
		 "Whose Authentication-Results count", "NAME"},
		{G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, "FILE..."},
		G_OPTION_ENTRY_NULL,
	};
	g_autoptr(GOptionContext) context = g_option_context_new("- show how a message is read");
	g_autoptr(GError) usage = NULL;
	int status = 0;

	g_option_context_set_description(context, "FILE may be \"-\" for standard input.");
	g_option_context_add_main_entries(context, entries, NULL);
	if (!g_option_context_parse(context, &argc, &argv, &usage) || files == NULL) {
		fprintf(stderr, "redress parse: %s\n",
			usage != NULL ? usage->message : "no file given; see redress parse --help");
		return 2;
	}
	for (char **file = files; *file != NULL; file++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GBytes) raw = parse_read(*file, &error);
		g_autoptr(RdMessage) message = NULL;

		if (raw == NULL) {
			fprintf(stderr, "redress parse: %s\n", error->message);
			status = 1;
			continue;
		}
		message = rd_guard_parse(raw, authserv_id, &rd_message_default_limits);
		if (json) {
			g_autofree char *line = rd_message_to_json(message, *file);

			puts(line);
		} else {
			parse_print(message, *file, isatty(STDOUT_FILENO));
		}
	}
	return status;
}
