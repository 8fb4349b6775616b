/* stream.h - one XMPP server-to-server stream as an engine, in either role.
 *
 * RFC 6120 4 to 6: header, features, STARTTLS, SASL EXTERNAL (XEP-0178),
 * restarts, stanzas, stream errors, closing; the elements of dialback
 * (XEP-0220), of stream management (XEP-0198) and of streams that carry stanzas in
 * both directions (XEP-0288).  Bytes and a time go in; bytes and events come out.
 * No socket, no TLS, no clock, no policy in here:
 *   - sockets and TLS are the owner's (tls/channel.h): at STREAM_STARTTLS it
 *     starts TLS and then calls stream_secured();
 *   - policy is the owner's (partner/policy.h): at STREAM_HEADER it says what is
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
#include "xmpp/dialback.h"

enum stream_role { STREAM_INITIATING, STREAM_RECEIVING };

struct stream_settings {
	enum stream_role role;
	struct view from, to;		/* INITIATING: what our header says; copied */
	const char *lang;		/* xml:lang of our header; NULL: "en"; copied */
	bool direct_tls;		/* TLS came before the stream (XEP-0368): secure from the start */
	/* Stanzas travel in both directions: the link.  A stream with a partner
	 * carries those of the initiating side only (RFC 6120 4.5), until both agree
	 * (XEP-0288): see stream_bidi(). */
	bool both_ways;
	bool limits;			/* INITIATING: said with stream_bidi() (XEP-0478) */
	struct xml_limits before;	/* until stream_established(); stanza 0: the default */
	struct xml_limits after;	/* from then on; likewise */
	uint64_t establish_ms;		/* to stream_established(); 0: no limit */
	uint64_t inactivity_ms;		/* no stanza or dialback either way; 0: no limit */
	uint64_t keepalive_ms;		/* established: a space after so long without sending; 0: never */
	uint64_t silence_ms;		/* nothing received at all; 0: no limit */
	uint64_t close_wait_ms;		/* for the peer's closing tag; 0: 5000 */
	unsigned sasl_attempts;		/* RFC 6120 6.4.5; 0: 3 */
};

/* What a receiving stream puts into its features (RFC 6120 4.3.2).  What is out
 * of place at that stage is left out whatever is asked for: see features.h. */
struct stream_offer {
	bool starttls, starttls_required;
	bool external;			/* mechanism EXTERNAL */
	bool dialback;			/* with <errors/>; and xmlns:db is declared */
	bool sm;			/* only after authentication */
	bool bidi;			/* only where a proof may follow */
	bool limits;			/* what we take (XEP-0478): see stream_limits.h */
	uint32_t idle_seconds;		/* of these; 0: not said */
};

/* What one side takes from the other (XEP-0478); 0: not said. */
struct stream_limits {
	uint32_t max_bytes;		/* a first-level element */
	uint32_t idle_seconds;		/* without a byte */
};

/* What an initiating stream was offered. */
struct stream_features {
	bool starttls, starttls_required;	/* required also when it stands alone (5.3.1) */
	bool external;
	bool mechanisms;		/* a <mechanisms/> element was there at all */
	bool dialback;			/* the feature, or xmlns:db in the header */
	bool dialback_errors;
	bool bidi, sm;
	struct stream_limits limits;	/* of the peer */
	bool unknown_required;		/* an unknown feature says <required/> */
	bool none_sent;			/* a header without version 1.0: no features come */
};


