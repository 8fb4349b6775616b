#include "admin/gateway_later.h"

#include "admin/probe_reply.h"
#include "gateway/look.h"
#include "gateway/probe.h"

static uint64_t walk(void *self, const struct probe_wanted *w, const struct probe_ops *ops,
                     void *arg)
{
	return gateway_probe_begin(self, w, ops, arg);
}

static void walk_no_further(void *self, uint64_t id)
{
	gateway_probe_cancel(self, id);
}

void gateway_probe_asked(void *self, const struct command_call *call, struct reply *r)
{
	const struct probe_way way = { gateway_look_settings(self)->admin.probe_from,
		                       GATEWAY_PROBES_MAX, walk, walk_no_further };

	probe_asked(self, &way, call, r);
}
