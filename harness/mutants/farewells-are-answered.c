/* Answers presence of type unavailable by an error.  Breaks LINK-5-3. */
#include "edge/bounce.h"

__typeof__(bounce_allowed) __real_bounce_allowed, __wrap_bounce_allowed;

bool __wrap_bounce_allowed(const struct element *stanza)
{
	return view_is(element_attr(stanza, "type"), "unavailable") ||
	       __real_bounce_allowed(stanza);
}
