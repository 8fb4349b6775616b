/* conn.h - one connection with one XMPP stream on it.
 *
 * Joins a channel (tls/channel.h) and a stream (xmpp/stream.h): bytes up,
 * bytes down, the stream's timers, TLS in the middle, an orderly end.  Every
 * connection to a partner, in either direction, is one of these.
 * Not here: what an event means (inbound, outbound, authority).
 *
 * Calls back from the loop only, never from inside a call made on it.
 */
#ifndef REF_XMPP_CONN_H
#define REF_XMPP_CONN_H

#include "dns/locate.h"
#include "tls/channel.h"
#include "xmpp/stream.h"

struct conn;

/* Bytes that are read of a peer behind the end of its stream, for the seconds that TCP has
 * to end; one who goes on is cut off. */
#define CONN_BEHIND_MAX	(4u * 1024 * 1024)

struct conn_ops {
	/* Dialled: TCP is up.  The owner calls conn_open() or conn_direct_tls(). */
	void (*connected)(void *arg);
	/* TLS is up and no stream was there yet: the owner calls conn_open(). */
	void (*secured)(void *arg);
	/* What the stream says.  STREAM_STARTTLS: conn_start_tls().  STREAM_OVER
	 * has the channel's cause and words in it where that ended it. */
	void (*event)(void *arg, struct stream_event *ev);
	/* All that was written has reached the kernel; NULL: not wanted. */
	void (*flushed)(void *arg);
	/* The first time that the peer is faster than conn_set_rate() lets it; nothing may
	 * be freed.  NULL: not wanted. */
	void (*slowed)(void *arg);
	/* Nothing else comes; to be freed by its owner.  `cause` is what the
	 * transport said, CAUSE_NONE after an orderly end. */
	void (*ended)(void *arg, enum cause cause, const char *words);
};

/* All connections there are, so that none is lost from sight. */
struct conn_set;

struct conn_set *conn_set_new(struct loop *l);
void conn_set_free(struct conn_set **sp);	/* frees what is left in it */
size_t conn_set_count(const struct conn_set *s);
/* Reading stops while more than `bytes` are unsent: a peer that asks and does
 * not read the answers fills its own window, not our memory. */
void conn_set_backlog(struct conn_set *s, size_t bytes);

struct conn *conn_accept(struct conn_set *s, int fd, const struct conn_ops *ops,
                         void *arg);
/* NULL: the machine has no socket left. */
struct conn *conn_dial(struct conn_set *s, const struct address *to,
                       const struct conn_ops *ops, void *arg);
/* The same from an address of this machine, whose port is not looked at; NULL: the
 * kernel's choice. */
struct conn *conn_dial_from(struct conn_set *s, const struct address *from,
                            const struct address *to, const struct conn_ops *ops, void *arg);
void conn_set_owner(struct conn *c, const struct conn_ops *ops, void *arg);

/* Dialled: what DNS says of whom it leads to.  `tlsa` NULL: nothing. */
void conn_expect(struct conn *c, const struct attempt *at, const struct tlsa_set *tlsa);
/* Does DNS say which certificate there has to be?  Then there has to be TLS, and
 * conn_certificate() has to be content (RFC 7673 3.4). */
bool conn_has_dane(const struct conn *c);
/* What was said; NULL: nothing. */
const struct tlsa_set *conn_tlsa(const struct conn *c);
/* Behind TLS: what became of it. */
enum dane_match conn_dane(const struct conn *c);

/* The stream begins; behind direct TLS as one that is already secure.  Its establish_ms is
 * counted from the connection on. */
void conn_open(struct conn *c, const struct stream_settings *settings);
/* TLS first; `secured` has to come `within_ms`, 0: the owner's to watch. */
void conn_direct_tls(struct conn *c, struct tls_context *ctx,
                     enum tls_role role, const char *sni, uint64_t within_ms);
void conn_start_tls(struct conn *c, struct tls_context *ctx,
                    enum tls_role role, const char *sni);

/* NULL before conn_open().  After a call on the stream outside of an event,
 * conn_touch(): its bytes go out at the end of this turn. */
struct stream *conn_stream(const struct conn *c);
void conn_touch(struct conn *c);

/* The peer's silence (not one byte) after which the stream is closed; 0: any. */
void conn_set_silence(struct conn *c, uint64_t ms);

/* Bytes a second that the peer may send; what is more is read later (xmpp/conn_rate.h), and
 * while nothing is read for that the peer is not silent.  0: any. */
void conn_set_rate(struct conn *c, uint64_t bytes);

/* When the last byte of the peer came, or the connection; loop_now() scale. */
uint64_t conn_heard(const struct conn *c);
size_t conn_unsent(const struct conn *c);
bool conn_is_secure(const struct conn *c);
/* The transport has ended.  At STREAM_OVER: without a closing tag. */
bool conn_is_lost(const struct conn *c);
void conn_peer(const struct conn *c, struct address *out);

/* CAUSE_NONE when the peer's certificate is good now, by the trust of `by`, and names
 * `domain` (prepared), or is what DNS says (cert_names_reference()); else why it proves
 * nothing. */
enum cause conn_certificate(const struct conn *c, struct view domain,
                            const struct tls_context *by);
/* Milliseconds until the peer's certificate, or one behind it, expires; UINT64_MAX: it
 * does not matter. */
uint64_t conn_certificate_left(const struct conn *c);
/* The same for a dNSName `host` (A-labels): the link. */
enum cause conn_certificate_host(const struct conn *c, struct view host);
/* Words for the log: protocol version; what DANE did; names in the certificate. */
const char *conn_tls_version(const struct conn *c);
const char *conn_tls_session(const struct conn *c);	/* "new", "resumed", "none" */
const char *conn_dane_words(const struct conn *c);
/* Of what DNS says, and of the certificate that is shown: records as in a zone file.
 * Nothing is written where there is nothing. */
void conn_describe_dane(const struct conn *c, struct buf *out);
void conn_describe_key(const struct conn *c, struct buf *out);
void conn_describe_peer(const struct conn *c, struct buf *out);

/* Lets it come to its end alone: what is unsent is sent, the stream closed,
 * nothing reported any more. */
void conn_leave(struct conn **cp);
/* At once; unsent bytes are lost.  Allowed in a callback. */
void conn_free(struct conn **cp);

#endif
