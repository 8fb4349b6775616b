/* listener.h - a TCP port, or any other stream socket, that takes connections. */
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
/* The same of a socket that listens already and does not block; takes it.  For a
 * Unix socket: listener_local() and `from` say nothing but the family. */
struct listener *listener_take(struct loop *l, int fd,
                               void (*fn)(void *arg, int fd, const struct address *from),
                               void *arg);
/* May be called in `fn`. */
void listener_free(struct listener **lp);
/* While it is paused callers wait in the kernel's queue. */
void listener_pause(struct listener *l, bool pause);
/* With the port that the kernel chose, where 0 was asked for. */
void listener_local(const struct listener *l, struct address *out);

#endif
