/* stamp.h - points in time as text: RFC 3339 (PIDF, XEP-0082) and the date of
 * RFC 3261 20.17.  Milliseconds since 1970 in UTC; years 1970 to 9999. */
#ifndef REF_GATEWAY_STAMP_H
#define REF_GATEWAY_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/view.h"

#define STAMP_NONE INT64_MIN

/* "2026-03-02T09:15:27Z", fractions and offsets taken.  False: none. */
bool stamp_read(struct view v, int64_t *ms);
void stamp_write(int64_t ms, struct buf *out);	/* whole seconds, Z */

/* "Mon, 02 Mar 2026 09:15:27 GMT" */
bool stamp_read_sip(struct view v, int64_t *ms);
void stamp_write_sip(int64_t ms, struct buf *out);

#endif