enum stream_event_kind {
	STREAM_NOTHING,		/* feed more, or tick */
	/* receiving */
	STREAM_HEADER,		/* stream_answer() or stream_refuse() */
	STREAM_AUTH,		/* EXTERNAL over TLS, as offered: stream_auth_accept() or
				 * stream_auth_refuse(); sasl_identity() says for whom */
	STREAM_DB_RESULT,	/* a key: stream_db_result(), at once or later; initiating,
				 * after stream_bidi(): a further pair is asked for */
	STREAM_DB_VERIFY,	/* a question: stream_db_verify(); initiating: as above */
	/* initiating */
	STREAM_FEATURES,	/* stream_starttls(), _auth(), _db_request(), _established() */
	STREAM_TLS_REFUSED,	/* <failure/> to our <starttls/> */
	STREAM_AUTH_OK,		/* restarted already; features come next */
	STREAM_AUTH_REFUSED,	/* condition holds what was said */
	STREAM_DB_RESULT_ANSWER, /* to our stream_db_request(); type */
	STREAM_DB_VERIFY_ANSWER, /* to our stream_db_ask(); type, id */
	/* both */
	STREAM_STARTTLS,	/* send what stream_take() has, in clear; forget what was
				 * proved; start TLS; then stream_secured() */
	STREAM_STANZA,		/* message, presence, iq in jabber:server */
	STREAM_SM,		/* an element of XEP-0198 (xmpp/sm.h) */
	STREAM_EXTENSION,	/* another first-level element; only when allowed */
	STREAM_PEER_ERROR,	/* the peer's stream error; ours is closed too; STREAM_OVER follows */
	STREAM_BROKEN,		/* we sent a stream error: cause; STREAM_OVER follows */
	/* Send what stream_take() has, finish the channel.  Both sides closed,
	 * or waited long enough, or an error was sent.  The last event. */
	STREAM_OVER,
};

struct stream_event {
	enum stream_event_kind kind;
	struct view from, to;		/* HEADER, DB_*: as sent; prepare before use */
	struct view id;			/* DB_VERIFY, DB_VERIFY_ANSWER */
	struct view key;		/* DB_RESULT, DB_VERIFY: text without white space around */
	struct view authzid;		/* AUTH: decoded; empty: none given */
	enum dialback_type type;
	struct view condition;		/* PEER_ERROR, AUTH_REFUSED, *_ANSWER of type error: a word */
	struct view text;		/* PEER_ERROR: its <text/>, or see-other-host's content */
	/* FEATURES.  HEADER: none_sent (a peer of before version 1.0, which gets
	 * no features) and dialback (xmlns:db is declared). */
	struct stream_features features;
	struct element *element;	/* STANZA, SM, EXTENSION */
	struct region *region;		/* where all of this lives; the owner may add to it */
	size_t bytes;			/* STANZA: size on the wire */
	/* BROKEN: why.  OVER: how it ended; CAUSE_NONE after stream_close(),
	 * CAUSE_PEER_CLOSED when the peer began. */
	enum cause cause;
	const char *detail;		/* BROKEN: words, or NULL */
};

struct stream;

/* An initiating stream writes its header at once. */
struct stream *stream_new(const struct stream_settings *s, uint64_t now);
void stream_free(struct stream **sp);

void stream_feed(struct stream *s, struct view bytes, uint64_t now);
/* False: STREAM_NOTHING. */
bool stream_next(struct stream *s, struct stream_event *ev, uint64_t now);
/* Bytes for the peer, moved to the end of *out; they count as sent at `now`. */
void stream_take(struct stream *s, struct buf *out, uint64_t now);
/* When stream_tick() wants to be called next; UINT64_MAX: never.  Ask after
 * stream_take(). */
uint64_t stream_due(const struct stream *s);
void stream_tick(struct stream *s, uint64_t now);	/* then stream_next() */

/* Every call below may come late: on a stream that is closed by then it does
 * nothing (and returns false).
 *
 * Receiving: the answer to STREAM_HEADER.  `from` is a domain of ours, or
 * empty when none fits (RFC 6120 4.9.1.3). */
void stream_answer(struct stream *s, struct view from,
                   const struct stream_offer *offer);
/* Ends the stream with the cause's error, inside a header (`from` as above) if
 * none was sent yet.  Also for later refusals, in both roles.  `words` NULL:
 * the cause's; else they live as long as the program.  A cause without a stream
 * condition closes without an error.  STREAM_BROKEN and STREAM_OVER follow. */
void stream_refuse(struct stream *s, struct view from, enum cause cause,
                   const char *words);
/* The same for CAUSE_SM_HANDLED_TOO_HIGH, with what XEP-0198 6 wants said. */
void stream_refuse_sm(struct stream *s, uint32_t h, uint32_t sent);

