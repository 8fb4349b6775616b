/* Goes on with a session under any name.  Breaks EDGE-RESUME-5. */
#include "tls/resumption.h"

__typeof__(resumption_bind) __real_resumption_bind, __wrap_resumption_bind;

void __wrap_resumption_bind(SSL *s, struct view name)
{
	(void)name;
	__real_resumption_bind(s, VIEW("any.example"));
}
