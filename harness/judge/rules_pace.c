/* Expectations about when something comes: calls, and signs of life. */
#include "judge/judging.h"
#include "lib/text.h"
#include "scenario/pace.h"

/* Connections that came and no step had, the oldest first.  Their number, `most` at most. */
static size_t calls(struct judging *g, const struct step *s, size_t end, size_t *event, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < end && n < most; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_OPEN && e->conn != 0 && g->conn[e->conn].in &&
		    !g->conn[e->conn].met && is_by(e, actor_of(g, s)))
			event[n++] = i;
	}
	return n;
}

void pace_begins(struct judging *g, const struct step *s, size_t end)
{
	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind == EVENT_OPEN && e->conn != 0 && is_by(e, actor_of(g, s)))
			g->conn[e->conn].met = true;
	}
}

static void rule_calls(struct judging *g, const struct step *s, size_t end, pace_fn *holds,
                       const char *otherwise)
{
	uint64_t n = 0, least = 0, at[PACE_CALLS_MOST];
	size_t event[PACE_CALLS_MOST];

	text_u64(view_of(s->arg[0]), 2, PACE_CALLS_MOST, &n);
	text_duration(view_of(s->arg[1]), &least);
	if (calls(g, s, end, event, (size_t)n) < n) {
		no_answer(g, s, end, "fewer calls came");
		return;
	}
	for (size_t i = 0; i < n; i++) {
		at[i] = g->h->event[event[i]].t_us;
		g->conn[g->h->event[event[i]].conn].met = true;
	}
	if (holds(at, (size_t)n, least))
		fulfilled(g, s, end, event[n - 1]);
	else
		failed(g, s, end, event[n - 1], CLASS_WRONG_ANSWER, otherwise);
}

/* Each for one step. */
static void rule_space(struct judging *g, const struct step *s, size_t end)
{
	for (size_t i = 0; i < end; i++) {
		const struct event *e = &g->h->event[i];

		if (e->kind != EVENT_RECV || e->unit != UNIT_SPACE || g->unit[i].claimed ||
		    !is_by(e, actor_of(g, s)))
			continue;
		g->unit[i].claimed = true;
		fulfilled(g, s, end, i);
		return;
	}
	no_answer(g, s, end, "no white space came");
}

bool rule_pace(struct judging *g, const struct step *s, size_t end)
{
	switch ((int)s->verb) {
	case VERB_CALLED_APART:
		rule_calls(g, s, end, pace_is_spread, "they came closer together");
		break;
	case VERB_TURNS_AWAY:
		rule_calls(g, s, end, pace_slows, "they did not come more and more slowly");
		break;
	case VERB_GETS_SPACE:
		rule_space(g, s, end);
		break;
	default:
		return false;
	}
	return true;
}
