#include "scenario/pace.h"

bool pace_is_spread(const uint64_t *at, size_t n, uint64_t least_ms)
{
	return at[n - 1] - at[0] >= least_ms * 1000;
}

/* The mean of the pauses that end at calls from `from` to before `to`. */
static uint64_t mean(const uint64_t *at, size_t from, size_t to)
{
	return (at[to - 1] - at[from - 1]) / (to - from);
}

/* Where pauses are random (RFC 6120 3.3), one may be shorter than that before it, and a
 * slow machine makes one longer: so halves are compared, the middle one of an odd number
 * in neither.  Of two pauses each is a half. */
bool pace_slows(const uint64_t *at, size_t n, uint64_t least_ms)
{
	uint64_t last = at[n - 1] - at[n - 2], shortest = last;
	size_t half = (n - 1) / 2;

	for (size_t i = 1; i < n; i++)
		if (at[i] - at[i - 1] < shortest)
			shortest = at[i] - at[i - 1];
	return last >= least_ms * 1000 && shortest <= last / 2 && half > 0 &&
	       mean(at, 1, 1 + half) < mean(at, n - half, n);
}
