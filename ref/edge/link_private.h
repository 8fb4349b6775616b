/* link_private.h - what the files of the link share.
 *
 *   link.c          listening, and what the edge asks for
 *   link_conn.c     one connection: bytes, TLS, time
 *   link_stream.c   what its events mean
 *   link_session.c  what survives a break of the connection
 *   link_route.c    which session a stanza goes to
 *   link_gateway.c  who is a gateway
 */
#ifndef REF_EDGE_LINK_PRIVATE_H
#define REF_EDGE_LINK_PRIVATE_H

#include "edge/link.h"
#include "lib/map.h"
#include "tls/channel.h"
#include "xmpp/sm.h"
#include "xmpp/stream.h"

struct link {
	struct loop *loop;
	const struct edge_settings *settings;
	struct link_ops ops;
	void *arg;
	struct listener **listener;
	struct address *listening;	/* what listener[i] was asked for */
	size_t n_listener;
	struct ids *conns;		/* struct link_conn */
	struct ids *sessions;		/* struct link_session */
	uint64_t started;		/* sessions so far: their age */
	bool draining;
};

/* --- names ----------------------------------------------------------------- */

struct link_names {		/* prepared domains */
	char **name;
	size_t n;
};

bool link_names_have(const struct link_names *names, struct view domain);
void link_names_add(struct link_names *names, struct view domain);
void link_names_clear(struct link_names *names);

/* --- sessions -------------------------------------------------------------- */

struct link_conn;

struct link_handed {		/* may have been lost with the connection */
	struct link_handed *next;
	char *from, *to, *id;
	size_t bytes;
};

struct link_session {
	struct link *link;
	uint64_t id;
	uint64_t order;			/* lower: older */
	char *gateway;			/* prepared */
	struct link_names domains;
	struct sm *sm;
	struct link_conn *on;		/* NULL: waits to be resumed */
	struct timer *expiry;		/* runs while it waits */
	bool resumable;
	bool asked;			/* an <r/> is not answered yet */
	struct link_handed *handed, **handed_end;
	size_t n_handed, handed_bytes;
	size_t n_covered;		/* of them, written before that <r/> */
};

/* Takes the names.  The session is on `c`. */
struct link_session *session_new(struct link_conn *c, struct link_names *domains,
                                 bool resumable);
/* The one with this previd, if `gateway` may have it. */
struct link_session *session_resumed_by(struct link *l, struct view previd,
                                        struct view gateway);
/* Onto another connection; writes all that may have been lost. */
void session_attach(struct link_session *s, struct link_conn *c);
/* Its connection is gone: waits to be resumed, or ends. */
void session_detach(struct link_session *s);
/* What was not acknowledged goes back; frees. */
void session_end(struct link_session *s, const char *why);
void session_free(struct link_session *s);	/* nothing is called back */

enum { TAG_ANSWER, TAG_PARTNER };	/* of sm_sent(): only the latter goes back */
/* Not when sm_is_full(). */
void session_send(struct link_session *s, const struct element *e, uint64_t tag);
void session_send_handed(struct link_session *s, const struct element *stanza);
/* An answer that has no room: the gateway acknowledges nothing. */
void session_overrun(struct link_session *s);
/* <a/> came. */
enum cause session_acked(struct link_session *s, uint32_t h);
/* <r/>, if one is due, or always; at the end of a batch. */
void session_ask(struct link_session *s, bool always);

/* --- connections ----------------------------------------------------------- */

struct link_conn {
	struct link *link;
	uint64_t id;
	struct channel *channel;
	struct stream *stream;		/* NULL: TLS is not up, or was refused */
	struct timer *timer;
	struct link_session *session;	/* NULL: none yet, or taken away */
	struct link_names domains;	/* named, no session yet */
	char *gateway;			/* prepared; NULL: no header yet */
	uint64_t deadline;		/* for a session */
	uint64_t born;			/* accepted */
	uint64_t heard;			/* when the last byte came */
	uint64_t close_due;		/* last moment to close; 0: not closing */
	uint64_t finish_due;		/* 0: not finishing */
	bool lost;			/* the channel has ended */
	bool over;			/* the stream has ended */
	bool paused;
	char peer[ADDRESS_MAX];		/* for the log */
	char holder[ADDRESS_MAX];	/* whose connections are counted together */
};

void link_conn_accept(struct link *l, int fd, const struct address *from);
void link_conn_free(struct link_conn *c);	/* its session is not told */
/* After a call on the stream outside of an event. */
void link_conn_touch(struct link_conn *c);
/* An orderly end: asks what has arrived, waits for the answer, then closes. */
void link_conn_close(struct link_conn *c);
/* The peer's certificate, lent; and whether its chain is good. */
X509 *link_conn_cert(const struct link_conn *c, enum cause *chain);

/* link_stream.c */
void link_event(struct link_conn *c, struct stream_event *ev);

#endif
