#include "lib/tsv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/unit.h"

static char path[] = "/tmp/tsv_test.XXXXXX";

/* Reads `text` as a file; the file is gone when this returns. */
static struct tsv *read_text(struct view text, struct fault *f)
{
	struct tsv *t;
	int fd;

	memcpy(path + sizeof path - 7, "XXXXXX", 6);
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text.p, text.n), (ssize_t)text.n);
	close(fd);
	t = tsv_open(path, f);
	unlink(path);
	return t;
}

static void check_refused(struct view text, unsigned line, const char *reason)
{
	struct fault f = { 0 };
	struct tsv *t = read_text(text, &f);

	ck_assert_ptr_null(t);
	ck_assert_str_eq(f.text, reason);
	ck_assert_str_eq(f.file, path);
	ck_assert_uint_eq(f.line, line);
	fault_free(&f);
}

START_TEST(cells_are_found_by_row_and_name)
{
	struct fault f = { 0 };
	struct tsv *t = read_text(VIEW("id\tlevel\ttext\nA\tMUST\t x \"y\" \nB\t\t\xc3\xa4\n"), &f);

	ck_assert_ptr_nonnull(t);
	ck_assert_uint_eq(tsv_rows(t), 2);
	ck_assert_int_eq(tsv_column(t, "id"), 0);
	ck_assert_int_eq(tsv_column(t, "text"), 2);
	ck_assert_int_eq(tsv_column(t, "ID"), -1);
	ck_assert_int_eq(tsv_column(t, "te"), -1);
	ck_assert(view_is(tsv_cell(t, 0, 0), "A"));
	ck_assert(view_is(tsv_cell(t, 0, 2), " x \"y\" "));
	ck_assert(view_is(tsv_cell(t, 1, 1), ""));
	ck_assert(view_is(tsv_cell(t, 1, 2), "\xc3\xa4"));
	ck_assert_uint_eq(tsv_line(t, 0), 2);
	ck_assert_uint_eq(tsv_line(t, 1), 3);
	ck_assert_ptr_null(f.text);
	tsv_close(&t);
	ck_assert_ptr_null(t);
	tsv_close(&t);
}
END_TEST

START_TEST(the_last_line_feed_may_be_missing)
{
	struct fault f = { 0 };
	struct tsv *t = read_text(VIEW("a\n1"), &f);

	ck_assert_ptr_nonnull(t);
	ck_assert_uint_eq(tsv_rows(t), 1);
	ck_assert(view_is(tsv_cell(t, 0, 0), "1"));
	tsv_close(&t);
	t = read_text(VIEW("a\tb"), &f);
	ck_assert_ptr_nonnull(t);
	ck_assert_uint_eq(tsv_rows(t), 0);
	tsv_close(&t);
}
END_TEST

START_TEST(a_row_has_as_many_cells_as_the_header)
{
	check_refused(VIEW("a\tb\n1\t2\n1\n"), 3, "1 cell, but the header has 2");
	check_refused(VIEW("a\tb\n1\t2\t3\n"), 2, "3 cells, but the header has 2");
	check_refused(VIEW("a\tb\n1\t2\n\n"), 3, "1 cell, but the header has 2");
}
END_TEST

START_TEST(the_header_names_each_column_once)
{
	check_refused(VIEW(""), 0, "empty: a header line is needed");
	check_refused(VIEW("\n"), 1, "column 1 has no name");
	check_refused(VIEW("a\t\n"), 1, "column 2 has no name");
	check_refused(VIEW("a\tb\ta\n"), 1, "columns 1 and 3 are both named \"a\"");
}
END_TEST

START_TEST(what_is_no_text_is_refused)
{
	check_refused(VIEW("a\n1\r\n"), 2, "a NUL or carriage return stands in it");
	check_refused(VIEW("a\n1\0\n"), 2, "a NUL or carriage return stands in it");
	check_refused(VIEW("a\n1\n\xff\n"), 3, "not UTF-8");
}
END_TEST

START_TEST(sixty_four_columns_and_no_more)
{
	struct buf b = { 0 };
	struct fault f = { 0 };
	struct tsv *t;

	for (int i = 0; i < 64; i++)
		buf_printf(&b, "%sc%d", i == 0 ? "" : "\t", i);
	t = read_text(buf_view(&b), &f);
	ck_assert_ptr_nonnull(t);
	ck_assert_int_eq(tsv_column(t, "c63"), 63);
	tsv_close(&t);
	buf_puts(&b, "\tc64");
	check_refused(buf_view(&b), 1, "65 columns; at most 64 are possible");
	buf_free(&b);
}
END_TEST

START_TEST(sixteen_mebibytes_and_no_more)
{
	struct buf b = { 0 };
	struct fault f = { 0 };
	struct tsv *t;
	size_t max = 16u << 20;

	buf_puts(&b, "a\n");
	memset(buf_room(&b, max - 2), 'x', max - 2);
	buf_grew(&b, max - 2);
	t = read_text(buf_view(&b), &f);
	ck_assert_ptr_nonnull(t);
	tsv_close(&t);
	buf_putc(&b, 'x');
	check_refused(buf_view(&b), 0, "larger than 16 MiB");
	buf_free(&b);
}
END_TEST

START_TEST(an_unreadable_file_is_a_fault)
{
	struct fault f = { 0 };

	ck_assert_ptr_null(tsv_open("/nonexistent/x.tsv", &f));
	ck_assert_str_eq(f.file, "/nonexistent/x.tsv");
	ck_assert_str_eq(f.text, "cannot be read: No such file or directory");
	ck_assert_ptr_null(tsv_open("/tmp", &f));
	ck_assert_str_eq(f.text, "cannot be read: Is a directory");
	fault_free(&f);
}
END_TEST

UNIT("tsv", cells_are_found_by_row_and_name, the_last_line_feed_may_be_missing,
     a_row_has_as_many_cells_as_the_header, the_header_names_each_column_once,
     what_is_no_text_is_refused, sixty_four_columns_and_no_more,
     sixteen_mebibytes_and_no_more, an_unreadable_file_is_a_fault)
