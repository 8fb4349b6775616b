#include "edge/limits_rate.h"

#include <stdlib.h>

#include "lib/map.h"
#include "lib/mem.h"

struct span { /* of one address; oldest first, as all last alike */
	struct span *next;
	uint64_t since;
	uint32_t n;
	char *address;
};

struct rate {
	struct map *of; /* address -> struct span */
	struct span *first, *last;
};

struct rate *rate_new(void)
{
	struct rate *r = mem_zalloc(sizeof *r);

	r->of = map_new();
	return r;
}

static void forget_first(struct rate *r)
{
	struct span *s = r->first;

	r->first = s->next;
	if (r->first == NULL)
		r->last = NULL;
	map_remove(r->of, view_of(s->address));
	free(s->address);
	free(s);
}

void rate_free(struct rate **rp)
{
	struct rate *r = *rp;

	*rp = NULL;
	if (r == NULL)
		return;
	while (r->first != NULL)
		forget_first(r);
	map_free(&r->of);
	free(r);
}

static void forget_past(struct rate *r, uint64_t now)
{
	while (r->first != NULL && now - r->first->since >= RATE_SPAN_MS)
		forget_first(r);
}

uint32_t rate_lately(struct rate *r, struct view address, uint64_t now)
{
	const struct span *s;

	forget_past(r, now);
	s = map_get(r->of, address);
	return s != NULL ? s->n : 0;
}

void rate_count(struct rate *r, struct view address, uint64_t now)
{
	struct span *s;

	forget_past(r, now);
	s = map_get(r->of, address);
	if (s == NULL) {
		if (map_count(r->of) == RATE_ADDRESSES)
			forget_first(r);
		s = mem_zalloc(sizeof *s);
		s->since = now;
		s->address = view_dup(address);
		map_put(r->of, address, s);
		if (r->last != NULL)
			r->last->next = s;
		else
			r->first = s;
		r->last = s;
	}
	if (s->n != UINT32_MAX)
		s->n++;
}

size_t rate_addresses(const struct rate *r)
{
	return map_count(r->of);
}
