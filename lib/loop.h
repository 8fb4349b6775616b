/* loop.h - the event loop: the one place with the real clock.
 *
 * One loop turn reads everything that is ready, handles it, then flushes each
 * wire once (wire.h): that is worth a factor of five to eight.
 * Times are milliseconds on the scale of loop_now(), which begins anywhere and never
 * goes back.  Functions that are called back may do all that is here but loop_free(),
 * loop_run() and loop_once(); what they free is not called any more.
 * Attack: bytes that never end: of one socket no more than LOOP_READ_MOST are read
 * before the others have their turn.
 * Not here: sockets (wire.h), many due times of one kind (due.h).
 */
#ifndef LIB_LOOP_H
#define LIB_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct event_base;
struct loop;
struct timer;

struct loop *loop_new(void);
/* Not in a turn; timers, watches and wires are freed before it.  *lp may be NULL. */
void loop_free(struct loop **lp);
/* Until loop_stop(), or until nothing is left that could ever happen. */
void loop_run(struct loop *l);
/* At most one turn: waits until something is ready or `max_wait` ms are over. */
void loop_once(struct loop *l, uint64_t max_wait);
void loop_stop(struct loop *l);			/* after this turn */
/* Bytes that are read from one socket at once, at most. */
#define LOOP_READ_MOST 65536
uint64_t loop_now(const struct loop *l);	/* monotonic, ms; fixed in a turn */
struct event_base *loop_base(struct loop *l);	/* for libraries that need it */

/* `fn` runs once, at the end of this turn, before wires are flushed.  Asking
 * twice for the same pair before it ran runs it once.  What is deferred while
 * wires are flushed runs at the end of the next turn, which does not wait. */
void loop_defer(struct loop *l, void (*fn)(void *arg), void *arg);
/* One that has not run will not; to be called before its argument is freed. */
void loop_defer_cancel(struct loop *l, void (*fn)(void *arg), void *arg);

/* In the turn behind the signal; for the life of the loop. */
void loop_on_signal(struct loop *l, int signo, void (*fn)(void *arg, int signo),
                    void *arg);

/* Calls fn whenever fd is readable; for foreign descriptors. */
struct watch;
struct watch *watch_new(struct loop *l, int fd, void (*fn)(void *arg), void *arg);
void watch_free(struct watch **wp);		/* does not close fd */

/* A timer calls fn(arg) once at or after its due time; setting it again moves it. */
struct timer *timer_new(struct loop *l, void (*fn)(void *arg), void *arg);
void timer_set(struct timer *t, uint64_t due);	/* absolute, loop_now() scale */
void timer_clear(struct timer *t);
bool timer_is_set(const struct timer *t);
void timer_free(struct timer **tp);		/* set or not; *tp may be NULL */

#endif
