/* The file and its YAML, before a key is looked at. */
#include "lib/conf_rig.h"

#include <sys/stat.h>

START_TEST(what_yaml_can_beyond_our_need_is_refused)
{
	check_refused("text: &a b\n", "t.yml:1:7: an anchor (\"&\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("link: &a {limit: 1}\n", "t.yml:1:7: an anchor (\"&\") is not possible "
	              "here; quote a text that begins with it");
	check_refused("listen: &a [b]\n", "t.yml:1:9: an anchor (\"&\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("text: *a\n", "t.yml:1:7: an alias (\"*\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("listen: [*a]\n", "t.yml:1:10: an alias (\"*\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("*a : b\n", "t.yml:1:1: an alias (\"*\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("text: !!str b\n", "t.yml:1:7: a tag (\"!\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("text: !x b\n", "t.yml:1:7: a tag (\"!\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("text: ! b\n", "t.yml:1:7: a tag (\"!\") is not possible here; "
	              "quote a text that begins with it");
	check_refused("text: a\n---\ntext: b\n",
	              "t.yml:2:1: a second document begins here; one is possible");
	check_refused("? [a]\n: b\n", "t.yml:1:3: a key must be a word");
	check_refused("{{a: b}: c}\n", "t.yml:1:2: a key must be a word");
	check_refused("text: \"a\\0b\"\n", "t.yml:1:7: a NUL stands in this text");
	check_refused("\"te\\0xt\": b\n", "t.yml:1:1: a NUL stands in this text");
}
END_TEST

START_TEST(broken_yaml_is_told_where)
{
	check_refused("text: [a\n", "t.yml:2:1: not YAML: while parsing a flow sequence, "
	              "did not find expected ',' or ']'");
	check_refused("text: a\n\tlink: b\n", "t.yml:2:1: not YAML: while scanning a plain "
	              "scalar, found a tab character that violates indentation");
	check_refused("listen: [*@x]\n", "t.yml:1:11: not YAML: while scanning an alias, "
	              "did not find expected alphabetic or numeric character");
	check_refused("text: a\n\nfile: \xff\n",
	              "t.yml:3: not YAML: invalid leading UTF-8 octet");
	check_refused("text: \"\x01\"\n", "t.yml:1: not YAML: control characters are not allowed");
	check_refused_bytes(VIEW("text: a\0b\n"),
	                    "t.yml:1: not YAML: control characters are not allowed");
}
END_TEST

/* "text: " with a text inside `lists` lists. */
static void check_depth(int lists, const char *expected)
{
	struct buf b = { 0 };

	buf_puts(&b, "text: ");
	for (int i = 0; i < lists; i++)
		buf_putc(&b, '[');
	buf_putc(&b, 'a');
	for (int i = 0; i < lists; i++)
		buf_putc(&b, ']');
	check_refused_bytes(buf_view(&b), expected);
	buf_free(&b);
}

/* The mapping at the top and the text count as levels. */
START_TEST(sixteen_levels_and_no_more)
{
	check_depth(14, "t.yml:1:7: \"text\" must be one value, not a list");
	check_depth(15, "t.yml:1:22: nested deeper than 16");
	check_depth(100000, "t.yml:1:22: nested deeper than 16");
}
END_TEST

START_TEST(one_mebibyte_and_no_more)
{
	size_t max = 1u << 20;
	struct fault f = { 0 };
	struct buf b = { 0 };
	struct conf *c;

	buf_puts(&b, "text: a\n");
	while (buf_len(&b) < max)
		buf_puts(&b, (max - buf_len(&b)) % 64 == 0 ?
		         "#..............................................................\n" :
		         "#\n\n\n\n\n\n\n");
	ck_assert_uint_eq(buf_len(&b), max);
	enter_dir();
	c = open_text(buf_view(&b), &f);
	ck_assert_msg(c != NULL, "%s", f.text);
	conf_close(&c);
	buf_putc(&b, '\n');
	ck_assert_ptr_null(open_text(buf_view(&b), &f));
	check_fault(&f, "t.yml: larger than 1 MiB");
	leave_dir();
	buf_free(&b);
}
END_TEST

START_TEST(files_that_cannot_be_read)
{
	struct fault f = { 0 };

	ck_assert_ptr_null(conf_open("/nonexistent/t.yml", &f));
	check_fault(&f, "/nonexistent/t.yml: cannot be read: No such file or directory");
	ck_assert_ptr_null(conf_open("/tmp", &f));
	check_fault(&f, "/tmp: cannot be read: Is a directory");
	if (geteuid() != 0) {	/* root may read anything */
		enter_dir();
		conf_close(&(struct conf *){ open_text(VIEW("text: a\n"), &f) });
		ck_assert_int_eq(chmod("t.yml", 0), 0);
		ck_assert_ptr_null(conf_open("t.yml", &f));
		check_fault(&f, "t.yml: cannot be read: Permission denied");
		leave_dir();
	}
}
END_TEST

UNIT("conf_tree", what_yaml_can_beyond_our_need_is_refused, broken_yaml_is_told_where,
     sixteen_levels_and_no_more, one_mebibyte_and_no_more, files_that_cannot_be_read)
