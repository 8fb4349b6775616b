/* What breaks in TCP is put down to the handshake behind it.  Breaks PLAN-4. */
#include "edge/probe.h"

__typeof__(probe_step_broken) __real_probe_step_broken, __wrap_probe_step_broken;

enum probe_step __wrap_probe_step_broken(enum cause c)
{
	enum probe_step step = __real_probe_step_broken(c);

	return step == PROBE_TCP ? PROBE_TLS : step;
}
