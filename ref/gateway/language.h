/* language.h - language tags that cross between xml:lang and Content-Language. */
#ifndef REF_GATEWAY_LANGUAGE_H
#define REF_GATEWAY_LANGUAGE_H

#include <stdbool.h>

#include "lib/view.h"
#include "xml/element.h"

/* RFC 5646 4.4.1 asks for room for 35. */
#define LANGUAGE_MAX 64

/* `v` when it has the form of a tag and is no longer, else empty: what comes in
 * an attribute or a field may be anything. */
struct view language_tag(struct view v);

/* What its xml:lang says; without one what holds around it.  Here, so that each caller
 * asks the decision above itself (docs/why/001). */
static inline struct view language_in(const struct element *e, struct view inherited)
{
	struct view v = element_attr_ns(e, NS_XML, "lang");

	return v.p != NULL ? language_tag(v) : inherited;
}

/* Tags are compared without case (RFC 5646 2.1.1). */
bool language_same(struct view a, struct view b);

#endif
