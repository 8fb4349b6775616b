#include "xmpp/stream_error.h"

#include "lib/unit.h"

static size_t count(const struct element *e, const char *ns)
{
	const struct element *child = NULL;
	size_t n = 0;

	while ((child = element_next(e, child)) != NULL)
		n += view_is(child->ns, ns);
	return n;
}

/* R6120-4.9.2-1 */
START_TEST(every_cause_makes_one_condition_and_a_text)
{
	struct region *r = region_new();
	struct view condition, text;
	size_t made = 0;

	for (enum cause c = CAUSE_NONE; c < CAUSE_COUNT; c++) {
		const char *expected = cause_stream_condition(c);
		const struct element *e, *words;

		if (expected == NULL)
			continue;
		made++;
		e = stream_error_element(r, c, NULL);
		ck_assert_uint_eq(count(e, NS_STREAM_ERROR), 2);
		words = element_child(e, NS_STREAM_ERROR, "text");
		ck_assert(view_is(element_attr_ns(words, NS_XML, "lang"), "en"));
		stream_error_read(e, r, &condition, &text);
		ck_assert(view_is(condition, expected));
		ck_assert(view_is(text, cause_words(c)));
		if (view_is(condition, "undefined-condition") && c != CAUSE_SM_HANDLED_TOO_HIGH)
			ck_assert_uint_eq(count(e, NS_OUR_ERRORS), 1);
	}
	ck_assert_uint_gt(made, 20);
	region_free(&r);
}
END_TEST

START_TEST(words_can_be_said_instead)
{
	struct region *r = region_new();
	struct view condition, text;

	stream_error_read(stream_error_element(r, CAUSE_STANZA_TOO_BIG, "x"), r, &condition,
	                  &text);
	ck_assert(view_is(condition, "policy-violation"));
	ck_assert(view_is(text, "x"));
	region_free(&r);
}
END_TEST

START_TEST(strange_errors_are_read_too)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_STREAM, "error"), *c;
	struct view condition, text;

	stream_error_read(e, r, &condition, &text);
	ck_assert(view_is(condition, "undefined-condition"));
	ck_assert_uint_eq(text.n, 0);
	element_add(r, e, "urn:x", "conflict");
	element_add_text(r, element_add(r, e, NS_STREAM_ERROR, "text"), VIEW("why"));
	stream_error_read(e, r, &condition, &text);
	ck_assert(view_is(condition, "undefined-condition") && view_is(text, "why"));
	c = element_add(r, e, NS_STREAM_ERROR, "see-other-host");
	element_add_text(r, c, VIEW(" [2001:db8::1]:5270\n"));
	stream_error_read(e, r, &condition, &text);
	ck_assert(view_is(condition, "see-other-host"));
	ck_assert(view_is(text, "[2001:db8::1]:5270"));
	region_free(&r);
}
END_TEST

UNIT("stream_error", every_cause_makes_one_condition_and_a_text, words_can_be_said_instead,
     strange_errors_are_read_too)
