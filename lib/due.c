#include "lib/due.h"

#include <stdlib.h>

#include "lib/loop.h"
#include "lib/mem.h"

struct dues {
	struct loop *loop;
	struct timer *timer;
	void (*fn)(void *arg, struct due *d);
	void *arg;
	struct due **heap; /* nothing is due before what stands above it */
	size_t n, cap;
};

/* --- the heap ---------------------------------------------------------------- */

static void put(struct dues *ds, size_t i, struct due *d)
{
	ds->heap[i] = d;
	d->place = i + 1;
}

static void up(struct dues *ds, size_t i, struct due *d)
{
	for (; i > 0 && d->at < ds->heap[(i - 1) / 2]->at; i = (i - 1) / 2)
		put(ds, i, ds->heap[(i - 1) / 2]);
	put(ds, i, d);
}

static void down(struct dues *ds, size_t i, struct due *d)
{
	for (;;) {
		size_t k = 2 * i + 1;

		if (k + 1 < ds->n && ds->heap[k + 1]->at < ds->heap[k]->at)
			k++;
		if (k >= ds->n || d->at <= ds->heap[k]->at)
			break;
		put(ds, i, ds->heap[k]);
		i = k;
	}
	put(ds, i, d);
}

static void settle(struct dues *ds, size_t i, struct due *d)
{
	if (i > 0 && d->at < ds->heap[(i - 1) / 2]->at)
		up(ds, i, d);
	else
		down(ds, i, d);
}

static void take(struct dues *ds, struct due *d)
{
	size_t i = d->place - 1;
	struct due *last = ds->heap[--ds->n];

	d->place = 0;
	if (last != d)
		settle(ds, i, last);
}

/* --- the timer ----------------------------------------------------------------- */

static void arm(struct dues *ds)
{
	if (ds->n != 0)
		timer_set(ds->timer, ds->heap[0]->at);
	else
		timer_clear(ds->timer);
}

static void on_time(void *arg)
{
	struct dues *ds = arg;
	uint64_t now = loop_now(ds->loop);
	/* One that sets itself again for now has its turn in the next one. */
	size_t most = ds->n;

	while (most-- != 0 && ds->n != 0 && ds->heap[0]->at <= now) {
		struct due *d = ds->heap[0];

		take(ds, d);
		ds->fn(ds->arg, d);
	}
	arm(ds);
}

/* --- the whole -------------------------------------------------------------------- */

struct dues *dues_new(struct loop *l, void (*fn)(void *arg, struct due *d), void *arg)
{
	struct dues *ds = mem_zalloc(sizeof *ds);

	ds->loop = l;
	ds->fn = fn;
	ds->arg = arg;
	ds->timer = timer_new(l, on_time, ds);
	return ds;
}

void dues_free(struct dues **dp)
{
	if (*dp == NULL)
		return;
	timer_free(&(*dp)->timer);
	free((*dp)->heap);
	free(*dp);
	*dp = NULL;
}

size_t dues_count(const struct dues *ds)
{
	return ds->n;
}

void due_set(struct dues *ds, struct due *d, uint64_t at)
{
	d->at = at;
	if (d->place != 0) {
		settle(ds, d->place - 1, d);
	} else {
		ds->heap = mem_grow(ds->heap, ds->n, &ds->cap, sizeof *ds->heap);
		ds->n++;
		up(ds, ds->n - 1, d);
	}
	arm(ds);
}

void due_clear(struct dues *ds, struct due *d)
{
	if (d->place == 0)
		return;
	take(ds, d);
	arm(ds);
}

bool due_is_set(const struct due *d)
{
	return d->place != 0;
}
