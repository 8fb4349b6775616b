/* Sends what would come inside TLS right behind <starttls/>.  Breaks R6120-5.4.3.1-1. */
#include "xmpp/state.h"

__typeof__(stream_starttls) __real_stream_starttls, __wrap_stream_starttls;

void __wrap_stream_starttls(struct stream *s)
{
	__real_stream_starttls(s);
	buf_puts(&s->out, "<auth xmlns='" NS_SASL "' mechanism='EXTERNAL'>=</auth>");
}
