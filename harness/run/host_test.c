#include "run/host.h"

#include <string.h>
#include <unistd.h>

#include "lib/unit.h"
#include "run/digest.h"

static char one[] = "DB-02", two[] = "dialback";
static char *const selected[] = { one, two };

START_TEST(a_run_has_what_its_options_and_its_machine_say)
{
	struct run_options o = { .select = selected, .n_select = 2, .scenarios = "build/matrix", .pcap = true };
	struct fault f = { 0 };
	struct record r;

	ck_assert_msg(host_record(&o, 2.0, 6, &r, &f), "%s", f.text);
	ck_assert_str_eq(r.selection, "DB-02 dialback");
	ck_assert_str_eq(r.scenarios, "build/matrix");
	ck_assert(r.slowness == 2.0 && r.side_by_side == 6 && r.pcap);
	ck_assert_uint_eq(r.processors, (unsigned)sysconf(_SC_NPROCESSORS_ONLN));
	ck_assert_uint_eq(strlen(r.began), sizeof "2026-11-29T18:00:00Z" - 1);
	ck_assert_uint_eq(strlen(r.harness), DIGEST_SIZE - 1);
	ck_assert(r.kernel != NULL && strncmp(r.kernel, "Linux ", 6) == 0);
	record_free(&r);
	ck_assert_ptr_null(r.selection);
}
END_TEST

/* As `fedlab mutants` asks for it: the suite in its usual place, the cases by themselves. */
START_TEST(what_nobody_said_is_not_known)
{
	struct run_options o = { .select = NULL };
	struct fault f = { 0 };
	struct record r;

	ck_assert(host_record(&o, 1.0, 1, &r, &f));
	ck_assert_ptr_null(r.scenarios);
	ck_assert(r.selection == NULL || r.selection[0] == '\0');
	record_free(&r);
}
END_TEST

UNIT("host", a_run_has_what_its_options_and_its_machine_say, what_nobody_said_is_not_known)
