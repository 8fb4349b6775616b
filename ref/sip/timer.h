/* timer.h - many timers of few lengths.
 *
 * The timers of RFC 3261 have a dozen lengths between them (17, table 4).  One
 * queue for each length is in order by itself, so that setting and clearing
 * cost the same with ten timers and with a million.
 */
#ifndef REF_SIP_TIMER_H
#define REF_SIP_TIMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIP_TIMER_LENGTHS 24	/* different ones at a time; more is a bug of ours */

struct sip_timer {		/* zeroed: not set */
	struct sip_timer *next, *prev;
	uint64_t due;
};

struct sip_timers {
	struct sip_timer_queue {
		uint64_t length;
		struct sip_timer head;	/* of a ring */
	} queue[SIP_TIMER_LENGTHS];
	size_t n;
};

void sip_timers_init(struct sip_timers *ts);
/* Sets it to `now` + `length`, whether it was set or not.  `now` must not be
 * smaller than in any call before. */
void sip_timer_set(struct sip_timers *ts, struct sip_timer *t, uint64_t now, uint64_t length);
void sip_timer_clear(struct sip_timer *t);
bool sip_timer_is_set(const struct sip_timer *t);
/* The earliest timer that is due at `now`, cleared; NULL: none. */
struct sip_timer *sip_timers_take(struct sip_timers *ts, uint64_t now);
/* When the earliest is due; UINT64_MAX: none is set. */
uint64_t sip_timers_next(const struct sip_timers *ts);

#endif
