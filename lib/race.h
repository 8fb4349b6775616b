/* race.h - several ways to one place, begun one a little after the other: the first
 * that answers is taken.
 *
 * RFC 8305 5 (Happy Eyeballs): a way that leads nowhere delays by RACE_DELAY_MS, not
 * by a time limit.  Ways are numbers below `n`, in the order to be tried; only those
 * that are alike are under way together, any other waits until these have failed.
 * What was given up because another was faster has not failed, and is tried again
 * when nothing else is left.
 *
 * Pure: a time in, slots out.  Who has the sockets keeps one in each slot.
 */
#ifndef LIB_RACE_H
#define LIB_RACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RACE_DELAY_MS 250 /* Connection Attempt Delay, RFC 8305 5 */
#define RACE_SLOTS    4   /* under way at once; DNS may name many */
#define RACE_WAYS     64
#define RACE_NONE     (-1)

/* May they be under way at the same time? */
typedef bool race_alike_fn(const void *arg, size_t a, size_t b);

struct race { /* zeroed: no way at all */
	race_alike_fn *alike;
	const void *arg;
	uint64_t patience_ms;
	uint64_t fresh; /* bits of ways that nobody has tried */
	uint64_t left;  /* that were given up for a faster one */
	uint64_t begin_at;
	struct race_slot {
		bool busy;
		size_t way;
		uint64_t until;
	} slot[RACE_SLOTS];
};

/* All `n` ways, of which RACE_WAYS count; each has `patience_ms`, or as long as it
 * takes, where that is 0.  `arg` is lent. */
void race_start(struct race *r, size_t n, uint64_t patience_ms, race_alike_fn *alike,
                const void *arg);
/* The slot of a way that is to be begun now, to be asked again until there is none:
 * RACE_NONE. */
int race_next(struct race *r, uint64_t now);
/* A slot whose way has not answered in its time, or RACE_NONE. */
int race_overdue(const struct race *r, uint64_t now);
/* It has failed, or could not be begun: the next is due at once. */
void race_failed(struct race *r, int slot);
/* It has answered: all slots are free, and the race rests until race_next(). */
void race_won(struct race *r, int slot);

/* A way that was tried may be tried again. */
void race_again(struct race *r, size_t way);
/* No other way is begun any more. */
void race_stop(struct race *r);
/* Is there a way beside this one that could be under way with it, or is? */
bool race_has_rival(const struct race *r, size_t way);

bool race_is_running(const struct race *r);
/* When to look again, if nothing happens before; UINT64_MAX: never. */
uint64_t race_due(const struct race *r);

#endif
