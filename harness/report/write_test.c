#include "report/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"

static void escapes(const char *text, const char *expected)
{
	struct buf b = { 0 };

	write_escaped(&b, text);
	ck_assert_str_eq(buf_cstr(&b), expected);
	buf_free(&b);
}

START_TEST(what_xml_cannot_carry_is_a_question_mark)
{
	escapes("<a b=\"c\">&", "&lt;a b=&quot;c&quot;&gt;&amp;");
	escapes("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
	escapes("a\x01z\x7f", "a?z?");
	escapes("\xff\xc3", "??");
	escapes("\xe2\x82", "??");
	escapes("\xed\xa0\x80", "???"); /* a surrogate */
	escapes("\tx\r\n", "\tx&#13;\n");
	escapes(NULL, "");
}
END_TEST

START_TEST(a_file_is_whole_or_as_it_was)
{
	struct buf b = { 0 };
	struct fault f = { 0 };
	char path[] = "/tmp/write-XXXXXX", got[8] = "";
	int fd = mkstemp(path);
	FILE *from;

	ck_assert_int_ge(fd, 0);
	close(fd);
	buf_puts(&b, "whole");
	ck_assert(write_file(path, &b, &f));
	from = fopen(path, "r");
	ck_assert_ptr_nonnull(from);
	ck_assert_ptr_nonnull(fgets(got, sizeof got, from));
	fclose(from);
	ck_assert_str_eq(got, "whole");
	unlink(path);
	buf_puts(&b, "x");
	ck_assert(!write_file("/nonexistent/file", &b, &f));
	ck_assert_str_eq(f.file, "/nonexistent/file");
	fault_free(&f);
}
END_TEST

UNIT("write", what_xml_cannot_carry_is_a_question_mark, a_file_is_whole_or_as_it_was)
