#include "lib/pause.h"

uint64_t pause_grown(uint64_t first, uint64_t last, unsigned times)
{
	uint64_t pause = first;

	for (unsigned i = 0; i < times && pause < last; i++) {
		if (pause > last / 2)
			return last;
		pause *= 2;
	}
	return pause < last ? pause : last;
}

uint64_t pause_out_of_step(uint64_t pause, uint32_t chance)
{
	return pause / 2 + chance % (pause / 2 + 1);
}

uint64_t pause_at_most(uint64_t pause, uint32_t chance)
{
	return pause < UINT32_MAX ? chance % (pause + 1) : chance;
}
