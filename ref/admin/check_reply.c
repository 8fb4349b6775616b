#include "admin/check_reply.h"

#include <stdlib.h>

#include "lib/mem.h"

struct asked { /* one that is under way */
	struct reply *reply; /* lent: reply_later() */
	const struct check_way *way;
	void *check;
	size_t rows, amiss;
	struct buf first; /* of those that are amiss, in one line */
};

static void asked_free(struct asked *c)
{
	if (c->check != NULL)
		c->way->free(c->check);
	buf_free(&c->first);
	free(c);
}

static void on_row(void *arg, const struct check_row *row)
{
	struct asked *c = arg;
	json_t *o = json_object();

	row_string(o, "step", check_step_word(row->step));
	row_text(o, "about", view_of(row->about));
	row_string(o, "result", check_result_word(row->result));
	row_text(o, "detail", view_of(row->detail));
	row_text(o, "advice", view_of(row->advice));
	reply_row(c->reply, o);
	c->rows++;
	if (row->result == CHECK_AMISS && c->amiss++ == 0)
		buf_printf(&c->first, "%s of %s: %s. %s", check_step_word(row->step),
		           row->about, row->detail, row->advice);
	reply_wake(c->reply);
}

static void on_done(void *arg)
{
	struct asked *c = arg;

	if (c->amiss == 1)
		reply_fault(c->reply, "1 of %zu is amiss, %s", c->rows, buf_cstr(&c->first));
	else if (c->amiss != 0)
		reply_fault(c->reply, "%zu of %zu are amiss, first %s", c->amiss, c->rows,
		            buf_cstr(&c->first));
	reply_ended(c->reply);
	asked_free(c);
}

/* Nobody reads any more. */
static void stop(void *state)
{
	asked_free(state);
}

void check_asked(void *self, const struct check_way *way, struct reply *r)
{
	static const struct check_ops ops = { on_row, on_done };
	struct asked *c = mem_zalloc(sizeof *c);

	c->reply = r;
	c->way = way;
	c->check = way->begin(self, &ops, c);
	if (c->check != NULL) {
		reply_later(r, stop, c);
	} else {
		reply_fault(r, "%d checks are under way already", CHECKS_MAX);
		asked_free(c);
	}
}
