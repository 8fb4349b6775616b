#include "gateway/uplink_rules.h"

bool uplink_holds_too_much(size_t stanzas, size_t bytes, const struct uplink_settings *s)
{
	return stanzas > s->window_stanzas / 2 || bytes > s->window_bytes / 2;
}
