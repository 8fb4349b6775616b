/* Keeps the id of a stream over its restarts.  Breaks R6120-4.3.3-2. */
#include <string.h>

#include "xmpp/state.h"

__typeof__(stream_forget) __real_stream_forget, __wrap_stream_forget;

void __wrap_stream_forget(struct stream *s)
{
	char id[sizeof s->id];

	memcpy(id, s->id, sizeof id);
	__real_stream_forget(s);
	memcpy(s->id, id, sizeof id);
}
