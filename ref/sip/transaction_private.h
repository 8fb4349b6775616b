/* transaction_private.h - what transaction.c, transaction_client.c,
 * transaction_server.c and transaction_answer.c share.
 *
 * A transaction is a state of one of four machines (machine.h, RFC 3261 figures 5 to
 * 8), two timers, and the bytes that are sent again.  It is owned by the table of its
 * layer, from transaction_new() to the last state of its machine; other modules
 * know its id.  What it keeps is counted in counts.bytes, so that transaction_keep(),
 * transaction_drop_bytes() and its end alone change that.
 * Not here: which rule follows from what (machine.h), who is the same request
 * (transaction_key.h).
 */
#ifndef REF_SIP_TRANSACTION_PRIVATE_H
#define REF_SIP_TRANSACTION_PRIVATE_H

#include "lib/buf.h"
#include "lib/map.h"
#include "lib/region.h"
#include "sip/machine.h"
#include "sip/table.h"
#include "sip/timer.h"
#include "sip/transaction.h"

/* The lines that every answer to a request has in common: Via, From, To,
 * Call-ID and CSeq, then Record-Route, then Timestamp. */
struct answer_head {
	char *p;
	uint32_t n;
	uint32_t tag_at, tag_n;		/* ";tag=..." of ours; 0: To had one */
	uint32_t n_record_route, n_timestamp;	/* bytes at the end */
};

struct transaction {
	struct sip_entry by_key;	/* first: of_key() */
	uint64_t key_rest;		/* the other half of the hash */
	struct sip_timer again, last;
	uint64_t id;
	union {
		struct sip_entry same_request;	/* servers: 8.2.2.2 */
		struct {			/* clients that wait for a final response */
			struct transaction *next, **link;
		} waiting;
	} in;
	struct sip_packed_flow flow;
	char *bytes;			/* what is sent again; NULL: nothing is kept */
	struct answer_head *head;	/* servers without a final answer */
	uint32_t n_bytes;
	uint32_t again_ms;
	uint8_t machine, state;
	bool reliable;
	bool broken;			/* the transport said so; told by timer `again` */
	bool forgotten;			/* the core does not want to hear of it */
	bool cancel;			/* CANCEL is wanted as soon as there is a 1xx */
	bool unanswered;		/* counted as such */
	bool merges;			/* in.same_request is in the table */
};

struct transactions {
	uint64_t t1, t2, t4;
	char *sent_by[SIP_TRANSPORTS];
	bool rport;
	struct sip_limits limits;
	size_t max, max_bytes;
	const struct transaction_ops *ops;
	void *arg;
	struct sip_hash_key key;
	struct branches branches;
	struct sip_table table, requests;
	struct ids *ids;
	struct sip_timers timers;
	struct transaction *waiting;
	struct region *region;		/* of the message being received */
	struct region *own;		/* of a request of ours */
	struct buf out;			/* what is being written */
	struct buf head_text;		/* of the request being received */
	struct transaction *current;	/* its transaction */
	struct answer_head current_head;
	struct transactions_counts counts;
};

/* --- transaction.c ---------------------------------------------------------- */

enum { AGAIN, LAST };			/* timer.kind: A, E, G and the wait for 100; all others */

/* In its first state, in the table, without timers.  NULL: no room, in number or in
 * bytes; counted. */
struct transaction *transaction_new(struct transactions *t, enum sip_machine machine,
                                    const struct sip_hash *key, const struct sip_flow *flow);
/* By both halves of the hash.  NULL: there is none. */
struct transaction *transaction_find(const struct transactions *t, const struct sip_hash *key);
/* Copies `bytes`, to be sent again, in place of those kept before. */
void transaction_keep(struct transactions *t, struct transaction *x, struct view bytes);
/* It wants no final answer any more; any number of times. */
void transaction_is_answered(struct transactions *t, struct transaction *x);
/* Nothing is to be sent again. */
void transaction_drop_bytes(struct transactions *t, struct transaction *x);
/* To where it goes; a transport that refuses is told to the core at the next tick. */
void transaction_send(struct transactions *t, struct transaction *x, struct view bytes,
                      uint64_t now);
/* What the machine says to it.  `m` is what was received, lent for the call, or
 * NULL.  The transaction may be gone afterwards. */
void transaction_happens(struct transactions *t, struct transaction *x, enum sip_happening h,
                         const struct sip_message *m, uint64_t now);
/* A response with this status, received or sent. */
enum sip_happening transaction_status_happening(unsigned status);

/* --- transaction_client.c --------------------------------------------------- */

/* A response: to its transaction, or counted as a stray (17.1.3). */
void client_receive(struct transactions *t, const struct sip_message *m, uint64_t now);
/* The ACK to a final response that is not 2xx, by the hop itself (17.1.1.3).  `m` is
 * that response. */
void client_ack(struct transactions *t, struct transaction *x, const struct sip_message *m,
                uint64_t now);
/* To the core, unless it has forgotten; a CANCEL that was wanted goes out behind the
 * first 1xx (9.1). */
void client_pass(struct transactions *t, struct transaction *x, const struct sip_message *m,
                 uint64_t now);
/* Takes it off the list of those that wait for a final response; others are not on it. */
void client_waits_no_more(struct transaction *x);

/* --- transaction_server.c --------------------------------------------------- */

/* A request: to its transaction, or a new one, or 503 where there is no room (17.2.3). */
void server_receive(struct transactions *t, const struct sip_message *m,
                    const struct sip_flow *from, uint64_t now);
/* Answers a request that gets no transaction, and keeps nothing; an ACK never (17).
 * `reason`: NULL: the usual words; `retry_after`: seconds; NULL: no such field. */
void server_refuse(struct transactions *t, const struct sip_message *m,
                   const struct sip_flow *from, unsigned status, const char *reason,
                   const char *retry_after);
/* 100 of our own accord (17.2.1, RFC 4320 4.1). */
void server_100(struct transactions *t, struct transaction *x, uint64_t now);

/* --- transaction_answer.c --------------------------------------------------- */

/* Into t->head_text; *head points there until the next one is made.  `tag`: for a To
 * that has none. */
void answer_head_make(struct transactions *t, const struct sip_message *m,
                      const struct sip_flow *from, const char *tag, struct answer_head *head);
/* In one piece, to be freed with free(). */
struct answer_head *answer_head_dup(const struct answer_head *head);
/* The whole answer, in place of what `out` held. */
void answer_write(struct buf *out, const struct answer_head *head, const struct sip_answer *a);

#endif
