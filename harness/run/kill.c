#include "run/kill.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define SHORTEST_MS 1000
#define PART        5
#define TIMES_LATE  10

static const char *broken(const struct mutant *m, const struct step *s)
{
	for (size_t i = 0; i < s->requirements.n; i++)
		if (mutant_breaks(m, s->requirements.item[i].text))
			return s->requirements.item[i].text;
	return NULL;
}

bool kill_is_possible(const struct mutant *m, const struct case_ *c)
{
	for (size_t i = 0; i < c->n_step; i++)
		if (broken(m, &c->step[i]) != NULL)
			return true;
	/* The judge looks at them in every case. */
	for (size_t i = 0; i < JUDGE_CLAIMS; i++)
		if (mutant_breaks(m, judge_claim(i)))
			return true;
	return false;
}

/* A mutant that fell over misses every answer, whatever it was to do. */
static bool has_crashed(const struct judgement *j)
{
	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].step == 0 && j->finding[i].class_ == CLASS_CRASH)
			return true;
	return false;
}

bool kill_find(const struct mutant *m, const struct case_result *healthy,
               const struct case_result *mutated, struct kill *out)
{
	const struct judgement *j = &mutated->judged;

	if (healthy == NULL || healthy->verdict != VERDICT_PASS ||
	    mutated->verdict != VERDICT_FAIL || has_crashed(j))
		return false;
	for (size_t i = 0; i < j->n_finding; i++) {
		const struct finding *f = &j->finding[i];
		const char *requirement = f->requirement;

		if (f->verdict != VERDICT_FAIL)
			continue;
		if (requirement == NULL && f->step > 0)
			requirement = broken(m, &mutated->case_->step[f->step - 1]);
		if (requirement == NULL || !mutant_breaks(m, requirement))
			continue;
		*out = (struct kill){ requirement, f->class_, f->step };
		return true;
	}
	return false;
}

void kill_longest(const struct case_ *c, const struct history *healthy, uint64_t *ms)
{
	uint64_t *began = mem_array(c->n_step + 1, sizeof *began);

	for (size_t i = 0; i < c->n_step; i++)
		ms[i] = c->step[i].within_ms / PART > SHORTEST_MS ? c->step[i].within_ms / PART
		                                                  : SHORTEST_MS;
	for (size_t i = 0; i < healthy->n; i++) {
		const struct event *e = &healthy->event[i];
		uint64_t took;

		if (e->step == 0 || e->step > c->n_step)
			continue;
		if (e->kind == EVENT_BEGIN)
			began[e->step - 1] = e->t_us;
		if (e->kind != EVENT_END)
			continue;
		took = (e->t_us - began[e->step - 1]) / 1000 * TIMES_LATE;
		if (took > ms[e->step - 1])
			ms[e->step - 1] = took;
	}
	free(began);
}
