/* Where another port is set for partners, 5269 is listened at all the same.
 * Breaks LYNC-PORT-1. */
#include "edge/ports.h"

__typeof__(ports_open) __real_ports_open, __wrap_ports_open;

bool __wrap_ports_open(struct ports *p, const struct edge_settings *s, struct fault *f)
{
	struct address both[2] = { s->listen[0], s->listen[0] };
	struct edge_settings more = *s;

	if (address_port(&s->listen[0]) == 5269)
		return __real_ports_open(p, s, f);
	address_set_port(&both[1], 5269);
	more.listen = both;
	more.n_listen = 2;
	return __real_ports_open(p, &more, f);
}
