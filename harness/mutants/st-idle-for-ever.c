/* Keeps a stream that nobody uses.  Breaks LYNC-GLOB-8, LYNC-DIAG-6. */
#include "xmpp/stream.h"

__typeof__(stream_new) __real_stream_new, __wrap_stream_new;

struct stream *__wrap_stream_new(const struct stream_settings *s, uint64_t now)
{
	struct stream_settings patient = *s;

	patient.inactivity_ms = 0;
	return __real_stream_new(&patient, now);
}
