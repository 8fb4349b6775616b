/* world_rig.h - a world of a test's own, in namespaces of their own.
 *
 * What a test does there is a function that counts what is wrong: no ck_assert
 * reaches Check from another process.
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef HARNESS_WORLD_WORLD_RIG_H
#define HARNESS_WORLD_WORLD_RIG_H

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "lib/unit.h"
#include "world/world.h"

#define NO_WORLD 100

struct scene {
	const char *dir; /* of its own, below build/world-test */
	int (*play)(struct loop *l, struct world *w);
};

static inline int rig_play(void *arg)
{
	const struct scene *s = arg;
	struct loop *l = loop_new();
	struct world_settings set = { .dir = s->dir, .authority = s->dir, .seed = 1 };
	struct fault f = { 0 };
	struct world *w;
	int wrong = NO_WORLD;

	mkdir("build", 0777);
	mkdir("build/world-test", 0777);
	mkdir(s->dir, 0777);
	w = world_new(l, &set, &f);
	if (w != NULL) {
		wrong = s->play(l, w);
	} else {
		fault_print(&f, stderr);
		fault_free(&f);
	}
	world_free(&w);
	loop_free(&l);
	return wrong;
}

/* Nothing may be wrong. */
static inline void in_world(const char *dir, int (*fn)(struct loop *l, struct world *w))
{
	struct scene s = { dir, fn };
	struct fault f = { 0 };
	int status = -1;
	pid_t pid;

	ck_assert_msg(world_possible(&f), "%s", f.text);
	pid = world_fork(rig_play, &s, &f);
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "status %x", status);
}

#endif
