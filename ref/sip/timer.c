#include "sip/timer.h"

#include <assert.h>

void sip_timers_init(struct sip_timers *ts)
{
	ts->n = 0;
}

static struct sip_timer_queue *queue_of(struct sip_timers *ts, uint64_t length)
{
	struct sip_timer_queue *idle = NULL;

	for (size_t i = 0; i < ts->n; i++) {
		struct sip_timer_queue *q = &ts->queue[i];

		if (q->length == length)
			return q;
		if (q->head.next == &q->head)
			idle = q;
	}
	if (idle == NULL) {
		assert(ts->n < SIP_TIMER_LENGTHS);
		idle = &ts->queue[ts->n++];
		idle->head.next = idle->head.prev = &idle->head;
	}
	idle->length = length;
	return idle;
}

void sip_timer_set(struct sip_timers *ts, struct sip_timer *t, uint64_t now, uint64_t length)
{
	struct sip_timer *head;

	sip_timer_clear(t);
	head = &queue_of(ts, length)->head;
	t->due = now + length;
	assert(head->prev == head || head->prev->due <= t->due);
	t->next = head;
	t->prev = head->prev;
	t->prev->next = t;
	head->prev = t;
}

void sip_timer_clear(struct sip_timer *t)
{
	if (t->next == NULL)
		return;
	t->next->prev = t->prev;
	t->prev->next = t->next;
	t->next = t->prev = NULL;
}

bool sip_timer_is_set(const struct sip_timer *t)
{
	return t->next != NULL;
}

static struct sip_timer *earliest(const struct sip_timers *ts)
{
	struct sip_timer *first = NULL;

	for (size_t i = 0; i < ts->n; i++) {
		struct sip_timer *t = ts->queue[i].head.next;

		if (t != &ts->queue[i].head && (first == NULL || t->due < first->due))
			first = t;
	}
	return first;
}

struct sip_timer *sip_timers_take(struct sip_timers *ts, uint64_t now)
{
	struct sip_timer *t = earliest(ts);

	if (t == NULL || t->due > now)
		return NULL;
	sip_timer_clear(t);
	return t;
}

uint64_t sip_timers_next(const struct sip_timers *ts)
{
	const struct sip_timer *t = earliest(ts);

	return t != NULL ? t->due : UINT64_MAX;
}
