/* inbound.h - streams that partners open: the receiving side.
 *
 * RFC 6120 4 to 6 and 8.1, XEP-0178, XEP-0220 2.2.  A header is looked up in
 * the allow-list, policy says what is offered, a certificate or a dialback key
 * proves pairs of domains, and what is addressed within them goes inward.
 * Nothing is ever sent back on the stream but what the stream itself needs
 * (RFC 6120 4.5), until both sides have agreed that it carries both ways
 * (XEP-0288) and the pair is proved.
 * Not here: the decisions (admission.h, policy.h, addressing.h), asking about
 * a key (verify.h), where stanzas go (router.h).
 */
#ifndef REF_EDGE_INBOUND_H
#define REF_EDGE_INBOUND_H

#include "edge/edge_private.h"
#include "xmpp/pairs.h"

/* Takes fd.  `direct_tls`: TLS comes first (XEP-0368). */
void inbound_accept(struct edge *e, int fd, const struct address *from,
                    bool direct_tls);

struct outward;

/* Sends it on a stream of the partner's that carries both ways; what cannot be
 * written bounces.  False: there is no such stream. */
bool inbound_send(struct edge *e, const struct outward *o);

/* Answers a db:verify, which came on the stream `stream` in either role.  A
 * cause: it cannot be read, and the stream should end with that.  *vain is one more
 * unless the key is ours. */
enum cause inbound_question(struct edge *e, uint64_t stream, struct conn *c,
                            const struct stream_event *ev, size_t *vain);

/* What became of a key (verify.h). */
struct key_answer {
	uint64_t inbound, round;
	struct pair sent;	/* as written in the db:result */
	struct pair pair;	/* prepared */
	enum cause verdict;	/* CAUSE_NONE: valid */
};

/* Nothing happens when the stream is gone or has started anew since. */
void inbound_verified(struct edge *e, const struct key_answer *a);

/* After a reload: ends the streams that would not be let in any more. */
void inbound_sweep(struct edge *e);
/* Ends those with this cause that nothing can go back on; `all`: every one. */
void inbound_drain(struct edge *e, enum cause cause, bool all);
/* Sessions of streams that were lost (XEP-0198) end, and nothing of theirs is kept. */
void inbound_sm_end_all(struct edge *e);
void inbound_free_all(struct edge *e);

#endif
