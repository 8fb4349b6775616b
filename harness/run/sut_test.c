#include "run/sut.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/unit_dir.h"

#define LEAST                                                                                  \
	"version true\npolicy true\nstart true\nport xmpp 5269\nready xmpp\nstop signal "      \
	"TERM\n"

static struct fault fault;

static void begin(void)
{
	dir_begin();
	ck_assert_int_eq(mkdir(in_dir("acme"), 0700), 0);
	ck_assert_int_eq(mkdir(in_dir("notes"), 0700), 0);
	dir_puts("acme/profile", LEAST);
}

static void end(void)
{
	dir_unlink("acme/profile");
	rmdir(in_dir("acme"));
	rmdir(in_dir("notes"));
	dir_end();
	fault_free(&fault);
}

static void refused(const struct catalogue *cat, const char *name, unsigned line,
                    const char *words)
{
	ck_assert_ptr_null(sut_load(cat, unit_dir, name, &fault));
	ck_assert_msg(fault.line == line && strstr(fault.text, words) != NULL, "%u: %s",
	              fault.line, fault.text);
	fault_free(&fault);
}

static void wrong(const struct catalogue *cat, const char *more, const char *words)
{
	char text[1000];

	snprintf(text, sizeof text, LEAST "%s\n", more);
	dir_puts("acme/profile", text);
	refused(cat, "acme", 7, words);
}

START_TEST(a_system_is_a_folder_with_a_profile)
{
	struct profile *p;

	begin();
	p = sut_load(NULL, unit_dir, "acme", &fault);
	ck_assert_msg(p != NULL, "%s", fault.text);
	ck_assert_str_eq(p->name, "acme");
	profile_free(&p);
	refused(NULL, "acne", 0, "did you mean \"acme\"?");
	refused(NULL, "prosody", 0, "there are acme");
	refused(NULL, "notes", 0, "there are acme");
	refused(NULL, "", 0, "needed");
	end();
}
END_TEST

static void called(const char *name, const char *want)
{
	char *got = sut_called(name);

	ck_assert_str_eq(got, want);
	free(got);
}

/* A vendor's profile lies where the vendor's things are. */
START_TEST(or_the_path_of_one)
{
	char cwd[PATH_MAX], slashed[300];
	struct profile *p;

	begin();
	ck_assert_ptr_nonnull(getcwd(cwd, sizeof cwd));
	p = sut_load(NULL, "peers", in_dir("acme"), &fault);
	ck_assert_msg(p != NULL, "%s", fault.text);
	ck_assert_str_eq(p->name, "acme");
	ck_assert_str_eq(p->dir, in_dir("acme"));
	profile_free(&p);
	ck_assert_int_eq(chdir(in_dir("acme")), 0);
	p = sut_load(NULL, "peers", "./", &fault);
	ck_assert_msg(p != NULL, "%s", fault.text);
	ck_assert_str_eq(p->name, "acme");
	ck_assert_int_eq(chdir(cwd), 0);
	profile_free(&p);
	snprintf(slashed, sizeof slashed, "%s/", in_dir("acme"));
	called(slashed, in_dir("acme"));
	called("prosody", "prosody");
	called("a b'c", "'a b'\\''c'");
	refused(NULL, "./prosody", 0, "no such folder");
	refused(NULL, in_dir("notes"), 0, "no file \"profile\"");
	refused(NULL, "/", 0, "no file \"profile\"");
	end();
}
END_TEST

START_TEST(a_claim_can_be_claimed)
{
	struct profile *p;

	begin();
	wrong(NULL, "claims im s2s.dialbck", "\"s2s.dialbck\"; did you mean \"s2s.dialback\"?");
	dir_puts("acme/profile", LEAST "claims im s2s.dialback\n");
	p = sut_load(NULL, unit_dir, "acme", &fault);
	ck_assert_msg(p != NULL, "%s", fault.text);
	ck_assert(profile_claims(p, VIEW("s2s.dialback")));
	profile_free(&p);
	end();
}
END_TEST

START_TEST(a_known_deviation_can_be_seen)
{
	struct catalogue *cat = catalogue_load("scenarios/requirements", &fault);
	struct profile *p;

	ck_assert_msg(cat != NULL, "%s", fault.text);
	begin();
	wrong(cat, "known X0220-2.2.1-44 not-closed until 2027-03-31 it stays", "did you mean");
	wrong(cat, "known X0220-2.2.1-4 notclosed until 2027-03-31 it stays",
	      "did you mean \"not-closed\"?");
	dir_puts("acme/profile", LEAST "known X0220-2.2.1-4 not-closed until 2027-03-31 it stays\n");
	p = sut_load(cat, unit_dir, "acme", &fault);
	ck_assert_msg(p != NULL, "%s", fault.text);
	ck_assert_uint_eq(p->n_known, 1);
	profile_free(&p);
	end();
	catalogue_free(&cat);
}
END_TEST

START_TEST(lines_that_stand_once_stand_once)
{
	begin();
	wrong(NULL, "stop signal INT", "a second time");
	wrong(NULL, "ready xmpp", "a second time");
	wrong(NULL, "start false", "a second time");
	end();
}
END_TEST

UNIT("sut", a_system_is_a_folder_with_a_profile, or_the_path_of_one, a_claim_can_be_claimed,
     a_known_deviation_can_be_seen, lines_that_stand_once_stand_once)
