/* check_for_tests.h - what a check says, row by row, for its tests.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_CHECK_CHECK_FOR_TESTS_H
#define REF_CHECK_CHECK_FOR_TESTS_H

#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "lib/unit.h"

#define SEEN_MAX 16

static struct {
	enum check_step step[SEEN_MAX];
	enum check_result result[SEEN_MAX];
	char about[SEEN_MAX][64], detail[SEEN_MAX][200];
	size_t n;
	bool done;
} seen;

/* Each says something, and what to do where something is to be done. */
static inline void on_row(void *arg, const struct check_row *row)
{
	(void)arg;
	ck_assert_uint_lt(seen.n, SEEN_MAX);
	seen.step[seen.n] = row->step;
	seen.result[seen.n] = row->result;
	snprintf(seen.detail[seen.n], sizeof seen.detail[0], "%s", row->detail);
	snprintf(seen.about[seen.n++], sizeof seen.about[0], "%s", row->about);
	ck_assert((row->result == CHECK_OK) == (row->advice[0] == '\0'));
	ck_assert_str_ne(row->detail, "");
}

static inline void on_done(void *arg)
{
	(void)arg;
	seen.done = true;
}

static const struct check_ops seen_ops = { on_row, on_done };

#endif
