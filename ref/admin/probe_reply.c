#include "admin/probe_reply.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/text.h"

#define TEXT_MAX 1000 /* bytes */

struct asked { /* one that is under way */
	struct reply *reply; /* lent: reply_later() */
	void *self;
	struct probe_way way;
	uint64_t id;
	char *target;
	uint64_t total_ms;
	enum probe_step step; /* not ok; PROBE_STEPS: none is */
	char *error, *advice;
};

static void asked_free(struct asked *p)
{
	free(p->target);
	free(p->error);
	free(p->advice);
	free(p);
}

/* --- what is wanted -------------------------------------------------------------------- */

static bool read_user(const char *who, struct view text, struct region *m, struct jid *out,
                      struct reply *r)
{
	const char *why;

	if (!jid_read_user(text, m, out, &why))
		return reply_fault(r, "%s: \"%.*s\" is no address of a user: %s", who,
		                   VIEW_ARG(text), why);
	return true;
}

/* What it finds lives in `m`.  False: a fault is in the reply. */
static bool read_wanted(const struct command_call *call, const char *usual, struct region *m,
                        struct probe_wanted *out, struct reply *r)
{
	struct view from = call->n > 1 ? call->argument[1] : view_of("");

	out->whole = true;
	out->text = call->n > 2 ? call->argument[2] : VIEW(PROBE_DEFAULT_TEXT);
	if (from.n == 0 && usual == NULL)
		return reply_fault(r, "no sender: say which by --from, or by probe-from in the "
		                      "configuration");
	if (out->text.n == 0 || out->text.n > TEXT_MAX || !text_utf8_valid(out->text))
		return reply_fault(r, "the text has to be 1 to %d bytes of UTF-8", TEXT_MAX);
	return read_user("receiver", call->argument[0], m, &out->to, r) &&
	       read_user("sender", from.n != 0 ? from : view_of(usual), m, &out->from, r);
}

/* --- the answer ------------------------------------------------------------------------ */

static void on_row(void *arg, const struct probe_row *row)
{
	struct asked *p = arg;
	json_t *o = json_object();

	row_string(o, "step", probe_step_word(row->step));
	row_string(o, "result", row->ok ? "ok" : "failure");
	row_number(o, "latency-ms", row->latency_ms);
	row_text(o, "detail", view_of(row->detail));
	reply_row(p->reply, o);
	p->total_ms += row->latency_ms;
	if (!row->ok) {
		p->step = row->step;
		p->error = mem_strdup(row->error);
		p->advice = mem_strdup(row->advice);
		reply_fault(p->reply, "the first broken step is %s: %s: %s. %s",
		            probe_step_word(row->step), row->error, row->detail, row->advice);
	}
	reply_wake(p->reply);
}

static void on_done(void *arg)
{
	struct asked *p = arg;
	bool ok = p->step == PROBE_STEPS;
	unsigned long long ms = p->total_ms;
	struct buf latency = { 0 };
	json_t *o = json_object();

	buf_printf(&latency, "%02llu:%02llu:%02llu.%03llu", ms / 3600000, ms / 60000 % 60,
	           ms / 1000 % 60, ms % 1000);
	row_string(o, "target", p->target);
	row_string(o, "result", ok ? "Success" : "Failure");
	row_text(o, "latency", buf_view(&latency));
	row_string(o, "step", ok ? "" : probe_step_word(p->step));
	row_string(o, "error", ok ? "" : p->error);
	row_string(o, "diagnosis", ok ? "" : p->advice);
	reply_row(p->reply, o);
	buf_free(&latency);
	reply_ended(p->reply);
	asked_free(p);
}

/* Nobody reads any more. */
static void stop(void *state)
{
	struct asked *p = state;

	p->way.cancel(p->self, p->id);
	asked_free(p);
}

void probe_asked(void *self, const struct probe_way *way, const struct command_call *call,
                 struct reply *r)
{
	static const struct probe_ops ops = { on_row, on_done };
	struct region *m = region_new();
	struct buf target = { 0 };
	struct probe_wanted wanted;
	struct asked *p;

	if (!read_wanted(call, way->from, m, &wanted, r))
		goto out;
	buf_printf(&target, "%.*s@%.*s", VIEW_ARG(wanted.to.local), VIEW_ARG(wanted.to.domain));
	p = mem_alloc(sizeof *p);
	*p = (struct asked){ .reply = r,
		             .self = self,
		             .way = *way,
		             .target = buf_take(&target),
		             .step = PROBE_STEPS };
	p->id = way->begin(self, &wanted, &ops, p);
	if (p->id != 0) {
		reply_later(r, stop, p);
	} else {
		reply_fault(r, "%d probes are under way already", way->at_once);
		asked_free(p);
	}
out:
	region_free(&m);
}
