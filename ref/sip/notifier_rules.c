/* The decisions of a notifier, apart from what calls them. */
#include "sip/notifier.h"

bool notifier_interval_too_brief(uint32_t asked, uint32_t least)
{
	/* RFC 6665 4.2.1.1: never for an hour or more, and 0 is a poll. */
	return asked != 0 && asked < least && asked < 3600;
}

uint32_t notifier_grants(bool said, uint32_t asked, uint32_t usual, uint32_t most)
{
	uint32_t seconds = said ? asked : usual;

	return seconds < most ? seconds : most;
}

bool notifier_has_expired(const struct notifier *n, uint64_t now)
{
	return n->state != SIP_SUBSTATE_TERMINATED && now >= n->expires_at;
}
