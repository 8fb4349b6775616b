/* Programs that run in a world. */
#include "world/world_rig.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static int reached;

static void note_ready(void *arg)
{
	reached = 1;
	loop_stop(arg);
}

static void note_failed(void *arg, const char *why)
{
	(void)why;
	reached = 2;
	loop_stop(arg);
}

static int children_are_watched(struct loop *l, struct world *w)
{
	struct fault f = { 0 };
	char *argv[] = { "false", NULL };
	struct child_settings s = { .name = "gone", .argv = argv };
	struct world_port at = { .udp = false };
	struct child *c;

	address_parse(VIEW("10.0.1.1:5269"), &at.at);
	c = child_start(w, &s, NULL, NULL, &f);
	if (c == NULL)
		return 11;
	child_when_ready(l, c, &at, 1, 5000, note_ready, note_failed, l);
	loop_run(l);
	return reached == 2 ? 0 : 1;
}

START_TEST(a_child_that_ends_is_never_ready)
{
	in_world("build/world-test/child", children_are_watched);
}
END_TEST

static void note_status(void *arg, struct child *c, int status)
{
	(void)c;
	*(int *)arg = status;
}

/* Waits for its end, ten seconds at most.  NULL: it could not be started, or runs on. */
static struct child *ended(struct loop *l, struct world *w, const struct child_settings *s,
                           int *status)
{
	struct fault f = { 0 };
	struct child *c = child_start(w, s, note_status, status, &f);
	uint64_t until = loop_now(l) + 10000;

	while (c != NULL && child_is_alive(c) && loop_now(l) < until)
		loop_once(l, 10);
	fault_free(&f);
	return c != NULL && !child_is_alive(c) ? c : NULL;
}

/* Ours, but what it is given replaces it; nobody else's secrets are written down. */
static int environment_is_its_own(struct loop *l, struct world *w)
{
	char given[] = "FEDLAB_GIVEN=new", more[] = "FEDLAB_MORE=more";
	char *env[] = { given, more, NULL };
	char *argv[] = { "sh", "-c",
		         "test \"$FEDLAB_GIVEN,$FEDLAB_MORE,$FEDLAB_OURS\" = new,more,ours && "
		         "test \"$HOME\" = \"$PWD\" && test \"$TMPDIR\" = \"$PWD\" && "
		         "test -z \"${SSLKEYLOGFILE+set}\" && test $(env | grep -c ^FEDLAB_GIVEN=) = 1",
		         NULL };
	struct child_settings s = { .name = "env", .argv = argv, .env = env };
	int status = -1;

	if (setenv("FEDLAB_GIVEN", "old", 1) != 0 || setenv("FEDLAB_OURS", "ours", 1) != 0 ||
	    setenv("SSLKEYLOGFILE", "x", 1) != 0)
		return 10;
	if (ended(l, w, &s, &status) == NULL)
		return 11;
	return status == 0 && strcmp(getenv("FEDLAB_GIVEN"), "old") == 0 ? 0 : 1;
}

START_TEST(a_child_has_an_environment_of_its_own)
{
	in_world("build/world-test/env", environment_is_its_own);
}
END_TEST

/* It neither sees what lies in ours, nor leaves anything there. */
static int tmp_is_its_own(struct loop *l, struct world *w)
{
	char *argv[] = { "sh", "-c",
		         "test -z \"$(ls -A /tmp)\" && : >/tmp/fedlab-private && : >here", NULL };
	struct child_settings s = { .name = "tmp", .argv = argv, .private_tmp = true };
	int status = -1;

	(void)unlink("build/world-test/tmp/here");
	if (ended(l, w, &s, &status) == NULL)
		return 11;
	return status == 0 && access("/tmp/fedlab-private", F_OK) != 0 &&
	                       access("build/world-test/tmp/here", F_OK) == 0
	               ? 0
	               : 1;
}

START_TEST(a_child_has_a_tmp_of_its_own)
{
	in_world("build/world-test/tmp", tmp_is_its_own);
}
END_TEST

static int what_is_no_program_ends(struct loop *l, struct world *w)
{
	char *argv[] = { "there-is-no-such-program", NULL };
	struct child_settings s = { .name = "none", .argv = argv };
	int status = -1;

	if (ended(l, w, &s, &status) == NULL)
		return 11;
	return WIFEXITED(status) && WEXITSTATUS(status) == 127 ? 0 : 1;
}

START_TEST(a_program_that_is_not_there_ends_with_127)
{
	in_world("build/world-test/none", what_is_no_program_ends);
}
END_TEST

static bool leaves_something(struct loop *l, struct world *w, const char *line, char *name,
                             size_t size)
{
	char text[200];
	char *argv[] = { "/bin/sh", "-c", text, NULL };
	struct child_settings s = { .name = "left", .argv = argv };
	struct child *c;
	int status = -1;

	snprintf(text, sizeof text, "%s", line);
	c = ended(l, w, &s, &status);
	return c != NULL && child_has_left(c, name, size);
}

/* In a session of its own it is the child's all the same; what somebody else has started,
 * and what has ended with the child, is not. */
static int daemons_are_seen(struct loop *l, struct world *w)
{
	char name[64] = "";

	if (leaves_something(l, w, "true", name, sizeof name) ||
	    leaves_something(l, w, "FEDLAB_PROGRAM=other tail -f /dev/null & "
	                           "until grep -qz '^FEDLAB_PROGRAM=other' /proc/$!/environ; do :; done",
	                     name, sizeof name))
		return 11;
	if (!leaves_something(l, w, "setsid tail -f /dev/null &", name, sizeof name) ||
	    name[0] == '\0')
		return 12;
	return 0;
}

START_TEST(who_becomes_a_daemon_is_seen)
{
	in_world("build/world-test/daemon", daemons_are_seen);
}
END_TEST

/* The work is done by a process that the child has started. */
static int time_is_counted(struct loop *l, struct world *w)
{
	char *argv[] = { "/bin/sh", "-c", "sh -c 'while :; do :; done'; exit 1", NULL };
	struct child_settings s = { .name = "busy", .argv = argv };
	struct fault f = { 0 };
	struct child *c;
	uint64_t before, until, seen = 0;

	c = child_start(w, &s, NULL, NULL, &f);
	if (c == NULL)
		return 11;
	before = child_cpu_us(c);
	until = loop_now(l) + 10000;
	while (seen < before + 2000 && loop_now(l) < until) {
		loop_once(l, 10);
		seen = child_cpu_us(c);
	}
	child_signal(c, SIGKILL);
	return seen >= before + 2000 && seen < before + 20000000 ? 0 : 1;
}

START_TEST(processor_time_of_a_child_grows)
{
	in_world("build/world-test/cpu", time_is_counted);
}
END_TEST

UNIT("child", a_child_that_ends_is_never_ready, a_child_has_an_environment_of_its_own,
     a_program_that_is_not_there_ends_with_127, processor_time_of_a_child_grows,
     who_becomes_a_daemon_is_seen, a_child_has_a_tmp_of_its_own)
