/* language.h - language tags that cross between xml:lang and Content-Language. */
#ifndef REF_GATEWAY_LANGUAGE_H
#define REF_GATEWAY_LANGUAGE_H

#include <stdbool.h>

#include "lib/view.h"

/* RFC 5646 4.4.1 asks for room for 35. */
#define LANGUAGE_MAX 64

/* `v` when it has the form of a tag and is no longer, else empty: what comes in
 * an attribute or a field may be anything. */
struct view language_tag(struct view v);

/* Tags are compared without case (RFC 5646 2.1.1). */
bool language_same(struct view a, struct view b);

#endif
