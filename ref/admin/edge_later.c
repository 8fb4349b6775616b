#include "admin/edge_later.h"

#include <stdlib.h>

#include "admin/probe_reply.h"
#include "check/check.h"
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

struct edge_check {
	struct reply *reply;
	struct check *check;
	size_t rows, amiss;
};

static void on_check_row(void *arg, const struct check_row *row)
{
	static const char *const words[] = {
		[CHECK_OK] = "ok", [CHECK_CONCERN] = "concern", [CHECK_AMISS] = "amiss"
	};
	struct edge_check *c = arg;
	json_t *o = json_object();

	row_string(o, "step", check_step_word(row->step));
	row_string(o, "about", row->about);
	row_string(o, "result", words[row->result]);
	row_text(o, "detail", view_of(row->detail));
	row_string(o, "advice", row->advice);
	reply_row(c->reply, o);
	c->rows++;
	if (row->result == CHECK_AMISS)
		c->amiss++;
	reply_wake(c->reply);
}

static void on_check_done(void *arg)
{
	struct edge_check *c = arg;

	if (c->amiss != 0)
		reply_fault(c->reply, "%zu of %zu are amiss", c->amiss, c->rows);
	reply_ended(c->reply);
	check_free(&c->check);
	free(c);
}

/* Nobody reads any more. */
static void stop_check(void *state)
{
	struct edge_check *c = state;

	check_free(&c->check);
	free(c);
}

void edge_check_asked(void *self, const struct command_call *call, struct reply *r)
{
	static const struct check_ops ops = { on_check_row, on_check_done };
	struct edge_check *c = mem_zalloc(sizeof *c);

	(void)call;
	c->reply = r;
	c->check = check_new(self, &ops, c);
	if (c->check != NULL) {
		reply_later(r, stop_check, c);
	} else {
		reply_fault(r, "%d checks are under way already", CHECKS_MAX);
		free(c);
	}
}
