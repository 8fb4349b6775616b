#include "sip/subscriber.h"

#include <stddef.h>

static uint64_t seconds(uint64_t n)
{
	return n * 1000;
}

/* When a dialog that has run for a while is refreshed.  What is left of a second is halved:
 * rounded down to nothing, it would be refreshed without end. */
static uint64_t refresh_due(const struct subscriber *s, uint64_t now)
{
	uint64_t left = s->expires_at > now ? s->expires_at - now : 0;

	return now + (left < seconds(1) ? left / 2
	                                : subscriber_refresh_after((uint32_t)(left / 1000)));
}

/* Doubles up to the limit; what it was before. */
static uint64_t back_off(struct subscriber *s, const struct subscriber_times *t)
{
	uint64_t wait = s->retry_ms != 0 ? s->retry_ms : t->retry_min;
	uint64_t next = 2 * wait;

	s->retry_ms = (uint32_t)(next < t->retry_max ? next : t->retry_max);
	return wait;
}

static void later(struct subscriber *s, uint64_t due)
{
	s->state = due == UINT64_MAX ? SUBSCRIBER_NONE : SUBSCRIBER_LATER;
	s->due = due;
	s->notified = false;
}

enum subscriber_step subscriber_want(struct subscriber *s, uint64_t now)
{
	s->end_wanted = false;
	switch ((enum subscriber_state)s->state) {
	case SUBSCRIBER_NONE:
		return STEP_FIRST;
	case SUBSCRIBER_LATER:
		return now >= s->due ? STEP_FIRST : STEP_NONE;
	case SUBSCRIBER_TRYING:
	case SUBSCRIBER_WAITING:
	case SUBSCRIBER_LIVE:
	case SUBSCRIBER_REFRESHING:
		return STEP_NONE;
	case SUBSCRIBER_ENDING:
		/* The old one ends; the owner begins a new one. */
		return STEP_FIRST;
	}
	return STEP_NONE;
}

enum subscriber_step subscriber_leave(struct subscriber *s)
{
	switch ((enum subscriber_state)s->state) {
	case SUBSCRIBER_NONE:
	case SUBSCRIBER_ENDING:
		return STEP_NONE;
	case SUBSCRIBER_LATER:
		s->state = SUBSCRIBER_NONE;
		s->due = UINT64_MAX;
		return STEP_NONE;
	case SUBSCRIBER_TRYING:
	case SUBSCRIBER_REFRESHING:
		/* One request at a time (RFC 3261 14.1 in spirit): behind its
		 * answer. */
		s->end_wanted = true;
		return STEP_NONE;
	case SUBSCRIBER_WAITING:
	case SUBSCRIBER_LIVE:
		return STEP_END;
	}
	return STEP_NONE;
}

void subscriber_sent(struct subscriber *s, enum subscriber_step step, uint64_t now,
                     const struct subscriber_times *t)
{
	switch (step) {
	case STEP_NONE:
		return;
	case STEP_FIRST:
		s->state = SUBSCRIBER_TRYING;
		s->notified = s->end_wanted = false;
		s->expires_at = 0; /* not known of this dialog */
		break;
	case STEP_REFRESH:
		s->state = SUBSCRIBER_REFRESHING;
		break;
	case STEP_END:
		s->state = SUBSCRIBER_ENDING;
		/* A notifier that never says its last word is not waited for. */
		s->due = now + t->timer_n;
		return;
	}
	s->due = UINT64_MAX; /* the transaction ends by itself */
}

enum subscriber_step subscriber_accepted(struct subscriber *s, uint32_t expires, uint64_t now,
                                         const struct subscriber_times *t)
{
	if (s->state == SUBSCRIBER_ENDING)
		return STEP_NONE;
	/* Else a NOTIFY has overtaken it, and shortened it. */
	if (s->state != SUBSCRIBER_TRYING || s->expires_at == 0 ||
	    now + seconds(expires) < s->expires_at)
		s->expires_at = now + seconds(expires);
	if (s->end_wanted)
		return STEP_END;
	if (s->state == SUBSCRIBER_TRYING && !s->notified) {
		s->state = SUBSCRIBER_WAITING;
		s->due = now + t->timer_n;
		return STEP_NONE;
	}
	s->state = SUBSCRIBER_LIVE;
	s->due = refresh_due(s, now);
	return STEP_NONE;
}

