/* Asks for both ways behind its dialback key.  Breaks X0288-2.2-2. */
#include "xmpp/stream.h"

__typeof__(stream_bidi) __real_stream_bidi, __wrap_stream_bidi;
__typeof__(stream_db_request) __real_stream_db_request, __wrap_stream_db_request;

static bool wanted;

void __wrap_stream_bidi(struct stream *s)
{
	(void)s;
	wanted = true;
}

bool __wrap_stream_db_request(struct stream *s, struct view from, struct view to,
                              struct view key)
{
	bool sent = __real_stream_db_request(s, from, to, key);

	if (wanted)
		__real_stream_bidi(s);
	return sent;
}
