#include "partner/name.h"

#include "lib/unit.h"

static struct region *r;

static const char *reads(struct view text, const char *prepared,
                         const char *ascii)
{
	struct domain_name name;
	const char *why = NULL;

	if (!name_read(text, r, &name, &why)) {
		ck_assert_ptr_nonnull(why);
		return why;
	}
	ck_assert(view_is(name.prepared, prepared));
	ck_assert(view_is(name.ascii, ascii));
	return NULL;
}

START_TEST(both_forms_are_given)
{
	static const struct {
		const char *text, *prepared, *ascii;
	} rows[] = {
		{ "contoso.example", "contoso.example", "contoso.example" },
		{ "CONTOSO.Example", "contoso.example", "contoso.example" },
		{ "b\xc3\xbc" "cher.example", "b\xc3\xbc" "cher.example",
		  "xn--bcher-kva.example" },
		{ "xn--bcher-kva.example", "b\xc3\xbc" "cher.example",
		  "xn--bcher-kva.example" },
		{ "localhost", "localhost", "localhost" },
		{ "1.example", "1.example", "1.example" },
	};

	r = region_new();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_ptr_null(reads(view_of(rows[i].text),
		                         rows[i].prepared, rows[i].ascii));
	region_free(&r);
}
END_TEST

START_TEST(what_dns_cannot_hold_is_refused)
{
	static const struct view rows[] = {
		{ "", 0 }, { "*.example", 9 }, { "a.example:5269", 14 },
		{ "u@a.example", 11 }, { "a.example/r", 11 },
		{ "192.0.2.1", 9 }, { "[2001:db8::1]", 13 },
		{ "2001:db8::1", 11 }, { "a..example", 10 }, { ".example", 8 },
		{ "-a.example", 10 }, { "a-.example", 10 }, { "a_b.example", 11 },
		{ "a b.example", 11 }, { "a\0b.example", 11 },
		{ "a\xff.example", 10 },
	};
	struct buf label = { 0 };

	r = region_new();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(reads(rows[i], "", "") != NULL, "row %zu", i);
	for (int i = 0; i < 63; i++)
		buf_putc(&label, 'a');
	ck_assert_ptr_null(reads(buf_view(&label), buf_cstr(&label),
	                         buf_cstr(&label)));
	buf_putc(&label, 'a');
	ck_assert_ptr_nonnull(reads(buf_view(&label), "", ""));
	buf_free(&label);
	region_free(&r);
}
END_TEST

START_TEST(dots_are_escaped_for_a_place)
{
	struct buf b = { 0 };

	name_dotted("a.b.example", &b);
	ck_assert_str_eq(buf_cstr(&b), "a\\.b\\.example");
	buf_free(&b);
}
END_TEST

UNIT("name", both_forms_are_given, what_dns_cannot_hold_is_refused,
     dots_are_escaped_for_a_place)
