#include "admin/gateway_later.h"

#include "admin/check_reply.h"
#include "admin/probe_reply.h"
#include "check/gateway_check.h"
#include "gateway/look.h"
#include "gateway/probe.h"

/* --- probe ----------------------------------------------------------------------------- */

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

/* --- check ----------------------------------------------------------------------------- */

static void *look_around(void *self, const struct check_ops *ops, void *arg)
{
	return gateway_check_new(self, ops, arg);
}

static void look_no_further(void *check)
{
	struct gateway_check *c = check;

	gateway_check_free(&c);
}

void gateway_check_asked(void *self, const struct command_call *call, struct reply *r)
{
	static const struct check_way way = { look_around, look_no_further };

	(void)call;
	check_asked(self, &way, r);
}
