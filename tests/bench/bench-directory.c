/*
 * bench-directory - what it costs to find out whom a mail concerns, against the cost of
 * parsing it, with the second set's directory and with 300,000 more homeowners.
 */

#include <redress/directory.h>
#include <stdio.h>

#define SET    "tests/data/second"
#define CROWD  300000
#define ROUNDS 5

static const char *const firsts[] = {"Maria", "Jose",  "John", "Linda",	 "Wei",	  "Priya",
				     "Ahmed", "Olga",  "Lars", "Grace",	 "Mark",  "Irene",
				     "Todd",  "Elena", "Duc",  "Cheryl", "Oscar", "Helen"};
static const char *const lasts[] = {"Garcia", "Smith", "Nguyen", "Lopez", "Brown", "Price",
				    "Wood",   "Green", "Haddad", "Novak", "Vogel", "Tran",
				    "Crowe",  "Finch", "Ames",	 "Park",  "Banks", "Stone"};
static const char *const streets[] = {"Oak", "Elm", "Mesa", "Cholla", "Juniper", "Valley"};
static const char *const towns[] = {"Salem", "Dover", "Oxford", "Auburn", "Milton", "Newport"};

static GPtrArray *
read_messages(void)
{
	GPtrArray *messages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	g_autoptr(GDir) dir = g_dir_open(SET "/messages", 0, NULL);
	const char *name;

	while ((name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(SET "/messages", name, NULL);
		char *octets;
		gsize len;

		if (g_file_get_contents(path, &octets, &len, NULL))
			g_ptr_array_add(messages, g_bytes_new_take(octets, len));
	}
	return messages;
}

/* The same people in every run; names and streets repeat as they do in a country. */
static gboolean
add_crowd(RdStore *store, GError **error)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);

#define PICK(list) list[g_rand_int_range(rand, 0, G_N_ELEMENTS(list))]
	for (guint i = 0; i < CROWD; i++) {
		g_autofree char *id = g_strdup_printf("XX-%u", i);
		g_autofree char *name = g_strdup_printf("%s %s%s", PICK(firsts), PICK(lasts),
							i % 3 == 0 ? "son" : "");
		g_autofree char *email = g_strdup_printf("x%u@crowd.example", i);
		g_autofree char *phone =
			g_strdup_printf("(%03u) 555-%04u", 200 + i / 1000, i % 1000);
		g_autofree char *address = g_strdup_printf(
			"%d %s %s Dr, %s, NM 87%03u", g_rand_int_range(rand, 1, 9999),
			PICK(streets), PICK(streets), PICK(towns), i % 1000);
		char *emails[] = {email, NULL};
		const RdHomeowner record = {.id = id,
					    .name = name,
					    .emails = emails,
					    .phone = phone,
					    .address = address,
					    .installer_id = (char *)""};

		if (!rd_homeowner_put(store, &record, error))
			return FALSE;
	}
	return TRUE;
}

static double
microseconds_each(gint64 begin, guint n)
{
	return (double)(g_get_monotonic_time() - begin) / n;
}

/* The best of some rounds: the machine does other things, too. */
static double
bench_parse(GPtrArray *octets)
{
	double best = G_MAXDOUBLE;

	for (guint round = 0; round < ROUNDS; round++) {
		gint64 begin = g_get_monotonic_time();

		for (guint i = 0; i < octets->len; i++)
			rd_message_free(rd_message_parse(octets->pdata[i], NULL,
							 &rd_message_default_limits));
		best = MIN(best, microseconds_each(begin, octets->len));
	}
	return best;
}

static double
bench_identify(RdStore *store, GPtrArray *messages)
{
	double best = G_MAXDOUBLE;

	for (guint round = 0; round < ROUNDS; round++) {
		gint64 begin = g_get_monotonic_time();

		for (guint i = 0; i < messages->len; i++)
			rd_person_free(
				rd_directory_identify(store, NULL, messages->pdata[i], NULL));
		best = MIN(best, microseconds_each(begin, messages->len));
	}
	return best;
}

int
main(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(RdStore) store = rd_directory_open_folder(SET, &error);
	g_autoptr(GPtrArray) octets = read_messages();
	g_autoptr(GPtrArray) messages =
		g_ptr_array_new_with_free_func((GDestroyNotify)rd_message_free);
	double parse, few, many;
	gint64 begin;

	if (store == NULL) {
		fprintf(stderr, "%s\n", error->message);
		return 1;
	}
	for (guint i = 0; i < octets->len; i++)
		g_ptr_array_add(messages, rd_message_parse(octets->pdata[i], NULL,
							   &rd_message_default_limits));
	parse = bench_parse(octets);
	few = bench_identify(store, messages);
	begin = g_get_monotonic_time();
	if (!rd_store_begin(store, &error) || !add_crowd(store, &error) ||
	    !rd_store_commit(store, &error)) {
		fprintf(stderr, "%s\n", error->message);
		return 1;
	}
	printf("directory-put %.1f us/homeowner\n", microseconds_each(begin, CROWD));
	many = bench_identify(store, messages);
	printf("message-parse %.1f us/mail\n", parse);
	printf("directory-identify-47 %.1f us/mail\n", few);
	printf("directory-identify-300047 %.1f us/mail\n", many);
	printf("directory-identify-to-parse %.2f times\n", many / parse);
	return 0;
}
