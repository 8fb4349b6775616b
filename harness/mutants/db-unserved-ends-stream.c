/* Ends the stream on which a dialback element names a domain not served here.
 * Breaks X0220-2.2.1-3, X0220-2.2.2-3, X0220-2.6.2-2. */
#include "xmpp/stream.h"

__typeof__(stream_db_result) __real_stream_db_result, __wrap_stream_db_result;
__typeof__(stream_db_verify) __real_stream_db_verify, __wrap_stream_db_verify;

bool __wrap_stream_db_result(struct stream *s, struct view from, struct view to,
                             enum dialback_type type, enum cause cause)
{
	if (cause != CAUSE_HOST_UNKNOWN)
		return __real_stream_db_result(s, from, to, type, cause);
	stream_refuse(s, from, cause, NULL);
	return true;
}

bool __wrap_stream_db_verify(struct stream *s, struct view from, struct view to,
                             struct view id, enum dialback_type type, enum cause cause)
{
	if (cause != CAUSE_HOST_UNKNOWN)
		return __real_stream_db_verify(s, from, to, id, type, cause);
	stream_refuse(s, from, cause, NULL);
	return true;
}
