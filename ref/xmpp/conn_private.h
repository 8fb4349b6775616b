/* conn_private.h - what the files of a connection share.
 *
 *   conn.c        all there are; one's life, and what its owner asks for
 *   conn_pump.c   bytes up and down, the stream's timers, the end
 *   conn_proof.c  what the peer's certificate proves, and DNS says of it
 */
#ifndef REF_XMPP_CONN_PRIVATE_H
#define REF_XMPP_CONN_PRIVATE_H

#include "xmpp/conn.h"
#include "xmpp/conn_rate.h"

struct conn_set {
	struct loop *loop;
	struct conn *first;
	size_t n;
	size_t backlog;
};

struct conn {
	struct conn_set *set;
	struct conn *prev, *next;
	struct channel *channel;
	struct stream *stream;
	struct timer *timer;
	const struct conn_ops *ops;
	void *arg;
	struct buf out;
	bool *gone;		/* set when freed inside a callback */
	char *target;		/* DNSSEC says that it serves the domain; NULL */
	struct tlsa_set *tlsa;	/* NULL: none */
	uint64_t born;		/* accepted, or dialled */
	uint64_t heard;		/* when the last byte came */
	uint64_t silence_ms;
	uint64_t finish_due;	/* 0: not finishing */
	bool handshake;		/* TLS has been started and is not up */
	bool lost;		/* the channel has ended */
	bool over;		/* the stream has ended */
	size_t behind;		/* bytes of the peer behind that */
	bool told;		/* the owner knows: only conn_free() is left */
	struct conn_rate rate;
	uint64_t slow_until;	/* the peer has sent faster than its rate; 0: it has not */
	bool was_slow;
	bool full;		/* it does not read what it is sent */
	bool paused;		/* for one of the two nothing is read */
	enum cause why;		/* what the channel said */
	char *words;
};

/* --- conn_pump.c -------------------------------------------------------------- */

/* What the channel tells; the argument is the connection. */
extern const struct channel_ops conn_channel_ops;
/* The stream's events, then its bytes, then its end.  The connection may be gone after. */
void conn_pump(void *arg);
/* Its timer has come. */
void conn_due(void *arg);

#endif
