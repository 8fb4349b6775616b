/* language.h - a language tag that may stand in xml:lang and in
 * Content-Language: the form of RFC 5646 2.1, at most LANGUAGE_MAX octets. */
#ifndef REF_GATEWAY_LANGUAGE_H
#define REF_GATEWAY_LANGUAGE_H

#include <stdbool.h>

#include "lib/view.h"

#define LANGUAGE_MAX 64

bool language_is_tag(struct view v);
/* `v` when it is a tag, else empty. */
struct view language_tag(struct view v);
/* Tags are compared without case (RFC 5646 2.1.1). */
bool language_same(struct view a, struct view b);

#endif
