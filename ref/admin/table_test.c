#include "admin/table.h"

#include "lib/unit.h"

static void columns(const char *rows, const char *text)
{
	json_t *j = json_loads(rows, JSON_ALLOW_NUL, NULL);
	struct buf out = { 0 };

	ck_assert_ptr_nonnull(j);
	table_columns(j, 0, &out);
	ck_assert_str_eq(buf_cstr(&out), text);
	json_decref(j);
	buf_free(&out);
}

START_TEST(columns_are_as_wide_as_they_must_be)
{
	columns("[{\"a\":\"x\",\"long-name\":1,\"none\":\"\"},"
	        "{\"a\":\"b\xc3\xbc"
	        "cher\",\"long-name\":true,\"none\":null}]",
	        "a       long-name\n"
	        "x       1\n"
	        "b\xc3\xbc"
	        "cher  yes\n");
	columns("[]", "");
	columns("[{\"l\":[\"a\",\"b\"],\"z\":1}]", "l     z\na, b  1\n");
}
END_TEST

START_TEST(seconds_are_shown_with_their_unit)
{
	columns("[{\"idle-seconds\":0},{\"idle-seconds\":59},{\"idle-seconds\":3600},"
	        "{\"idle-seconds\":93784}]",
	        "idle\n0s\n59s\n1h0m0s\n1d2h3m4s\n");
}
END_TEST

START_TEST(a_terminal_is_not_written_to_by_peers)
{
	columns("[{\"a\":\"\\u001b[2J\\u0007\\u0000x\"}]", "a\n\\x1b[2J\\x07\\x00x\n");
	/* CSI in one character of ISO 6429, and NEL; what is next to them is a letter. */
	columns("[{\"a\":\"\\u009b2J\\u0085\\u00a0\\u00fc\"}]",
	        "a\n\\xc2\\x9b2J\\xc2\\x85\xc2\xa0\xc3\xbc\n");
}
END_TEST

START_TEST(one_thing_stands_below_the_other)
{
	json_t *j = json_loads("{\"a\":\"x\",\"uptime-seconds\":61,\"n\":null}", 0, NULL);
	struct buf out = { 0 };

	table_sheet(j, 0, &out);
	ck_assert_str_eq(buf_cstr(&out), "a       x\nuptime  1m1s\nn\n");
	json_decref(j);
	buf_free(&out);
}
END_TEST

START_TEST(what_does_not_fit_goes_on_below_itself)
{
	json_t *j = json_loads("[{\"step\":\"srv\",\"detail\":\"one two three four five six seven\","
	                       "\"none\":\"\"},{\"step\":\"port\",\"detail\":\"\"},"
	                       "{\"step\":\"x\",\"detail\":\"0123456789012345678901234567\"}]",
	                       0, NULL);
	struct buf out = { 0 };

	/* 24 columns are left of 30, behind "step  ". */
	table_columns(j, 30, &out);
	ck_assert_str_eq(buf_cstr(&out), "step  detail\n"
	                                 "srv   one two three four five\n"
	                                 "      six seven\n"
	                                 "port\n"
	                                 "x     012345678901234567890123\n"
	                                 "      4567\n");
	buf_clear(&out);
	table_columns(j, 29, &out); /* too narrow for that */
	ck_assert_ptr_nonnull(strstr(buf_cstr(&out), "\nsrv   one two three four five six seven\n"));
	buf_clear(&out);
	table_sheet(json_array_get(j, 0), 32, &out);
	ck_assert_str_eq(buf_cstr(&out), "step    srv\n"
	                                 "detail  one two three four five\n"
	                                 "        six seven\n"
	                                 "none\n");
	buf_clear(&out);
	table_paragraph(VIEW("b\xc3\xbc"
	                     "cher b\xc3\xbc"
	                     "cher b\xc3\xbc"
	                     "cher b\xc3\xbc"
	                     "cher b\xc3\xbc"
	                     "cher"),
	                0, 24, &out);
	ck_assert_str_eq(buf_cstr(&out), "b\xc3\xbc"
	                                 "cher b\xc3\xbc"
	                                 "cher b\xc3\xbc"
	                                 "cher\nb\xc3\xbc"
	                                 "cher b\xc3\xbc"
	                                 "cher\n");
	json_decref(j);
	buf_free(&out);
}
END_TEST

UNIT("table", what_does_not_fit_goes_on_below_itself, columns_are_as_wide_as_they_must_be,
     seconds_are_shown_with_their_unit,
     a_terminal_is_not_written_to_by_peers, one_thing_stands_below_the_other)
