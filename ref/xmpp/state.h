/* state.h - the inside of struct stream; for the files of this engine alone.
 *
 *   stream.c    life, bytes and events; the state machine
 *   receive.c   what an element means to the receiving side
 *   initiate.c  what it means to the initiating side
 *   act.c       what the owner asks for
 *   end.c       errors and closing
 *   forget.c    what a restart discards
 *   tick.c      time
 */
#ifndef REF_XMPP_STATE_H
#define REF_XMPP_STATE_H

#include "xml/writer.h"
#include "xmpp/dialback_pending.h"
#include "xmpp/first.h"
#include "xmpp/header.h"
#include "xmpp/stream.h"

enum stream_state {		/* what the stream waits for */
	ST_HEADER,		/* the peer's header */
	ST_ANSWER,		/* receiving: stream_answer(); nothing is read */
	ST_FEATURES,		/* initiating: the features */
	ST_READY,		/* elements */
	ST_PROCEED,		/* initiating: the answer to <starttls/> */
	ST_TLS,			/* stream_secured(); nothing is read or written */
	ST_DECISION,		/* receiving: stream_auth_*(); nothing is read */
	ST_RESPONSE,		/* receiving: the answer to <challenge/> */
	ST_OUTCOME,		/* initiating: the answer to <auth/> */
	ST_CLOSING,		/* the peer's closing tag; ours is out */
	ST_BROKEN,		/* stream_next(), to report STREAM_BROKEN */
	ST_OVER,		/* stream_next(), to report STREAM_OVER */
	ST_DONE,		/* stream_free() */
};

/* What happened in a call that was not told the time; it counts as having
 * happened at the next that is. */
enum stream_mark {
	MARK_USED = 1,		/* a stanza was sent, or the stream established */
	MARK_HEARD = 2,		/* TLS is done: the peer lives */
	MARK_CLOSED = 4,	/* our closing tag */
};

#define STREAM_ID_LEN 20	/* of 5 bits each; R6120-4.7.3-3 asks for 64 */
#define STREAM_EXTENSIONS 4

struct stream_peer {		/* strings: NULL until the peer has said it */
	char *from, *to, *lang, *id;
	bool known;		/* a header has come */
	bool has_version;
	struct version version;
	bool dialback;		/* xmlns:db was declared */
};

struct stream {
	struct stream_settings set;
	char *from, *to, *lang;		/* owned; set.from, set.to and set.lang lie in them */
	enum stream_state state;
	struct xml_reader *reader;
	struct region *region;		/* of the event that is lent */
	struct buf out;
	struct xml_scope scope;		/* of our header */
	const char *extension[STREAM_EXTENSIONS];
	unsigned attempts;		/* of SASL, on this connection */

	bool secure;
	bool authenticated;		/* by SASL */
	char *authenticated_as;		/* receiving: the `from` of then */
	bool established;
	bool bidi;			/* asked for on this connection, in this security */

	uint64_t keepalive_ms;		/* as set; set.keepalive_ms is what holds now */
	struct stream_limits theirs;	/* as last said, in this security (XEP-0478) */

	/* stream_forget() clears these. */
	struct stream_peer peer;
	struct stream_offer offer;	/* receiving: as written */
	char id[STREAM_ID_LEN + 1];	/* receiving: what we gave */
	bool header_out;		/* our header was written */
	struct dialback_pending *pending;	/* what is owed to us, or receiving: by us */
	struct dialback_pending *reverse;	/* initiating, bidi: what is owed by us */

	enum cause cause;		/* how it ends */
	const char *detail;

	uint64_t now, born, used, heard, sent, closed;
	unsigned marks;
};

/* forget.c: what a restart discards, in both roles: all that the peer has said
 * and all that was said to it (RFC 6120 4.3.3, 5.4.3.3, 6.4.6). */
void stream_forget(struct stream *s);

/* stream.c */
void stream_restart(struct stream *s);
void stream_write_header(struct stream *s, struct view from, bool dialback);
void stream_write(struct stream *s, const struct element *e);
void stream_learn(struct stream *s, const struct header *h);
/* May stanzas travel against the direction of the stream? */
bool stream_both_ways(const struct stream *s);
/* A stanza, or another element that is not about negotiation: to the owner, or
 * fatal.  True: *ev is filled. */
bool stream_pass(struct stream *s, enum first first, const struct xml_event *x,
                 struct stream_event *ev);

/* receive.c and initiate.c: each true when *ev is filled. */
bool receive_header(struct stream *s, const struct xml_event *x, struct stream_event *ev);
bool receive_element(struct stream *s, enum first first, const struct xml_event *x,
                     struct stream_event *ev);
/* A key or a question of the peer. */
bool receive_request(struct stream *s, struct dialback_pending *owed, const struct dialback *d,
                     struct stream_event *ev);
bool initiate_header(struct stream *s, const struct xml_event *x, struct stream_event *ev);
bool initiate_element(struct stream *s, enum first first, const struct xml_event *x,
                      struct stream_event *ev);

/* end.c.  In the middle of a handshake, XML would be taken for TLS
 * (R6120-5.4.3.2-2); behind our closing tag nothing may stand. */
bool stream_may_write(const struct stream *s);
/* Always false, so that a handler can end with it: the event comes from
 * the state that follows. */
bool stream_fatal(struct stream *s, enum cause cause, const char *detail);
bool stream_unexpected(struct stream *s, enum first first);
/* Closing tag if it can still be written, and no waiting. */
bool stream_end(struct stream *s, enum cause cause);
bool stream_peer_error(struct stream *s, const struct element *e, struct stream_event *ev);

/* tick.c */
void stream_clock(struct stream *s, uint64_t now);

#endif
