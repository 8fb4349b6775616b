#include "lib/suggest.h"

#include <string.h>

#define LONGEST 64	/* a longer word is no slip of the fingers */

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to change, add, leave out or swap with a neighbour until `a` is `b`
 * (optimal string alignment); both at most LONGEST, case ignored. */
static size_t distance(struct view a, struct view b)
{
	size_t row[3][LONGEST + 1];
	size_t *before = row[0], *last = row[1], *now = row[2], *free_row;

	for (size_t j = 0; j <= b.n; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			char x = lower(a.p[i - 1]), y = lower(b.p[j - 1]);

			now[j] = least(last[j], now[j - 1]) + 1;
			now[j] = least(now[j], last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == lower(b.p[j - 2]) && lower(a.p[i - 2]) == y)
				now[j] = least(now[j], before[j - 2] + 1);
		}
		free_row = before;
		before = last;
		last = now;
		now = free_row;
	}
	return last[b.n];
}

const char *suggest(struct view typed, const char *const *words, size_t n)
{
	size_t limit = typed.n / 3 > 1 ? typed.n / 3 : 1;
	const char *nearest = NULL;

	if (typed.n == 0 || typed.n > LONGEST)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		struct view word = view_of(words[i]);
		size_t d;

		if (word.n > LONGEST)
			continue;
		d = distance(typed, word);
		if (d > limit || (nearest != NULL && d == limit))
			continue;
		limit = d;
		nearest = words[i];
	}
	return nearest;
}
