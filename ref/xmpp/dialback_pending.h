/* dialback_pending.h - the dialback requests of a stream without an answer yet.
 *
 * XEP-0220 2.1.1, 2.1.2, 3.1: an answer counts only on the stream its request
 * went out on, and only with the same from and to, as prepared, and the same (verify) id,
 * turned round.
 * An initiating stream keeps what it asked, a receiving one what it was asked.
 */
#ifndef REF_XMPP_DIALBACK_PENDING_H
#define REF_XMPP_DIALBACK_PENDING_H

#include <stddef.h>

#include "xmpp/dialback.h"

/* Attack: a peer that sends keys without end, each of which makes a question to
 * an authority that never answers. */
#define DIALBACK_PENDING_MAX 256

struct dialback_pending;

struct dialback_pending *dialback_pending_new(void);
void dialback_pending_free(struct dialback_pending **pp);

/* Remembers a request; false: DIALBACK_PENDING_MAX are remembered. */
bool dialback_pending_add(struct dialback_pending *p, const struct dialback *request);
/* Forgets one request that `answer` answers, if there is one. */
void dialback_pending_remove(struct dialback_pending *p, const struct dialback *answer);
void dialback_pending_clear(struct dialback_pending *p);
size_t dialback_pending_count(const struct dialback_pending *p);
/* Takes out the request that our `answer` answers; its domains are compared as
 * prepared.  *request is as it came, copied into `r`.  False: there is none. */
bool dialback_pending_take(struct dialback_pending *p, const struct dialback *answer,
                           struct region *r, struct dialback *request);
/* The requests; start with *pos 0, false at the end.  Lent until a change. */
bool dialback_pending_next(const struct dialback_pending *p, size_t *pos,
                           struct dialback *request);

/* The decision: has this stream asked what `answer` answers? */
bool dialback_answer_expected(const struct dialback_pending *p, const struct dialback *answer);

#endif