/* Receiving, at STREAM_AUTH. */
void stream_auth_accept(struct stream *s);	/* success; the peer restarts */
void stream_auth_refuse(struct stream *s, enum cause cause);	/* it may try again */

/* Initiating, at STREAM_FEATURES. */
void stream_starttls(struct stream *s);
/* authzid empty: "=" (RFC 6120 6.4.2). */
void stream_auth(struct stream *s, struct view authzid);
/* Initiating, before stream_auth() and stream_db_request(), and only what was
 * offered: the peer may send stanzas on this stream too, once it is established
 * (XEP-0288 2.2).  No answer comes.  Again: nothing happens. */
void stream_bidi(struct stream *s);

/* Both: the TLS handshake is done; everything learned before is forgotten. */
void stream_secured(struct stream *s);
/* Negotiation is over: limits and timers of an open stream hold. */
void stream_established(struct stream *s);
bool stream_is_established(const struct stream *s);

/* Dialback on an initiating stream: our key for a pair, or a question to the
 * authority.  False: DIALBACK_PENDING_MAX answers are owed already. */
bool stream_db_request(struct stream *s, struct view from, struct view to,
                       struct view key);
bool stream_db_ask(struct stream *s, struct view from, struct view to,
                   struct view id, struct view key);
/* As receiving server and authority (either role): the answers, `from` us.  Domains may be
 * given as they came or prepared; the answer repeats them as they came.  cause:
 * DB_ERROR only.  False: nothing was written, for nobody waits for it on this
 * stream: the peer has gone on to TLS or SASL since, and a proof for the stream
 * before says nothing about this one (RFC 6120 5.4.3.3). */
bool stream_db_result(struct stream *s, struct view from, struct view to,
                      enum dialback_type type, enum cause cause);
bool stream_db_verify(struct stream *s, struct view from, struct view to,
                      struct view id, enum dialback_type type,
                      enum cause cause);
/* Did both sides agree that stanzas travel in both directions?  What was said
 * before TLS does not count any more (XEP-0288 2.1). */
bool stream_is_bidi(const struct stream *s);
/* Initiating: answers still owed to us (receiving: by us), in the order of the
 * requests; false at the end.  For what is lost at a close.  `id` is empty for
 * a stream_db_request(). */
bool stream_db_pending(const struct stream *s, size_t *pos, struct view *from,
                       struct view *to, struct view *id);

/* Writes one element: a stanza (only when established, only in a direction that
 * stanzas may travel), or of another protocol of the stream.  False: nothing
 * was written, for the stream is closed or in the middle of negotiation. */
bool stream_send(struct stream *s, const struct element *e);
/* Would the peer take it?  It may have said how large an element may be
 * (XEP-0478): larger ones are not to be sent. */
bool stream_takes(const struct stream *s, const struct element *e);
/* Room already taken by stream_send() and not yet stream_take()n. */
size_t stream_unsent(const struct stream *s);

/* First-level elements of `ns` (a literal) are STREAM_EXTENSION: the link. */
void stream_allow_extension(struct stream *s, const char *ns);

/* Closing tag.  What the peer still sends is delivered until it closes too, or
 * close_wait_ms are over; then STREAM_OVER.  (A stream without a header, or in
 * the middle of a TLS handshake, is over at once.) */
void stream_close(struct stream *s);
bool stream_is_closed(const struct stream *s);	/* nothing more may be sent */
/* The transport is gone: no more bytes either way.  STREAM_OVER comes next. */
void stream_lost(struct stream *s);

/* What the receiving side gave this stream; another one after each restart. */
struct view stream_id(const struct stream *s);
bool stream_is_secure(const struct stream *s);
bool stream_is_authenticated(const struct stream *s);	/* by SASL */
/* The peer's header as last received (after TLS: the one inside TLS).  After
 * SASL, `from` is the domain that was authenticated: a header that names another
 * one ends the stream. */
struct view stream_peer_from(const struct stream *s);
struct view stream_peer_to(const struct stream *s);
struct view stream_peer_lang(const struct stream *s);

#endif
