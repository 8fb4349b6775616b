/* hello.h - what a server chooses by the client's first message: ALPN, SNI.
 *
 * Kept beside the SSL_CTX and freed with it: sessions may outlive the context
 * they were made from, when the configuration is read anew.
 */
#ifndef REF_TLS_HELLO_H
#define REF_TLS_HELLO_H

#include <stdbool.h>

#include <openssl/ssl.h>

/* `name` is offered by clients and insisted on by servers.  False: too long,
 * or empty. */
bool hello_speak(SSL_CTX *ssl, const char *name);

/* Servers go by the name that is asked for: hello_serve(), and a session is resumed under
 * the name it began with alone (RFC 6066 3). */
void hello_heed_name(SSL_CTX *ssl);

/* Clients that ask for `host` are served by `other`, which is held. */
void hello_serve(SSL_CTX *ssl, const char *host, SSL_CTX *other);

#endif
