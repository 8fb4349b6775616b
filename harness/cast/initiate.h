/* initiate.h - what an initiating side does by itself, a piece at a time.
 *
 * Each piece runs in a step's script, is logged as automation, and fails the
 * step when the other side does something else.
 */
#ifndef HARNESS_INITIATE_H
#define HARNESS_INITIATE_H

#include "cast/line.h"

/* Where the role's settings say that it calls.  False: the profile has no such process, and
 * the case is not for it. */
bool initiate_target(const struct role *r, struct address *out);
/* A TCP connection to the system under test; NULL: failed. */
struct line *initiate_tcp(struct act *a, struct role *r, const struct manner *m);
/* The same, with TLS from the first byte if the role's `tls` says so. */
struct line *initiate_connection(struct act *a, struct role *r, const struct manner *m);
/* Sends the header, takes the answer. */
bool initiate_stream(struct act *a, struct line *l, const char *from, const char *to);
/* <starttls/>, <proceed/>, handshake, header. */
bool initiate_tls(struct act *a, struct line *l, const char *from, const char *to);
/* As a client; `to` is what SNI asks for, and ALPN is xmpp-server on a direct
 * connection, unless the role's `sni` and `alpn` say otherwise. */
bool initiate_handshake(struct act *a, struct line *l, const char *to);
/* The same, and does not wait for its end. */
bool initiate_hello(struct act *a, struct line *l, const char *to);
/* SASL EXTERNAL up to the features of the new stream.  `authzid` NULL: "=". */
bool initiate_external(struct act *a, struct line *l, const char *from, const char *to,
                       const char *authzid);
/* db:result with a fresh key, up to the answer `valid`; servers of the domain
 * vouch for it. */
bool initiate_dialback(struct act *a, struct line *l, const char *from, const char *to);
/* All of it, as the features and the role's settings allow. */
bool initiate_all(struct act *a, struct line *l, const char *from, const char *to);

#endif
