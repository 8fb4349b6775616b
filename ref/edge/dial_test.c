/* Where attempts come from. */
#include "edge/dial.h"

#include <stdio.h>

#include "lib/unit.h"

static struct attempt attempt(const char *at, const char *target, bool direct_tls)
{
	struct attempt a = { .direct_tls = direct_tls };

	ck_assert(address_parse(view_of(at), &a.at));
	snprintf(a.target, sizeof a.target, "%s", target);
	return a;
}

START_TEST(an_address_is_called_from_one_of_its_family)
{
	struct attempt four = attempt("192.0.2.1:5269", "a.example", false);
	struct attempt six = attempt("[2001:db8::2]:5269", "a.example", false);
	struct edge_settings s = { .n_call_from = 1 };

	s.call_from[0] = attempt("192.0.2.9:0", "", false).at;
	ck_assert_ptr_eq(dial_source(&s, &four.at), &s.call_from[0]);
	ck_assert_ptr_null(dial_source(&s, &six.at));
	s.call_from[1] = attempt("[2001:db8::9]:0", "", false).at;
	s.n_call_from = 2;
	ck_assert_ptr_eq(dial_source(&s, &four.at), &s.call_from[0]);
	ck_assert_ptr_eq(dial_source(&s, &six.at), &s.call_from[1]);
	s.n_call_from = 0;
	ck_assert_ptr_null(dial_source(&s, &four.at));
}
END_TEST

UNIT("dial", an_address_is_called_from_one_of_its_family)
