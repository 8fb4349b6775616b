/* profile_process.c - the words that make up its processes: start, ready, process. */
#include <string.h>

#include "lib/mem.h"
#include "lib/text.h"
#include "world/profile_line.h"

/* The process of this name, made when it is new. */
static struct process_plan *process_named(struct profile *p, struct view name)
{
	struct profile_more *m = p->more;
	struct process_plan *plan;

	for (size_t i = 0; i < m->n_process; i++)
		if (view_eq(view_of(m->process[i].name), name))
			return &m->process[i];
	m->process = mem_resize(m->process, (m->n_process + 1) * sizeof *m->process);
	plan = &m->process[m->n_process++];
	*plan = (struct process_plan){ .name = name.n > 0 ? view_dup(name) : NULL,
		                       .ready_ms = 10000 };
	return plan;
}

bool profile_take_start(const struct profile_line *l, struct profile *p)
{
	return profile_take_text(l, &process_named(p, VIEW(""))->start);
}

/* PORT... [within TIME] [until-log TEXT...], from the word at `i` on; a program that has
 * no port of its own says in its log alone that it is ready. */
static bool read_ready_from(const struct profile_line *l, struct process_plan *plan, size_t i)
{
	if (i == l->n)
		return profile_wrong(l, 0, "needs the names of ports, or `until-log TEXT`");
	for (; i < l->n; i++) {
		if (view_is(l->word[i], "within") && i + 1 < l->n) {
			if (!text_duration(l->word[++i], &plan->ready_ms))
				return profile_wrong(l, i, "a time is needed here: 500ms, 10s");
		} else if (view_is(l->word[i], "until-log") && i + 1 < l->n) {
			plan->ready_log = view_dup(
				view_from(l->rest, (size_t)(l->word[i + 1].p - l->rest.p)));
			return true;
		} else {
			plan->ready = profile_append(plan->ready, &plan->n_ready, l->word[i]);
		}
	}
	return true;
}

bool profile_take_ready(const struct profile_line *l, struct profile *p)
{
	return read_ready_from(l, process_named(p, VIEW("")), 1);
}

/* process NAME when SETTING=VALUE */
static bool read_when(const struct profile_line *l, struct process_plan *plan)
{
	if (plan->when != NULL || l->n != 4 || memchr(l->word[3].p, '=', l->word[3].n) == NULL)
		return profile_wrong(l, 3, "one setting is needed here, once: process NAME when SETTING=VALUE");
	plan->when = view_dup(l->word[3]);
	return true;
}

/* process NAME start COMMAND; process NAME ready PORT...; process NAME when SETTING=VALUE */
bool profile_take_process(const struct profile_line *l, struct profile *p)
{
	struct process_plan *plan;

	if (l->n < 4 || !(view_is(l->word[2], "start") || view_is(l->word[2], "ready") ||
	                  view_is(l->word[2], "when")))
		return profile_wrong(l, l->n < 3 ? 0 : 2,
		             "process NAME start COMMAND, process NAME ready PORT... or "
		             "process NAME when SETTING=VALUE is needed");
	plan = process_named(p, l->word[1]);
	if (view_is(l->word[2], "ready"))
		return read_ready_from(l, plan, 3);
	if (view_is(l->word[2], "when"))
		return read_when(l, plan);
	if (plan->start != NULL)
		return profile_wrong(l, 2, "stands here a second time");
	plan->start = view_dup(view_from(l->rest, (size_t)(l->word[3].p - l->rest.p)));
	return true;
}
