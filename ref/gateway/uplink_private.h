/* uplink_private.h - what the files of the link's dialling end share.
 *
 *   uplink.c          all edges; which one a stanza goes by
 *   uplink_edge.c     one edge: looking up, dialling, trying again, time
 *   uplink_session.c  what is said to it and what it says
 *   uplink_held.c     what came from it and is not settled
 *   uplink_late.c     what waits to be written, or to be written once more
 */
#ifndef REF_GATEWAY_UPLINK_PRIVATE_H
#define REF_GATEWAY_UPLINK_PRIVATE_H

#include "gateway/uplink.h"
#include "xmpp/conn_race.h"
#include "xmpp/sm.h"

struct uplink {
	struct loop *loop;
	struct resolver *dns;
	const struct uplink_settings *set;
	struct uplink_ops ops;
	void *arg;
	struct tls_context *tls; /* uplink_renew(); lent */
	struct conn_set *conns;
	struct uplink_edge *edge;
	size_t n_edge;
	uint64_t started;             /* sessions so far: their age */
	bool was_up;                  /* what ops.changed has said */
	struct uplink_edge *speaking; /* whose stanza ops.stanza has; NULL: none */
	struct uplink_edge *ending;   /* whose session ops.given_back is about; NULL: none */
	void (*drained)(void *arg);   /* NULL: not draining */
	void *drained_arg;
	struct timer *drain_timer;

	/* Taken while no session was up, not written yet (uplink_late.c). */
	struct late *late, **late_end;
	size_t n_late, late_bytes;
};

/* The tag of what was sent by uplink_send_awaited(). */
#define TAG_AWAITED UINT64_MAX

enum uplink_phase {
	UP_WAITING,  /* for the next attempt */
	UP_LOOKING,  /* the host is being looked up */
	UP_DIALLING, /* TCP */
	UP_SECURING, /* TLS; behind it, the host's next address */
	UP_OPENING,  /* the stream's header and features */
	UP_RESUMING, /* <resume/> is out */
	UP_ENABLING, /* <domains/> and <enable/> are out */
	UP_READY,    /* stanzas flow */
	UP_ENDING,   /* our closing tag or an error is out */
	UP_OVER,     /* drained: nothing happens any more */
};

struct uplink_edge {
	struct uplink *link;
	const struct uplink_edge_settings *set;
	enum uplink_phase phase;
	uint64_t lookup;        /* id of a locate() */
	struct location *where; /* what it found; NULL: nothing */
	struct conn_race *race; /* UP_DIALLING, UP_SECURING */
	struct address at;      /* UP_SECURING: which of its host's answered */
	struct conn *conn;
	struct timer *timer;
	uint64_t deadline; /* for a session, or of the wait for the next call */
	unsigned failures; /* since a session was steady */
	uint64_t up_since;
	uint64_t heard; /* when the last event came */

	/* The session: it outlives a connection. */
	struct sm *sm;         /* NULL: there is none */
	char *previd;          /* NULL: it may not be resumed */
	uint64_t order;        /* lower: older */
	uint64_t resume_ms;    /* so long the edge keeps it */
	uint64_t resume_until; /* broken: then it is gone */
	bool asked;            /* an <r/> is not answered yet */

	/* What came and is not settled, and what came behind it (uplink_held.c): a ring. */
	struct held *held;
	size_t held_room; /* a power of two, or 0 */
	uint64_t held_first;
	size_t n_held;
	uint64_t received_bytes;    /* of stanzas, ever */
	size_t stanza_bytes;        /* of the one that speaks */
	uint32_t repeats;           /* so many come that have come before */
	bool owes_answer;           /* an <r/> of theirs */
	struct timer *answer_timer; /* NULL: never needed */

	/* Why the last connection was none, or ended; CAUSE_NONE: there was none that did. */
	enum cause failure;
	char failure_words[160];
	bool noted; /* of the one that ends now it has been said */

	bool ended; /* the stream ended for good: not to be resumed */
	bool still; /* it ended because nothing was heard: to be resumed */
};

/* --- uplink.c -------------------------------------------------------------- */
/* Something came up or went down: tells the owner when that changes the whole. */
void uplink_changed(struct uplink *u);
/* The one that a stanza goes by, or waits for unless its phase is UP_READY; NULL: none. */
struct uplink_edge *uplink_choose(const struct uplink *u);
void uplink_one_over(struct uplink *u); /* one is drained */

/* --- uplink_edge.c --------------------------------------------------------- */
void uplink_edge_begin(struct uplink_edge *e);
void uplink_edge_clear(struct uplink_edge *e); /* frees what it holds */
/* What uplink_edge_again() will not know so well; words may be NULL. */
void uplink_edge_noted(struct uplink_edge *e, enum cause cause, struct view words);
/* The connection has failed or is over; `why` for the log. */
void uplink_edge_again(struct uplink_edge *e, enum cause cause, const char *words);
void uplink_edge_arm(struct uplink_edge *e);
void uplink_edge_drain(struct uplink_edge *e);

/* --- uplink_session.c ------------------------------------------------------ */
void uplink_session_event(struct uplink_edge *e, struct stream_event *ev);
/* UP_READY, and not full. */
void uplink_session_write(struct uplink_edge *e, const struct element *stanza, uint64_t tag);
void uplink_session_question(struct uplink_edge *e); /* <r/> */
/* No question is to be asked any more: the edge is being freed. */
void uplink_session_forget(struct uplink_edge *e);
void uplink_session_farewell(struct uplink_edge *e); /* <a/>, closing tag */
/* It is over: what was not acknowledged goes back to the owner. */
void uplink_session_over(struct uplink_edge *e);
void uplink_session_answer(struct uplink_edge *e); /* <a/> */

/* --- uplink_late.c --------------------------------------------------------- */
void uplink_late_put(struct uplink *u, const struct element *stanza, uint64_t tag);
/* Those in front for whom nobody waits any more make room. */
void uplink_late_prune(struct uplink *u);
bool uplink_late_is_full(const struct uplink *u);
/* A session has come up, or has room again: what waits is written. */
void uplink_late_flush(struct uplink *u);
/* A session is over: where no other can be waited for, all of it goes back to the owner. */
void uplink_late_over(struct uplink *u);
void uplink_late_clear(struct uplink *u);
/* <resumed/> came: of what is written once more, what nobody waits for is left out. */
void uplink_late_resume(struct uplink_edge *e);

/* --- uplink_held.c --------------------------------------------------------- */
/* What `<a/>` may count. */
uint32_t uplink_held_count(const struct uplink_edge *e);
/* What <resume/> says; what the edge sends again because of that is known for it by
 * uplink_held_repeats(), asked once for each stanza that comes. */
uint32_t uplink_held_resume(struct uplink_edge *e);
bool uplink_held_repeats(struct uplink_edge *e);
/* A new stanza has come, and is counted: what has waited too long behind it is given up. */
void uplink_held_came(struct uplink_edge *e, size_t bytes);
/* <r/> came: answered now, or when what is held is settled, or a little later. */
void uplink_held_asked(struct uplink_edge *e);
/* The session is over, or all of it has been acknowledged. */
void uplink_held_clear(struct uplink_edge *e);

#endif
