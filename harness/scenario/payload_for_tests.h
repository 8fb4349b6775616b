/* payload_for_tests.h - a payload from a text, at a known place: x.scn, line 10, column 5.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef HARNESS_SCENARIO_PAYLOAD_FOR_TESTS_H
#define HARNESS_SCENARIO_PAYLOAD_FOR_TESTS_H

#include <string.h>

#include "lib/unit.h"
#include "scenario/payload.h"

static inline struct payload *make_at(enum payload_use use, const char *text, struct fault *f)
{
	struct payload_source s = { view_of(text), "x.scn", 10, 5, use, FORM_XML };

	return payload_new(&s, f);
}

static inline struct payload *make(enum payload_use use, const char *text)
{
	struct fault f = { 0 };
	struct payload *p = make_at(use, text, &f);

	ck_assert_msg(p != NULL, "%s: %s", text, f.text);
	return p;
}

static inline void refused(enum payload_use use, const char *text, unsigned line,
                           unsigned column, const char *words)
{
	struct fault f = { 0 };
	struct payload *p = make_at(use, text, &f);

	ck_assert_msg(p == NULL, "%s", text);
	ck_assert_msg(strstr(f.text, words) != NULL, "%s: %s", text, f.text);
	ck_assert_uint_eq(f.line, line);
	ck_assert_uint_eq(f.column, column);
	fault_free(&f);
}

#endif
