#include "sip/hops.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit.h"

static struct location found(unsigned port, size_t n)
{
	struct location w = { .cause = CAUSE_NONE, .n = n };
	char text[ADDRESS_MAX];

	for (size_t i = 0; i < n; i++) {
		snprintf(text, sizeof text, "192.0.2.1:%u", port + (unsigned)i);
		ck_assert(address_parse(view_of(text), &w.attempt[i].at));
		w.attempt[i].transport = SIP_TLS;
	}
	return w;
}

START_TEST(known_for_a_moment)
{
	struct hops h = { 0 };
	struct location w = found(5061, 2);
	const struct hop_place *p;

	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), 1000));
	hops_keep(&h, VIEW("sip:a"), "a", &w, 1000);
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:ab"), 1000));
	p = hops_find(&h, VIEW("sip:a"), 1000 + HOPS_FRESH_MS - 1);
	ck_assert_ptr_nonnull(p);
	ck_assert_str_eq(p->host, "a");
	ck_assert_uint_eq(p->n, 2);
	ck_assert_uint_eq(address_port(&p->attempt[1].at), 5062);
	ck_assert_int_eq(p->attempt[1].transport, SIP_TLS);
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), 1000 + HOPS_FRESH_MS));
	hops_free(&h);
}
END_TEST

START_TEST(one_locates_while_others_go_on)
{
	struct hops h = { 0 };
	struct location w = found(5061, 1);
	uint64_t late = 1000 + HOPS_FRESH_MS;

	hops_keep(&h, VIEW("sip:a"), "a", &w, 1000);
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), late));
	ck_assert_ptr_nonnull(hops_find(&h, VIEW("sip:a"), late));
	hops_forget(&h, VIEW("sip:b"));
	ck_assert_ptr_nonnull(hops_find(&h, VIEW("sip:a"), late));
	hops_forget(&h, VIEW("sip:a"));
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), late));
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), late));
	/* Nobody asked for so long: it is gone. */
	hops_keep(&h, VIEW("sip:a"), "a", &w, 1000);
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), 1000 + 2 * HOPS_FRESH_MS));
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), 1000 + 2 * HOPS_FRESH_MS));
	hops_free(&h);
}
END_TEST

START_TEST(found_again_is_the_new_one)
{
	struct hops h = { 0 };
	struct location one = found(5061, 1), two = found(7, 1);
	const struct hop_place *p;

	hops_keep(&h, VIEW("sip:a"), "a", &one, 1000);
	hops_keep(&h, VIEW("sip:a"), "", &two, 1500);
	p = hops_find(&h, VIEW("sip:a"), 2400);
	ck_assert_ptr_nonnull(p);
	ck_assert_str_eq(p->host, "");
	ck_assert_uint_eq(address_port(&p->attempt[0].at), 7);
	hops_free(&h);
}
END_TEST

START_TEST(what_was_not_found_is_not_kept)
{
	struct hops h = { 0 };
	struct location w = found(5061, 1);
	char text[HOPS_TEXT_MAX + 1];

	memset(text, 'a', sizeof text);
	w.cause = CAUSE_DNS_FAILED;
	hops_keep(&h, VIEW("sip:a"), "a", &w, 1000);
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:a"), 1000));
	w.cause = CAUSE_NONE;
	hops_keep(&h, (struct view){ text, HOPS_TEXT_MAX + 1 }, "a", &w, 1000);
	ck_assert_ptr_null(hops_find(&h, (struct view){ text, HOPS_TEXT_MAX + 1 }, 1000));
	hops_keep(&h, (struct view){ text, HOPS_TEXT_MAX }, "a", &w, 1000);
	ck_assert_ptr_nonnull(hops_find(&h, (struct view){ text, HOPS_TEXT_MAX }, 1000));
	w.n = 0;
	hops_keep(&h, VIEW("sip:b"), "b", &w, 1000);
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:b"), 1000));
	hops_free(&h);
}
END_TEST

START_TEST(one_more_than_are_kept)
{
	struct hops h = { 0 };
	struct location w = found(5061, 1);
	char uri[20];

	for (int i = 0; i <= HOPS_MAX; i++) {
		snprintf(uri, sizeof uri, "sip:%d", i);
		hops_keep(&h, view_of(uri), "", &w, 1000 + (uint64_t)i);
	}
	ck_assert_ptr_null(hops_find(&h, VIEW("sip:0"), 1100));
	ck_assert_ptr_nonnull(hops_find(&h, VIEW("sip:1"), 1100));
	ck_assert_ptr_nonnull(hops_find(&h, view_of(uri), 1100));
	hops_free(&h);
}
END_TEST

UNIT("hops", known_for_a_moment, one_locates_while_others_go_on, found_again_is_the_new_one,
     what_was_not_found_is_not_kept, one_more_than_are_kept)
