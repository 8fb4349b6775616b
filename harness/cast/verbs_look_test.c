/* The verbs about counters and printed text, on an instance whose `look` prints a file
 * that the test has written. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cast/hire.h"
#include "cast/stage_for_tests.h"
#include "cast/verbs.h"
#include "lib/unit.h"
#include "world/instance_private.h"

static struct actor cast[] = { { .kind = ACTOR_SUT, .name = { .text = (char *)"iut" } } };
static struct step step[] = { { .number = 1 } };

struct bench {
	struct test_stage t;
	char dir[40];
	struct world *world;
	char look[80];
	struct named_text counter;
	struct profile_more more;
	struct profile profile;
	struct process process;
	struct instance instance;
	struct hired hired;
	uint64_t ms; /* that a step is waited for */
};

static void put(const struct bench *b, const char *name, const char *text)
{
	char path[80];
	FILE *to;

	snprintf(path, sizeof path, "%s/%s", b->dir, name);
	to = fopen(path, "w");
	ck_assert_ptr_nonnull(to);
	ck_assert_int_ge(fputs(text, to), 0);
	ck_assert_int_eq(fclose(to), 0);
}

static void make(struct bench *b)
{
	struct world_settings s = { .dir = b->dir, .authority = b->dir, .seed = 1 };
	struct fault f = { 0 };

	memset(b, 0, sizeof *b);
	test_stage_make(&b->t, cast, 1, step, 1, 1);
	snprintf(b->dir, sizeof b->dir, "/tmp/verbs-look-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(b->dir));
	b->world = world_new(b->t.stage.loop, &s, &f);
	ck_assert_ptr_nonnull(b->world);
	snprintf(b->look, sizeof b->look, "/bin/cat %s/page", b->dir);
	b->counter = (struct named_text){ (char *)"inbound-failures", (char *)"failed", NULL };
	b->more = (struct profile_more){
		.look = b->look, .counter = &b->counter, .n_counter = 1, .n_process = 1
	};
	b->profile = (struct profile){ .dir = (char *)"profile", .more = &b->more };
	snprintf(b->process.name, sizeof b->process.name, "iut");
	b->instance = (struct instance){ .world = b->world,
		                         .profile = &b->profile,
		                         .actor = (char *)"iut",
		                         .process = &b->process,
		                         .n_process = 1 };
	snprintf(b->instance.dir, sizeof b->instance.dir, "%s", b->dir);
	b->hired = (struct hired){ .stage = &b->t.stage,
		                   .role = &b->t.stage.role[0],
		                   .instance = &b->instance };
	b->t.stage.world = b->world;
	b->t.stage.hired = &b->hired;
	put(b, "iut.log", "started\n");
	b->ms = 20000;
}

static void remove_all(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			ck_assert_int_eq(unlinkat(dirfd(d), e->d_name, 0), 0);
	closedir(d);
	ck_assert_int_eq(rmdir(dir), 0);
}

static void forget(struct bench *b)
{
	/* One that the end of a step has left running. */
	while (b->hired.looking)
		loop_once(b->t.stage.loop, 1000);
	b->t.stage.hired = NULL;
	while (b->hired.counted != NULL) {
		struct counted *c = b->hired.counted;

		b->hired.counted = c->next;
		free(c->name);
		free(c);
	}
	free(b->hired.looked);
	free(b->t.stage.unsupported);
	b->t.stage.unsupported = NULL;
	world_free(&b->world);
	test_stage_forget(&b->t);
	remove_all(b->dir);
}

/* The verb with its words, while the page says this; NULL: there is no page. */
static enum outcome does(struct bench *b, void (*verb)(struct act *a), const char *first,
                         const char *second, const char *page)
{
	char path[80];

	snprintf(path, sizeof path, "%s/page", b->dir);
	unlink(path);
	if (page != NULL)
		put(b, "page", page);
	step[0].arg[0] = (char *)first;
	step[0].arg[1] = (char *)second;
	return test_stage_run(&b->t, 0, verb, b->ms);
}

static enum outcome begins(struct bench *b, const char *page)
{
	return does(b, act_BEGINS_TO_COUNT, "inbound-failures", NULL, page);
}

static enum outcome counted(struct bench *b, const char *more, const char *page)
{
	return does(b, act_HAS_COUNTED, more, "inbound-failures", page);
}

static enum outcome no_more(struct bench *b, const char *page)
{
	return does(b, act_HAS_COUNTED_NO_MORE, "inbound-failures", NULL, page);
}

START_TEST(what_it_has_counted)
{
	struct bench b;

	make(&b);
	ck_assert_int_eq(begins(&b, "failed 3\n"), OUTCOME_DONE);
	ck_assert_int_eq(counted(&b, "2", "failed 5\n"), OUTCOME_DONE);
	ck_assert_int_eq(counted(&b, "2", "failed 6\n"), OUTCOME_FAILED);
	ck_assert_int_eq(no_more(&b, "failed 3\n"), OUTCOME_DONE);
	ck_assert_int_eq(no_more(&b, "failed 4\n"), OUTCOME_FAILED);
	b.ms = 200;
	ck_assert_int_eq(counted(&b, "2", "failed 4\n"), OUTCOME_TIMEOUT);
	forget(&b);
}
END_TEST

/* Counters in a row are read from one look; behind a `then`, or when it is not there yet,
 * there is another. */
START_TEST(counters_in_a_row_share_a_look)
{
	struct bench b;
	const unsigned number = step[0].number, group = step[0].group;

	make(&b);
	ck_assert_int_eq(begins(&b, "failed 3\n"), OUTCOME_DONE);
	ck_assert_uint_eq(b.instance.looks, 1);
	step[0].number++;
	ck_assert_int_eq(begins(&b, "failed 4\n"), OUTCOME_DONE);
	ck_assert_uint_eq(b.instance.looks, 1);
	step[0].number++;
	ck_assert_int_eq(no_more(&b, "failed 4\n"), OUTCOME_DONE);
	ck_assert_uint_eq(b.instance.looks, 1);
	step[0].number++;
	ck_assert_int_eq(counted(&b, "2", "failed 5\n"), OUTCOME_DONE);
	ck_assert_uint_eq(b.instance.looks, 2);
	step[0].number += 2;
	ck_assert_int_eq(no_more(&b, "failed 3\n"), OUTCOME_DONE);
	ck_assert_uint_eq(b.instance.looks, 3);
	step[0].number++;
	step[0].group++;
	ck_assert_int_eq(no_more(&b, "failed 3\n"), OUTCOME_DONE);
	ck_assert_uint_eq(b.instance.looks, 4);
	step[0].number = number;
	step[0].group = group;
	forget(&b);
}
END_TEST

/* Its command ends when the step that gave it is over: that is not what the next one has
 * asked for. */
START_TEST(a_look_that_comes_too_late_is_no_answer)
{
	struct bench b;
	char path[80];
	int fd;

	make(&b);
	ck_assert_int_eq(begins(&b, "failed 3\n"), OUTCOME_DONE);
	snprintf(path, sizeof path, "%s/page", b.dir);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	b.ms = 50;
	ck_assert_int_eq(test_stage_run(&b.t, 0, act_HAS_COUNTED_NO_MORE, b.ms), OUTCOME_TIMEOUT);
	while ((fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0)
		loop_once(b.t.stage.loop, 1);
	ck_assert_int_eq(write(fd, "failed 4\n", 9), 9);
	ck_assert_int_eq(close(fd), 0);
	b.ms = 20000;
	ck_assert_int_eq(no_more(&b, "failed 3\n"), OUTCOME_DONE);
	forget(&b);
}
END_TEST

START_TEST(what_cannot_be_read_is_no_zero)
{
	struct bench b;

	make(&b);
	ck_assert_int_eq(begins(&b, NULL), OUTCOME_FAILED);
	ck_assert_int_eq(begins(&b, "it does not run\n"), OUTCOME_FAILED);
	ck_assert_ptr_null(b.hired.counted);
	ck_assert_int_eq(begins(&b, "failed 0\n"), OUTCOME_DONE);
	ck_assert_int_eq(no_more(&b, "it does not run\n"), OUTCOME_FAILED);
	ck_assert_int_eq(no_more(&b, NULL), OUTCOME_FAILED);
	ck_assert(!stage_is_broken(&b.t.stage));
	/* of a counter that the profile does not read nothing can be said */
	ck_assert_int_eq(does(&b, act_BEGINS_TO_COUNT, "inbound-streams", NULL, "failed 0\n"),
	                 OUTCOME_FAILED);
	ck_assert_ptr_nonnull(b.t.stage.unsupported);
	forget(&b);
}
END_TEST

START_TEST(what_it_has_printed)
{
	struct bench b;

	make(&b);
	ck_assert_int_eq(does(&b, act_HAS_PRINTED, "started", NULL, "x\n"), OUTCOME_DONE);
	ck_assert_int_eq(does(&b, act_HAS_PRINTED, "failed 3", NULL, "failed 3\n"), OUTCOME_DONE);
	ck_assert_int_eq(does(&b, act_HAS_NEVER_PRINTED, "nowhere", NULL, "x\n"), OUTCOME_DONE);
	ck_assert_int_eq(does(&b, act_HAS_NEVER_PRINTED, "started", NULL, "x\n"), OUTCOME_FAILED);
	/* what an earlier look has shown counts, too */
	ck_assert_int_eq(does(&b, act_HAS_NEVER_PRINTED, "failed 3", NULL, "x\n"), OUTCOME_FAILED);
	b.ms = 200;
	ck_assert_int_eq(does(&b, act_HAS_PRINTED, "nowhere", NULL, "x\n"), OUTCOME_TIMEOUT);
	forget(&b);
}
END_TEST

START_TEST(where_nothing_was_looked_into_nothing_is_absent)
{
	struct bench b;
	char path[80];

	make(&b);
	ck_assert_int_eq(does(&b, act_HAS_NEVER_PRINTED, "nowhere", NULL, NULL), OUTCOME_FAILED);
	snprintf(path, sizeof path, "%s/iut.log", b.dir);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(does(&b, act_HAS_NEVER_PRINTED, "nowhere", NULL, "x\n"), OUTCOME_FAILED);
	ck_assert(stage_is_broken(&b.t.stage));
	forget(&b);
}
END_TEST

UNIT("verbs_look", what_it_has_counted, counters_in_a_row_share_a_look, a_look_that_comes_too_late_is_no_answer,
     what_cannot_be_read_is_no_zero, what_it_has_printed,
     where_nothing_was_looked_into_nothing_is_absent)
