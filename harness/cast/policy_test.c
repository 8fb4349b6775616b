#include "cast/policy.h"

#include <stdio.h>
#include <unistd.h>

#include "lib/tsv.h"
#include "lib/unit.h"

#define WORD(t)                                                                                \
	{                                                                                      \
		.text = (char *)(t)                                                            \
	}

static struct word optional_dialback[] = { WORD("tls=not-supported"), WORD("limit=3") };
static struct policy_line lines[] = {
	{ .domain = WORD("a.example"), .settings = { optional_dialback, 2 } },
};
static struct policy_line none[] = { { .domain = WORD("none") } };
static struct setting stranger[] = { { WORD("stranger"), WORD("yes") } };
static struct actor cast[] = {
	{ .name = WORD("iut"), .kind = ACTOR_SUT, .policy = lines, .n_policy = 1 },
	{ .name = WORD("a"), .kind = ACTOR_SCRIPTED_SERVER, .domain = WORD("a.example") },
	{ .name = WORD("a2"), .kind = ACTOR_SCRIPTED_DIALLER, .domain = WORD("a.example") },
	{ .name = WORD("b"), .kind = ACTOR_XMPP_USER, .domain = WORD("b.example") },
	{ .name = WORD("c"),
	  .kind = ACTOR_SCRIPTED_DIALLER,
	  .domain = WORD("c.example"),
	  .setting = stranger,
	  .n_setting = 1 },
	{ .name = WORD("j"), .kind = ACTOR_INSIDE_USER, .domain = WORD("iut.example") },
};
static struct case_ one = { .cast = cast, .n_cast = 6 };
static char path[] = "/tmp/policy_test.XXXXXX";

static struct tsv *written(const struct policy *p)
{
	struct fault f = { 0 };
	int fd = mkstemp(path);
	struct tsv *t;

	ck_assert_int_ge(fd, 0);
	close(fd);
	ck_assert(policy_write(p, path, &f));
	t = tsv_open(path, &f);
	ck_assert_ptr_nonnull(t);
	unlink(path);
	return t;
}

static void check(const struct tsv *t, size_t row, const char *column, const char *value)
{
	ck_assert_int_ge(tsv_column(t, column), 0);
	ck_assert(view_is(tsv_cell(t, row, tsv_column(t, column)), value));
}

START_TEST(partners_are_there_once_and_strangers_are_not)
{
	struct policy *p = policy_new(&one);
	struct tsv *t = written(p);

	ck_assert_uint_eq(tsv_rows(t), 2);
	check(t, 0, "domain", "a.example");
	check(t, 0, "tls", "not-supported");
	check(t, 0, "sasl", "");
	check(t, 0, "limit", "3");
	check(t, 1, "domain", "b.example");
	check(t, 1, "tls", "");
	check(t, 1, "dialback", "");
	tsv_close(&t);
	policy_free(&p);
}
END_TEST

START_TEST(it_changes)
{
	struct policy *p = policy_new(&one);
	struct tsv *t;

	policy_set(p, "a.example", "tls=required additional=x.example,y.example");
	policy_set(p, "d.example", "dialback=no");
	policy_remove(p, "b.example");
	policy_remove(p, "nobody.example");
	t = written(p);
	ck_assert_uint_eq(tsv_rows(t), 2);
	check(t, 0, "tls", "required");
	check(t, 0, "limit", "3");
	check(t, 0, "additional-domains", "x.example,y.example");
	check(t, 1, "domain", "d.example");
	check(t, 1, "dialback", "no");
	tsv_close(&t);
	policy_free(&p);
}
END_TEST

START_TEST(none_is_nobody)
{
	struct policy *p;
	struct tsv *t;

	cast[0].policy = none;
	p = policy_new(&one);
	t = written(p);
	ck_assert_uint_eq(tsv_rows(t), 0);
	tsv_close(&t);
	policy_free(&p);
}
END_TEST

START_TEST(what_cannot_be_written_is_a_fault)
{
	struct policy *p = policy_new(&one);
	struct fault f = { 0 };

	ck_assert(!policy_write(p, "/nowhere/policy", &f));
	ck_assert_str_eq(f.file, "/nowhere/policy");
	fault_free(&f);
	policy_free(&p);
}
END_TEST

UNIT("policy", partners_are_there_once_and_strangers_are_not, it_changes, none_is_nobody,
     what_cannot_be_written_is_a_fault)
