/* The edge answers an <iq/> of a gateway whatever its type is.  Breaks LINK-6-9. */
#include "edge/bounce.h"

__typeof__(bounce_allowed) __real_bounce_allowed, __wrap_bounce_allowed;

bool __wrap_bounce_allowed(const struct element *stanza)
{
	return view_is(stanza->name, "iq") || __real_bounce_allowed(stanza);
}
