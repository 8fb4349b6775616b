/* transaction.h - the transaction layer, without a socket or a clock.
 *
 * RFC 3261 17 (figures 5 to 8), with RFC 6026 (2xx to INVITE), RFC 4320 (no
 * 408 and no hasty 1xx for what is not INVITE), RFC 3581 and 18.2 (where an
 * answer goes).  Bytes and a time in; bytes, requests and responses out.
 * Times are milliseconds on any monotonic scale; each call that takes `now`
 * takes one that is not smaller than the last.
 *
 * Ids cross, never pointers, and none is used twice: an id that comes late
 * finds nothing.  Ops are called from transactions_receive(), _tick() and
 * _closed() alone, send() from any; an op may call all functions but those
 * three and transactions_free().
 *
 * Not here: sockets (transport.h), what a request means (uas.h, and whoever
 * holds the ops), which server gets a request (endpoint.h).
 */
#ifndef REF_SIP_TRANSACTION_H
#define REF_SIP_TRANSACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cause/cause.h"
#include "lib/view.h"
#include "sip/branch.h"
#include "sip/flow.h"
#include "sip/message.h"

struct transactions;

struct transaction_settings {
	uint64_t t1, t2, t4;		/* ms; 0: 500, 4000, 5000 */
	/* Our "host:port" for Via, by transport; copied. */
	struct view sent_by[SIP_TRANSPORTS];
	bool rport;			/* ask for symmetric answers (RFC 3581 3) */
	struct sip_limits limits;	/* of messages; all 0: sip_limits_default */
	size_t max;			/* transactions; 0: TRANSACTIONS_MAX */
	size_t max_bytes;		/* kept by all of them; 0: TRANSACTIONS_BYTES_MAX */
};

#define TRANSACTIONS_MAX	200000	/* a flood of requests over UDP, each kept for 64*T1 */
#define TRANSACTIONS_BYTES_MAX	(256u << 20)	/* the same with long ones */

struct transaction_ops {
	/* False: it cannot be sent, and no second try makes sense.  Calls
	 * nothing here. */
	bool (*send)(void *arg, const struct sip_flow *to, struct view bytes);
	/* A new request, to be answered with transaction_respond(), in this
	 * call or later.  m and all it points to are lent for the call.  ACK
	 * and CANCEL never come here. */
	void (*request)(void *arg, uint64_t id, const struct sip_message *m,
	                const struct sip_flow *from);
	/* The ACK to a 2xx (17.1.1.3 leaves those to the core). */
	void (*ack)(void *arg, const struct sip_message *m, const struct sip_flow *from);
	/* The INVITE `id` was cancelled and the CANCEL answered; the INVITE
	 * itself still wants its answer, 487. */
	void (*cancelled)(void *arg, uint64_t id);
	/* A response to transaction_request(), each once; after a final one
	 * to anything but INVITE the id is gone.  2xx to INVITE: every one,
	 * repeats included (RFC 6026 7.2). */
	void (*response)(void *arg, uint64_t id, const struct sip_message *m);
	/* No final response will come: CAUSE_SIP_TIMEOUT (as 408, 8.1.3.1),
	 * CAUSE_SIP_TRANSPORT (as 503).  The id is gone.  Also for an INVITE
	 * answered here whose ACK never came (timer H). */
	void (*failed)(void *arg, uint64_t id, enum cause cause);
	/* A request that cannot be read was answered, or dropped; for the log.
	 * May be NULL. */
	void (*refused)(void *arg, const struct sip_message *m,
	                const struct sip_refusal *why, const struct sip_flow *from);
};

struct transactions *transactions_new(const struct transaction_settings *s,
                                      const struct transaction_ops *ops, void *arg);
/* Without a word to anybody. */
void transactions_free(struct transactions **tp);

/* One message, framed: a datagram, or what sip/framer.h cut off a stream. */
void transactions_receive(struct transactions *t, struct view bytes,
                          const struct sip_flow *from, uint64_t now);
/* The head of a request whose end cannot be found (sip/framer.h): answered with
 * `status` if that is possible. */
void transactions_refuse(struct transactions *t, struct view head, unsigned status,
                         const char *words, const struct sip_flow *from);
/* Whatever is due at `now`. */
void transactions_tick(struct transactions *t, uint64_t now);
/* When transactions_tick() is wanted next; UINT64_MAX: not at all. */
uint64_t transactions_due(const struct transactions *t);
/* Connection `connection` is gone: what waits for a response on it has failed.
 * Answers that are still to be given go to a new one (18.2.2). */
void transactions_closed(struct transactions *t, uint64_t connection, uint64_t now);

/* Nobody is at `peer` (ICMP): what was sent there over UDP has failed. */
void transactions_unreachable(struct transactions *t, const struct address *peer,
                              uint64_t now);

/* --- requests of our own (17.1) ------------------------------------------- */

/* Sends `request`, a whole one without Via; Via is made and put first, with a
 * branch that is never used twice.  Returns its id, or 0: there is no room, or
 * it is not a request with From, Call-ID and CSeq (sip_message_outline()).  failed() never comes from inside. */
uint64_t transaction_request(struct transactions *t, struct view request,
                             const struct sip_flow *to, uint64_t now);
/* Sends an ACK for a 2xx: a whole request without Via (13.2.2.4); no state. */
bool transaction_ack(struct transactions *t, struct view request, const struct sip_flow *to);
/* CANCEL, as soon as there was a provisional response (9.1). */
void transaction_cancel(struct transactions *t, uint64_t id, uint64_t now);
/* Nobody waits for its response any more; the protocol goes on. */
void transaction_forget(struct transactions *t, uint64_t id);

/* --- answers to requests (17.2) ------------------------------------------- */

struct sip_answer {
	unsigned status;
	const char *reason;		/* NULL: the usual words */
	/* Further header lines as sip/writer.h makes them, each with its
	 * CRLF; none of Via, From, To, Call-ID, CSeq, Content-Length. */
	struct view fields;
	struct view body;
	struct view to_tag;		/* empty: transaction_tag() */
	bool record_route;		/* copy Record-Route (12.1.1) */
};

/* False: the id is gone, or has had its final answer.  408 to anything but
 * INVITE is sent as 504, a 1xx to it not at all (RFC 4320 4). */
bool transaction_respond(struct transactions *t, uint64_t id, const struct sip_answer *a,
                         uint64_t now);

#define TRANSACTION_TAG_SIZE 17
/* The To tag that every answer to `id` carries unless another is given; false:
 * the id is gone. */
bool transaction_tag(const struct transactions *t, uint64_t id,
                     char out[TRANSACTION_TAG_SIZE]);

/* Does another transaction carry the same request (8.2.2.2)?  For uas.h. */
bool transaction_is_merged(const struct transactions *t, uint64_t id,
                           const struct sip_message *m);

struct transactions_counts {
	size_t held, bytes;		/* transactions, and their memory */
	size_t unanswered;		/* requests that want a final answer */
	uint64_t repeats;		/* requests and responses absorbed */
	uint64_t strays;		/* responses that belong to nothing */
	uint64_t dropped;		/* unreadable, and nothing to be said to it */
	uint64_t no_room;		/* answered 503 at a limit */
};

/* Ours, for uas.h. */
const struct branches *transactions_branches(const struct transactions *t);
void transactions_count(const struct transactions *t, struct transactions_counts *out);

#endif
