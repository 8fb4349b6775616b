/* inbound_private.h - one receiving stream, shared by
 *
 *   inbound.c           its beginning, what its events mean, its end
 *   inbound_header.c    who calls, and whom
 *   inbound_dialback.c  what it proves by dialback, and is asked about
 *   inbound_bidi.c      its pairs the other way round
 *   inbound_sm.c        its session, when the connection breaks
 *   inbound_all.c       all there are
 */
#ifndef REF_EDGE_INBOUND_PRIVATE_H
#define REF_EDGE_INBOUND_PRIVATE_H

#include "edge/inbound.h"
#include "edge/written.h"
#include "partner/partner.h"

struct inbound {
	struct edge *edge;
	uint64_t id;
	struct conn *conn;
	struct seat seat;
	uint64_t round;		/* headers so far: a key belongs to one */
	char *from, *to;	/* of the header, prepared; NULL: none */
	char *identity;		/* proved by EXTERNAL; NULL: nothing yet */
	struct pairs *pairs;	/* proved since the last header */
	struct written written;	/* by us: it carries both ways */
	enum cause certificate;	/* CAUSE_NONE: it proves `from` */
	size_t vain;		/* keys and questions that came to nothing */
	bool sm_offered;	/* in its last features (XEP-0198) */
	bool opened;		/* once carried something proved */
	bool asked;		/* was opened to ask us about a key: no failure */
	bool ended;		/* refused or closed: counted and logged */
};

void inbound_free(struct inbound *in);

/* Ends the stream with the cause's error, counts and logs. */
void inbound_refuse(struct inbound *in, enum cause cause, const char *words);

/* The pair is proved: takes the seat, opens the stream.  A cause: no seat. */
enum cause inbound_prove(struct inbound *in, const struct partner *partner,
                         struct pair pair, const char *method);

/* How this sender was proved, or would be. */
enum policy_method inbound_method(const struct inbound *in, struct view from);

/* inbound_bidi.c: the pair is proved, and may be used the other way round. */
void inbound_returns(struct inbound *in, struct pair pair);
/* May stanzas of ours go down it? */
bool inbound_carries_both_ways(const struct inbound *in);
/* None is used on this stream from now on. */
void inbound_returns_no_more(struct inbound *in);

/* Negotiation is over: counted once; silence is listened for where the partner
 * says so. */
void inbound_opened(struct inbound *in, const struct partner *partner);

/* inbound_header.c: STREAM_HEADER and STREAM_AUTH. */
void inbound_header(struct inbound *in, const struct stream_event *ev);
void inbound_auth(struct inbound *in, const struct stream_event *ev);

/* inbound_sm.c: STREAM_SM. */
void inbound_sm(struct inbound *in, const struct stream_event *ev);
/* The stream ended so: may its session still be resumed? */
void inbound_sm_ends(struct inbound *in, bool lost, enum cause cause);
/* The connection is gone: the session waits, or what it has not said to have
 * taken comes back. */
void inbound_sm_rests(struct inbound *in, enum cause cause, const char *words);

/* inbound_dialback.c: STREAM_DB_RESULT and STREAM_DB_VERIFY. */
void inbound_db_result(struct inbound *in, const struct stream_event *ev);
void inbound_db_verify(struct inbound *in, const struct stream_event *ev);

#endif
