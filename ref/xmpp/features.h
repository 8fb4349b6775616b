/* features.h - <stream:features/>, written and read.
 *
 * RFC 6120 4.3.2, 5.3.1, 6.4.1; XEP-0220 2.4.2, XEP-0198 2, XEP-0288 2.1, XEP-0478.
 * Not here: what is offered by policy (partner/policy.h).
 */
#ifndef REF_XMPP_FEATURES_H
#define REF_XMPP_FEATURES_H

#include "xml/element.h"
#include "xmpp/stream.h"

#define NS_BIDI_FEATURE "urn:xmpp:features:bidi"
#define NS_BIDI         "urn:xmpp:bidi"

/* What of `wanted` has its place now: STARTTLS only without TLS, and alone while
 * it is required (5.3.1); EXTERNAL only over TLS (6.3.4) and before
 * authentication; stream management only after it (XEP-0198 2); both directions only
 * beside what may prove the peer next (XEP-0288 2.1): in clear with dialback alone (P45). */
struct stream_offer features_at(const struct stream_offer *wanted, bool secure,
                                bool authenticated);

struct element *features_element(struct region *r, const struct stream_offer *offer);

/* Everything but `none_sent`; `dialback` is the feature alone. */
void features_read(const struct element *e, struct stream_features *out);

#endif
