/* Keys and their values: what is read, and what is refused where it stands. */
#include "lib/conf_rig.h"

START_TEST(every_kind_is_read)
{
	struct sample s;
	struct conf *c = accept(
		"# comment\n"
		"text: some words\n"
		"file: sub/a.pem\n"
		"flag: no\n"
		"time: 5m\n"
		"count: 4294967295\n"
		"size: 2MiB\n"
		"tls: not-supported\n"
		"listen: [\"[::1]:1\", b]\n"
		"link:\n"
		"  certificate: /abs.pem\n"
		"  names:\n"
		"    - x\n"
		"    - 'y z'\n"
		"domains:\n"
		"  a.example: {certificate: a.pem, limit: 1}\n"
		"  b.example: {certificate: b.pem}\n", &s);
	char expected[100];
	struct nested *d = s.domains.value;

	ck_assert_str_eq(s.text, "some words");
	snprintf(expected, sizeof expected, "%s/sub/a.pem", dir);
	ck_assert_str_eq(s.file, expected);
	ck_assert(!s.flag);
	ck_assert_uint_eq(s.time, 300000);
	ck_assert_uint_eq(s.count, UINT32_MAX);
	ck_assert_uint_eq(s.size, 2097152);
	ck_assert_int_eq(s.word, 2);
	ck_assert_uint_eq(s.list.n, 2);
	ck_assert_str_eq(s.list.item[0].text, "[::1]:1");
	ck_assert_uint_eq(s.list.item[0].line, 9);
	ck_assert_uint_eq(s.list.item[0].column, 10);
	ck_assert_str_eq(s.list.item[1].text, "b");
	ck_assert_uint_eq(s.list.item[1].column, 21);
	ck_assert_str_eq(s.link.certificate, "/abs.pem");
	ck_assert_uint_eq(s.link.limit, 20);
	ck_assert_uint_eq(s.link.names.n, 2);
	ck_assert_str_eq(s.link.names.item[1].text, "y z");
	ck_assert_uint_eq(s.domains.n, 2);
	ck_assert_str_eq(s.domains.name[0].text, "a.example");
	ck_assert_uint_eq(s.domains.name[0].line, 16);
	ck_assert_uint_eq(s.domains.name[0].column, 3);
	ck_assert_uint_eq(d[0].limit, 1);
	ck_assert_uint_eq(d[1].limit, 20);
	snprintf(expected, sizeof expected, "%s/b.pem", dir);
	ck_assert_str_eq(d[1].certificate, expected);
	ck_assert_str_eq(conf_path(c), "t.yml");
	done(&c, &s);
	ck_assert_ptr_null(s.text);
	ck_assert_ptr_null(s.domains.name);
}
END_TEST

static void check_defaults(const char *text)
{
	struct sample s;
	struct conf *c = accept(text, &s);

	ck_assert_ptr_null(s.text);
	ck_assert_ptr_null(s.file);
	ck_assert(s.flag);
	ck_assert_uint_eq(s.time, 60000);
	ck_assert_uint_eq(s.count, 7);
	ck_assert_uint_eq(s.size, 65536);
	ck_assert_int_eq(s.word, 1);
	ck_assert_uint_eq(s.list.n, 2);
	ck_assert_str_eq(s.list.item[0].text, "[::]:5269");
	ck_assert_str_eq(s.list.item[1].text, "0.0.0.0:5269");
	ck_assert_uint_eq(s.list.item[1].line, 0);
	/* What is required in an optional mapping is so only when it is there. */
	ck_assert_ptr_null(s.link.certificate);
	ck_assert_uint_eq(s.link.limit, 20);
	ck_assert_uint_eq(s.domains.n, 0);
	ck_assert_uint_eq(conf_where(c, "link").line, 0);
	done(&c, &s);
}

START_TEST(what_is_absent_has_its_default)
{
	check_defaults("");
	check_defaults("# nothing\n");
	check_defaults("---\n...\n");
	check_defaults("{}");
	check_defaults("domains:\n");
	check_defaults("domains: {}\n");
	check_defaults("domains: ~\n");
}
END_TEST

START_TEST(quoting_makes_a_text)
{
	struct sample s;
	struct conf *c = accept("text: \"\"\nfile: ''\ncount: '5'\nlisten: ['', \"null\"]\n", &s);

	ck_assert_str_eq(s.text, "");
	ck_assert_str_eq(s.file, "");	/* and not the directory */
	ck_assert_uint_eq(s.count, 5);
	ck_assert_uint_eq(s.list.n, 2);
	ck_assert_str_eq(s.list.item[1].text, "null");
	done(&c, &s);
}
END_TEST

