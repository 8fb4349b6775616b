#include "edge/queue.h"

#include <assert.h>
#include <stdalign.h>
#include <stdlib.h>

#include "lib/mem.h"
#include "lib/region.h"

struct entry {
	struct entry *next;
	struct region *region; /* where it lies itself */
	struct queued what;
};

struct queue {
	struct entry *first, *last;
	size_t count, bytes;
	size_t max_count, max_bytes;
};

struct queue *queue_new(size_t max_stanzas, size_t max_bytes)
{
	struct queue *q = mem_zalloc(sizeof *q);

	q->max_count = max_stanzas;
	q->max_bytes = max_bytes;
	return q;
}

void queue_free(struct queue **qp)
{
	struct queue *q = *qp;

	if (q == NULL)
		return;
	while (q->first != NULL)
		queue_drop(q);
	free(q);
	*qp = NULL;
}

bool queue_put(struct queue *q, const struct element *e, size_t bytes, uint64_t origin)
{
	struct region *r;
	struct entry *n;

	/* As a difference, so that no size can wrap the sum. */
	if (q->count >= q->max_count || q->bytes > q->max_bytes || bytes > q->max_bytes - q->bytes)
		return false;
	r = region_new_for(sizeof *n + alignof(max_align_t) + element_memory(e));
	n = region_alloc(r, sizeof *n);
	n->region = r;
	n->what.element = element_copy(r, e);
	n->what.origin = origin;
	n->what.bytes = bytes;
	if (q->last != NULL)
		q->last->next = n;
	else
		q->first = n;
	q->last = n;
	q->count++;
	q->bytes += bytes;
	return true;
}

void queue_put_in_front(struct queue *q, struct queue *first)
{
	if (first->first == NULL)
		return;
	first->last->next = q->first;
	if (q->last == NULL)
		q->last = first->last;
	q->first = first->first;
	q->count += first->count;
	q->bytes += first->bytes;
	first->first = first->last = NULL;
	first->count = first->bytes = 0;
}

bool queue_head(struct queue *q, struct queued *out)
{
	if (q->first == NULL)
		return false;
	*out = q->first->what;
	return true;
}

void queue_drop(struct queue *q)
{
	struct entry *n = q->first;
	struct region *r;

	assert(n != NULL);
	q->first = n->next;
	if (q->first == NULL)
		q->last = NULL;
	q->count--;
	q->bytes -= n->what.bytes;
	r = n->region;
	region_free(&r);
}

size_t queue_count(const struct queue *q)
{
	return q->count;
}
