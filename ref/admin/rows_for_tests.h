/* rows_for_tests.h - an operator's question to a running program, and the rows that it is
 * answered by.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_ADMIN_ROWS_FOR_TESTS_H
#define REF_ADMIN_ROWS_FOR_TESTS_H

#include <string.h>

#include <jansson.h>

#include "admin/admin.h"
#include "admin/control.h"
#include "lib/unit.h"

static json_t *rows;  /* of the last answer, its end included */
static size_t slices; /* that it came in */

/* As the control socket asks; words with one space between them.  How many rows there
 * are before the end. */
static inline size_t rows_asked(struct admin *of, struct loop *l, const char *line)
{
	struct view word[CONTROL_WORDS_MAX], rest = view_of(line), one;
	struct reply r = { .fault = NULL };
	uint64_t until = loop_now(l) + 20000;
	size_t n = 0;

	while (rest.n != 0)
		(void)view_cut(rest, ' ', &word[n++], &rest);
	admin_ask(of, word, n, &r);
	while (r.waiting) {
		ck_assert_msg(loop_now(l) < until, "never answered: %s", line);
		loop_once(l, 50);
	}
	for (slices = 1; reply_more(&r); slices++) {
	}
	json_decref(rows);
	rows = json_array();
	rest = buf_view(&r.out);
	while (view_cut(rest, '\n', &one, &rest))
		json_array_append_new(rows, json_loadb(one.p, one.n, 0, NULL));
	reply_free(&r);
	return json_array_size(rows) - 1;
}

static inline void rows_end(void)
{
	json_decref(rows);
	rows = NULL;
}

static inline const json_t *row(size_t i)
{
	return json_array_get(rows, i);
}

static inline const char *text(size_t i, const char *key)
{
	const char *s = json_string_value(json_object_get(row(i), key));

	ck_assert_msg(s != NULL, "row %zu has no text %s", i, key);
	return s;
}

static inline long long number(size_t i, const char *key)
{
	const json_t *v = json_object_get(row(i), key);

	ck_assert_msg(json_is_integer(v), "row %zu has no number %s", i, key);
	return (long long)json_integer_value(v);
}

/* The row of `policy explain` with this rule. */
static inline const char *told(const char *rule, const char *key)
{
	for (size_t i = 0; i + 1 < json_array_size(rows); i++)
		if (strcmp(text(i, "rule"), rule) == 0)
			return text(i, key);
	return "none";
}

#endif
