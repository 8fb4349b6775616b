/* The decision of bounce.h. */
#include "edge/bounce.h"

bool bounce_allowed(const struct element *stanza)
{
	struct view type = element_attr(stanza, "type");

	if (view_is(type, "error"))	/* RFC 6120 8.3.1: no loops */
		return false;
	if (view_is(stanza->name, "iq"))	/* RFC 6120 8.2.3 */
		return !view_is(type, "result");
	if (view_is(stanza->name, "presence"))
		return !view_is(type, "unavailable");
	return true;
}
