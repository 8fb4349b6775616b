#include "admin/edge_later.h"

#include <stdlib.h>

#include "admin/check_reply.h"
#include "admin/probe_reply.h"
#include "check/edge_check.h"
#include "edge/look.h"
#include "edge/probe.h"
#include "lib/mem.h"

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

struct checking {
	struct check_reply reply;
	struct edge_check *check;
};

static void on_check_row(void *arg, const struct check_row *row)
{
	check_reply_row(&((struct checking *)arg)->reply, row);
}

static void on_check_done(void *arg)
{
	struct checking *c = arg;

	check_reply_end(&c->reply);
	edge_check_free(&c->check);
	free(c);
}

/* Nobody reads any more. */
static void stop_check(void *state)
{
	struct checking *c = state;

	edge_check_free(&c->check);
	check_reply_free(&c->reply);
	free(c);
}

void edge_check_asked(void *self, const struct command_call *call, struct reply *r)
{
	static const struct check_ops ops = { on_check_row, on_check_done };
	struct checking *c = mem_zalloc(sizeof *c);

	(void)call;
	c->reply.reply = r;
	c->check = edge_check_new(self, &ops, c);
	if (c->check != NULL) {
		reply_later(r, stop_check, c);
	} else {
		reply_fault(r, "%d checks are under way already", CHECKS_MAX);
		free(c);
	}
}