void subscriber_failed(struct subscriber *s, uint64_t after, uint64_t now,
                       const struct subscriber_times *t)
{
	uint64_t wait;

	if (s->end_wanted || after == UINT64_MAX) {
		later(s, UINT64_MAX);
		return;
	}
	wait = back_off(s, t);
	later(s, now + (wait > after ? wait : after));
}

void subscriber_refresh_failed(struct subscriber *s, uint64_t now,
                               const struct subscriber_times *t)
{
	uint64_t due = now + back_off(s, t);

	s->state = SUBSCRIBER_LIVE;
	s->due = due < s->expires_at ? due : s->expires_at;
}

enum subscriber_step subscriber_too_brief(struct subscriber *s, uint32_t least)
{
	if (least == 0 || s->least >= least)
		return STEP_NONE;
	s->least = least;
	if (s->state == SUBSCRIBER_REFRESHING)
		return STEP_REFRESH;
	s->state = SUBSCRIBER_NONE;
	return STEP_FIRST;
}

enum subscriber_step subscriber_notified(struct subscriber *s, int64_t expires, uint64_t now,
                                         const struct subscriber_times *t)
{
	s->notified = true;
	s->again_at_once = false;
	s->retry_ms = (uint32_t)t->retry_min;
	/* The notifier may shorten it (RFC 6665 4.1.2.1). */
	if (expires >= 0 &&
	    (s->expires_at == 0 || now + seconds((uint64_t)expires) < s->expires_at)) {
		s->expires_at = now + seconds((uint64_t)expires);
		if (s->state == SUBSCRIBER_LIVE)
			s->due = refresh_due(s, now);
	}
	if (s->state == SUBSCRIBER_WAITING) {
		s->state = SUBSCRIBER_LIVE;
		s->due = refresh_due(s, now);
	}
	return STEP_NONE;
}

enum subscriber_verdict subscriber_terminated(struct subscriber *s, struct view reason,
                                              int64_t retry_after, bool wanted, uint64_t now,
                                              const struct subscriber_times *t)
{
	enum subscriber_verdict v = subscriber_reason(reason);
	uint64_t after;

	if (s->state == SUBSCRIBER_ENDING || !wanted) {
		later(s, UINT64_MAX);
		return v == VERDICT_DENIED ? v : VERDICT_OVER;
	}
	if (v != VERDICT_AGAIN) {
		later(s, UINT64_MAX);
		return v;
	}
	after = subscriber_reason_after(reason, retry_after, s->again_at_once, back_off(s, t));
	s->again_at_once = true;
	later(s, after == UINT64_MAX ? after : now + after);
	return after == UINT64_MAX ? VERDICT_OVER : v;
}

enum subscriber_step subscriber_tick(struct subscriber *s, bool wanted, uint64_t now,
                                     const struct subscriber_times *t)
{
	if (now < s->due)
		return STEP_NONE;
	switch ((enum subscriber_state)s->state) {
	case SUBSCRIBER_WAITING:
		/* Timer N: the dialog never came to be. */
		subscriber_failed(s, wanted ? 0 : UINT64_MAX, now, t);
		return STEP_NONE;
	case SUBSCRIBER_LIVE:
		if (now >= s->expires_at) {
			later(s, wanted ? now : UINT64_MAX);
			return wanted ? STEP_FIRST : STEP_NONE;
		}
		if (wanted)
			return STEP_REFRESH;
		s->due = s->expires_at;
		return STEP_NONE;
	case SUBSCRIBER_LATER:
		if (wanted)
			return STEP_FIRST;
		later(s, UINT64_MAX);
		return STEP_NONE;
	case SUBSCRIBER_ENDING:
		later(s, UINT64_MAX);
		return STEP_NONE;
	case SUBSCRIBER_NONE:
	case SUBSCRIBER_TRYING:
	case SUBSCRIBER_REFRESHING:
		break;
	}
	s->due = UINT64_MAX;
	return STEP_NONE;
}

uint64_t subscriber_due(const struct subscriber *s)
{
	return s->state == SUBSCRIBER_NONE ? UINT64_MAX : s->due;
}

bool subscriber_has_dialog(const struct subscriber *s)
{
	return s->state == SUBSCRIBER_WAITING || s->state == SUBSCRIBER_LIVE ||
	       s->state == SUBSCRIBER_REFRESHING;
}

uint32_t subscriber_asks(const struct subscriber *s, enum subscriber_step step,
                         const struct subscriber_times *t)
{
	if (step == STEP_END)
		return 0;
	return s->least > t->expires ? s->least : t->expires;
}
