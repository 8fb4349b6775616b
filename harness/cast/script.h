/* script.h - sequential code that waits without blocking the loop.
 *
 * What an actor does is a sequence: send, wait for an answer, send.  A script
 * is a function on a stack of its own that says script_wait() where it has to
 * wait; the loop goes on meanwhile.  At the end of a turn in which something
 * happened the condition of every waiting script is looked at, in the order
 * in which they began: there is no list of who waits for what, so no wake-up
 * can be missed.  Conditions must be cheap and must not change anything.
 */
#ifndef HARNESS_SCRIPT_H
#define HARNESS_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/loop.h"

struct scripts; /* all of one case */
struct script;

struct scripts *scripts_new(struct loop *l);
/* Cancels what still runs, and lets it come to its end. */
void scripts_free(struct scripts **sp);

/* fn(arg) begins at the end of this turn.  The script lives until
 * scripts_free(). */
struct script *script_new(struct scripts *s, void (*fn)(void *arg), void *arg);
bool script_is_over(const struct script *s);
/* The wait it is in, and each that it still tries, says WAKE_CANCELLED. */
void script_cancel(struct script *s);

enum wake {
	WAKE_READY,
	WAKE_DUE, /* the time is over, and the condition does not hold */
	WAKE_CANCELLED,
};

/* Called in a script: until ready(arg), or `due` (loop_now() scale). */
#define SCRIPT_NEVER UINT64_MAX
enum wake script_wait(struct scripts *s, bool (*ready)(void *arg), void *arg, uint64_t due);

/* Something happened that a condition may depend on. */
void scripts_wake(struct scripts *s);

#endif
