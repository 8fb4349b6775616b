/* Stanzas that are not settled yet: `<a/>` does not count them, so that the edge gives
 * them back to their senders when this process ends before they are (docs/link.md 6). */
#include "gateway/uplink_private.h"

#include <stdlib.h>

#include "gateway/uplink_rules.h"
#include "lib/log.h"
#include "lib/mem.h"

/* An edge that asks is answered after so long, whatever is still held: nearly always
 * it is settled by then, and the answer is the whole truth. */
#define ANSWER_MS 1000
/* Numbers are consecutive for an edge, and tell it: number * n_edge + edge + 1.  How many
 * there are is bounded by what may be on its way to users (sip.queue-total,
 * sip.transactions); how long one holds back the others, by uplink_holds_too_much(). */
struct held {
	uint32_t seq;   /* the count of XEP-0198 that it made */
	uint64_t since; /* bytes of stanzas that had come before it */
	bool settled;   /* but one before it is not */
};

#define ROOM_MIN 16

static struct held *at(const struct uplink_edge *e, uint64_t number)
{
	return &e->held[number & (e->held_room - 1)];
}

static void make_room(struct uplink_edge *e)
{
	struct held *old = e->held;
	size_t room = e->held_room;

	if (e->n_held < room)
		return;
	e->held_room = room != 0 ? 2 * room : ROOM_MIN;
	e->held = mem_array(e->held_room, sizeof *e->held);
	for (uint64_t n = e->held_first; n < e->held_first + e->n_held; n++)
		*at(e, n) = old[n & (room - 1)];
	free(old);
}

uint64_t uplink_hold(struct uplink *u)
{
	struct uplink_edge *e = u->speaking;
	uint64_t number;

	if (e == NULL || e->sm == NULL)
		return 0;
	make_room(e);
	number = e->held_first + e->n_held++;
	*at(e, number) = (struct held){ .seq = sm_handled(e->sm),
		                        .since = e->received_bytes - e->stanza_bytes };
	return number * u->n_edge + (uint64_t)(e - u->edge) + 1;
}

uint32_t uplink_held_count(const struct uplink_edge *e)
{
	return e->n_held != 0 ? at(e, e->held_first)->seq - 1 : sm_handled(e->sm);
}

/* What the edge will send again (XEP-0198 5: all that is not acknowledged, in order) is here
 * already. */
uint32_t uplink_held_resume(struct uplink_edge *e)
{
	uint32_t h = uplink_held_count(e);

	e->repeats = sm_handled(e->sm) - h;
	return h;
}

bool uplink_held_repeats(struct uplink_edge *e)
{
	if (e->repeats == 0)
		return false;
	e->repeats--;
	return true;
}

static void no_answer(struct uplink_edge *e)
{
	e->owes_answer = false;
	if (e->answer_timer != NULL)
		timer_clear(e->answer_timer);
}

static void answer(void *arg)
{
	struct uplink_edge *e = arg;

	if (!e->owes_answer)
		return;
	no_answer(e);
	if (e->conn != NULL && (e->phase == UP_READY || e->phase == UP_ENDING))
		uplink_session_answer(e);
}

/* The oldest ones that are settled, or given up, hold back nothing any more. */
static void drop_settled(struct uplink_edge *e)
{
	while (e->n_held != 0 && at(e, e->held_first)->settled) {
		e->held_first++;
		e->n_held--;
	}
	if (e->n_held == 0)
		answer(e);
}

void uplink_held_came(struct uplink_edge *e, size_t bytes)
{
	e->stanza_bytes = bytes;
	e->received_bytes += bytes;
	while (e->n_held != 0) {
		struct held *first = at(e, e->held_first);

		if (!uplink_holds_too_much(sm_handled(e->sm) - (first->seq - 1),
		                           e->received_bytes - first->since, e->link->set))
			return;
		/* Its fate is told to its sender when it is known, unless this process ends
		 * before that. */
		log_event(LOG_WARN, "link-open-counted", LOG_S("edge", e->set->host));
		first->settled = true;
		drop_settled(e);
	}
}

bool uplink_gives_back(const struct uplink *u, uint64_t held)
{
	const struct uplink_edge *e = u->ending;
	uint64_t number;

	if (held == 0 || e == NULL || &u->edge[(held - 1) % u->n_edge] != e)
		return false;
	number = (held - 1) / u->n_edge;
	return number >= e->held_first && number < e->held_first + e->n_held;
}

void uplink_settled(struct uplink *u, uint64_t held)
{
	struct uplink_edge *e;
	uint64_t number;

	if (held == 0)
		return;
	e = &u->edge[(held - 1) % u->n_edge];
	number = (held - 1) / u->n_edge;
	/* One of a session that is over is nobody's any more. */
	if (number < e->held_first || number >= e->held_first + e->n_held)
		return;
	at(e, number)->settled = true;
	drop_settled(e);
}

void uplink_held_asked(struct uplink_edge *e)
{
	e->owes_answer = true;
	if (e->n_held == 0) {
		answer(e);
		return;
	}
	if (e->answer_timer == NULL)
		e->answer_timer = timer_new(e->link->loop, answer, e);
	timer_set(e->answer_timer, loop_now(e->link->loop) + ANSWER_MS);
}

void uplink_held_clear(struct uplink_edge *e)
{
	free(e->held);
	e->held = NULL;
	e->held_first += e->n_held;
	e->held_room = e->n_held = 0;
	e->repeats = 0;
	no_answer(e);
}
