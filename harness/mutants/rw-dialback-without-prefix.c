/* Declares the prefix of dialback, and does not use it.  Breaks X0220-2-1. */
#include "xmpp/state.h"

__typeof__(stream_write) __real_stream_write, __wrap_stream_write;

void __wrap_stream_write(struct stream *s, const struct element *e)
{
	bool declared = s->scope.db_prefix;

	s->scope.db_prefix = false;
	__real_stream_write(s, e);
	s->scope.db_prefix = declared;
}
