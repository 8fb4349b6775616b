#include "gateway/uplink_rules.h"

#include "lib/race.h"

bool uplink_holds_too_much(size_t stanzas, size_t bytes, const struct uplink_settings *s)
{
	return stanzas > s->window_stanzas / 2 || bytes > s->window_bytes / 2;
}

uint64_t uplink_patience(uint64_t within, size_t n)
{
	return n <= RACE_SLOTS ? 0 : within / (1 + (n - 1) / RACE_SLOTS);
}
