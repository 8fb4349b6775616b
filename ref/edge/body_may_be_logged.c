#include "edge/stanza_log.h"

bool body_may_be_logged(const struct edge_settings *s,
                        const struct element *stanza)
{
	return s->log_message_bodies && view_is(stanza->name, "message");
}
