/* written.h - stanzas written to a stream with a partner, until they are handed
 * over: the kernel has them, or where the stream is managed (XEP-0198) the
 * partner's server has acknowledged them.
 *
 * In either role: on a stream of ours, or on one of the partner's that carries
 * both ways (XEP-0288).  Who and what is remembered: an error repeats no
 * payload; a managed stream keeps the whole until it is acknowledged, and
 * writes it again when its session is resumed.
 */
#ifndef REF_EDGE_WRITTEN_H
#define REF_EDGE_WRITTEN_H

#include "edge/edge_private.h"
#include "edge/queue.h"
#include "xmpp/sm.h"

#define SENT_MAX 100000		/* stanzas; bytes are what bounds them */

struct written {
	struct edge *edge;
	uint64_t stream;	/* its number, for the log */
	struct queue *sent;
	struct sm *sm;		/* NULL: the stream is not managed */
	size_t before;		/* of `sent`, written before it was managed */
	bool asked;		/* an <r/> of ours is not answered */
	bool resumable;		/* by either side, when the connection is lost */
	struct timer *overdue;	/* runs while something is not acknowledged */
	void (*silent)(void *arg);
	void *arg;
};

void written_begin(struct written *w, struct edge *e, uint64_t stream);
void written_free(struct written *w);

/* Writes to the established stream, or bounces: its receiver does not read, or
 * acknowledges nothing. */
void written_put(struct written *w, struct conn *c, const struct element *stanza,
                 size_t bytes, uint64_t origin);
/* To be called at conn_ops.flushed.  `partner`: of all stanzas; NULL: of each
 * its own. */
void written_flushed(struct written *w, const struct conn *c,
                     const struct partner *partner);
/* The stream is gone, and so is its session: what is not handed over comes back. */
void written_bounce(struct written *w, enum cause cause, const char *words);

/* What was written before the stream was managed has arrived. */
void written_arrived(struct written *w, const struct partner *partner);
/* The oldest is handed over. */
void written_hand_over(struct written *w, const struct partner *partner);

/* --- a managed stream ------------------------------------------------------ */

/* From now on: `silent` is called when the peer acknowledges nothing for
 * `acknowledgement-timeout`. */
void written_manage(struct written *w, bool resumable, void (*silent)(void *arg), void *arg);
/* Another owner, and its stream, go on with it; `from` is as after written_begin().
 * What `to` has written before stays its own, in front. */
void written_move(struct written *to, struct written *from, void (*silent)(void *arg),
                  void *arg);
/* <r/> or <a/> of the peer.  A cause: the stream is to end with it, and for
 * CAUSE_SM_HANDLED_TOO_HIGH by stream_refuse_sm(). */
enum cause written_told(struct written *w, struct conn *c, const struct element *e,
                        const struct partner *partner);
/* The peer has handled `h`: of <resumed/> and <failed/>. */
enum cause written_acked(struct written *w, uint32_t h, const struct partner *partner);
/* All that is not acknowledged comes back, and the session goes on without it. */
void written_return(struct written *w, enum cause cause, const char *words);
/* All that is not acknowledged once more, on the stream that goes on. */
void written_again(struct written *w, struct conn *c);
/* <r/>, if something is not acknowledged: before our closing tag. */
void written_ask(struct written *w, struct conn *c);
/* The session is over; what was not acknowledged is put to the front of `q`. */
void written_requeue(struct written *w, struct queue *q);
/* The connection is lost: nobody is waited for until it is resumed. */
void written_rests(struct written *w);

#endif
