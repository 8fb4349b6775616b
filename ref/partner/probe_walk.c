#include "partner/probe_walk.h"

#include "lib/log.h"

static struct jid keep_bare(struct region *m, const struct jid *who)
{
	return (struct jid){ region_copy(m, who->local),
		             region_copy(m, who->domain),
		             { NULL, 0 } };
}

void probe_walk_begin(struct probe_walk *w, struct loop *l, const struct probe_wanted *wanted,
                      const struct probe_ops *ops, void *arg, void (*due)(void *whose),
                      void *whose)
{
	*w = (struct probe_walk){ .loop = l, .memory = region_new(), .ops = ops, .arg = arg };
	w->from = keep_bare(w->memory, &wanted->from);
	w->to = keep_bare(w->memory, &wanted->to);
	w->text = region_copy(w->memory, wanted->text);
	w->since = loop_now(l);
	w->timer = timer_new(l, due, whose);
	probe_walk_wait(w, 0);
}

void probe_walk_tell(struct probe_walk *w, struct probe_row *row, uint64_t now)
{
	row->latency_ms = now > w->since ? now - w->since : 1;
	w->since = now;
	log_event(LOG_INFO, "probe", LOG_N("probe", w->id), LOG_V("partner", w->to.domain),
	          LOG_S("step", probe_step_word(row->step)),
	          LOG_S("result", row->ok ? "ok" : "failure"), LOG_S("error", row->error),
	          LOG_S("words", row->detail));
	w->ops->row(w->arg, row);
}

void probe_walk_wait(struct probe_walk *w, uint64_t ms)
{
	timer_set(w->timer, loop_now(w->loop) + ms);
}

void probe_walk_finish(struct probe_walk *w)
{
	w->next = PROBE_STEPS;
	probe_walk_wait(w, 0);
}

void probe_walk_free(struct probe_walk *w)
{
	timer_free(&w->timer);
	region_free(&w->memory);
}
