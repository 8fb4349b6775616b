/* stream.h - one XMPP server-to-server stream as an engine, in either role.
 *
 * RFC 6120 4 to 6: header, features, STARTTLS, SASL EXTERNAL (XEP-0178),
 * restarts, stanzas, stream errors, closing; the elements of dialback
 * (XEP-0220) and stream management (XEP-0198).  Bytes and a time go in; bytes
 * and events come out.  No socket, no TLS, no clock, no policy in here:
 *   - sockets and TLS are the owner's (tls/channel.h): at STREAM_STARTTLS it
 *     starts TLS and then calls stream_secured();
 *   - policy is the owner's (edge/policy.h): at STREAM_HEADER it says what is
 *     offered, at STREAM_FEATURES what comes next;
 *   - what a stream has proved is in xmpp/pairs.h, kept by the owner.
 *
 * An event is lent until the next call of stream_next().  The owner answers
 * an event by one of the calls named with it, at once or later.
 */
#ifndef REF_XMPP_STREAM_H
#define REF_XMPP_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "cause/cause.h"
#include "lib/buf.h"
#include "xml/element.h"
#include "xml/reader.h"

enum stream_role { STREAM_INITIATING, STREAM_RECEIVING };

struct stream_settings {
	enum stream_role role;
	struct view from, to;		/* INITIATING: what our header says; copied */
	const char *lang;		/* xml:lang of our header; NULL: "en" */
	struct xml_limits before;	/* until stream_established() */
	struct xml_limits after;	/* from then on */
	uint64_t establish_ms;		/* to stream_established(); 0: no limit */
	uint64_t inactivity_ms;		/* without a stanza either way; 0: none */
	uint64_t keepalive_ms;		/* a space is sent after so long in silence; 0: never */
	uint64_t silence_ms;		/* nothing received at all; 0: no limit */
	uint64_t close_wait_ms;		/* for the peer's closing tag; 0: 5000 */
	unsigned sasl_attempts;		/* RFC 6120 6.4.5; 0: 3 */
};

/* What a receiving stream puts into its features (RFC 6120 4.3.2). */
struct stream_offer {
	bool starttls, starttls_required;
	bool external;			/* mechanism EXTERNAL */
	bool dialback;			/* with <errors/>; and xmlns:db is declared */
	bool sm;			/* only after authentication */
};

/* What an initiating stream was offered. */
struct stream_features {
	bool starttls, starttls_required;	/* required also when it stands alone (5.3.1) */
	bool external;
	bool mechanisms;		/* a <mechanisms/> element was there at all */
	bool dialback;			/* the feature, or xmlns:db in the header */
	bool dialback_errors;
	bool bidi, sm;
	bool unknown_required;		/* an unknown feature says <required/> */
	bool none_sent;			/* a header without version 1.0: no features come */
};

enum dialback_type { DB_VALID, DB_INVALID, DB_ERROR };

enum stream_event_kind {
	STREAM_NOTHING,		/* feed more, or tick */
	/* receiving */
	STREAM_HEADER,		/* stream_answer() or stream_refuse() */
	STREAM_AUTH,		/* stream_auth_accept() or stream_auth_refuse() */
	STREAM_DB_RESULT,	/* a key: stream_db_result(), later */
	STREAM_DB_VERIFY,	/* a question: stream_db_verify() */
	/* initiating */
	STREAM_FEATURES,	/* stream_starttls(), _auth(), _db_request(), _established() */
	STREAM_TLS_REFUSED,	/* <failure/> to our <starttls/> */
	STREAM_AUTH_OK,		/* restarted already; features come next */
	STREAM_AUTH_REFUSED,	/* condition holds what was said */
	STREAM_DB_RESULT_ANSWER, /* to our stream_db_request(); type */
	STREAM_DB_VERIFY_ANSWER, /* to our stream_db_ask(); type, id */
	/* both */
	STREAM_STARTTLS,	/* start TLS now, then stream_secured() */
	STREAM_STANZA,		/* message, presence, iq in jabber:server */
	STREAM_SM,		/* an element of XEP-0198 (xmpp/sm.h) */
	STREAM_EXTENSION,	/* another first-level element; only when allowed */
	STREAM_PEER_ERROR,	/* the peer's stream error; ours is closed too */
	STREAM_BROKEN,		/* we sent a stream error: cause */
	STREAM_OVER,		/* both sides closed, or waited long enough: finish the channel */
};

