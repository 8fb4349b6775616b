/* conf_rig.h - a configuration with a key of every kind, read from a file of the test's own; for
 * the tests of this folder.
 *
 * accept() until done(): it is taken.  check_refused(): it is not, with these words.
 */
#ifndef LIB_CONF_RIG_H
#define LIB_CONF_RIG_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/conf.h"
#include "lib/unit.h"

struct nested {
	char *certificate;
	uint32_t limit;
	struct conf_list names;
};

struct sample {
	char *text;
	char *file;
	bool flag;
	uint64_t time;
	uint32_t count;
	uint64_t size;
	int word;
	struct conf_list list;
	struct nested link;
	struct conf_entries domains;
};

static const char *const words[] = { "required", "optional", "not-supported", NULL };

static const struct conf_key nested_keys[] = {
	{ .name = "certificate", .kind = CONF_FILE, .required = true,
	  .offset = offsetof(struct nested, certificate) },
	{ .name = "limit", .kind = CONF_COUNT, .fallback = "20", .min = 1, .max = 100,
	  .offset = offsetof(struct nested, limit) },
	{ .name = "names", .kind = CONF_LIST, .offset = offsetof(struct nested, names) },
	{ .name = NULL },
};

static const struct conf_key keys[] = {
	{ .name = "text", .kind = CONF_TEXT, .offset = offsetof(struct sample, text) },
	{ .name = "file", .kind = CONF_FILE, .offset = offsetof(struct sample, file) },
	{ .name = "flag", .kind = CONF_BOOL, .fallback = "yes",
	  .offset = offsetof(struct sample, flag) },
	{ .name = "time", .kind = CONF_TIME, .fallback = "60s", .min = 1000, .max = 3600000,
	  .offset = offsetof(struct sample, time) },
	{ .name = "count", .kind = CONF_COUNT, .fallback = "7",
	  .offset = offsetof(struct sample, count) },
	{ .name = "size", .kind = CONF_SIZE, .fallback = "64KiB", .min = 1024,
	  .offset = offsetof(struct sample, size) },
	{ .name = "tls", .kind = CONF_WORD, .fallback = "optional", .words = words,
	  .offset = offsetof(struct sample, word) },
	{ .name = "listen", .kind = CONF_LIST, .fallback = "[::]:5269, 0.0.0.0:5269",
	  .offset = offsetof(struct sample, list) },
	{ .name = "link", .kind = CONF_MAP, .sub = nested_keys,
	  .offset = offsetof(struct sample, link) },
	{ .name = "domains", .kind = CONF_MAPS, .sub = nested_keys,
	  .sub_size = sizeof(struct nested), .offset = offsetof(struct sample, domains) },
	{ .name = NULL },
};

static char dir[] = "/tmp/conf_test.XXXXXX";

/* A directory of its own, in which the file is "t.yml". */
static inline void enter_dir(void)
{
	memcpy(dir + sizeof dir - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
}

static inline void leave_dir(void)
{
	unlink("t.yml");
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}

static inline struct conf *open_text(struct view text, struct fault *f)
{
	FILE *out = fopen("t.yml", "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(text.p, 1, text.n, out), text.n);
	ck_assert_int_eq(fclose(out), 0);
	return conf_open("t.yml", f);
}

static inline void check_fault(struct fault *f, const char *expected)
{
	char line[1024] = "";
	FILE *to = fmemopen(line, sizeof line, "w");

	ck_assert_ptr_nonnull(to);
	fault_print(f, to);
	fclose(to);
	ck_assert_str_eq(line, expected);
	fault_free(f);
}

/* `text` must be refused with `expected`, and nothing be left in the struct. */
static inline void check_refused_bytes(struct view text, const char *expected)
{
	static const struct sample nothing;
	struct fault f = { 0 };
	struct sample s;
	struct conf *c;

	enter_dir();
	c = open_text(text, &f);
	if (c != NULL) {
		memset(&s, 0x55, sizeof s);
		ck_assert(!conf_read(c, keys, &s, sizeof s, &f));
		ck_assert_int_eq(memcmp(&s, &nothing, sizeof s), 0);
	}
	check_fault(&f, expected);
	conf_close(&c);
	leave_dir();
}

static inline void check_refused(const char *text, const char *expected)
{
	check_refused_bytes(view_of(text), expected);
}

static inline struct conf *accept(const char *text, struct sample *s)
{
	struct fault f = { 0 };
	struct conf *c;
	bool ok;

	enter_dir();
	c = open_text(view_of(text), &f);
	ok = c != NULL && conf_read(c, keys, s, sizeof *s, &f);
	ck_assert_msg(ok, "%u:%u: %s", f.line, f.column, f.text);
	return c;
}

static inline void done(struct conf **c, struct sample *s)
{
	conf_clear(keys, s);
	conf_close(c);
	ck_assert_ptr_null(*c);
	leave_dir();
}

#endif
