#include "scenario/pace.h"

bool pace_is_spread(const uint64_t *at, size_t n, uint64_t least_ms)
{
	return at[n - 1] - at[0] >= least_ms * 1000;
}

bool pace_slows(const uint64_t *at, size_t n, uint64_t least_ms)
{
	uint64_t last = at[n - 1] - at[n - 2], shortest = last;

	for (size_t i = 1; i < n; i++)
		if (at[i] - at[i - 1] < shortest)
			shortest = at[i] - at[i - 1];
	return last >= least_ms * 1000 && shortest <= last / 2;
}
