/* page_for_tests.h - does a man page say what its table of keys says?
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_PARTNER_PAGE_FOR_TESTS_H
#define REF_PARTNER_PAGE_FOR_TESTS_H

#include <stdio.h>
#include <stdlib.h>

#include "lib/buf.h"
#include "lib/unit.h"

static inline void page_read(const char *path, struct buf *b)
{
	FILE *in = fopen(path, "r");
	int c;

	ck_assert_msg(in != NULL, "%s: cannot read", path);
	while ((c = fgetc(in)) != EOF)
		buf_putc(b, (char)c);
	fclose(in);
}

/* The page has to hold `keys` between these two lines.  With FEDLAB_WRITE_MANUAL
 * in the environment it is written there first. */
static inline void page_holds_between(const char *path, struct view mark, struct view end_mark,
                                      const struct buf *keys)
{
	struct buf page = { 0 }, fresh = { 0 };
	struct view all;
	size_t from, to;
	FILE *out;

	page_read(path, &page);
	all = buf_view(&page);
	from = view_find(all, mark) + mark.n;
	to = view_find(all, end_mark);
	ck_assert_msg(from <= to && to < all.n, "%s: marks are missing", path);
	buf_put(&fresh, all.p, from);
	buf_putv(&fresh, buf_view(keys));
	buf_putv(&fresh, view_from(all, to));
	if (getenv("FEDLAB_WRITE_MANUAL") != NULL) {
		out = fopen(path, "w");
		ck_assert_msg(out != NULL, "%s: cannot write", path);
		fputs(buf_cstr(&fresh), out);
		ck_assert_int_eq(fclose(out), 0);
	} else {
		ck_assert_msg(view_eq(all, buf_view(&fresh)),
		              "%s is stale: "
		              "run this test with FEDLAB_WRITE_MANUAL=1",
		              path);
	}
	buf_free(&fresh);
	buf_free(&page);
}

static inline void page_holds(const char *path, const struct buf *keys)
{
	page_holds_between(path, VIEW(".\\\" keys\n"), VIEW(".\\\" end\n"), keys);
}

#endif
