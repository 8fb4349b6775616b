#include "xml/build.h"

#include "lib/unit.h"

START_TEST(names_of_expat)
{
	struct qname q = qname_split("uri\nlocal\nprefix");

	ck_assert(view_is(q.ns, "uri"));
	ck_assert(view_is(q.local, "local"));
	ck_assert(view_is(q.prefix, "prefix"));
	q = qname_split("uri\nlocal");
	ck_assert(view_is(q.ns, "uri"));
	ck_assert(view_is(q.local, "local"));
	ck_assert_uint_eq(q.prefix.n, 0);
	q = qname_split("local");
	ck_assert_uint_eq(q.ns.n, 0);
	ck_assert_ptr_nonnull(q.ns.p);
	ck_assert(view_is(q.local, "local"));
}
END_TEST

static const char *no_attributes[] = { NULL };

/* The caller resets his region between any two calls. */
START_TEST(a_stanza_outlives_the_callers_region)
{
	struct build b = { .limits = &xml_limits_default };
	struct region *region = region_new();
	struct element *done = NULL;
	const char *atts[] = { "k", "v", NULL };

	build_begin(&b, region);
	ck_assert_int_eq(build_start(&b, "u\na", atts), CAUSE_NONE);
	build_text(&b, VIEW("1"));
	ck_assert_int_eq(build_start(&b, "u\nb", no_attributes), CAUSE_NONE);
	build_text(&b, VIEW("2"));
	build_pause(&b);
	region_free(&region);
	region = region_new();
	build_begin(&b, region);
	build_text(&b, VIEW("3"));
	ck_assert_int_eq(build_end(&b, &done), CAUSE_NONE);
	ck_assert_ptr_null(done);
	build_pause(&b);
	region_free(&region);
	region = region_new();
	build_begin(&b, region);
	ck_assert_int_eq(build_end(&b, &done), CAUSE_NONE);
	ck_assert_ptr_nonnull(done);
	build_pause(&b);
	build_clear(&b);
	/* The result lives in the region of the last call, and there alone. */
	ck_assert(element_is(done, "u", "a"));
	ck_assert(view_is(element_attr(done, "k"), "v"));
	ck_assert(view_is(done->children->text, "1"));
	ck_assert(view_is(element_text(element_child(done, "u", "b"), region),
	                  "23"));
	region_free(&region);
}
END_TEST

START_TEST(a_shared_namespace_is_kept_once)
{
	struct build b = { .limits = &xml_limits_default };
	struct region *region = region_new();
	struct element *done = NULL, *child;
	const char *atts[] = { "u\nk\np", "v", NULL };

	build_begin(&b, region);
	ck_assert_int_eq(build_start(&b, "u\na", no_attributes), CAUSE_NONE);
	ck_assert_int_eq(build_start(&b, "u\nb", atts), CAUSE_NONE);
	ck_assert_uint_eq(b.ns_bytes, 1);
	ck_assert_int_eq(build_end(&b, &done), CAUSE_NONE);
	ck_assert_int_eq(build_end(&b, &done), CAUSE_NONE);
	child = element_child(done, "u", "b");
	ck_assert_ptr_eq(child->ns.p, done->ns.p);
	ck_assert_ptr_eq(child->attributes->ns.p, done->ns.p);
	ck_assert_uint_eq(b.ns_bytes, 0);
	build_clear(&b);
	region_free(&region);
}
END_TEST

UNIT("xml/build", names_of_expat, a_stanza_outlives_the_callers_region,
     a_shared_namespace_is_kept_once)
