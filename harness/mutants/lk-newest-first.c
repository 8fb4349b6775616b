/* Prefers the gateway that came last.  Breaks LINK-3-4. */
#include "edge/link_private.h"

__typeof__(session_new) __real_session_new, __wrap_session_new;

struct link_session *__wrap_session_new(struct link_conn *c, struct link_names *domains,
                                        bool resumable)
{
	struct link_session *s = __real_session_new(c, domains, resumable);

	s->order = UINT64_MAX - s->order;
	return s;
}
