/* stamp.h - points in time as RFC 3339 writes them (PIDF 4.1.7, XEP-0082).
 * Milliseconds since 1970 in UTC; years 1970 to 9999.
 * Not here: the dates of SIP (sip/field.h, sip/writer.h).
 */
#ifndef REF_GATEWAY_STAMP_H
#define REF_GATEWAY_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/view.h"

#define STAMP_NONE INT64_MIN

/* "2026-03-02T09:15:27Z"; fractions and offsets are taken, a second 60 is not
 * (no clock here has one).  False: none. */
bool stamp_read(struct view v, int64_t *ms);
/* Z; with thousandths where there are some (PIDF 4.1.7: successive documents do not
 * have the same time).  A time outside of the years is the nearest inside. */
void stamp_write(int64_t ms, struct buf *out);

#endif
