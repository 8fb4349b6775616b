#include "admin/probe_reply.h"

#include <stdlib.h>

#include "lib/mem.h"
#include "lib/text.h"

#define TEXT_MAX 1000 /* bytes */

static bool read_user(const char *who, struct view text, struct region *m, struct jid *out,
                      struct reply *r)
{
	const char *why;

	if (!jid_read_user(text, m, out, &why))
		return reply_fault(r, "%s: \"%.*s\" is no address of a user: %s", who,
		                   VIEW_ARG(text), why);
	return true;
}

bool probe_read(const struct command_call *call, const char *usual, struct region *m,
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

void probe_reply_begin(struct probe_reply *p, struct reply *r, const struct jid *to)
{
	struct buf target = { 0 };

	buf_printf(&target, "%.*s@%.*s", VIEW_ARG(to->local), VIEW_ARG(to->domain));
	*p = (struct probe_reply){ .reply = r,
		                   .target = buf_take(&target),
		                   .step = PROBE_STEPS };
}

void probe_reply_row(void *arg, const struct probe_row *row)
{
	struct probe_reply *p = arg;
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

void probe_reply_end(struct probe_reply *p)
{
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
	probe_reply_free(p);
}

void probe_reply_free(struct probe_reply *p)
{
	free(p->target);
	free(p->error);
	free(p->advice);
	*p = (struct probe_reply){ .reply = NULL };
}
