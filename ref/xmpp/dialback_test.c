#include "xmpp/dialback.h"

#include "lib/unit.h"

static struct region *region;

static struct element *made(bool verify, const char *type)
{
	struct element *e = element_new(region, NS_DIALBACK, verify ? "verify" : "result");

	element_set(region, e, "from", VIEW("a.example"));
	element_set(region, e, "to", VIEW("b.example"));
	element_set(region, e, "id", VIEW("i"));
	if (type != NULL)
		element_set(region, e, "type", view_of(type));
	return e;
}

static enum cause read_it(const struct element *e, struct dialback *d)
{
	const char *detail;

	return dialback_read(e, region, d, &detail);
}

START_TEST(requests_are_read)
{
	struct dialback d;
	struct element *e;

	region = region_new();
	e = made(false, NULL);
	element_add_text(region, e, VIEW("\n  8d23 \t\n"));
	ck_assert_int_eq(read_it(e, &d), CAUSE_NONE);
	ck_assert(!d.verify && !d.answer);
	ck_assert(view_is(d.from, "a.example") && view_is(d.to, "b.example"));
	ck_assert(view_is(d.key, "8d23"));
	ck_assert_uint_eq(d.id.n, 0);
	ck_assert_int_eq(read_it(made(true, NULL), &d), CAUSE_NONE);
	ck_assert(d.verify && !d.answer && view_is(d.id, "i") && d.key.n == 0);
	region_free(&region);
}
END_TEST

START_TEST(answers_are_read)
{
	struct dialback d;
	struct element *e, *error;

	region = region_new();
	ck_assert_int_eq(read_it(made(false, "valid"), &d), CAUSE_NONE);
	ck_assert(d.answer && d.type == DB_VALID);
	e = made(true, "invalid");
	/* Old servers repeat the key. */
	element_add_text(region, e, VIEW("8d23"));
	ck_assert_int_eq(read_it(e, &d), CAUSE_NONE);
	ck_assert(d.answer && d.type == DB_INVALID && d.key.n == 0);
	e = made(false, "error");
	ck_assert_int_eq(read_it(e, &d), CAUSE_NONE);
	ck_assert(d.type == DB_ERROR && d.condition.n == 0);
	error = element_add(region, e, NS_SERVER, "error");
	element_add(region, error, "urn:x", "something");
	element_add(region, error, NS_STANZA_ERROR, "text");
	ck_assert_int_eq(read_it(e, &d), CAUSE_NONE);
	ck_assert_uint_eq(d.condition.n, 0);
	element_add(region, error, NS_STANZA_ERROR, "forbidden");
	ck_assert_int_eq(read_it(e, &d), CAUSE_NONE);
	ck_assert(view_is(d.condition, "forbidden"));
	region_free(&region);
}
END_TEST

START_TEST(incomplete_elements_are_refused)
{
	static const char *const types[] = { "", "Valid", "valid ", "great" };
	struct dialback d;
	struct element *e;

	region = region_new();
	for (int i = 0; i < 4; i++) {
		e = made(i & 1, i & 2 ? "valid" : NULL);
		element_unset(e, "from");
		ck_assert_int_eq(read_it(e, &d), CAUSE_IMPROPER_ADDRESSING);
		e = made(i & 1, i & 2 ? "valid" : NULL);
		element_set(region, e, "to", VIEW(""));
		ck_assert_int_eq(read_it(e, &d), CAUSE_IMPROPER_ADDRESSING);
		ck_assert_int_eq(read_it(made(i & 1, types[i]), &d), CAUSE_UNEXPECTED_ELEMENT);
	}
	e = made(true, "valid");
	element_unset(e, "id");
	ck_assert_int_eq(read_it(e, &d), CAUSE_UNEXPECTED_ELEMENT);
	region_free(&region);
}
END_TEST

START_TEST(errors_say_why)
{
	struct dialback d, back;

	region = region_new();
	d = (struct dialback){
		.answer = true, .from = VIEW("a"), .to = VIEW("b"), .type = DB_ERROR
	};
	for (enum cause c = CAUSE_NONE; c < CAUSE_COUNT; c++) {
		const struct element *e = dialback_element(region, &d, c), *error;
		const char *condition = cause_stanza_condition(c);

		/* X0220-2.5-1: also for a cause that no stanza can show. */
		ck_assert_int_eq(read_it(e, &back), CAUSE_NONE);
		ck_assert(view_is(back.condition,
		                  condition != NULL ? condition : "undefined-condition"));
		error = element_child(e, NS_SERVER, "error");
		ck_assert_uint_gt(element_attr(error, "type").n, 0);
	}
	region_free(&region);
}
END_TEST

UNIT("dialback", requests_are_read, answers_are_read, incomplete_elements_are_refused,
     errors_say_why)
