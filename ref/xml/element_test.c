#include "xml/element.h"

#include "lib/unit_region.h"

TEST(names)
	struct element *e = element_new(region, NS_SERVER, "message");

	ck_assert(element_is(e, "jabber:server", "message"));
	ck_assert(!element_is(e, "jabber:client", "message"));
	ck_assert(!element_is(e, "jabber:server", "messag"));
	ck_assert(!element_is(NULL, "jabber:server", "message"));
	e = element_new_view(region, VIEW("u"), VIEW("x"));
	ck_assert(element_is(e, "u", "x"));
END

TEST(attributes)
	struct element *e = element_new(region, "", "x");
	char changing[] = "1";

	ck_assert_ptr_null(element_attr(e, "a").p);
	element_set(region, e, "a", (struct view){ changing, 1 });
	changing[0] = '2';
	ck_assert(view_is(element_attr(e, "a"), "1"));
	element_set(region, e, "a", VIEW("3"));
	ck_assert(view_is(element_attr(e, "a"), "3"));
	ck_assert_ptr_null(e->attributes->next);
	element_set(region, e, "empty", (struct view){ NULL, 0 });
	ck_assert_ptr_nonnull(element_attr(e, "empty").p);
	ck_assert_uint_eq(element_attr(e, "empty").n, 0);
	element_set_ns(region, e, NS_XML, "lang", VIEW("de"));
	element_set(region, e, "lang", VIEW("en"));
	ck_assert(view_is(element_attr_ns(e, NS_XML, "lang"), "de"));
	ck_assert(view_is(element_attr(e, "lang"), "en"));
	element_unset(e, "lang");
	ck_assert_ptr_null(element_attr(e, "lang").p);
	ck_assert(view_is(element_attr_ns(e, NS_XML, "lang"), "de"));
	element_unset(e, "a");
	element_unset(e, "empty");
	element_unset(e, "was never there");
	ck_assert(view_is(e->attributes->name, "lang"));
	ck_assert_ptr_null(e->attributes->next);
END

TEST(children)
	struct element *e = element_new(region, "u", "x"), *a, *b, *c;

	ck_assert_ptr_null(element_child(e, NULL, NULL));
	ck_assert_ptr_null(element_next(e, NULL));
	element_add_text(region, e, VIEW("1"));
	a = element_add(region, e, "u", "a");
	element_add_text(region, e, VIEW("2"));
	b = element_add(region, e, "v", "b");
	c = element_new(region, "u", "b");
	element_append(region, e, c);
	ck_assert_ptr_eq(element_child(e, NULL, NULL), a);
	ck_assert_ptr_eq(element_child(e, "v", NULL), b);
	ck_assert_ptr_eq(element_child(e, NULL, "b"), b);
	ck_assert_ptr_eq(element_child(e, "u", "b"), c);
	ck_assert_ptr_null(element_child(e, "v", "a"));
	ck_assert_ptr_eq(element_next(e, NULL), a);
	ck_assert_ptr_eq(element_next(e, a), b);
	ck_assert_ptr_eq(element_next(e, b), c);
	ck_assert_ptr_null(element_next(e, c));
	ck_assert_ptr_null(element_next(e, e));
END

TEST(text)
	struct element *e = element_new(region, "u", "x"), *child;

	ck_assert_uint_eq(element_text(e, region).n, 0);
	ck_assert_ptr_nonnull(element_text(e, region).p);
	element_add_text(region, e, VIEW("one "));
	ck_assert(view_is(element_text(e, region), "one "));
	child = element_add(region, e, "u", "a");
	element_add_text(region, child, VIEW("not this"));
	element_add_text(region, e, VIEW(""));
	element_add_text(region, e, VIEW("two"));
	ck_assert(view_is(element_text(e, region), "one two"));
END

static struct element *sample(struct region *r)
{
	struct element *e = element_new(r, NS_SERVER, "message"), *x;

	element_set(r, e, "to", VIEW("b"));
	element_set_ns(r, e, NS_XML, "lang", VIEW("de"));
	x = element_add(r, e, NS_SERVER, "body");
	element_add_text(r, x, VIEW("hi"));
	element_add_text(r, e, VIEW("\n"));
	element_add(r, element_add(r, e, "urn:x", "y"), "urn:x", "z");
	return e;
}

/* Nothing of a copy may live in the region of its original. */
TEST(copies)
	struct region *other = region_new();
	struct element *e = sample(region), *copy = element_copy(other, e);
	struct element *y = element_child(copy, "urn:x", "y");

	ck_assert(element_equal(e, copy));
	ck_assert_uint_le(region_used(other), element_memory(e));
	/* One namespace is one string, also in the copy. */
	ck_assert_ptr_eq(y->ns.p, element_child(y, NULL, "z")->ns.p);
	region_free(&region);
	region = region_new();
	ck_assert(element_equal(sample(region), copy));
	region_free(&other);
END

TEST(equality)
	struct element *e = sample(region), *f;

	ck_assert(element_equal(e, e));
	f = element_new(region, NS_SERVER, "message");
	ck_assert(!element_equal(e, f));
	element_set_ns(region, f, NS_XML, "lang", VIEW("de"));
	element_set(region, f, "to", VIEW("b"));
	ck_assert(!element_equal(e, f));
	f->children = e->children;
	f->last = e->last;
	ck_assert(element_equal(e, f));		/* attributes in another order */
	element_set(region, f, "to", VIEW("c"));
	ck_assert(!element_equal(e, f));
	f = sample(region);
	element_add_text(region, f, VIEW(""));
	ck_assert(!element_equal(e, f));
	ck_assert(!element_equal(f, e));
	f = sample(region);
	f->children->element->children->text = VIEW("ho");
	ck_assert(!element_equal(e, f));
	f = sample(region);
	element_unset(f, "to");
	element_set_ns(region, f, "u", "to", VIEW("b"));
	ck_assert(!element_equal(e, f));
END

UNIT("xml/element", names, attributes, children, text, copies, equality)