START_TEST(an_empty_list_is_no_default)
{
	struct sample s;
	struct conf *c = accept("listen: []\n", &s);

	ck_assert_uint_eq(s.list.n, 0);
	ck_assert_ptr_null(s.list.item);
	done(&c, &s);
}
END_TEST

START_TEST(unknown_keys_are_named_with_the_nearest)
{
	check_refused("text: a\nlistne: [a]\n",
	              "t.yml:2:1: unknown key \"listne\"; did you mean \"listen\"?");
	check_refused("something: a\n", "t.yml:1:1: unknown key \"something\"");
	check_refused("link:\n  certificate: a\n  limti: 3\n",
	              "t.yml:3:3: unknown key \"limti\"; did you mean \"limit\"?");
	check_refused("domains:\n  a.example: {cretificate: a}\n",
	              "t.yml:2:15: unknown key \"cretificate\"; did you mean \"certificate\"?");
	check_refused("\"a\\nb\": 1\n", "t.yml:1:1: unknown key \"a\\x0ab\"");
	check_refused("\"\": 1\n", "t.yml:1:1: unknown key \"\"");
	check_refused("<<: {text: a}\n", "t.yml:1:1: unknown key \"<<\"");
}
END_TEST

START_TEST(misplaced_keys_are_told_where_they_belong)
{
	check_refused("certificate: a\n",
	              "t.yml:1:1: unknown key \"certificate\"; it belongs under \"link\"");
	check_refused("link:\n  certificate: a\n  tls: required\n",
	              "t.yml:3:3: unknown key \"tls\"; it belongs to the top of the file");
}
END_TEST

START_TEST(doubled_keys_are_refused_at_every_level)
{
	check_refused("tls: required\ntext: a\ntls: optional\n",
	              "t.yml:3:1: key \"tls\" stands here a second time (first on line 1)");
	check_refused("link:\n  limit: 1\n  \"limit\": 1\n",
	              "t.yml:3:3: key \"limit\" stands here a second time (first on line 2)");
	check_refused("domains:\n  a: {certificate: x}\n  b: {certificate: x}\n"
	              "  a: {certificate: y}\n",
	              "t.yml:4:3: key \"a\" stands here a second time (first on line 2)");
	check_refused("{text: a, text: b}",
	              "t.yml:1:11: key \"text\" stands here a second time (first on line 1)");
}
END_TEST

START_TEST(missing_keys_are_named_where_they_miss)
{
	check_refused("text: a\nlink:\n  limit: 3\n",
	              "t.yml:2:1: key \"certificate\" is missing in \"link\"");
	check_refused("link:\n", "t.yml:1:1: key \"certificate\" is missing in \"link\"");
	check_refused("domains:\n  a.example:\n",
	              "t.yml:2:3: key \"certificate\" is missing in \"a.example\"");
}
END_TEST

START_TEST(a_missing_key_at_the_top_is_told_there)
{
	struct fault f = { 0 };
	struct nested n;
	struct conf *c;

	enter_dir();
	c = open_text(VIEW("limit: 4\n"), &f);
	ck_assert_ptr_nonnull(c);
	ck_assert(!conf_read(c, nested_keys, &n, sizeof n, &f));
	check_fault(&f, "t.yml:1:1: key \"certificate\" is missing");
	conf_close(&c);
	leave_dir();
}
END_TEST

START_TEST(the_wrong_kind_is_refused)
{
	check_refused("text: [a]\n", "t.yml:1:7: \"text\" must be one value, not a list");
	check_refused("flag: {a: b}\n", "t.yml:1:7: \"flag\" must be one value, not a mapping");
	check_refused("listen: a\n", "t.yml:1:9: \"listen\" must be a list, such as [a, b]");
	check_refused("listen: {a: b}\n", "t.yml:1:9: \"listen\" must be a list, such as [a, b]");
	check_refused("listen:\n", "t.yml:1:8: \"listen\" must be a list, such as [a, b]");
	check_refused("listen: [a, [b]]\n",
	              "t.yml:1:13: \"listen\" must be a list of texts only");
	check_refused("listen: [a, ~]\n", "t.yml:1:13: \"listen\" has an item without a value");
	check_refused("listen:\n  -\n", "t.yml:2:4: \"listen\" has an item without a value");
	check_refused("link: a\n", "t.yml:1:7: \"link\" must be a mapping");
	check_refused("link: [a]\n", "t.yml:1:7: \"link\" must be a mapping");
	check_refused("domains: a\n", "t.yml:1:10: \"domains\" must be a mapping");
	check_refused("domains: {a: b}\n", "t.yml:1:14: \"a\" must be a mapping");
	check_refused("[a]", "t.yml:1:1: the file must be a mapping");
	check_refused("just words\n", "t.yml:1:1: the file must be a mapping");
	check_refused("text:\n", "t.yml:1:6: \"text\" has no value");
	check_refused("text: ~\n", "t.yml:1:7: \"text\" has no value");
	check_refused("count: null\n", "t.yml:1:8: \"count\" has no value");
}
END_TEST

