/* notify.h - tells the service manager how far the program is (sd_notify(3)).
 *
 * One datagram to the socket that NOTIFY_SOCKET names; nothing where it names none.  So a
 * unit of Type=notify has started when its ports are there, not when it has been executed.
 * Not here: watchdogs, and whatever else a manager might want to know.
 */
#ifndef LIB_NOTIFY_H
#define LIB_NOTIFY_H

#include <stdbool.h>

#define NOTIFY_READY    "READY=1"
#define NOTIFY_STOPPING "STOPPING=1"

/* So long the start waits for a manager that is behind: a READY that was lost is a start
 * that has failed, and ends the program. */
#define NOTIFY_WAIT_S 5

/* False: there is a socket, and it does not take it (errno says why; EAGAIN: its queue is
 * full).  `waits`: for NOTIFY_WAIT_S at the most until there is room in it; not while
 * others are served. */
bool notify_manager(const char *state, bool waits);

#endif
