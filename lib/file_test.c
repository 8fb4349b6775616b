#include "lib/file.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/unit.h"

#define MIB ((size_t)1 << 20)

static char path[] = "/tmp/file-test-XXXXXX";

/* A file of so many bytes. */
static void make(size_t n)
{
	int fd;
	FILE *to;

	memcpy(path + sizeof path - 7, "XXXXXX", 6);
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	to = fdopen(fd, "w");
	ck_assert_ptr_nonnull(to);
	for (size_t i = 0; i < n; i++)
		ck_assert_int_ge(fputc('a' + (int)(i % 26), to), 0);
	ck_assert_int_eq(fclose(to), 0);
}

START_TEST(all_of_it_is_read)
{
	static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, MIB };
	struct fault f = { 0 };

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct buf b = { 0 };

		make(sizes[i]);
		buf_puts(&b, "behind ");
		ck_assert(file_read(path, MIB, &b, &f));
		ck_assert_uint_eq(buf_len(&b), 7 + sizes[i]);
		ck_assert(view_starts(buf_view(&b), VIEW("behind ")));
		for (size_t k = 0; k < sizes[i]; k++)
			ck_assert_int_eq(buf_cstr(&b)[7 + k], 'a' + (int)(k % 26));
		ck_assert_int_eq(unlink(path), 0);
		buf_free(&b);
	}
}
END_TEST

static void refused(const char *file, const char *words)
{
	struct fault f = { 0 };
	struct buf b = { 0 };

	buf_puts(&b, "before");
	ck_assert(!file_read(file, MIB, &b, &f));
	ck_assert_str_eq(buf_cstr(&b), "before");
	ck_assert_str_eq(f.file, file);
	ck_assert_str_eq(f.text, words);
	fault_free(&f);
	buf_free(&b);
}

START_TEST(what_cannot_be_read_says_why)
{
	refused("/nonexistent/x", "cannot be read: No such file or directory");
	refused("/tmp", "cannot be read: Is a directory");
	make(MIB + 1);
	refused(path, "larger than 1 MiB");
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	refused(path, "is a pipe, and a file is wanted");
	ck_assert_int_eq(unlink(path), 0);
}
END_TEST

UNIT("file", all_of_it_is_read, what_cannot_be_read_says_why)
