/* listener.h - a TCP port that takes connections. */
#ifndef LIB_LISTENER_H
#define LIB_LISTENER_H

#include <stdbool.h>

#include "lib/address.h"
#include "lib/fault.h"
#include "lib/loop.h"

struct listener;

/* Listens on `at`; NULL and *f (no file set) when that is impossible.  `fn`
 * takes fd, which wire_new() or close() ends.  A machine without descriptors
 * makes it wait for some, with a warning in the log. */
struct listener *listener_new(struct loop *l, const struct address *at,
                              void (*fn)(void *arg, int fd,
                                         const struct address *from),
                              void *arg, struct fault *f);
void listener_free(struct listener **lp);
void listener_pause(struct listener *l, bool pause);
void listener_local(const struct listener *l, struct address *out);

#endif
