#include "world/lastwords.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"

static char path[] = "/tmp/lastwords-XXXXXX";
static struct buf said;

static void log_is(const char *text, size_t n, const char *expected)
{
	FILE *to;
	int fd;

	memcpy(path + sizeof path - 7, "XXXXXX", 6);
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	to = fdopen(fd, "w");
	ck_assert_uint_eq(fwrite(text, 1, n, to), n);
	ck_assert_int_eq(fclose(to), 0);
	buf_clear(&said);
	last_words(&said, path);
	unlink(path);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&said), path));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&said), expected));
	buf_free(&said);
}

#define LOG_IS(text, expected) log_is(text, strlen(text), expected)

START_TEST(the_last_line_is_quoted)
{
	LOG_IS("one\ntwo\n", ": \"two\"");
	LOG_IS("one\ntwo", ": \"two\"");
	LOG_IS("one\n\n  \n", ": \"one\"");
}
END_TEST

START_TEST(an_empty_log_is_said_to_be)
{
	LOG_IS("", "nothing stands in ");
	LOG_IS("\n\n", "nothing stands in ");
	last_words(&said, "/nonexistent/log");
	ck_assert_str_eq(buf_cstr(&said), "; nothing stands in /nonexistent/log");
	buf_free(&said);
}
END_TEST

START_TEST(a_long_log_is_read_from_its_end)
{
	static char text[100000];

	memset(text, 'x', sizeof text);
	memcpy(text + sizeof text - 6, "\nlast\n", 6);
	log_is(text, sizeof text, ": \"last\"");
	memset(text, 'y', sizeof text);
	log_is(text, sizeof text, "yyy\"");
}
END_TEST

UNIT("lastwords", the_last_line_is_quoted, an_empty_log_is_said_to_be,
     a_long_log_is_read_from_its_end)
