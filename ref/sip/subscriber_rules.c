/* The decisions of a subscriber, apart from what calls them. */
#include "sip/subscriber.h"

#include <stddef.h>

#define PROBATION_MS 60000 /* without a Retry-After */

/* Reasons by name.  `again` is in ms; UINT64_MAX: not by itself, a probe of the
 * watcher will. */
static const struct {
	const char *reason;
	enum subscriber_verdict verdict;
	uint64_t again;
} rows[] = {
	{ "deactivated", VERDICT_AGAIN, 0 },
	{ "timeout", VERDICT_AGAIN, 0 },
	{ "probation", VERDICT_AGAIN, PROBATION_MS },
	{ "giveup", VERDICT_AGAIN, UINT64_MAX },
	{ "rejected", VERDICT_DENIED, UINT64_MAX },
	{ "noresource", VERDICT_DENIED, UINT64_MAX },
	{ "invariant", VERDICT_OVER, UINT64_MAX },
};

enum subscriber_verdict subscriber_reason(struct view reason)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (view_ieq(reason, view_of(rows[i].reason)))
			return rows[i].verdict;
	return VERDICT_AGAIN; /* RFC 6665 4.1.3: as if none was given */
}

uint64_t subscriber_reason_after(struct view reason, int64_t retry_after, bool repeated,
                                 uint64_t backoff)
{
	uint64_t after = UINT64_MAX;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (view_ieq(reason, view_of(rows[i].reason)))
			after = rows[i].again;
	/* At once the first time, then slower (P33). */
	if (after == 0)
		return repeated ? backoff : 0;
	return retry_after >= 0 ? (uint64_t)retry_after * 1000 : after;
}

uint64_t subscriber_refresh_after(uint32_t expires)
{
	uint64_t ms = (uint64_t)expires * 1000, least = ms / 2;
	uint64_t after = ms > 30000 ? ms - 30000 : 0;

	if (ms / 10 * 9 < after)
		after = ms / 10 * 9;
	return after > least ? after : least;
}
