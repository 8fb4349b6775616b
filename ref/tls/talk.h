/* talk.h - what TLS may say to itself on a session that is open: decisions alone.
 *
 * Renegotiation (TLS 1.2) is not supported, and then an attempt ends the connection
 * (RFC 6120 5.3.5); OpenSSL would refuse it by a warning, and go on.  TLS 1.3 has new
 * keys and tickets (RFC 8446 4.6), of which a session needs a few.  Attack: 27 bytes
 * that cost two derivations of keys and, where an answer is asked for, as many bytes
 * that nobody reads, again and again, by somebody who has proved nothing.
 */
#ifndef REF_TLS_TALK_H
#define REF_TLS_TALK_H

#include <stdbool.h>
#include <stddef.h>

/* One message is paid for by so many bytes of data, and so many may be owed for. */
#define TLS_TALK_BYTES	1024
#define TLS_TALK_MAX	32

/* `owed`: in bytes, this message included. */
bool tls_may_talk(size_t owed);
bool tls_may_renegotiate(void);

#endif
