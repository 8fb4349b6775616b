/* Asks for both ways before TLS as well.  Breaks X0288-2.1-2. */
#include "xmpp/stream.h"

__typeof__(stream_starttls) __real_stream_starttls, __wrap_stream_starttls;

void __wrap_stream_starttls(struct stream *s)
{
	stream_bidi(s);
	__real_stream_starttls(s);
}
