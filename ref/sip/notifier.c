#include "sip/notifier.h"

#include <stddef.h>

static uint64_t at(uint64_t now, uint32_t seconds)
{
	return now + (uint64_t)seconds * 1000;
}

void notifier_begin(struct notifier *n, enum sip_substate state, uint32_t expires, uint64_t now)
{
	*n = (struct notifier){ .state = (unsigned char)state,
		                .expires_at = at(now, expires),
		                .urgent = expires != 0 };
}

void notifier_refresh(struct notifier *n, uint32_t expires, uint64_t now)
{
	n->expires_at = at(now, expires);
	if (expires == 0)
		notifier_end(n, NOTIFIER_TIMEOUT);
	else
		n->urgent = true;
}

void notifier_allow(struct notifier *n)
{
	if (n->state != SIP_SUBSTATE_PENDING)
		return;
	n->state = SIP_SUBSTATE_ACTIVE;
	n->urgent = true;
}

void notifier_changed(struct notifier *n)
{
	if (n->state == SIP_SUBSTATE_ACTIVE)
		n->changed = true;
}

void notifier_end(struct notifier *n, enum notifier_reason why)
{
	if (n->state == SIP_SUBSTATE_TERMINATED)
		return;
	n->state = SIP_SUBSTATE_TERMINATED;
	n->reason = (unsigned char)why;
	n->urgent = true;
	n->changed = false;
}

bool notifier_wants_to_send(const struct notifier *n, uint64_t now)
{
	if (n->under_way || n->over)
		return false;
	return n->urgent || (n->changed && now >= n->not_before);
}

void notifier_sent(struct notifier *n, uint64_t now, uint64_t interval)
{
	n->under_way = true;
	n->urgent = n->changed = false;
	n->not_before = now + interval;
}

void notifier_put_off(struct notifier *n, uint64_t until)
{
	n->urgent = false;
	n->changed = true;
	n->not_before = until;
}

void notifier_answered(struct notifier *n, bool ends)
{
	n->under_way = false;
	/* What came up meanwhile is still owed, the last word too. */
	if (ends || (n->state == SIP_SUBSTATE_TERMINATED && !n->urgent))
		n->over = true;
}

void notifier_not_taken(struct notifier *n, uint64_t until)
{
	if (n->failed < UINT8_MAX)
		n->failed++;
	notifier_put_off(n, until);
}

uint64_t notifier_due(const struct notifier *n)
{
	uint64_t due = n->state == SIP_SUBSTATE_TERMINATED ? UINT64_MAX : n->expires_at;

	if (n->under_way || n->over)
		return due;
	if (n->urgent)
		return 0;
	if (n->changed && n->not_before < due)
		due = n->not_before;
	return due;
}

int64_t notifier_left(const struct notifier *n, uint64_t now)
{
	if (n->expires_at <= now)
		return 1;
	return (int64_t)((n->expires_at - now + 999) / 1000);
}

const char *notifier_reason_word(enum notifier_reason r)
{
	static const char *const words[] = {
		[NOTIFIER_NO_REASON] = NULL,          [NOTIFIER_DEACTIVATED] = "deactivated",
		[NOTIFIER_REJECTED] = "rejected",     [NOTIFIER_TIMEOUT] = "timeout",
		[NOTIFIER_NORESOURCE] = "noresource", [NOTIFIER_GIVEUP] = "giveup",
	};

	return words[r];
}
