#include "world/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/unit.h"

static char peers[] = "/tmp/profile-XXXXXX";

/* A profile of one port and these lines, read and forgotten. */
static uint64_t start_ms(const char *lines)
{
	char dir[64], path[80];
	struct fault f = { 0 };
	struct profile *p;
	uint64_t ms;
	FILE *to;

	memcpy(peers + sizeof peers - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(peers));
	snprintf(dir, sizeof dir, "%s/one", peers);
	snprintf(path, sizeof path, "%s/profile", dir);
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	to = fopen(path, "we");
	ck_assert_ptr_nonnull(to);
	fprintf(to, "version v\ninside account\npolicy p\nport xmpp 5269\nstop signal TERM\n%s", lines);
	ck_assert_int_eq(fclose(to), 0);
	p = profile_load(peers, "one", &f);
	ck_assert_msg(p != NULL, "%s", f.text);
	ms = profile_start_ms(p);
	profile_free(&p);
	unlink(path);
	rmdir(dir);
	rmdir(peers);
	return ms;
}

START_TEST(a_start_may_last_as_long_as_ready_says)
{
	ck_assert_uint_eq(start_ms("start s\nready xmpp\n"), 10000);
	ck_assert_uint_eq(start_ms("start s\nready xmpp within 45s\n"), 45000);
}
END_TEST

START_TEST(ports_and_log_have_the_time_each)
{
	ck_assert_uint_eq(start_ms("start s\nready xmpp within 2m until-log is up\n"), 240000);
}
END_TEST

START_TEST(a_program_without_a_port_says_in_its_log_that_it_is_ready)
{
	ck_assert_uint_eq(start_ms("process router start s\nprocess router ready within 3s until-log is up\n"
	                           "process b start s\nprocess b ready xmpp within 5s\n"),
	                  8000);
}
END_TEST

START_TEST(processes_are_started_one_behind_the_other)
{
	ck_assert_uint_eq(start_ms("process a start s\nprocess a ready xmpp within 5s\n"
	                           "process b start s\nprocess b ready xmpp until-log up\n"),
	                  25000);
}
END_TEST

UNIT("profile", a_start_may_last_as_long_as_ready_says, ports_and_log_have_the_time_each,
     a_program_without_a_port_says_in_its_log_that_it_is_ready,
     processes_are_started_one_behind_the_other)
