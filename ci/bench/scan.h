/* scan.h - where a stanza ends, by counting depth and nothing else; and where a
 * SIP message does.
 *
 * For streams whose other side is trusted: no entities, comments or CDATA.
 */
#ifndef BENCH_SCAN_H
#define BENCH_SCAN_H

#include "lib/view.h"

struct scan {      /* zeroed: before a stream */
	size_t at; /* bytes of the view already looked at */
	unsigned depth;
	enum { SCAN_TEXT, SCAN_OPENED, SCAN_TAG, SCAN_QUOTED } state;
	char kind, last, quote; /* first and last byte of the tag; open quote */
};

/* Length of the first whole piece of `v` (XML declaration, stream header,
 * stanza, closing tag of the stream), or 0 when it is not all there: call again
 * with more behind it.  The piece is to be dropped from `v` by the caller. */
size_t scan_next(struct scan *s, struct view v);

/* The same of a SIP message on a stream: its header and what Content-Length says
 * (spelt so; missing, it is nothing). */
size_t sip_next(struct view v);

#endif
