/* sm.h - stream management (XEP-0198): counting, acks, resumption.
 *
 * The state outlives the stream it was enabled on: a session that is resumed
 * goes on with the same counters, and what was not acknowledged is sent again.
 * Only message, presence and iq count.  Counters are modulo 2^32.
 * Not here: the elements enable, r, a, resume (STREAM_SM, stream_send()), and
 * who may resume whose session (X0198-5-2): the owner's.
 */
#ifndef REF_XMPP_SM_H
#define REF_XMPP_SM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cause/cause.h"
#include "xmpp/stream.h"

struct sm;

/* `max_unacked` stanzas and `max_bytes` are kept for a resumption. */
struct sm *sm_new(size_t max_unacked, size_t max_bytes);
void sm_free(struct sm **sp);

const char *sm_id(const struct sm *s);		/* previd of a resumption; 120 bits of chance */
uint32_t sm_handled(const struct sm *s);	/* stanzas received and handled */
uint32_t sm_sent_count(const struct sm *s);	/* stanzas sent, for stream_refuse_sm() */
size_t sm_unacked(const struct sm *s);
/* Nothing more can be kept: wait for an ack before the next sm_sent().  Memory
 * is bounded by max_bytes and one stanza more. */
bool sm_is_full(const struct sm *s);

void sm_received(struct sm *s);			/* one more was handled */
/* A copy of `e` is kept until acknowledged.  `tag` comes back in sm_acked_fn
 * and sm_take_unacked().  Not when sm_is_full(). */
void sm_sent(struct sm *s, const struct element *e, uint64_t tag);

typedef void sm_acked_fn(void *arg, uint64_t tag);
/* The peer says it has handled `h`: `fn` (may be NULL) is called for each that
 * is new, oldest first.  CAUSE_SM_HANDLED_TOO_HIGH, and nothing is changed,
 * when that is more than was sent (or, which is the same modulo 2^32, less
 * than it said before). */
enum cause sm_ack(struct sm *s, uint32_t h, sm_acked_fn *fn, void *arg);

/* Writes all that is not acknowledged, in order, after a resumption.  False:
 * the stream was closed; all is still kept. */
bool sm_resend(struct sm *s, struct stream *on);
/* Asks `fn` about each that is not acknowledged, oldest first: what it returns goes in
 * the place of the element, for good, and has its number; the tag is 0 then.  NULL: it
 * stays.  `r` is for what it makes, and is gone behind the call. */
typedef const struct element *sm_instead_fn(void *arg, const struct element *e, uint64_t tag,
                                            struct region *r);
void sm_replace(struct sm *s, sm_instead_fn *fn, void *arg);
/* Takes out what was never acknowledged, oldest first; NULL at the end.  The
 * element lives until the next call.  For a session that is over. */
const struct element *sm_take_unacked(struct sm *s, uint64_t *tag);

#endif
