/* proof.h - what a peer's certificate proves, with a reason when nothing.
 *
 * Names are matched as RFC 9525 and RFC 6120 13.7.1.2 say: dNSName, SRVName
 * (_xmpp-server), XmppAddr; a wildcard is one whole left-most label of a
 * dNSName; the common name counts on the link alone, where a certificate has no
 * subjectAltName at all (P64).
 */
#ifndef REF_TLS_PROOF_H
#define REF_TLS_PROOF_H

#include <stdbool.h>

#include <openssl/x509.h>

#include "cause/cause.h"
#include "lib/buf.h"
#include "lib/view.h"
#include "tls/dane.h"

/* The decision about names: does `cert` stand for the XMPP domain?  `ascii`
 * is its A-label form, `prepared` its U-label form (jid/jid.h). */
bool cert_names_domain(const X509 *cert, struct view ascii,
                       struct view prepared);

/* Does `cert` carry dNSName `host` (exact or wildcard), or, without any subjectAltName,
 * `host` as its only common name?  For the link. */
bool cert_names_host(const X509 *cert, struct view host);

/* RFC 5922 7.1, 7.2: does `cert` stand for the SIP domain?  A URI "sip:domain"
 * without a user part is the identity; dNSName counts only where there is no
 * such URI; no wildcard, no suffix. */
bool cert_names_sip_domain(const X509 *cert, struct view domain);

/* The decision about the chain: CAUSE_NONE, or the CERT_* cause for what
 * verification reported (an X509_V_ code) and what the leaf is. */
enum cause cert_chain_cause(long verify_result, X509 *leaf);

/* The same where DNS names the very key (RFC 7671 5.1): whether it is strong enough. */
enum cause cert_key_cause(X509 *leaf);

/* The decision about whom a certificate may name (RFC 6120 13.7.2.1, RFC 7673 4): the
 * domain; or `target` (A-labels), of which DNSSEC says that it serves the domain (n 0:
 * it does not); anybody where DNS names the key. */
bool cert_names_reference(const X509 *cert, enum dane_match dane, struct view ascii,
                          struct view prepared, struct view target);

/* The names in `cert`, comma-separated, for logs; at most 200 bytes. */
void cert_describe(const X509 *cert, struct buf *out);

#endif
