#include "edge/stanza_log.h"

#include "lib/log.h"

void stanza_log(const struct edge_settings *s, const char *event,
                uint64_t stream, const struct element *stanza)
{
	const struct element *body = NULL;
	struct region *r;

	if (body_may_be_logged(s, stanza))
		body = element_child(stanza, NULL, "body");
	if (body == NULL) {
		/* Presence comes in floods at each login. */
		log_event(view_is(stanza->name, "message") ? LOG_INFO : LOG_DEBUG,
		          event, LOG_N("stream", stream),
		          LOG_V("kind", stanza->name),
		          LOG_V("from", element_attr(stanza, "from")),
		          LOG_V("to", element_attr(stanza, "to")),
		          LOG_V("id", element_attr(stanza, "id")));
		return;
	}
	r = region_new();
	log_event(LOG_INFO, event, LOG_N("stream", stream),
	          LOG_V("kind", stanza->name),
	          LOG_V("from", element_attr(stanza, "from")),
	          LOG_V("to", element_attr(stanza, "to")),
	          LOG_V("id", element_attr(stanza, "id")),
	          LOG_V("body", element_text(body, r)));
	region_free(&r);
}
