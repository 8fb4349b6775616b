#include "gateway/uplink_rules.h"

#include <string.h>

#include "lib/pause.h"
#include "lib/race.h"

#define STEADY_MS 5000

bool uplink_holds_too_much(size_t stanzas, size_t bytes, const struct uplink_settings *s)
{
	return stanzas > s->window_stanzas / 2 || bytes > s->window_bytes / 2;
}

uint64_t uplink_patience(uint64_t within, size_t n)
{
	return n <= RACE_SLOTS ? 0 : within / (1 + (n - 1) / RACE_SLOTS);
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

bool uplink_was_steady(uint64_t up_ms)
{
	return up_ms >= STEADY_MS;
}

uint64_t uplink_redial_delay(unsigned failures, uint64_t resume_ms,
                             const struct uplink_settings *s, uint32_t chance)
{
	uint64_t bound = resume_ms / 4, delay;

	if (failures == 0)
		return pause_at_most(s->retry_min_ms < bound ? s->retry_min_ms : bound, chance);
	delay = pause_grown(s->retry_min_ms, s->retry_max_ms, failures - 1);
	return pause_out_of_step(delay < bound ? delay : bound, chance);
}

struct xml_limits uplink_limits(void)
{
	static const struct xml_limits limits = {
		.stanza = (size_t)128 << 20, /* six times the most that stanza-limit may be */
		.tag = 256 * 1024, /* a tag, six times, and 64 namespaces of 512, six times */
		.depth = 128,
		.attributes = 128,
		.namespaces = 16384, /* of each element, and of its attributes */
		.nodes = 8192,
	};

	return limits;
}
