#include "world/programs.h"

#include <stdlib.h>

#include "lib/unit.h"

START_TEST(an_ordinary_path_gets_the_administrators_folders)
{
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	programs_complete_path();
	ck_assert_str_eq(getenv("PATH"),
	                 "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
	programs_complete_path(); /* and keeps them */
	ck_assert_str_eq(getenv("PATH"),
	                 "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
}
END_TEST

START_TEST(what_is_there_keeps_its_place)
{
	setenv("PATH", "/usr/sbin:/opt/bin", 1);
	programs_complete_path();
	ck_assert_str_eq(getenv("PATH"), "/usr/sbin:/opt/bin:/usr/local/sbin:/sbin");
}
END_TEST

START_TEST(no_path_becomes_the_usual_one)
{
	unsetenv("PATH");
	programs_complete_path();
	ck_assert_str_eq(getenv("PATH"),
	                 "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
	setenv("PATH", "", 1);
	programs_complete_path();
	ck_assert(programs_have("sh"));
}
END_TEST

START_TEST(a_program_is_a_file_that_runs)
{
	setenv("PATH", "/nonexistent:/bin", 1);
	ck_assert(programs_have("sh"));
	ck_assert(!programs_have("no-such-program"));
	ck_assert(!programs_have("."));
	setenv("PATH", "/etc", 1);
	ck_assert(!programs_have("passwd"));
	unsetenv("PATH");
	ck_assert(!programs_have("no-such-program"));
}
END_TEST

UNIT("programs", an_ordinary_path_gets_the_administrators_folders,
     what_is_there_keeps_its_place, no_path_becomes_the_usual_one,
     a_program_is_a_file_that_runs)
