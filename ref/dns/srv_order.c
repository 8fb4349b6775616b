#include "dns/srv_order.h"

#include <string.h>

/* Moves srv[from] to `to`, which is not behind it, and the ones between up. */
static void move_down(struct dns_srv *srv, size_t from, size_t to)
{
	struct dns_srv one = srv[from];

	memmove(srv + to + 1, srv + to, (from - to) * sizeof *srv);
	srv[to] = one;
}

/* By priority, and weight 0 before any other, as the running sum wants it. */
static bool before(const struct dns_srv *a, const struct dns_srv *b)
{
	if (a->priority != b->priority)
		return a->priority < b->priority;
	return a->weight == 0 && b->weight != 0;
}

static void sort(struct dns_srv *srv, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		size_t to = i;

		while (to > 0 && before(&srv[i], &srv[to - 1]))
			to--;
		move_down(srv, i, to);
	}
}

/* Which of the first n is next: the first whose running sum of weights reaches
 * a number drawn from 0 to the whole sum, both included. */
static size_t draw(const struct dns_srv *srv, size_t n, dns_chance_fn *chance, void *arg)
{
	uint32_t sum = 0, drawn;
	size_t i = 0;

	for (size_t j = 0; j < n; j++)
		sum += srv[j].weight;
	drawn = chance(arg, sum + 1);
	for (sum = srv[0].weight; sum < drawn; sum += srv[i].weight)
		i++;
	return i;
}

void srv_order(struct dns_srv *srv, size_t n, dns_chance_fn *chance, void *arg)
{
	size_t end;

	sort(srv, n);
	for (size_t i = 0; i < n; i++) {
		for (end = i + 1; end < n && srv[end].priority == srv[i].priority;)
			end++;
		move_down(srv, i + draw(srv + i, end - i, chance, arg), i);
	}
}
