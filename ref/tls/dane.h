/* dane.h - what DNS says of a peer's certificate, compared with the one it shows.
 *
 * RFC 6698, RFC 7671.  The records come from a secure answer; with at least one, TLS
 * is compulsory and the certificate has to match (RFC 7673 3.4, 4).
 */
#ifndef REF_TLS_DANE_H
#define REF_TLS_DANE_H

#include <stddef.h>

#include <openssl/ssl.h>

#include "dns/tlsa.h"
#include "lib/buf.h"

enum dane_match {
	DANE_UNUSED, /* no record that can be used: as without DANE */
	DANE_PKIX,   /* usage 0 or 1: besides all that holds without DANE */
	DANE_ISSUER, /* usage 2: its issuer is trusted; name and dates count */
	DANE_KEY,    /* usage 3: nothing else counts (RFC 7671 5.1) */
	DANE_NONE,   /* there are records, and no match */
};

/* Gives `ssl`, a client that has not begun, its records.  How many can be used. */
size_t dane_attach(SSL *ssl, const struct tlsa_set *tlsa);

/* After the handshake; `usable` as dane_attach() said. */
enum dane_match dane_matched(SSL *ssl, size_t usable);

/* "3 1 1 5d41...": the record by which `leaf` would be known, whoever issued it. */
void dane_describe(X509 *leaf, struct buf *out);

#endif
