/* Writes an iq without its id.  Breaks R6120-8.2.3-1. */
#include "xmpp/state.h"

__typeof__(stream_write) __real_stream_write, __wrap_stream_write;

void __wrap_stream_write(struct stream *s, const struct element *e)
{
	struct element *bare;

	if (!view_is(e->name, "iq")) {
		__real_stream_write(s, e);
		return;
	}
	bare = element_copy(s->region, e);
	for (struct attribute **a = &bare->attributes; *a != NULL;)
		if (view_is((*a)->name, "id"))
			*a = (*a)->next;
		else
			a = &(*a)->next;
	__real_stream_write(s, bare);
}
