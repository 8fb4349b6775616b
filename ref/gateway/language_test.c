#include "gateway/language.h"

#include "lib/buf.h"
#include "lib/unit.h"

START_TEST(tags)
{
	static const char *const good[] = { "en", "cs", "de-CH", "zh-Hant-TW", "x-klingon" };
	static const char *const bad[] = {
		"",       "-",     "en-",      "-en",        "e n",       "en_US",
		"en;q=1", "en,de", "\xc3\xbc", "en\r\nX: y", "abcdefghi", "en-abcdefghi",
		"*",
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ck_assert_msg(view_is(language_tag(view_of(good[i])), good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(language_tag(view_of(bad[i])).n == 0, "%s", bad[i]);
	ck_assert_uint_eq(language_tag(VIEW("en\0")).n, 0);
	ck_assert_uint_eq(language_tag((struct view){ NULL, 0 }).n, 0);
}
END_TEST

START_TEST(length)
{
	struct buf b = { 0 };

	buf_puts(&b, "en-12345678-12345678-12345678-12345678-12345678-12345678-1234567");
	ck_assert_uint_eq(buf_len(&b), LANGUAGE_MAX);
	ck_assert_uint_eq(language_tag(buf_view(&b)).n, LANGUAGE_MAX);
	buf_putc(&b, '8');
	ck_assert_uint_eq(language_tag(buf_view(&b)).n, 0);
	buf_free(&b);
}
END_TEST

START_TEST(case_is_nothing)
{
	ck_assert(language_same(VIEW("de-CH"), VIEW("DE-ch")));
	ck_assert(!language_same(VIEW("de"), VIEW("de-CH")));
	ck_assert(language_same(VIEW(""), VIEW("")));
}
END_TEST

UNIT("language", tags, length, case_is_nothing)
