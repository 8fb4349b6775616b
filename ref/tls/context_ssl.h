/* context_ssl.h - what a context is to the session of the same folder. */
#ifndef REF_TLS_CONTEXT_SSL_H
#define REF_TLS_CONTEXT_SSL_H

#include <openssl/ssl.h>

#include "tls/context.h"

/* All certificates of a peer's chain together: enough for thousands of names
 * in a leaf, too little to fill our memory before anything is proved. */
#define TLS_CERTIFICATES_MAX	(100u * 1024)
/* All bytes of a handshake beside them; an endless one is refused. */
#define TLS_HANDSHAKE_MAX	(64u * 1024 + TLS_CERTIFICATES_MAX)

/* What verification with the trust of `ssl` says now (an X509_V_ code) of a chain that was
 * shown before; `dane` (may be NULL) as of its session.  *built (NULL: not asked for): the
 * chain as it was built, the caller's, or NULL. */
long tls_context_verify(SSL_CTX *ssl, X509 *leaf, STACK_OF(X509) * shown, SSL_DANE *dane,
                        STACK_OF(X509) * *built);

SSL_CTX *tls_context_ssl(const struct tls_context *c);	/* lent */

#endif
