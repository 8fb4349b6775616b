/* What a system told its operator, read from files written by hand. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/unit_dir.h"
#include "world/instance_private.h"

/* An instance of one program, whose logs are in a folder of its own. */
struct bench {
	struct world world;
	struct named_text counter[2];
	struct profile_more more;
	struct profile profile;
	struct process process;
	struct instance instance;
};

static void make(struct bench *b)
{
	memset(b, 0, sizeof *b);
	dir_begin();
	b->world.dir = unit_dir;
	b->counter[0] = (struct named_text){ (char *)"streams", (char *)"opened{way=\"in\"}", NULL };
	b->counter[1] = (struct named_text){ (char *)"all", (char *)"opened", NULL };
	b->more = (struct profile_more){ .look = (char *)"look",
		                         .counter = b->counter,
		                         .n_counter = 2,
		                         .n_process = 1 };
	b->profile = (struct profile){ .dir = (char *)"profile", .more = &b->more };
	snprintf(b->process.name, sizeof b->process.name, "iut-edge");
	b->instance = (struct instance){ .world = &b->world,
		                         .profile = &b->profile,
		                         .actor = (char *)"iut",
		                         .process = &b->process,
		                         .n_process = 1 };
}

static bool counts(struct bench *b, const char *name, const char *page, uint64_t *value)
{
	struct fault f = { 0 };
	bool ok;

	dir_puts("iut-look-1.log", page);
	ok = instance_counter(&b->instance, name, in_dir("iut-look-1.log"), value, &f);
	ck_assert(ok == (f.text == NULL));
	fault_free(&f);
	return ok;
}

START_TEST(samples_are_summed)
{
	struct bench b;
	uint64_t n;

	make(&b);
	ck_assert(instance_counts(&b.instance, "streams"));
	ck_assert(!instance_counts(&b.instance, "notices"));
	ck_assert(counts(&b, "streams", "# HELP opened\nopened{way=\"in\"} 3\r\nopened{way=\"out\"} 4\n", &n));
	ck_assert_uint_eq(n, 3);
	ck_assert(counts(&b, "streams", "opened{way=\"in\"} 3\nx\nopened{way=\"in\"} 2", &n));
	ck_assert_uint_eq(n, 5);
	ck_assert(counts(&b, "all", "opened 0\nopened_total 7\n", &n));
	ck_assert_uint_eq(n, 0);
	dir_end();
}
END_TEST

START_TEST(what_cannot_be_read_is_not_zero)
{
	struct bench b;
	struct fault f = { 0 };
	uint64_t n;

	make(&b);
	ck_assert(!counts(&b, "streams", "the edge does not run\n", &n));
	ck_assert(!counts(&b, "streams", "", &n));
	ck_assert(!counts(&b, "streams", "opened{way=\"in\"} many\n", &n));
	ck_assert(!counts(&b, "streams", " opened{way=\"in\"} 3\n", &n));
	ck_assert(!counts(&b, "all", "opened_total 7\n", &n));
	ck_assert(!counts(&b, "notices", "opened 7\n", &n));
	ck_assert(!instance_counter(&b.instance, "all", in_dir("nowhere"), &n, &f));
	ck_assert_ptr_nonnull(f.file);
	fault_free(&f);
	dir_end();
}
END_TEST

START_TEST(words_are_found_in_its_own_logs)
{
	struct bench b;
	struct fault f = { 0 };
	unsigned logs;

	make(&b);
	dir_puts("iut-edge.log", "one\ntwo three\n");
	dir_puts("iut-look-1.log", "two\n");
	dir_puts("iut2.log", "four\n");
	dir_puts("iut-edge.txt", "four\n");
	ck_assert(instance_printed(&b.instance, "two", &logs, &f));
	ck_assert_uint_eq(logs, 2);
	ck_assert(instance_printed(&b.instance, "e\ntwo t", &logs, &f));
	ck_assert_uint_eq(logs, 1);
	ck_assert(instance_printed(&b.instance, "four", &logs, &f));
	ck_assert_uint_eq(logs, 0);
	dir_end();
}
END_TEST

/* Nothing was found where nothing was looked into: that is no absence. */
static void says_nothing(struct bench *b, const char *text)
{
	struct fault f = { 0 };
	unsigned logs;

	ck_assert(!instance_printed(&b->instance, text, &logs, &f));
	ck_assert_ptr_nonnull(f.text);
	fault_free(&f);
}

START_TEST(a_log_that_cannot_be_read_is_no_absence)
{
	struct bench b;

	make(&b);
	dir_puts("iut-look-1.log", "one\n");
	says_nothing(&b, "two"); /* there is none of its program */
	dir_puts("iut-edge.log", "one\n");
	says_nothing(&b, "");
	/* a folder is none that can be read, whoever asks */
	ck_assert_int_eq(mkdir(in_dir("iut-look-2.log"), 0700), 0);
	says_nothing(&b, "two");
	ck_assert_int_eq(rmdir(in_dir("iut-look-2.log")), 0);
	dir_end();
	says_nothing(&b, "two");
}
END_TEST

UNIT("look", samples_are_summed, what_cannot_be_read_is_not_zero,
     words_are_found_in_its_own_logs, a_log_that_cannot_be_read_is_no_absence)