START_TEST(values_that_are_none_are_refused_with_what_is_possible)
{
	check_refused("flag: maybe\n", "t.yml:1:7: \"flag\" is \"maybe\": must be yes or no");
	check_refused("flag: Yes\n", "t.yml:1:7: \"flag\" is \"Yes\": must be yes or no");
	check_refused("time: soon\n", "t.yml:1:7: \"time\" is \"soon\": "
	              "not a time such as 500ms, 60s, 5m or 8h");
	check_refused("count: 010\n", "t.yml:1:8: \"count\" is \"010\": begins with a zero");
	check_refused("count: 00\n", "t.yml:1:8: \"count\" is \"00\": begins with a zero");
	check_refused("time: 060s\n", "t.yml:1:7: \"time\" is \"060s\": begins with a zero");
	check_refused("count: -1\n", "t.yml:1:8: \"count\" is \"-1\": not a whole number");
	check_refused("count: ''\n", "t.yml:1:8: \"count\" is \"\": not a whole number");
	check_refused("size: 1KB\n", "t.yml:1:7: \"size\" is \"1KB\": "
	              "not a size such as 4096, 64KiB or 1MiB");
	check_refused("tls: requierd\n", "t.yml:1:6: \"tls\" is \"requierd\": must be required, "
	              "optional or not-supported; did you mean \"required\"?");
	check_refused("tls: off\n", "t.yml:1:6: \"tls\" is \"off\": must be required, "
	              "optional or not-supported");
	check_refused("flag: \"a\\nb\"\n", "t.yml:1:7: \"flag\" is \"a\\x0ab\": must be yes or no");
}
END_TEST

static uint64_t time_of(const char *text)
{
	struct sample s;
	struct conf *c = accept(text, &s);
	uint64_t t = s.time;

	done(&c, &s);
	return t;
}

START_TEST(ranges_include_their_ends)
{
	ck_assert_uint_eq(time_of("time: 1000ms\n"), 1000);
	ck_assert_uint_eq(time_of("time: 1001ms\n"), 1001);
	ck_assert_uint_eq(time_of("time: 1h\n"), 3600000);
	check_refused("time: 999ms\n", "t.yml:1:7: \"time\" is \"999ms\": must be 1s to 1h");
	check_refused("time: 3600001ms\n",
	              "t.yml:1:7: \"time\" is \"3600001ms\": must be 1s to 1h");
	check_refused("link:\n  certificate: a\n  limit: 0\n",
	              "t.yml:3:10: \"limit\" is \"0\": must be 1 to 100");
	check_refused("link:\n  certificate: a\n  limit: 101\n",
	              "t.yml:3:10: \"limit\" is \"101\": must be 1 to 100");
	check_refused("size: 1023\n", "t.yml:1:7: \"size\" is \"1023\": must be at least 1KiB");
	check_refused("count: 4294967296\n",
	              "t.yml:1:8: \"count\" is \"4294967296\": must be 0 to 4294967295");
}
END_TEST

