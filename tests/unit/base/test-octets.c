#include <criterion/criterion.h>
#include <redress/error.h>
#include <redress/octets.h>
#include <redress/text.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIZE (2 * RD_OCTETS_PIECE + 5)

static char *
text_new(void)
{
	char *text = g_malloc(SIZE);

	for (gsize i = 0; i < SIZE; i++)
		text[i] = (char)(i % 251);
	return text;
}

/* In a file that goes on after them. */
static RdOctets *
in_file(const char *text)
{
	int fd = memfd_create("octets", MFD_CLOEXEC);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, text, SIZE), (ssize_t)SIZE);
	cr_assert_eq(write(fd, "and more", 8), 8);
	return rd_octets_new_from_fd(fd, SIZE);
}

static gboolean
gather(const void *piece, gsize len, gsize at, gpointer data, GError **error)
{
	GString *out = data;

	(void)error;
	cr_expect_leq(len, RD_OCTETS_PIECE);
	cr_expect_eq(at, out->len);
	g_string_append_len(out, piece, (gssize)len);
	return TRUE;
}

Test(octets, of_a_file_come_in_pieces_and_none_is_left_out)
{
	g_autofree char *text = text_new();
	g_autoptr(RdOctets) octets = in_file(text);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *whole = rd_text_sha256(text, SIZE);
	const char *sum = rd_octets_sha256(octets, NULL);

	cr_assert(rd_octets_each(octets, gather, out, NULL));
	cr_expect_eq(out->len, SIZE);
	cr_expect_eq(memcmp(out->str, text, SIZE), 0);
	cr_expect_str_eq(sum, whole);
	cr_expect_null(rd_octets_get_bytes(octets));
}

Test(octets, in_memory_have_the_same_hash)
{
	g_autofree char *text = text_new();
	g_autoptr(GBytes) bytes = g_bytes_new(text, SIZE);
	g_autoptr(GBytes) none = g_bytes_new(NULL, 0);
	g_autoptr(RdOctets) octets = rd_octets_new(bytes);
	g_autoptr(RdOctets) empty = rd_octets_new(none);
	g_autofree char *whole = rd_text_sha256(text, SIZE);
	const char *sum = rd_octets_sha256(octets, NULL);
	const char *sum_of_none = rd_octets_sha256(empty, NULL);

	cr_expect_str_eq(sum, whole);
	cr_expect_str_eq(sum_of_none,
			 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

Test(octets, a_file_that_is_shorter_than_it_was_is_an_error)
{
	int fd = memfd_create("octets", MFD_CLOEXEC);
	g_autoptr(RdOctets) octets = rd_octets_new_from_fd(fd, SIZE);
	g_autoptr(GError) error = NULL;

	cr_assert_eq(write(fd, "short", 5), 5);
	cr_expect_null(rd_octets_sha256(octets, &error));
	cr_expect(g_error_matches(error, RD_ERROR, RD_ERROR_TEMPORARY));
}

/* Pages of this process that are in memory. */
static gsize
resident(void)
{
	g_autofree char *text = NULL;
	g_auto(GStrv) words = NULL;

	cr_assert(g_file_get_contents("/proc/self/statm", &text, NULL, NULL));
	words = g_strsplit(text, " ", -1);
	return (gsize)g_ascii_strtoull(words[1], NULL, 10) * (gsize)sysconf(_SC_PAGESIZE);
}

Test(octets, that_are_mapped_can_leave_memory_and_come_back)
{
	const gsize size = 16 * RD_OCTETS_LARGE;
	int fd = memfd_create("octets", MFD_CLOEXEC);
	g_autoptr(RdOctets) octets = rd_octets_new_from_fd(fd, size);
	g_autoptr(GBytes) bytes = NULL;
	const char *begin, *kept;
	gsize before, most = 0, ones = 0;

	cr_assert_eq(ftruncate(fd, (off_t)size), 0);
	for (gsize at = 0; at < size; at += 1000)
		cr_assert_eq(pwrite(fd, "\1", 1, (off_t)at), 1);
	bytes = rd_octets_map(octets);
	begin = kept = g_bytes_get_data(bytes, NULL);
	before = resident();
	for (gsize at = 0; at < size; at++) {
		ones += (gsize)begin[at];
		rd_octets_pass(octets, &kept, begin + at);
		if (at % RD_OCTETS_LARGE == RD_OCTETS_LARGE - 1)
			most = MAX(most, resident());
	}
	cr_expect_eq(ones, (size + 999) / 1000);
	cr_expect_lt(most, before + 4 * RD_OCTETS_LARGE);
	cr_expect_eq(begin[0] + begin[1] + begin[1000], 2);
}

Test(octets, in_memory_are_left_alone_by_a_walk)
{
	g_autofree char *text = g_strnfill(3 * RD_OCTETS_LARGE, 'x');
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, 3 * RD_OCTETS_LARGE);
	g_autoptr(RdOctets) octets = rd_octets_new(bytes);
	g_autoptr(GBytes) mapped = rd_octets_map(octets);
	const char *kept = text;

	rd_octets_pass(octets, &kept, text + 3 * RD_OCTETS_LARGE);
	cr_expect_eq(mapped, bytes);
	cr_expect_null(memchr(text, 0, 3 * RD_OCTETS_LARGE));
}
