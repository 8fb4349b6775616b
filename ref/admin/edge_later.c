#include "admin/edge_later.h"

#include <stdlib.h>

#include "admin/probe_reply.h"
#include "check/check.h"
#include "edge/look.h"
#include "edge/probe.h"
#include "lib/mem.h"

/* --- probe ----------------------------------------------------------------------------- */

struct edge_probe { /* one that is under way */
	struct probe_reply reply;
	struct edge *edge;
	uint64_t id;
};

static void on_probe_row(void *arg, const struct probe_row *row)
{
	probe_reply_row(&((struct edge_probe *)arg)->reply, row);
}

static void on_probe_done(void *arg)
{
	struct edge_probe *p = arg;

	probe_reply_end(&p->reply);
	free(p);
}

/* Nobody reads any more. */
static void stop_probe(void *state)
{
	struct edge_probe *p = state;

	probe_cancel(p->edge, p->id);
	probe_reply_free(&p->reply);
	free(p);
}

void edge_probe_asked(void *self, const struct command_call *call, struct reply *r)
{
	static const struct probe_ops ops = { on_probe_row, on_probe_done };
	struct edge *e = self;
	struct region *m = region_new();
	struct probe_wanted wanted;
	struct edge_probe *p;

	if (!probe_read(call, edge_look_settings(e)->admin.probe_from, m, &wanted, r))
		goto out;
	p = mem_zalloc(sizeof *p);
	p->edge = e;
	probe_reply_begin(&p->reply, r, &wanted.to);
	p->id = probe_begin(e, &wanted, &ops, p);
	if (p->id != 0) {
		reply_later(r, stop_probe, p);
	} else {
		reply_fault(r, "%d probes are under way already", PROBES_MAX);
		probe_reply_free(&p->reply);
		free(p);
	}
out:
	region_free(&m);
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
