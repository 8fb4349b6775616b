/* admission.h - what a peer may do now: the decisions of a stream.
 *
 * Pure functions, in a file of their own, each one the answer to one question.
 */
#ifndef REF_XMPP_ADMISSION_H
#define REF_XMPP_ADMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cause/cause.h"
#include "lib/region.h"
#include "lib/view.h"
#include "xmpp/stream.h"

/* Of the time from the connection to an established stream: how much is left for a stream
 * that begins `passed` ms behind the connection (TLS came first)?  1 when none is; 0, no
 * limit, stays 0. */
uint64_t establish_left(uint64_t whole, uint64_t passed);

/* The stream is over, and `behind` bytes have come since.  Is the connection ended now, and
 * not when TCP has ended or its time is over?  What is on its way is read, for a socket that
 * is closed with bytes in it is reset, and our last words with it; not without end. */
bool behind_is_too_much(size_t behind);

/* May TLS be started on <starttls/>?  Once only, only when it was offered
 * (RFC 6120 5.4.2.2), and not under a stream that is in use already. */
bool starttls_may_follow(bool offered, bool secure, bool established);

/* May a stanza be received?  Never before negotiation is over (4.3.5), and
 * only in the direction of the stream (4.5). */
bool stanza_may_pass(enum stream_role role, bool both_ways, bool established);

/* May <bidi/> be asked for?  As offered, and before anything is proved on the
 * stream (XEP-0288 2.2). */
bool bidi_may_follow(bool offered, bool authenticated, bool established);

/* May the receiving side ask by dialback on this stream?  Only when stanzas may
 * come from there too, and never before it is proved: a key is not verified over
 * the connection it came on (XEP-0288 2.2). */
bool request_may_return(bool bidi, bool established);

/* May this <auth/> be considered?  CAUSE_NONE, or why not: EXTERNAL is the only
 * mechanism, needs TLS (5.3.4), and must have been offered (6.3.4). */
enum cause sasl_refusal(struct view mechanism, bool secure, bool offered);

/* The `n`th attempt to authenticate on a connection: one too many (6.4.5)? */
bool sasl_too_often(unsigned n, unsigned limit);

/* For which domain does EXTERNAL stand, once the certificate is found to prove
 * `from`?  Without an authorisation identity for the `from` of the header
 * inside TLS; one that is given must be that same domain (6.3.8, 6.4.6).
 * Prepared, in `r`; empty: for none (CAUSE_SASL_AUTHZID). */
struct view sasl_identity(struct view authzid, struct view from, struct region *r);

/* May a header that follows SASL say `from`, when `authenticated` was proved?
 * It may leave it out or repeat it, not become somebody else (R6120-4.3.6-1). */
bool header_from_stands(struct view from, struct view authenticated, struct region *r);

#endif
