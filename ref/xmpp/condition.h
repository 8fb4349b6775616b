/* condition.h - the one defined condition in an error or failure.
 *
 * RFC 6120 4.9.2, 6.5, 8.3.2: a child in the namespace of that kind of error,
 * which is not its <text/>.
 */
#ifndef REF_XMPP_CONDITION_H
#define REF_XMPP_CONDITION_H

#include "xml/element.h"

/* The condition's element, or NULL. */
const struct element *condition_of(const struct element *error, const char *ns);

#endif
