/* fence.h - proof that something has not happened: what comes behind it has.
 *
 * A message with a nonce takes the same way through the system under test as
 * what must not have passed; when it arrives, that would have arrived too.
 */
#ifndef HARNESS_FENCE_H
#define HARNESS_FENCE_H

#include "cast/line.h"

/* The whole of the verb. */
void fence_run(struct act *a);
/* Waits for the fence of this name; the step fails when it will not come. */
bool fence_wait(struct act *a, const char *name);
/* Waits until the other side has read all that `r` sent on its line. */
bool fence_drain(struct act *a, struct role *r);

#endif
