#include "gateway/uplink_rules.h"

#include <string.h>

#include "lib/race.h"

bool uplink_holds_too_much(size_t stanzas, size_t bytes, const struct uplink_settings *s)
{
	return stanzas > s->window_stanzas / 2 || bytes > s->window_bytes / 2;
}

uint64_t uplink_patience(uint64_t within, size_t n)
{
	return n <= RACE_SLOTS ? 0 : within / (1 + (n - 1) / RACE_SLOTS);
}

uint64_t uplink_next_pause(uint64_t pause_ms, const struct uplink_settings *s)
{
	return 2 * pause_ms < s->retry_max_ms ? 2 * pause_ms : s->retry_max_ms;
}

bool uplink_goes_before(struct uplink_way a, struct uplink_way b)
{
	return a.up != b.up ? a.up : a.order < b.order;
}

bool uplink_in_route(const char *host, const char *const *route, size_t n_route)
{
	bool found = n_route == 0;

	for (size_t i = 0; i < n_route && !found; i++)
		found = strcmp(route[i], host) == 0;
	return found;
}
