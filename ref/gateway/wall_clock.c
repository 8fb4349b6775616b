/* The time of day, apart from what asks for it: tests have a clock of their own. */
#include "gateway/watch.h"

#include <time.h>

int64_t wall_clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

uint64_t wall_clock(void)
{
	return (uint64_t)wall_clock_ms() / 1000;
}
