#include "gateway/address.h"
#include "lib/rng.h"
#include "lib/unit_region.h"

static struct buf buf;

static struct view id_of(struct view resource)
{
	buf_clear(&buf);
	resource_to_tuple_id(resource, &buf);
	return buf_view(&buf);
}

static void pair(const char *resource, const char *id)
{
	struct view out;

	ck_assert_msg(view_is(id_of(view_of(resource)), id), "%s", resource);
	ck_assert(tuple_id_to_resource(view_of(id), region, &out));
	ck_assert_msg(view_is(out, resource), "%s: %.*s", id, VIEW_ARG(out));
}

static void comes_as(const char *id, const char *resource)
{
	struct view out;

	ck_assert_msg(tuple_id_to_resource(view_of(id), region, &out), "%s", id);
	ck_assert_msg(view_is(out, resource), "%s: %.*s", id, VIEW_ARG(out));
}

/* R8048-6.2-3, R3863-4.1.2-1. */
TEST(pairs)
	pair("phone", "ID-phone");
	pair("42", "ID-42");
	pair("B\xc3\xbcro 2", "ID-B_c3_bcro_202");
	pair("a_b", "ID-a_5fb");
	pair("a b", "ID-a_20b");
	pair("A b", "ID-A_20b");
	pair("b\xc3\xbc ro:1", "ID-b_c3_bc_20ro_3a1");
	pair("ID-x", "ID-ID-x");
	pair("", "ID-");
END

TEST(ids_of_others)
	comes_as("pc7", "pc7");
	comes_as("t45f", "t45f");
	comes_as("0", "0");
	comes_as("id-x", "id-x");
	/* With our prefix, yet not ours. */
	comes_as("ID-a_b", "ID-a_b");
	comes_as("ID-a_", "ID-a_");
	comes_as("ID-a_C3_BC", "ID-a_C3_BC");
	comes_as("ID-_41", "ID-_41");
	comes_as("ID-_ff", "ID-_ff");
	comes_as("ID-_20x", "ID-_20x");
	comes_as("ID-_00", "ID-_00");
	comes_as("ID-a:b", "ID-a:b");
END

TEST(ids_that_are_none)
	struct view out;
	struct buf b = { 0 };

	ck_assert(!tuple_id_to_resource(VIEW(""), region, &out));
	ck_assert(!tuple_id_to_resource(VIEW(" x"), region, &out));
	ck_assert(!tuple_id_to_resource(VIEW("a\0b"), region, &out));
	ck_assert(!tuple_id_to_resource(VIEW("a\xff"), region, &out));
	for (int i = 0; i < 1024; i++)
		buf_putc(&b, 'x');
	ck_assert(!tuple_id_to_resource(buf_view(&b), region, &out));
	buf_cut(&b, 1023);
	ck_assert(tuple_id_to_resource(buf_view(&b), region, &out));
	buf_free(&b);
END

/* Every resource has one of its own, and an xs:ID. */
TEST(forth_and_back)
	struct rng rng;

	rng_seed(&rng, 3863);
	for (int n = 0; n < 20000; n++) {
		char raw[8];
		struct view v = { raw, 1 + rng_next_below(&rng, sizeof raw) }, out, id;
		struct jid j;
		struct buf text = { 0 };

		buf_puts(&text, "b.example/");
		for (size_t i = 0; i < v.n; i++)
			raw[i] = (char)rng_next_below(&rng, n % 2 == 0 ? 256 : 128);
		buf_putv(&text, v);
		if (jid_read(buf_view(&text), region, &j, NULL)) {
			id = region_copy(region, id_of(j.resource));
			for (size_t i = 0; i < id.n; i++)
				ck_assert((id.p[i] >= 'a' && id.p[i] <= 'z') ||
				          (id.p[i] >= 'A' && id.p[i] <= 'Z') ||
				          (id.p[i] >= '0' && id.p[i] <= '9') || id.p[i] == '.' ||
				          id.p[i] == '-' || id.p[i] == '_');
			ck_assert(tuple_id_to_resource(id, region, &out));
			ck_assert(view_eq(out, j.resource));
		}
		buf_free(&text);
		region_reset(region);
	}
END

UNIT("tuple_id", pairs, ids_of_others, ids_that_are_none, forth_and_back)
