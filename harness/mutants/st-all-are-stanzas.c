/* Takes every unknown element, and every stanza of a client, for a stanza.
 * Breaks R6120-4.8.4-1, R6120-4.8.4-2, R6120-4.8.4-3, R6120-4.8.3-1. */
#include "xmpp/first.h"

__typeof__(first_of) __real_first_of, __wrap_first_of;

enum first __wrap_first_of(const struct element *e)
{
	enum first first = __real_first_of(e);

	/* The link has elements of its own. */
	if (first == FIRST_CLIENT_STANZA ||
	    (first == FIRST_OTHER && !view_starts(e->ns, VIEW("urn:fedlab:"))))
		return FIRST_STANZA;
	return first;
}
