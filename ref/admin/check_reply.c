#include "admin/check_reply.h"

void check_reply_row(void *arg, const struct check_row *row)
{
	struct check_reply *c = arg;
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

void check_reply_end(struct check_reply *c)
{
	if (c->amiss == 1)
		reply_fault(c->reply, "1 of %zu is amiss, %s", c->rows, buf_cstr(&c->first));
	else if (c->amiss != 0)
		reply_fault(c->reply, "%zu of %zu are amiss, first %s", c->amiss, c->rows,
		            buf_cstr(&c->first));
	reply_ended(c->reply);
	check_reply_free(c);
}

void check_reply_free(struct check_reply *c)
{
	buf_free(&c->first);
	*c = (struct check_reply){ .reply = NULL };
}
