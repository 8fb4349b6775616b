#include "admin/gateway_later.h"

#include <stdlib.h>

#include "admin/probe_reply.h"
#include "gateway/look.h"
#include "gateway/probe.h"
#include "lib/mem.h"

struct asked { /* one that is under way */
	struct probe_reply reply;
	struct gateway *gateway;
	uint64_t id;
};

static void on_row(void *arg, const struct probe_row *row)
{
	probe_reply_row(&((struct asked *)arg)->reply, row);
}

static void on_done(void *arg)
{
	struct asked *p = arg;

	probe_reply_end(&p->reply);
	free(p);
}

/* Nobody reads any more. */
static void stop(void *state)
{
	struct asked *p = state;

	gateway_probe_cancel(p->gateway, p->id);
	probe_reply_free(&p->reply);
	free(p);
}

void gateway_probe_asked(void *self, const struct command_call *call, struct reply *r)
{
	static const struct probe_ops ops = { on_row, on_done };
	struct gateway *g = self;
	struct region *m = region_new();
	struct probe_wanted wanted;
	struct asked *p;

	if (!probe_read(call, gateway_look_settings(g)->admin.probe_from, m, &wanted, r))
		goto out;
	p = mem_zalloc(sizeof *p);
	p->gateway = g;
	probe_reply_begin(&p->reply, r, &wanted.to);
	p->id = gateway_probe_begin(g, &wanted, &ops, p);
	if (p->id != 0) {
		reply_later(r, stop, p);
	} else {
		reply_fault(r, "%d probes are under way already", GATEWAY_PROBES_MAX);
		probe_reply_free(&p->reply);
		free(p);
	}
out:
	region_free(&m);
}
