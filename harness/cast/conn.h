/* conn.h - one TCP connection of an actor: units in, bytes out, TLS if asked;
 * or what passes between one UDP socket and one peer.
 *
 * Nothing is answered here, and nothing is refused.  A connection lives until
 * conn_free(), ended or not, so that a log may speak of it to the last.
 * Not here: what units mean (line.h), TLS itself (secure.h).
 */
#ifndef HARNESS_CONN_H
#define HARNESS_CONN_H

#include <stdbool.h>

#include "cast/secure.h"
#include "judge/event.h"
#include "lib/address.h"
#include "lib/fault.h"
#include "lib/loop.h"

/* None may free the connection. */
struct conn_ops {
	void (*connected)(void *arg); /* dialled ones */
	void (*unit)(void *arg, enum event_unit unit, struct view text, bool tls);
	void (*secured)(void *arg);
	/* Once: "fin", "reset", "refused" or "tls-failed".  After "fin" what is
	 * sent still goes out. */
	void (*ended)(void *arg, const char *how);
};

struct conn;

/* Dials `to` from `from` (NULL: any address).  NULL and *f when the machine
 * has no socket, or `from` cannot be bound. */
struct conn *conn_dial(struct loop *l, const struct address *from, const struct address *to,
                       const struct conn_ops *ops, void *arg, struct fault *f);
/* Takes `fd`, which is connected. */
struct conn *conn_new(struct loop *l, int fd, const struct conn_ops *ops, void *arg);
/* What passes between the UDP socket `fd`, which stays the caller's, and `peer`;
 * the caller reads, and gives what came from there to conn_take_datagram(). */
struct conn *conn_datagrams(struct loop *l, int fd, const struct address *peer,
                            const struct conn_ops *ops, void *arg);
void conn_take_datagram(struct conn *c, struct view bytes);
void conn_free(struct conn **cp);

/* What comes is SIP, not XMPP; said before anything has come. */
void conn_speak_sip(struct conn *c);
bool conn_is_datagrams(const struct conn *c);

/* Waits for the TCP connection and the TLS handshake if need be. */
void conn_send(struct conn *c, struct view bytes);
/* Each byte is a segment (and a TLS record) of its own. */
void conn_send_slowly(struct conn *c, struct view bytes);
/* The handshake begins; secured() or ended("tls-failed") comes.  Clear text
 * that was received and makes no unit yet counts as part of it. */
bool conn_secure(struct conn *c, const struct secure_settings *s, struct fault *f);
/* NULL: TLS was not asked for. */
const struct secure *conn_session(const struct conn *c);
/* As in secure.h; false also without TLS. */
bool conn_ask_for_keys(struct conn *c, unsigned n);
bool conn_renegotiate(struct conn *c);
bool conn_is_secure(const struct conn *c); /* the handshake is complete */
bool conn_was_notified(const struct conn *c); /* the other side said close_notify */

void conn_stop_reading(struct conn *c);
void conn_finish(struct conn *c); /* close_notify and FIN, behind what is unsent */
void conn_drop(struct conn *c);   /* reset, now */
bool conn_can_send(const struct conn *c);
/* All that was given to conn_send*() is with the kernel. */
bool conn_has_sent(const struct conn *c);

void conn_local(const struct conn *c, struct address *out);
void conn_peer(const struct conn *c, struct address *out);

#endif
