/* session.h - one TLS session as an engine: bytes in, bytes out, no socket.
 */
#ifndef REF_TLS_SESSION_H
#define REF_TLS_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "cause/cause.h"
#include "lib/buf.h"
#include "lib/view.h"
#include "tls/context.h"
#include "tls/dane.h"
#include "tls/proof.h"

enum tls_role {
	TLS_CLIENT,
	TLS_CLIENT_AGAIN,	/* goes on with a session of before where it can (resumption.h) */
	TLS_SERVER,
};

enum tls_state {
	TLS_HANDSHAKE,
	TLS_OPEN,
	TLS_CLOSED,	/* close_notify received */
	TLS_BROKEN,	/* handshake failed or a record was bad; see words */
};

struct tls_session;

/* `sni` (client; NULL: none) is sent as server_name. */
struct tls_session *tls_session_new(struct tls_context *ctx, enum tls_role role,
                                    const char *sni);
/* A client whose peer is known to DNS (dane.h); `tlsa` empty or NULL: it is not.  What DNS
 * says is compared with a certificate that is shown: nothing is resumed. */
struct tls_session *tls_session_new_dane(struct tls_context *ctx, const char *sni,
                                         const struct tlsa_set *tlsa);
void tls_session_free(struct tls_session **sp);

/* Ciphertext from the peer.  Plaintext that results is appended to *plain. */
enum tls_state tls_session_feed(struct tls_session *s, struct view cipher,
                                struct buf *plain);
/* Plaintext to the peer; only when TLS_OPEN or TLS_CLOSED, and before
 * tls_session_close(). */
void tls_session_write(struct tls_session *s, struct view plain);
/* Ciphertext to be sent is moved to the end of *cipher. */
void tls_session_take(struct tls_session *s, struct buf *cipher);
void tls_session_close(struct tls_session *s);	/* close_notify */

enum tls_state tls_session_state(const struct tls_session *s);
const char *tls_session_words(const struct tls_session *s);	/* why BROKEN */
const char *tls_session_version(const struct tls_session *s);	/* "TLSv1.3" */
bool tls_session_resumed(const struct tls_session *s);	/* no certificate was shown */
struct view tls_session_alpn(const struct tls_session *s);
const char *tls_session_sni(const struct tls_session *s);	/* server: what was asked for, or NULL */

/* After TLS_OPEN.  The peer's leaf, lent; NULL: it showed none.  Of a resumed session, what
 * it showed when that began; its chain is verified again. */
X509 *tls_session_peer(const struct tls_session *s);
enum dane_match tls_session_dane(const struct tls_session *s);
/* CAUSE_NONE when the chain is good (names aside), else why not. */
enum cause tls_session_chain(const struct tls_session *s);
/* The same now, by the trust of `by`, whatever it was by that of the session: dates,
 * issuers and revocation lists may have changed. */
enum cause tls_session_chain_by(const struct tls_session *s, const struct tls_context *by);
/* When the first certificate of the chain that was shown expires, in seconds since 1970;
 * INT64_MAX: none was, or DNS names the key (dates do not count). */
int64_t tls_session_expires(const struct tls_session *s);

#endif
