#include "edge/limits.h"

#include <stdlib.h>

#include "edge/admission.h"
#include "edge/limits_rate.h"
#include "lib/map.h"
#include "lib/mem.h"

#define WAITING_MIN 16

struct limits {
	uint32_t taken, waiting;
	struct map *partners;	/* primary domain -> uint32_t */
	struct map *addresses;	/* address -> uint32_t */
	struct rate *rate;
};

struct limits *limits_new(void)
{
	struct limits *l = mem_zalloc(sizeof *l);

	l->partners = map_new();
	l->addresses = map_new();
	l->rate = rate_new();
	return l;
}

static void counts_free(struct map **mp)
{
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(*mp, &pos, &key, &value))
		free(value);
	map_free(mp);
}

void limits_free(struct limits **lp)
{
	struct limits *l = *lp;

	*lp = NULL;
	if (l == NULL)
		return;
	counts_free(&l->partners);
	counts_free(&l->addresses);
	rate_free(&l->rate);
	free(l);
}

static uint32_t count_of(const struct map *m, struct view key)
{
	const uint32_t *n = map_get(m, key);

	return n != NULL ? *n : 0;
}

static void count_up(struct map *m, struct view key)
{
	uint32_t *n = map_get(m, key);

	if (n == NULL) {
		n = mem_zalloc(sizeof *n);
		map_put(m, key, n);
	}
	(*n)++;
}

static void count_down(struct map *m, struct view key)
{
	uint32_t *n = map_get(m, key);

	if (n != NULL && --*n == 0)
		free(map_remove(m, key));
}

uint32_t limits_waiting_max(const struct edge_settings *s)
{
	uint32_t max = s->connection_limit / 4;

	return max > WAITING_MIN ? max : WAITING_MIN;
}

enum cause limits_arrive(struct limits *l, const struct edge_settings *s,
                         const struct address *from, uint64_t now, struct seat *seat)
{
	char text[ADDRESS_MAX], *key = mem_strdup(address_holder(from, text));
	uint32_t max = limits_waiting_max(s);
	enum cause cause;

	cause = rate_refused(
		(struct room){ rate_lately(l->rate, view_of(key), now), s->connection_rate });
	if (cause == CAUSE_NONE)
		cause = arrival_refused(
			(struct room){ l->waiting, max },
			(struct room){ count_of(l->addresses, view_of(key)), max / 2 });
	if (cause != CAUSE_NONE) {
		free(key);
		return cause;
	}
	rate_count(l->rate, view_of(key), now);
	l->waiting++;
	count_up(l->addresses, view_of(key));
	seat->kind = SEAT_WAITING;
	seat->key = key;
	return CAUSE_NONE;
}

uint32_t limits_partner_max(const struct edge_settings *s, const struct partner *partner)
{
	return partner->connection_limit != 0 ? partner->connection_limit :
	                                        s->partner_connection_limit;
}

enum cause limits_prove_possible(const struct limits *l,
                                 const struct edge_settings *s,
                                 const struct partner *partner,
                                 const struct seat *seat)
{
	if (seat->kind == SEAT_TAKEN)
		return CAUSE_NONE;
	return seat_refused(
		(struct room){ l->taken, s->connection_limit },
		(struct room){ limits_of_partner(l, view_of(partner->domain)),
		               limits_partner_max(s, partner) });
}

enum cause limits_prove(struct limits *l, const struct edge_settings *s,
                        const struct partner *partner, struct seat *seat)
{
	enum cause cause = limits_prove_possible(l, s, partner, seat);

	if (cause != CAUSE_NONE || seat->kind == SEAT_TAKEN)
		return cause;
	limits_leave(l, seat);
	seat->kind = SEAT_TAKEN;
	seat->key = mem_strdup(partner->domain);
	l->taken++;
	count_up(l->partners, view_of(seat->key));
	return CAUSE_NONE;
}

void limits_leave(struct limits *l, struct seat *seat)
{
	switch (seat->kind) {
	case SEAT_NONE:
		break;
	case SEAT_WAITING:
		l->waiting--;
		count_down(l->addresses, view_of(seat->key));
		break;
	case SEAT_TAKEN:
		l->taken--;
		count_down(l->partners, view_of(seat->key));
		break;
	}
	free(seat->key);
	seat->kind = SEAT_NONE;
	seat->key = NULL;
}

uint32_t limits_taken(const struct limits *l)
{
	return l->taken;
}

uint32_t limits_waiting(const struct limits *l)
{
	return l->waiting;
}

uint32_t limits_of_partner(const struct limits *l, struct view domain)
{
	return count_of(l->partners, domain);
}
