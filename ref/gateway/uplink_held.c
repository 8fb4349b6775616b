/* Stanzas that are not settled yet: `<a/>` does not count them, so that the edge gives
 * them back to their senders when this process ends before they are (docs/link.md 6). */
#include "gateway/uplink_private.h"

#include <stdlib.h>

#include "lib/mem.h"

/* An edge that asks is answered after so long, whatever is still held: nearly always
 * it is settled by then, and the answer is the whole truth. */
#define ANSWER_MS 1000
/* Attack: a partner who writes to phones that never answer keeps the edge from
 * forgetting what all partners sent.  More than this are not held. */
#define HELD_MAX 1000

struct held {
	struct held *next;
	uint64_t id;
	uint32_t seq; /* the count of XEP-0198 that it made */
};

uint64_t uplink_hold(struct uplink *u)
{
	struct uplink_edge *e = u->speaking;
	struct held *h;

	if (e == NULL || e->sm == NULL || e->n_held >= HELD_MAX)
		return 0;
	h = mem_zalloc(sizeof *h);
	h->id = ++u->last_held;
	h->seq = sm_handled(e->sm);
	if (e->held == NULL)
		e->held = h;
	else
		e->held_last->next = h;
	e->held_last = h;
	e->n_held++;
	return h->id;
}

uint32_t uplink_held_count(const struct uplink_edge *e)
{
	return e->held != NULL ? e->held->seq - 1 : sm_handled(e->sm);
}

static bool settle(struct uplink_edge *e, uint64_t id)
{
	struct held *before = NULL, *h = e->held;

	while (h != NULL && h->id != id) {
		before = h;
		h = h->next;
	}
	if (h == NULL)
		return false;
	if (before == NULL)
		e->held = h->next;
	else
		before->next = h->next;
	if (e->held_last == h)
		e->held_last = before;
	e->n_held--;
	free(h);
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

void uplink_settled(struct uplink *u, uint64_t id)
{
	for (size_t i = 0; id != 0 && i < u->n_edge; i++)
		if (settle(&u->edge[i], id)) {
			if (u->edge[i].held == NULL)
				answer(&u->edge[i]);
			return;
		}
}

void uplink_held_asked(struct uplink_edge *e)
{
	e->owes_answer = true;
	if (e->held == NULL) {
		answer(e);
		return;
	}
	if (e->answer_timer == NULL)
		e->answer_timer = timer_new(e->link->loop, answer, e);
	timer_set(e->answer_timer, loop_now(e->link->loop) + ANSWER_MS);
}

void uplink_held_clear(struct uplink_edge *e)
{
	while (e->held != NULL) {
		struct held *h = e->held;

		e->held = h->next;
		free(h);
	}
	e->held_last = NULL;
	e->n_held = 0;
	no_answer(e);
}
