/* Keeps the `from` of the first header over restarts.  Breaks R6120-5.4.3.3-2. */
#include "xmpp/state.h"

__typeof__(stream_learn) __real_stream_learn, __wrap_stream_learn;
__typeof__(stream_forget) __real_stream_forget, __wrap_stream_forget;

static char *kept;

void __wrap_stream_forget(struct stream *s)
{
	char *from = s->peer.from;

	s->peer.from = NULL;
	__real_stream_forget(s);
	if (s->set.role == STREAM_RECEIVING)
		kept = from;
}

void __wrap_stream_learn(struct stream *s, const struct header *h)
{
	struct header first = *h;

	if (s->set.role == STREAM_RECEIVING && kept != NULL)
		first.from = view_of(kept);
	__real_stream_learn(s, &first);
}
