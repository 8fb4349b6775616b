#include "run/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "run/tidy.h"

static char top[40];

static const char *at(const char *name)
{
	static char path[200];

	snprintf(path, sizeof path, "%s/%s", top, name);
	return path;
}

static void put(const char *name, const char *text)
{
	FILE *to = fopen(at(name), "we");

	ck_assert_ptr_nonnull(to);
	ck_assert_int_ge(fputs(text, to), 0);
	ck_assert_int_eq(fclose(to), 0);
}

static const char *of(const char *ending)
{
	static char digest[2][DIGEST_SIZE];
	static unsigned turn;
	struct fault f = { 0 };

	turn ^= 1;
	ck_assert_msg(digest_folder(top, ending, digest[turn], &f), "%s", f.text);
	return digest[turn];
}

static void folder(void)
{
	snprintf(top, sizeof top, "build/digest-test-XXXXXX");
	mkdir("build", 0777);
	ck_assert_ptr_nonnull(mkdtemp(top));
	put("profile", "inside link\n");
	put("configure", "exit 75\n");
	ck_assert_int_eq(mkdir(at("more"), 0777), 0);
	put("more/part", "x");
}

static void differs(const char *before)
{
	ck_assert_str_ne(before, of(NULL));
	tidy_remove(top);
}

START_TEST(the_same_bytes_are_the_same_wherever_they_lie)
{
	char one[DIGEST_SIZE];

	folder();
	snprintf(one, sizeof one, "%s", of(NULL));
	ck_assert_str_eq(one, of(NULL));
	tidy_remove(top);
	folder();
	ck_assert_str_eq(one, of(NULL));
	ck_assert_int_eq(mkdir(at(".git"), 0777), 0);
	put(".git/HEAD", "of a repository");
	put("README.md", "for people");
	ck_assert_str_eq(one, of(NULL));
	ck_assert_uint_eq(strlen(one), 64);
	tidy_remove(top);
}
END_TEST

START_TEST(every_change_of_a_file_is_another_digest)
{
	char before[DIGEST_SIZE];

	folder();
	snprintf(before, sizeof before, "%s", of(NULL));
	put("more/part", "y");
	differs(before);
	folder();
	put("more/part2", "");
	differs(before);
	folder();
	ck_assert_int_eq(chmod(at("configure"), 0755), 0);
	differs(before);
	folder();
	ck_assert_int_eq(symlink("../elsewhere", at("link")), 0);
	differs(before);
	folder();
	ck_assert_int_eq(unlink(at("more/part")), 0);
	differs(before);
}
END_TEST

START_TEST(only_what_ends_so_counts_when_it_is_asked_for)
{
	char before[DIGEST_SIZE];

	folder();
	put("rows.tsv", "id\n");
	snprintf(before, sizeof before, "%s", of(".tsv"));
	put("profile", "another\n");
	ck_assert_str_eq(before, of(".tsv"));
	put("rows.tsv", "id\nR-1\n");
	ck_assert_str_ne(before, of(".tsv"));
	tidy_remove(top);
}
END_TEST

START_TEST(what_cannot_be_read_is_a_fault)
{
	char digest[DIGEST_SIZE];
	struct fault f = { 0 };

	ck_assert(!digest_folder("build/there-is-none", NULL, digest, &f));
	ck_assert_str_eq(f.file, "build/there-is-none");
	fault_free(&f);
	ck_assert(!digest_file("build/there-is-none", digest, &f));
	fault_free(&f);
}
END_TEST

/* SHA-256 of "0\n": the size, and nothing. */
START_TEST(a_file_has_its_size_before_its_bytes)
{
	char digest[DIGEST_SIZE];
	struct fault f = { 0 };

	folder();
	put("empty", "");
	ck_assert(digest_file(at("empty"), digest, &f));
	ck_assert_str_eq(digest, "9a271f2a916b0b6ee6cecb2426f0b3206ef074578be55d9bc94f6f3fe3ab86aa");
	tidy_remove(top);
}
END_TEST

UNIT("digest", the_same_bytes_are_the_same_wherever_they_lie, every_change_of_a_file_is_another_digest,
     only_what_ends_so_counts_when_it_is_asked_for, what_cannot_be_read_is_a_fault,
     a_file_has_its_size_before_its_bytes)
