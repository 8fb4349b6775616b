/* location_for_tests.h - where a lookup led, as text.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_DNS_LOCATION_FOR_TESTS_H
#define REF_DNS_LOCATION_FOR_TESTS_H

#include "dns/locate.h"
#include "lib/buf.h"
#include "lib/unit.h"

/* "192.0.2.1:5269/peer.example [2001:db8::1]:5269/..."; without any, the words. */
static inline void attempts_of(const struct location *where, const char *expected)
{
	struct buf b = { 0 };
	char text[ADDRESS_MAX];

	for (size_t i = 0; i < where->n; i++)
		buf_printf(&b, "%s%s/%s", i != 0 ? " " : "",
		           address_print(&where->attempt[i].at, text),
		           where->attempt[i].target);
	ck_assert_str_eq(buf_len(&b) != 0 ? buf_cstr(&b) : where->words, expected);
	buf_free(&b);
}

#endif
