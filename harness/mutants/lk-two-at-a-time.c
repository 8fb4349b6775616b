/* Leaves the connection alone from which a session was taken away.  Breaks LINK-6-6. */
#include "edge/link_private.h"

__typeof__(session_attach) __real_session_attach, __wrap_session_attach;

void __wrap_session_attach(struct link_session *s, struct link_conn *c)
{
	if (s->on != NULL)
		s->on->session = NULL;
	s->on = NULL;
	__real_session_attach(s, c);
}
