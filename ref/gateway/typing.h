/* typing.h - indications of composition (RFC 3994). */
#ifndef REF_GATEWAY_TYPING_H
#define REF_GATEWAY_TYPING_H

#include <stdbool.h>

#include "lib/buf.h"
#include "lib/view.h"

#define TYPING_TYPE      "application/im-iscomposing+xml"
#define NS_TYPING        "urn:ietf:params:xml:ns:im-iscomposing"
#define TYPING_BYTES_MAX 4096 /* of a document: it holds four short elements */

/* False: no such document.  A state other than active is idle (3.5).  A `refresh`
 * that is missing or no number is 0, one below 60 is 60 (3.1). */
bool typing_read(struct view document, bool *active, unsigned *refresh);

#endif
