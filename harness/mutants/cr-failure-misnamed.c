/* Says of every authentication that failed that the mechanism was wrong.
 * Breaks R6120-6.3.8-2, R6120-6.3.8-3, R6120-6.4.6-1. */
#include "xmpp/stream.h"

__typeof__(stream_auth_refuse) __real_stream_auth_refuse, __wrap_stream_auth_refuse;

void __wrap_stream_auth_refuse(struct stream *s, enum cause cause)
{
	(void)cause;
	__real_stream_auth_refuse(s, CAUSE_SASL_MECHANISM);
}
