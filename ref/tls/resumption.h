/* resumption.h - TLS sessions that a later handshake may go on with
 * (RFC 8446 2.2, RFC 5246 7.3).
 *
 * They stay in this process and in one context: a ticket is a number of ours, not
 * a secret that a stolen key would open, and a reload, which makes new contexts,
 * forgets them all (RFC 9325 3.4).  What a resumed session proves is looked at as
 * if its certificates had been shown anew: session.h.
 */
#ifndef REF_TLS_RESUMPTION_H
#define REF_TLS_RESUMPTION_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/ssl.h>

#include "lib/view.h"

/* So long after the handshake that showed certificates a session may be resumed, and what
 * was made of it by resuming (RFC 8446 4.6.1). */
#define RESUMABLE_SECONDS	3600
/* One whose peer's certificates are larger together is not kept: what is kept lives
 * on when the connection has ended. */
#define RESUMABLE_CHAIN_MAX	((size_t)16 * 1024)

/* Each role keeps `most` sessions of `ssl` at the most, the oldest goes first; 0:
 * none is given, offered or taken up. */
void resumption_allow(SSL_CTX *ssl, unsigned most);

/* Before the handshake of an `s` of this context.  A client asks to go on with what
 * it kept of the server of this name, if there is any (`sni`; NULL: it keeps none).
 * A kept session is offered once (RFC 8446 C.4), and a resumed one leaves none
 * behind: a server that takes it up and then cannot tell who we are is met by a
 * whole handshake the next time. */
void resumption_begin(SSL *s, bool server, const char *sni);

/* A server, as soon as it knows which name the client asks for (empty: none): a session
 * that is kept is resumed under this name alone (RFC 6066 3), in whatever case. */
void resumption_bind(SSL *s, struct view name);

/* The decision: may a session be kept, of which verification said `result` (an
 * X509_V_ code; X509_V_OK when no certificate was shown), whose certificates take
 * `size` bytes? */
bool resumption_worth(long result, size_t size);

#endif
