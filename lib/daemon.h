/* daemon.h - the frame of a server program: options, signals, a loop, an end.
 *
 * Runs in the foreground and logs to standard error.  SIGHUP reads the
 * configuration anew, all or nothing; SIGTERM and SIGINT stop in order.  Usage
 * and configuration that cannot work: one line, status 2, nothing started.
 * The limit of open files is raised as far as it may be; one that is too low for the
 * settings is warned of (open-files), at a reload as well: what comes behind it is not
 * refused with a reason, but not taken, fedctl included.
 * A service manager that waits for it (lib/notify.h) is told when it has started, its ports
 * open, and when it stops.
 * Not here: becoming another user, a pid file, the background: the service
 * manager's.
 */
#ifndef LIB_DAEMON_H
#define LIB_DAEMON_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/buf.h"
#include "lib/fault.h"
#include "lib/loop.h"

struct daemon;			/* the running frame */

struct daemon_program {
	const char *name;
	/* NULL and *f.  Faults without a file are of the file as a whole. */
	void *(*load)(const char *path, struct fault *f);
	void (*unload)(void *settings);
	/* Appends what the file comes to, defaults included.  False and *f. */
	bool (*print)(const char *path, struct buf *out, struct fault *f);
	/* Takes the settings; NULL and *f: they stay the caller's.  `d` is lent for
	 * the life of what is started. */
	void *(*start)(struct daemon *d, struct loop *l, void *settings, struct fault *f);
	bool (*reload)(void *self, void *settings, struct fault *f);
	void (*drain)(void *self, uint64_t grace_ms, void (*done)(void *arg), void *arg);
	void (*end)(void *self);
	/* The line that says it has started. */
	void (*started)(const char *path, const void *settings);
	/* The sockets that these settings let it have at a time. */
	uint64_t (*sockets)(const void *settings);
};

/* Beside the sockets: what is listened at, resolver, store, fedctl, metrics, log. */
#define DAEMON_FILES_MORE 128

/* The exit status of main(). */
int daemon_main(const struct daemon_program *program, int argc, char **argv);

/* What SIGHUP does.  False: it was logged, and *f says why, with a place. */
bool daemon_reload(struct daemon *d, struct fault *f);
/* What SIGTERM does: the program ends, now or within the time it may take. */
void daemon_drain(struct daemon *d);

#endif
