/* context.h - one identity's TLS settings: certificate, key, trust.
 *
 * TLS 1.2 and 1.3 with forward secrecy, no compression, no renegotiation
 * (BCP 195).  A peer's certificate is asked for and never refused during the
 * handshake: whether it is good is said afterwards (tls/proof.h), because
 * policy may go on to dialback (RFC 6120 6.4.5).
 */
#ifndef REF_TLS_CONTEXT_H
#define REF_TLS_CONTEXT_H

#include <stdbool.h>

#include "cause/cause.h"
#include "lib/buf.h"
#include "lib/fault.h"

struct tls_context;

struct tls_settings {
	const char *certificate; /* PEM chain, leaf first; NULL: client without one */
	const char *key;         /* PEM */
	const char *trust;       /* PEM bundle; NULL: trust nobody */
	const char *crl;         /* PEM revocation lists; NULL: none but those in `trust` */
	const char *alpn;        /* "xmpp-server"; NULL: none is spoken */
	bool tls13_only;         /* the link */
	unsigned resumable;      /* sessions kept in each role (tls/resumption.h); 0: none */
};

/* NULL and *f (file set) for a file that cannot be read or parsed, a key that
 * does not belong to the certificate, a certificate that has expired, a `crl` that
 * holds no list. */
struct tls_context *tls_context_new(const struct tls_settings *s, struct fault *f);
void tls_context_free(struct tls_context **cp);

/* Of the lists in `crl`, or (*in_trust) in `trust`: one that has expired, in words; NULL:
 * none has.  What its authority has issued proves nothing then (docs/why/014). */
const char *tls_context_stale(const struct tls_context *c, bool *in_trust);

/* Servers: a client of `c` that asks for `host` (A-labels, SNI) is shown what
 * `other` shows instead; for TLS from the first byte (XEP-0368), where no `to`
 * has come yet.  `c` is a context of its own, not one of the others: STARTTLS
 * must go by `to` alone.  Sessions may outlive all contexts. */
void tls_context_serve(struct tls_context *c, const char *host,
                       const struct tls_context *other);

/* The certificate's leaf names `domain` (A-labels)?  For a check at load. */
bool tls_context_names(const struct tls_context *c, const char *domain);

/* What who trusts the same authorities finds of our own certificate, names aside, when it
 * is shown by a server, or by a client (EXTERNAL): CAUSE_NONE when it is good, else why
 * not. */
enum cause tls_context_own(const struct tls_context *c, bool client);
/* Is one of its issuers not shown with it, though it is no root?  Who trusts the root alone
 * takes it from nobody then; `trust` may hold that issuer, so that all is well here.  Its
 * name to *name. */
bool tls_context_lacks(const struct tls_context *c, struct buf *name);
/* May everybody on this machine read the private key, when it was read? */
bool tls_context_key_is_open(const struct tls_context *c);
/* The names in it, for people (proof.h). */
void tls_context_describe(const struct tls_context *c, struct buf *out);
/* Whole days until it expires, or one of the issuers that are shown with it; negative: it
 * has.  *issuer: it is one of these. */
int tls_context_days(const struct tls_context *c, bool *issuer);

/* The leaf's first dNSName without a wildcard, lower case; the caller frees it.
 * NULL: it has none. */
char *tls_context_host(const struct tls_context *c);

#endif