START_TEST(entries_are_read_from_the_top)
{
	struct conf_entries e;
	struct fault f = { 0 };
	struct nested *n;
	struct conf *c;

	enter_dir();
	c = open_text(VIEW("a.example: {certificate: a}\n\"b.example\":\n  certificate: b\n"), &f);
	ck_assert(conf_read_entries(c, nested_keys, sizeof *n, &e, &f));
	n = e.value;
	ck_assert_uint_eq(e.n, 2);
	ck_assert_str_eq(e.name[1].text, "b.example");
	ck_assert_uint_eq(e.name[1].line, 2);
	ck_assert_uint_eq(n[1].limit, 20);
	conf_clear_entries(nested_keys, sizeof *n, &e);
	ck_assert_uint_eq(e.n, 0);
	conf_close(&c);

	c = open_text(VIEW("a.example: {certificate: a}\nb.example: {limit: x}\n"), &f);
	ck_assert(!conf_read_entries(c, nested_keys, sizeof *n, &e, &f));
	check_fault(&f, "t.yml:2:1: key \"certificate\" is missing in \"b.example\"");
	ck_assert_uint_eq(e.n, 0);
	ck_assert_ptr_null(e.name);
	conf_close(&c);

	c = open_text(VIEW(""), &f);
	ck_assert(conf_read_entries(c, nested_keys, sizeof *n, &e, &f));
	ck_assert_uint_eq(e.n, 0);
	conf_close(&c);

	c = open_text(VIEW("[a]"), &f);
	ck_assert(!conf_read_entries(c, nested_keys, sizeof *n, &e, &f));
	check_fault(&f, "t.yml:1:1: the file must be a mapping");
	conf_close(&c);
	leave_dir();
}
END_TEST

START_TEST(places_are_found_by_dotted_name)
{
	struct sample s;
	struct conf *c = accept("text: a\n"
	                        "link:\n"
	                        "  certificate: a\n"
	                        "domains:\n"
	                        "  a.example: {certificate: a,\n"
	                        "     limit: 2}\n"
	                        "  b\\c: {certificate: b}\n", &s);
	struct fault f = { 0 };

	ck_assert_uint_eq(conf_where(c, "text").line, 1);
	ck_assert_uint_eq(conf_where(c, "text").column, 1);
	ck_assert_uint_eq(conf_where(c, "link.certificate").line, 3);
	ck_assert_uint_eq(conf_where(c, "link.certificate").column, 3);
	ck_assert_uint_eq(conf_where(c, "domains.a\\.example").line, 5);
	ck_assert_uint_eq(conf_where(c, "domains.a\\.example.limit").line, 6);
	ck_assert_uint_eq(conf_where(c, "domains.a\\.example.limit").column, 6);
	ck_assert_uint_eq(conf_where(c, "domains.b\\\\c").line, 7);
	ck_assert_uint_eq(conf_where(c, "domains.a.example").line, 0);
	ck_assert_uint_eq(conf_where(c, "link.limit").line, 0);
	ck_assert_uint_eq(conf_where(c, "text.x").line, 0);
	ck_assert_uint_eq(conf_where(c, "").line, 0);
	ck_assert_uint_eq(conf_where(c, "link.").line, 0);
	ck_assert(!conf_fault(c, "link.certificate", &f, "cannot %s", "be"));
	check_fault(&f, "t.yml:3:3: cannot be");
	ck_assert(!conf_fault(c, "link.limit", &f, "cannot %s", "be"));
	check_fault(&f, "t.yml:2:1: cannot be");
	ck_assert(!conf_fault(c, "domains.c.limit", &f, "cannot %s", "be"));
	check_fault(&f, "t.yml:4:1: cannot be");
	ck_assert(!conf_fault(c, "limit", &f, "cannot %s", "be"));
	check_fault(&f, "t.yml: cannot be");
	done(&c, &s);
}
END_TEST

START_TEST(files_are_relative_to_the_file_that_names_them)
{
	struct fault f = { 0 };
	char path[100], expected[100];
	struct sample s;
	struct conf *c;

	enter_dir();
	c = open_text(VIEW("file: a.pem\n"), &f);
	conf_close(&c);
	snprintf(path, sizeof path, "%s/t.yml", dir);
	snprintf(expected, sizeof expected, "%s/a.pem", dir);
	ck_assert_int_eq(chdir("/"), 0);
	c = conf_open(path, &f);
	ck_assert_ptr_nonnull(c);
	ck_assert(conf_read(c, keys, &s, sizeof s, &f));
	ck_assert_str_eq(s.file, expected);
	conf_clear(keys, &s);
	conf_close(&c);
	ck_assert_int_eq(chdir(dir), 0);
	leave_dir();
}
END_TEST

UNIT("conf", every_kind_is_read, what_is_absent_has_its_default, quoting_makes_a_text,
     an_empty_list_is_no_default, unknown_keys_are_named_with_the_nearest,
     misplaced_keys_are_told_where_they_belong, doubled_keys_are_refused_at_every_level,
     missing_keys_are_named_where_they_miss, a_missing_key_at_the_top_is_told_there,
     the_wrong_kind_is_refused, values_that_are_none_are_refused_with_what_is_possible,
     ranges_include_their_ends, entries_are_read_from_the_top, places_are_found_by_dotted_name,
     files_are_relative_to_the_file_that_names_them)
