/* What is printed reads the same again. */
#include "lib/conf_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"

struct inner {
	uint32_t limit;
	struct conf_list names;
};

struct sample {
	char *text, *secret, *file;
	bool flag;
	uint64_t time, short_time, size;
	uint32_t count;
	int word;
	struct conf_list list;
	struct inner link, global;
	struct conf_entries domains;
};

static const char *const words[] = { "required", "optional", NULL };

static const struct conf_key inner_keys[] = {
	{ .name = "limit", .kind = CONF_COUNT, .fallback = "20",
	  .offset = offsetof(struct inner, limit) },
	{ .name = "names", .kind = CONF_LIST, .offset = offsetof(struct inner, names) },
	{ .name = NULL },
};

#define AT(field) offsetof(struct sample, field)

static const struct conf_key keys[] = {
	{ .name = "text", .kind = CONF_TEXT, .offset = AT(text) },
	{ .name = "passphrase", .kind = CONF_TEXT, .offset = AT(secret), .secret = true },
	{ .name = "file", .kind = CONF_FILE, .offset = AT(file) },
	{ .name = "flag", .kind = CONF_BOOL, .fallback = "yes", .offset = AT(flag) },
	{ .name = "time", .kind = CONF_TIME, .fallback = "8h", .offset = AT(time) },
	{ .name = "short", .kind = CONF_TIME, .fallback = "1500ms", .offset = AT(short_time) },
	{ .name = "size", .kind = CONF_SIZE, .fallback = "64KiB", .offset = AT(size) },
	{ .name = "count", .kind = CONF_COUNT, .fallback = "7", .offset = AT(count) },
	{ .name = "word", .kind = CONF_WORD, .fallback = "optional", .words = words,
	  .offset = AT(word) },
	{ .name = "listen", .kind = CONF_LIST, .fallback = "[::]:5269, 0.0.0.0:5269",
	  .offset = AT(list) },
	{ .name = "link", .kind = CONF_MAP, .sub = inner_keys, .offset = AT(link) },
	{ .name = "global", .kind = CONF_MAP, .sub = inner_keys, .offset = AT(global),
	  .absence_counts = true },
	{ .name = "domains", .kind = CONF_MAPS, .sub = inner_keys,
	  .sub_size = sizeof(struct inner), .offset = AT(domains) },
	{ .name = NULL },
};

static struct fault fault;

/* What a file of this text comes to; the caller frees it. */
static char *printed(const char *text)
{
	char path[] = "/tmp/conf-print-XXXXXX";
	int fd = mkstemp(path);
	struct buf out = { 0 };
	bool ok;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	ok = conf_print_file(path, keys, sizeof(struct sample), &out, &fault);
	unlink(path);
	ck_assert_msg(ok, "%u:%u: %s\n%s", fault.line, fault.column, fault.text, text);
	return buf_take(&out);
}

static void comes_to(const char *text, const char *wanted)
{
	char *first = printed(text), *again = printed(first);

	ck_assert_str_eq(first, wanted);
	ck_assert_str_eq(again, wanted);
	free(first);
	free(again);
}

START_TEST(an_empty_file_comes_to_the_defaults)
{
	comes_to("",
	         "# text: not set\n# passphrase: not set\n# file: not set\nflag: yes\ntime: 28800s\n"
	         "short: 1500ms\nsize: 64KiB\ncount: 7\nword: optional\n"
	         "listen: [\"[::]:5269\", \"0.0.0.0:5269\"]\n"
	         "link:\n  limit: 20\n  names: []\n# global: not there\ndomains: {}\n");
}
END_TEST

START_TEST(what_is_said_comes_back)
{
	comes_to("text: \"no\"\nfile: /etc/x.pem\nflag: no\ntime: 0\nshort: 3\nsize: 1000001\n"
	         "count: 4294967295\nword: required\nlisten: []\nlink: {names: [a, \"b, c\"]}\n"
	         "global: {}\ndomains: {b.example: {limit: 1}, a.example: }\n",
	         "text: \"no\"\n# passphrase: not set\nfile: \"/etc/x.pem\"\nflag: no\ntime: 0s\n"
	         "short: 3s\nsize: 1000001\ncount: 4294967295\nword: required\nlisten: []\n"
	         "link:\n  limit: 20\n  names: [\"a\", \"b, c\"]\n"
	         "global:\n  limit: 20\n  names: []\n"
	         "domains:\n  \"b.example\":\n    limit: 1\n    names: []\n"
	         "  \"a.example\":\n    limit: 20\n    names: []\n");
}
END_TEST

START_TEST(a_secret_is_not_shown)
{
	char *text = printed("passphrase: sesame\n");

	ck_assert_ptr_nonnull(strstr(text, "# passphrase: set, and not shown\n"));
	ck_assert_ptr_null(strstr(text, "sesame"));
	free(text);
}
END_TEST

/* Ends of lines, what YAML forbids, what nobody sees; the rest as it is. */
START_TEST(texts_are_escaped_where_yaml_needs_it)
{
	char *text = printed("text: \"a\\\"b\\\\c\\n\\t\\x7f\\x85\\xa0\\u2028\\uFEFF\\uFFFE "
	                     "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80 #x: y\"\n");
	char *again = printed(text);

	ck_assert_ptr_nonnull(strstr(text, "text: \"a\\\"b\\\\c\\x0a\\x09\\x7f\\x85\\xa0\\u2028"
	                                   "\\ufeff\\ufffe \xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80 "
	                                   "#x: y\"\n"));
	ck_assert_str_eq(text, again);
	free(text);
	free(again);
}
END_TEST

START_TEST(what_cannot_be_read_is_not_printed)
{
	struct buf out = { 0 };

	ck_assert(!conf_print_file("/nowhere/at/all", keys, sizeof(struct sample), &out, &fault));
	ck_assert_ptr_nonnull(fault.text);
	ck_assert_uint_eq(buf_len(&out), 0);
	fault_free(&fault);
}
END_TEST

UNIT("conf_print", an_empty_file_comes_to_the_defaults, what_is_said_comes_back,
     a_secret_is_not_shown, texts_are_escaped_where_yaml_needs_it,
     what_cannot_be_read_is_not_printed)
