/* stream_error.h - <stream:error/>, made and read.
 *
 * RFC 6120 4.9.
 */
#ifndef REF_XMPP_STREAM_ERROR_H
#define REF_XMPP_STREAM_ERROR_H

#include "cause/cause.h"
#include "xml/element.h"

#define NS_OUR_ERRORS "urn:fedlab:errors:1"

/* The error for a cause with a stream condition, in `r`: the condition, <text/>
 * in English, and a condition of its own where the former says too little.
 * `words` NULL: the cause's. */
struct element *stream_error_element(struct region *r, enum cause cause, const char *words);

/* *text: its <text/>, or what see-other-host holds; empty when there is none.
 * An error without a condition is undefined-condition. */
void stream_error_read(const struct element *e, struct region *r, struct view *condition,
                       struct view *text);

#endif
