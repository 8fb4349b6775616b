/* unit.h - the frame of a unit test program (Check).
 *
 * A test program is one file beside its module:
 *
 *	START_TEST(empty_view_has_no_bytes) { ... } END_TEST
 *	UNIT("view", empty_view_has_no_bytes, ...)
 *
 * TAP goes to standard output, and nothing else, when UNIT_TAP is set.  No test
 * may sleep.
 */
#ifndef LIB_UNIT_H
#define LIB_UNIT_H

#include <check.h>
#include <stdlib.h>

#define UNIT(name, ...) \
int main(void) \
{ \
	const TTest *const tests[] = { __VA_ARGS__ }; \
	Suite *suite = suite_create(name); \
	TCase *tc = tcase_create(name); \
	SRunner *runner; \
	int failed; \
 \
	for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) \
		tcase_add_test(tc, tests[i]); \
	tcase_set_timeout(tc, 60); \
	suite_add_tcase(suite, tc); \
	runner = srunner_create(suite); \
	if (getenv("UNIT_TAP") != NULL) \
		srunner_set_tap(runner, "-"); \
	srunner_run_all(runner, getenv("UNIT_TAP") != NULL ? CK_SILENT : CK_NORMAL); \
	failed = srunner_ntests_failed(runner); \
	srunner_free(runner); \
	return failed != 0; \
}

#endif
