/* A gateway dials the first of its edges, and none of the others.  Breaks LYNC-HA-1. */
#include "gateway/uplink.h"

__typeof__(uplink_new) __real_uplink_new, __wrap_uplink_new;

struct uplink *__wrap_uplink_new(struct loop *l, struct resolver *dns,
                                 const struct uplink_settings *s, const struct uplink_ops *ops,
                                 void *arg)
{
	static struct uplink_settings first; /* lent for its life */

	first = *s;
	first.n_edge = 1;
	return __real_uplink_new(l, dns, &first, ops, arg);
}
