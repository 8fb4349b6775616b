/* Lets the text of messages into the edge's log whatever the operator says.
 * Breaks LYNC-GLOB-12. */
#include "edge/stanza_log.h"

__typeof__(body_may_be_logged) __wrap_body_may_be_logged;

bool __wrap_body_may_be_logged(const struct edge_settings *s, const struct element *stanza)
{
	(void)s;
	return view_is(stanza->name, "message");
}
