/* Says once what was handed, whether it arrived or not.  Breaks LINK-6-4. */
#include "edge/link_private.h"

__typeof__(session_attach) __real_session_attach, __wrap_session_attach;

void __wrap_session_attach(struct link_session *s, struct link_conn *c)
{
	struct link_handed *handed = s->handed;

	s->handed = NULL;
	__real_session_attach(s, c);
	s->handed = handed;
}
