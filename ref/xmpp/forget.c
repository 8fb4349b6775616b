#include "xmpp/state.h"

#include <stdlib.h>

void stream_forget(struct stream *s)
{
	free(s->peer.from);
	free(s->peer.to);
	free(s->peer.lang);
	free(s->peer.id);
	s->peer = (struct stream_peer){ 0 };
	s->offer = (struct stream_offer){ 0 };
	s->id[0] = '\0';
	s->header_out = false;
	/* Their key or question named an id that is gone. */
	dialback_pending_clear(s->pending);
	dialback_pending_clear(s->reverse);
}
