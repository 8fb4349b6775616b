/* endpoint_private.h - what endpoint.c, endpoint_request.c and endpoint_send.c share.
 *
 * endpoint.c puts the parts together, and passes what comes; endpoint_request.c has
 * requests of ours from their making to their answer; endpoint_send.c has where each
 * goes (RFC 3263 4, RFC 8305 5).
 * A request of ours is owned by e->requests, from its making to outgoing_free().  It is
 * known by an id of its own, as it has another transaction for each server that it is
 * sent to.
 */
#ifndef REF_SIP_ENDPOINT_PRIVATE_H
#define REF_SIP_ENDPOINT_PRIVATE_H

#include "lib/map.h"
#include "lib/race.h"
#include "sip/endpoint.h"
#include "sip/hops.h"
#include "sip/next_hop.h"
#include "sip/servers.h"

struct endpoint {
	struct loop *loop;
	struct transport *transport;
	struct transactions *transactions;
	struct uas_settings uas;
	const struct endpoint_ops *ops;
	void *arg;
	struct resolver *resolver;
	unsigned supported;
	size_t via_room[SIP_TRANSPORTS];	/* bytes that Via adds to a request */
	struct timer *timer;
	uint64_t no_room;		/* of transactions_counts, as far as it was logged */
	uint64_t armed;			/* when the timer will come; UINT64_MAX: not at all */
	struct servers servers;
	struct hops hops;
	struct ids *requests;		/* of ours */
	struct ids *by_transaction;	/* transaction id to request */
	size_t racing;			/* requests that wait for one of several calls */
	struct outgoing *failed;	/* to be told at the end of the turn */
	struct outgoing *accepted, **accepted_end;	/* INVITEs with a 2xx, oldest first */
	uint64_t accepted_for;		/* ms: 64*T1 */
};

/* After anything that may have set a timer of the transactions. */
void endpoint_arm(struct endpoint *e);

/* A request of ours. */
struct outgoing {
	struct endpoint *e;
	uint64_t id, transaction;	/* 0: none */
	char *host;			/* whom a certificate must name; NULL: an address */
	char *hop;			/* its URI while it is being located; else NULL */
	struct next_hop_try *try;
	size_t n_tries, at;		/* the last one */
	struct race race;		/* of the tries, by their numbers */
	uint64_t call[RACE_SLOTS];	/* the connections of those under way; beside race.slot */
	bool races;			/* it waits for one of them */
	struct timer *race_timer;	/* NULL: never needed */
	bool invite, ack;
	bool reused;			/* the last try went over a connection that was there */
	bool full;			/* the last try got no transaction */
	enum cause asked_cause;		/* of the last server that was asked in vain */
	const char *asked;		/* in words, of static storage; NULL: none was */
	struct outgoing *next;		/* in e->failed, or in e->accepted */
	enum cause cause;
	char *words;			/* of the failure; NULL: none yet */
	uint64_t until;			/* in e->accepted */
	size_t n;
	char request[];
};

/* --- endpoint_request.c -------------------------------------------------------- */

/* As of transaction_ops; `arg` is the endpoint.  503 goes to the next server instead
 * (21.5.4).  Ids that are gone are passed over. */
void request_on_response(void *arg, uint64_t transaction, const struct sip_message *m);
void request_on_failed(struct endpoint *e, uint64_t transaction, enum cause cause);
/* INVITEs with a 2xx of which no other can come any more (RFC 6026 7.2). */
void requests_purge(struct endpoint *e, uint64_t now);
/* All of them, without a word to the owner. */
void requests_free(struct endpoint *e);
/* Without a word to the owner; what it was waiting for is cancelled. */
void outgoing_free(struct outgoing *o);
/* Tells the owner at the end of this turn, for who asked may still be on the stack, and
 * frees it.  `words` are copied. */
void outgoing_fail(struct outgoing *o, enum cause cause, const char *words);

/* --- endpoint_send.c ------------------------------------------------------------ */

enum sending {
	SENT,    /* by a transaction; an ACK without one */
	RACING,  /* several are being called */
	NOWHERE, /* no server is left */
};

/* It has been located: sends it, or fails.  `o` may be gone. */
void outgoing_begin(struct outgoing *o);
/* To whoever is next.  *away: somebody who asked to be left alone was passed over. */
enum sending outgoing_next(struct outgoing *o, bool *away);
/* Does it wait for one of several calls? */
void outgoing_races(struct outgoing *o, bool races);
/* A call that requests may race for has been answered, or has failed. */
void request_on_opened(struct endpoint *e, uint64_t connection);
void request_on_closed(struct endpoint *e, uint64_t connection);

#endif
