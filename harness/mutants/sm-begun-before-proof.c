/* Asks for acknowledgements before it has proved who it is.  Breaks X0198-3-1. */
#include "xmpp/sm_element.h"
#include "xmpp/state.h"

__typeof__(stream_auth) __real_stream_auth, __wrap_stream_auth;

void __wrap_stream_auth(struct stream *s, struct view authzid)
{
	struct region *r = region_new();

	stream_write(s, sm_enable(r));
	region_free(&r);
	__real_stream_auth(s, authzid);
}
