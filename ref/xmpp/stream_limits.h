/* stream_limits.h - what one side of a stream accepts from the other (XEP-0478).
 *
 * The element <limits/>, and what follows from it.  A number that is missing,
 * or none that can be kept to, is as if it had not been said.
 * Not here: the limits themselves (xml/reader.h, tick.c), the error that a
 * sender gets (edge/written.h).
 */
#ifndef REF_XMPP_STREAM_LIMITS_H
#define REF_XMPP_STREAM_LIMITS_H

#include "xml/element.h"
#include "xmpp/stream.h"

#define NS_LIMITS "urn:xmpp:stream-limits:0"

/* Are ours said in these features?  `offer` as features_at() left it: beside a
 * STARTTLS that is required nothing stands (RFC 6120 5.3.1). */
bool stream_limits_said(const struct stream_offer *offer);

/* The largest element we say to take.  While features are to come that say it
 * anew, that of now; dialback ends in no features, and what follows it is an
 * established stream already (P56). */
uint32_t stream_limits_ours(const struct stream_settings *set, const struct stream_offer *offer,
                            bool authenticated);

void stream_limits_write(struct region *r, struct element *parent, struct stream_limits limits);
/* Of the child of `parent`; all 0 when there is none. */
struct stream_limits stream_limits_read(const struct element *parent);

/* The bytes of the largest element that may be sent to who has said this; SIZE_MAX: of
 * any. */
size_t stream_limits_most(struct stream_limits theirs);
/* May an element of so many bytes be sent to who has said this? */
bool stream_limits_allow(struct stream_limits theirs, size_t bytes);

/* A sign of life after so long: half of what the peer waits, if that is less
 * than `ours_ms`.  0, which is never, stays 0. */
uint64_t stream_limits_keepalive(uint64_t ours_ms, struct stream_limits theirs);

#endif
