#include "lib/fault.h"

#include <stdlib.h>
#include <string.h>

#include "lib/text.h"
#include "lib/unit.h"

static char *printed(const struct fault *f)
{
	char *text = NULL;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	ck_assert_ptr_nonnull(to);
	fault_print(f, to);
	fclose(to);
	return text;
}

static void check(const char *file, unsigned line, unsigned column, const char *expected)
{
	struct fault f = { 0 };
	char *text;

	ck_assert(!fault_set(&f, file, line, column, "it is %s", "wrong"));
	text = printed(&f);
	ck_assert_str_eq(text, expected);
	free(text);
	fault_free(&f);
	ck_assert_ptr_null(f.text);
}

START_TEST(parts_that_are_nothing_are_left_out)
{
	check("a.yml", 7, 1, "a.yml:7:1: it is wrong");
	check("a.yml", 7, 0, "a.yml:7: it is wrong");
	check("a.yml", 0, 0, "a.yml: it is wrong");
	check("a.yml", 0, 3, "a.yml: it is wrong");
	check(NULL, 0, 0, "it is wrong");
	check(NULL, 4, 4, "it is wrong");
}
END_TEST

START_TEST(no_fault_prints_nothing)
{
	struct fault f = { 0 };
	char *text = printed(&f);

	ck_assert_str_eq(text, "");
	free(text);
	fault_free(&f);
}
END_TEST

START_TEST(a_fault_may_be_made_of_the_one_before)
{
	struct fault f = { 0 };

	fault_set(&f, "x.yml", 1, 2, "inner");
	fault_set(&f, f.file, 3, 4, "outer: %s", f.text);
	ck_assert_str_eq(f.file, "x.yml");
	ck_assert_uint_eq(f.line, 3);
	ck_assert_uint_eq(f.column, 4);
	ck_assert_str_eq(f.text, "outer: inner");
	fault_free(&f);
}
END_TEST

START_TEST(a_fault_is_one_line)
{
	struct fault f = { 0 };

	fault_set(&f, NULL, 0, 0, "\"%s\"", "a\nb\x1b[0m\x7f\xc3\xa4");
	ck_assert_str_eq(f.text, "\"a\\x0ab\\x1b[0m\\x7f\xc3\xa4\"");
	fault_free(&f);
}
END_TEST

START_TEST(a_long_fault_keeps_its_ends)
{
	struct fault f = { 0 };
	char *quoted = malloc(900001);

	ck_assert_ptr_nonnull(quoted);
	memset(quoted, 'z', 900000);
	quoted[900000] = '\0';
	fault_set(&f, "a.yml", 1, 2, "\"%s\" is no number", quoted);
	ck_assert_uint_le(strlen(f.text), FAULT_MAX + 10);
	ck_assert_int_eq(strncmp(f.text, "\"zzz", 4), 0);
	ck_assert_ptr_nonnull(strstr(f.text, "z [...] z"));
	ck_assert_ptr_nonnull(strstr(f.text, "z\" is no number"));
	/* Not in the middle of a character, wherever the cuts fall. */
	for (size_t i = 0; i < 3; i++) {
		memset(quoted, 'a', i);
		for (size_t k = i; k < 3000; k += 3)
			memcpy(quoted + k, "\xe2\x82\xac", 3);
		quoted[3000 + i] = '\0';
		fault_set(&f, NULL, 0, 0, "%s", quoted);
		ck_assert_uint_lt(strlen(f.text), 700);
		ck_assert(text_utf8_valid(view_of(f.text)));
	}
	free(quoted);
	fault_free(&f);
}
END_TEST

UNIT("fault", a_long_fault_keeps_its_ends, parts_that_are_nothing_are_left_out,
     no_fault_prints_nothing, a_fault_may_be_made_of_the_one_before, a_fault_is_one_line)
