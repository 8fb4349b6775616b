/* outbound_private.h - one initiating stream, shared by outbound*.c. */
#ifndef REF_EDGE_OUTBOUND_PRIVATE_H
#define REF_EDGE_OUTBOUND_PRIVATE_H

#include "edge/dial.h"
#include "edge/outbound.h"
#include "partner/policy.h"
#include "edge/queue.h"
#include "edge/written.h"

enum outbound_state {
	OUT_SETTING_UP,	/* from the lookup to the proof */
	OUT_OPEN,
	OUT_REFUSED,	/* dialback ended in an error: the stream may ask again */
	OUT_ENDING,	/* another one may be in use: only its end is awaited */
};

/* What has been asked of the partner by XEP-0198, and is not answered. */
enum outbound_asked { ASKED_NOTHING, ASKED_TO_MANAGE, ASKED_TO_RESUME };

struct outbound {
	struct edge *edge;
	uint64_t id;
	enum outbound_state state;
	char *own, *partner;		/* prepared */
	char *ascii;			/* the partner in A-labels */
	struct dial *dial;		/* until the peer has spoken */
	struct conn *conn;
	struct timer *deadline;		/* of setting up */
	struct queue *waiting;		/* not yet written to the stream */
	struct written written;		/* not yet in the kernel */
	struct seat seat;
	struct policy_facts facts;
	enum policy_method method;	/* OPEN */
	unsigned redirects;
	size_t vain;			/* keys and questions that came to nothing */
	enum outbound_asked asked;
	char *previd;			/* of a session that may be resumed; NULL: none */
	uint64_t resume_ms;		/* for so long after a break */
	uint64_t resume_until;		/* 0: it is not broken */
	struct timer *redial;		/* until the next attempt to resume */
	unsigned redials;
	bool again;			/* the second stream, after EXTERNAL failed */
	uint64_t probe;			/* it is this probe's alone; 0: everybody's */
};

const struct partner *outbound_partner(const struct outbound *ob);
const struct own_domain *outbound_own(const struct outbound *ob);
/* Would it be opened with the settings of now? */
bool outbound_is_welcome(const struct outbound *ob);

/* Dials as the partner's settings say; `led`: `proxy`, where its server has sent us. */
void outbound_dial(struct outbound *ob);
void outbound_follow(struct outbound *ob, const char *proxy, const struct redirect *led);
/* The stream is authenticated: what waits is sent. */
void outbound_up(struct outbound *ob, enum policy_method method);
/* Sends the key of our domain for this stream; state becomes SETTING_UP. */
void outbound_ask(struct outbound *ob);
/* Setting up has failed: everything that waits comes back.  Frees `ob`. */
void outbound_fail(struct outbound *ob, enum cause cause, const char *words);
/* Out of use, whatever the state; `ob` may be gone afterwards. */
void outbound_end(struct outbound *ob, enum cause cause, const char *words);
void outbound_free(struct outbound *ob);
/* Returns what waits. */
void outbound_bounce(struct outbound *ob, enum cause cause, const char *words);

/* outbound_sm.c.  The stream is authenticated by EXTERNAL: asks for what the
 * partner offers of XEP-0198, or goes on without. */
void outbound_manage(struct outbound *ob, bool offered);
void outbound_sm(struct outbound *ob, const struct stream_event *ev);	/* STREAM_SM */
/* May the session be resumed, and has it just been lost?  Then it is dialled
 * anew, and true. */
bool outbound_resumes(struct outbound *ob, bool lost, enum cause cause);
/* An attempt to resume has failed.  True: another one will be made. */
bool outbound_tries_again(struct outbound *ob);
/* There is no session any more. */
void outbound_forget_session(struct outbound *ob, enum cause cause, const char *words);

/* outbound_redirect.c: its server, while it is set up, says to call `to` instead.  `ob`
 * may be gone afterwards. */
void outbound_redirected(struct outbound *ob, struct view to);

/* Ends the stream with the cause's error. */
void outbound_refuse(struct outbound *ob, enum cause cause, const char *words);

/* outbound_bidi.c: STREAM_STANZA, STREAM_DB_RESULT and STREAM_DB_VERIFY, which
 * come on a stream that carries both ways.  `ob` may be gone afterwards. */
void outbound_stanza(struct outbound *ob, struct stream_event *ev);
void outbound_key(struct outbound *ob, const struct stream_event *ev);
void outbound_question(struct outbound *ob, const struct stream_event *ev);

#endif
