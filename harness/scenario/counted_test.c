#include "scenario/counted.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit.h"

static struct payload *pattern(const char *text)
{
	struct fault f = { 0 };
	struct payload *p = payload_new(&(struct payload_source){ .text = view_of(text),
	                                                          .file = "f",
	                                                          .line = 1,
	                                                          .column = 1,
	                                                          .use = USE_PATTERN },
	                                &f);

	ck_assert_msg(p != NULL, "%s", f.text);
	return p;
}

static bool take(struct counted *c, struct bindings *b, const char *xml, struct mismatch *m)
{
	struct unit *u = unit_parse(view_of(xml));
	bool took = counted_take(c, u, b, m);

	unit_free(&u);
	return took;
}

START_TEST(each_comes_once_in_any_order)
{
	struct payload *alternatives[] = { pattern("<a x='c{$number}'/>"),
		                           pattern("<b x='{$number}'/>") };
	const struct step s = { .verb = VERB_GETS_TIMES,
		                .arg = { "3" },
		                .payload = alternatives,
		                .n_payload = 2 };
	struct mismatch m = { NULL, NULL, NULL };
	struct bindings *b = bindings_new();
	struct counted *c = counted_new(&s);
	struct view value;

	ck_assert_uint_eq(counted_left(c), 3);
	ck_assert(take(c, b, "<a x='c2'/>", &m));
	ck_assert(bindings_get(b, VIEW("number"), &value) && view_is(value, "2"));
	/* twice; of no number; of one that is beyond the last */
	ck_assert(!take(c, b, "<a x='c2'/>", &m));
	ck_assert_ptr_nonnull(m.where);
	ck_assert(!take(c, b, "<a x='c0'/>", NULL));
	ck_assert(!take(c, b, "<a x='c4'/>", NULL));
	ck_assert_uint_eq(counted_left(c), 2);
	ck_assert(take(c, b, "<b x='1'/>", &m));
	ck_assert_ptr_null(m.where);
	/* by either alternative it is the same number */
	ck_assert(!take(c, b, "<a x='c1'/>", &m));
	ck_assert(take(c, b, "<a x='c3'/>", &m));
	ck_assert_uint_eq(counted_left(c), 0);
	ck_assert(!take(c, b, "<a x='c3'/>", &m));
	mismatch_free(&m);
	counted_free(&c);
	bindings_free(&b);
	payload_free(&alternatives[0]);
	payload_free(&alternatives[1]);
}
END_TEST

UNIT("counted", each_comes_once_in_any_order)
