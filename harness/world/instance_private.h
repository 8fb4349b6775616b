/* instance_private.h - what the files about one instance share. */
#ifndef HARNESS_WORLD_INSTANCE_PRIVATE_H
#define HARNESS_WORLD_INSTANCE_PRIVATE_H

#include <limits.h>

#include "lib/buf.h"
#include "world/private.h"
#include "world/profile_private.h"

enum { LOOK_MS = 3, RELOAD_MS = 10000, ENV_MAX = 40, ARGS_MAX = 64, MOVED_MAX = 8 };
enum { EXIT_CANNOT = 75 }; /* of the policy script (docs/adapters.md) */

struct process {
	struct instance *instance;
	const struct process_plan *plan;
	struct address at, inner; /* of its host */
	char name[NAME_MAX]; /* of its log, without ".log" */
	struct child *child; /* NULL: not started */
	bool exited;
	bool told; /* to end */
	int status; /* with which it has */
	off_t log_from; /* where the log ended before a reload */
};

struct instance {
	struct world *world;
	const struct profile *profile;
	struct instance_ops ops;
	void *arg;
	char *actor, *domain;
	char *named; /* whom its certificate names */
	char dir[PATH_MAX];
	struct address at, inner; /* its outer and its inner address */
	struct moved {
		char name[32];
		unsigned port;
	} moved[MOVED_MAX]; /* ports that a setting says are elsewhere */
	size_t n_moved;
	struct certificate main_cert;
	struct certificate *cert; /* one per `certificate` line */
	char *env[ENV_MAX + 1];   /* for the policy script */
	size_t n_env;
	struct child *policy_run;
	struct process *process; /* those that this case has */
	size_t n_process;
	size_t starting; /* of them, that is being started */
	bool alone;      /* none is started behind it */
	bool must_run;   /* whose log is waited for: it is being started */
	bool reloading;
	bool stopping; /* it was told to */
	bool told_exited;
	int worst; /* status of those that ended */
	size_t log_at, log_end; /* processes whose logs are waited for, from the first on */
	uint64_t log_until;
	struct timer *log_timer;
	char **file; /* of the `file` lines, filled in */
	unsigned checks, commands, looks; /* that were begun */
};

/* Tells that it failed, with the end of the log ACTOR`log`.log. */
void instance_fail(struct instance *i, const char *log, const char *why);

/* Those of a host of it, one or both. */
bool instance_take_addresses(const struct instance *i, const char *host, struct address *at,
                             struct address *inner, struct fault *f);

/* --- filled.c: lines of a profile with {names} --------------------------------- */

/* `text` with every {name} filled in; `i` NULL: outside of any world. */
bool filled_text(const struct profile *p, const struct instance *i, const char *text,
                 struct buf *out, struct fault *f);
/* A command line: words after filling; no shell, no quoting.  argv has ARGS_MAX + 1,
 * and points into *memory. */
bool filled_words(const struct profile *p, const struct instance *i, const char *text,
                  struct buf *memory, char **argv, struct fault *f);

/* --- beside.c: what is run beside its programs ------------------------------------- */

/* A command line of the profile, filled in as `seen` has it, with `env` (NULL: ours);
 * what it prints is in LOG.log.  exited() once, unless this is false. */
bool beside_run(const struct instance *seen, const char *log, const char *command, char **env,
                 void (*exited)(void *arg, struct child *child, int status), void *arg,
                 struct fault *f);
/* Where that is; `path` has PATH_MAX. */
bool beside_log(const struct instance *i, const char *log, char *path, struct fault *f);
/* All of a file, behind what *out holds.  False and *f: it cannot be read. */
bool beside_read(const char *path, struct buf *out, struct fault *f);

/* --- processes.c: one behind the other ------------------------------------------- */
/* Those that a case with these settings has, each with its host.  False and *f: there is
 * no address for one. */
bool processes_make(struct instance *i, const struct instance_settings *s, struct fault *f);
bool processes_start(struct instance *i, struct fault *f);
void processes_reload(struct instance *i); /* the signal to each; ready() when all say so */
void processes_stop(struct instance *i);
/* To one of them; the others go on, and exited() is told of its end. */
void processes_signal_one(struct instance *i, size_t process, int signo, bool ends);
bool processes_start_one(struct instance *i, size_t process, struct fault *f);
const struct named_port *instance_named_port(const struct instance *i, const char *name);

#endif
