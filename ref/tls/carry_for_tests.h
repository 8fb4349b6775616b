/* carry_for_tests.h - the wire between two sessions in memory.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_TLS_CARRY_FOR_TESTS_H
#define REF_TLS_CARRY_FOR_TESTS_H

#include "lib/buf.h"
#include "lib/unit.h"
#include "tls/session.h"

/* `step` bytes at a time from one to the other. */
static inline void carry(struct tls_session *from, struct tls_session *to, size_t step,
                         struct buf *plain)
{
	struct buf wire = { 0 };
	struct view v;

	tls_session_take(from, &wire);
	for (v = buf_view(&wire); v.n != 0; v = view_from(v, step < v.n ? step : v.n))
		tls_session_feed(to, (struct view){ v.p, step < v.n ? step : v.n }, plain);
	buf_free(&wire);
}

/* A handshake of the two: no data cross yet. */
static inline void shake(struct tls_session *client, struct tls_session *server, size_t step)
{
	struct buf plain = { 0 };

	for (int i = 0; i < 4; i++) {
		carry(client, server, step, &plain);
		carry(server, client, step, &plain);
	}
	ck_assert_uint_eq(buf_len(&plain), 0);
	buf_free(&plain);
}

#endif