struct stream_event {
	enum stream_event_kind kind;
	struct view from, to;		/* HEADER, DB_*: as sent; prepare before use */
	struct view id;			/* DB_VERIFY, DB_VERIFY_ANSWER; HEADER (initiating): none */
	struct view key;		/* DB_RESULT, DB_VERIFY: text without white space around */
	struct view authzid;		/* AUTH: decoded; empty: none given */
	enum dialback_type type;
	struct view condition;		/* PEER_ERROR, AUTH_REFUSED, *_ANSWER of type error */
	struct view text;		/* PEER_ERROR: its <text/>, or see-other-host's content */
	struct stream_features features;
	struct element *element;	/* STANZA, SM, EXTENSION */
	struct region *region;		/* where element lives; the owner may add to it */
	size_t bytes;			/* STANZA: size on the wire */
	bool prefixed;			/* STANZA: its name had a prefix */
	enum cause cause;		/* BROKEN */
	const char *detail;		/* BROKEN: static words, or NULL */
};

struct stream;

/* An initiating stream writes its header at once. */
struct stream *stream_new(const struct stream_settings *s, uint64_t now);
void stream_free(struct stream **sp);

void stream_feed(struct stream *s, struct view bytes, uint64_t now);
/* False: STREAM_NOTHING. */
bool stream_next(struct stream *s, struct stream_event *ev, uint64_t now);
/* Bytes for the peer, moved to the end of *out. */
void stream_take(struct stream *s, struct buf *out);
/* When stream_tick() wants to be called next; UINT64_MAX: never. */
uint64_t stream_due(const struct stream *s);
void stream_tick(struct stream *s, uint64_t now);	/* then stream_next() */

/* Receiving: the answer to STREAM_HEADER.  `from` is a domain of ours, or
 * empty when none fits (RFC 6120 4.9.1.3). */
void stream_answer(struct stream *s, struct view from,
                   const struct stream_offer *offer);
/* Ends the stream with the cause's error, inside a header if none was sent
 * yet.  Also for later refusals, in both roles.  `words` NULL: the cause's. */
void stream_refuse(struct stream *s, struct view from, enum cause cause,
                   const char *words);

/* Receiving, at STREAM_AUTH. */
void stream_auth_accept(struct stream *s);	/* success; the peer restarts */
void stream_auth_refuse(struct stream *s, enum cause cause);

/* Initiating, at STREAM_FEATURES. */
void stream_starttls(struct stream *s);
/* authzid empty: "=" (RFC 6120 6.4.2). */
void stream_auth(struct stream *s, struct view authzid);

/* Both: the TLS handshake is done; everything learned before is forgotten. */
void stream_secured(struct stream *s);
/* Negotiation is over: limits and timers of an open stream hold. */
void stream_established(struct stream *s);
bool stream_is_established(const struct stream *s);

/* Dialback as initiating server: our key, and the authority's answers. */
void stream_db_request(struct stream *s, struct view from, struct view to,
                       struct view key);
void stream_db_ask(struct stream *s, struct view from, struct view to,
                   struct view id, struct view key);
/* As receiving server and authority: the answers.  cause: DB_ERROR only. */
void stream_db_result(struct stream *s, struct view from, struct view to,
                      enum dialback_type type, enum cause cause);
void stream_db_verify(struct stream *s, struct view from, struct view to,
                      struct view id, enum dialback_type type,
                      enum cause cause);
/* Answers still owed to us; false at the end.  For what is lost at a close. */
bool stream_db_pending(const struct stream *s, size_t *pos, struct view *from,
                       struct view *to, struct view *id);

/* Writes one element: a stanza, or of another protocol of the stream.  Only
 * when established. */
void stream_send(struct stream *s, const struct element *e);
/* Room already taken by stream_send() and not yet stream_take()n. */
size_t stream_unsent(const struct stream *s);

void stream_allow_extension(struct stream *s, const char *ns);	/* the link */

void stream_close(struct stream *s);		/* closing tag; then STREAM_OVER */
bool stream_is_closed(const struct stream *s);	/* nothing more may be sent */
/* The transport is gone: no more bytes either way.  STREAM_OVER comes next. */
void stream_lost(struct stream *s);

struct view stream_id(const struct stream *s);	/* the receiver's, this stream's */
bool stream_is_secure(const struct stream *s);
bool stream_is_authenticated(const struct stream *s);	/* by SASL */
/* The peer's header as last received (after TLS: the one inside TLS). */
struct view stream_peer_from(const struct stream *s);
struct view stream_peer_to(const struct stream *s);
struct view stream_peer_lang(const struct stream *s);

#endif
