#include "admin/edge_later.h"

#include "admin/check_reply.h"
#include "admin/probe_reply.h"
#include "check/edge_check.h"
#include "edge/look.h"
#include "edge/probe.h"

/* --- probe ----------------------------------------------------------------------------- */

static uint64_t walk(void *self, const struct probe_wanted *w, const struct probe_ops *ops,
                     void *arg)
{
	return probe_begin(self, w, ops, arg);
}

static void walk_no_further(void *self, uint64_t id)
{
	probe_cancel(self, id);
}

void edge_probe_asked(void *self, const struct command_call *call, struct reply *r)
{
	const struct probe_way way = { edge_look_settings(self)->admin.probe_from, PROBES_MAX, walk,
		                       walk_no_further };

	probe_asked(self, &way, call, r);
}

/* --- check ----------------------------------------------------------------------------- */

static void *look_around(void *self, const struct check_ops *ops, void *arg)
{
	return edge_check_new(self, ops, arg);
}

static void look_no_further(void *check)
{
	struct edge_check *c = check;

	edge_check_free(&c);
}

void edge_check_asked(void *self, const struct command_call *call, struct reply *r)
{
	static const struct check_way way = { look_around, look_no_further };

	(void)call;
	check_asked(self, &way, r);
}
