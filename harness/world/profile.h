/* profile.h - how a program takes part: peers/NAME/profile and its scripts.
 *
 * docs/adapters.md is the manual.  The same form serves partners and systems
 * under test; a vendor writes four things: start, ready, policy, stop.
 */
#ifndef HARNESS_PROFILE_H
#define HARNESS_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/fault.h"
#include "lib/view.h"
#include "world/world.h"

enum inside_kind {
	INSIDE_LINK,		/* the harness plays the gateway (ref-edge) */
	INSIDE_ACCOUNT,		/* accounts on its client port (prosody, ejabberd) */
	INSIDE_SIP,		/* SIP user agents behind a front end (ref) */
};

struct known_deviation {	/* `known REQUIREMENT CLASS until DATE REASON` */
	char *requirement;
	char *class_;		/* fail class word it must fail with */
	char *reason;
	char *until;		/* YYYY-MM-DD; binds certification and releases */
	unsigned line;
};

struct profile {
	char *name;		/* the folder's */
	char *dir;		/* peers/NAME */
	enum inside_kind inside;
	char **claim;         /* names of claims.tbl */
	unsigned *claim_line; /* where each stood */
	size_t n_claim;
	struct known_deviation *known;
	size_t n_known;
	void *more;
};

struct profile *profile_load(const char *peers_dir, const char *name,
                             struct fault *f);
void profile_free(struct profile **pp);
bool profile_claims(const struct profile *p, struct view claim);
/* What its `ready` lines allow from start to ready, all its processes together. */
uint64_t profile_start_ms(const struct profile *p);

/* The processes with a host of their own that a case with this setting has, and that
 * partners reach (`ready xmpp`): the next one's name from *at on, which is 0 at first;
 * NULL: no more. */
const char *profile_further_host(const struct profile *p, const char *const *setting,
                                 size_t n_setting, size_t *at);
/* The name of that host's address in the world (world_address()). */
void profile_host_name(const char *actor, const char *process, char *out, size_t size);

/* "Prosody 0.12.3": what the profile's `version` command says. */
bool profile_version(const struct profile *p, char *out, size_t size,
                     struct fault *f);

/* One running instance in a world: one process, or several. */
struct instance_settings {
	const char *actor;		/* its name in the cast */
	const char *domain;		/* that it serves */
	const char *policy_tsv;		/* path of the neutral TSV; NULL: none */
	const char *certificate_form;	/* "valid" */
	const char *certificate_name;   /* whom it names; NULL: the domain */
	const struct certificate *certificate; /* this one; NULL: a new one */
	const char *const *accounts;	/* user parts to be there */
	size_t n_accounts;
	/* partner's side settings as NAME=VALUE ("tls=required") */
	const char *const *setting;
	size_t n_setting;
	const char *next_hop;		/* "sip:HOST:PORT;transport=T"; NULL or "": none */
	const char *trusted;		/* names and addresses of SIP peers, by blanks */
	const char *gateway;            /* of a front end, as next_hop: where the way out is */
};

struct instance;

/* policy + start; then ready() once, or failed().  `unsupported` is called
 * when the policy command ended with 75.  exited() is called once when all
 * processes have ended as they were told, with the worst status, or when one
 * ends that was not told. */
struct instance_ops {
	void (*ready)(void *arg, struct instance *i);
	void (*unsupported)(void *arg, struct instance *i, const char *what);
	void (*failed)(void *arg, struct instance *i, const char *why);
	void (*exited)(void *arg, struct instance *i, int status);
};
struct instance *instance_start(struct world *w, const struct profile *p,
                                const struct instance_settings *s,
                                const struct instance_ops *ops, void *arg,
                                struct fault *f);
/* policy again, then the profile's reload; ready() comes again. */
bool instance_reload(struct instance *i, const char *policy_tsv, struct fault *f);
/* Would it take this configuration?  `settings`: further NAME=VALUE, one a line.  The
 * running one notices nothing.  done() once. */
enum check_result {
	CHECK_TAKEN,
	CHECK_WARNED,		/* taken, and something was said about it */
	CHECK_REFUSED,
	CHECK_CANNOT,		/* the policy command ended with 75 */
	CHECK_BROKEN,		/* it or the check could not be run */
};
bool instance_check(struct instance *i, const char *policy_tsv, const char *settings,
                    void (*done)(void *arg, enum check_result r), void *arg,
                    struct fault *f);
/* What an operator asks of the running one: the profile's `probe` or `examine` with
 * `words` behind; or its `settings`, where `words` is "NAME=", and the line that begins so
 * is what was said.  done() once: "well"; the lines "broken STEP" or "amiss STEP NAME" or
 * "concern STEP NAME" of
 * what it said, with `|` between; "nothing": it failed, and said none of these; "cannot":
 * it ended with 75.  `said` is lent. */
enum operator_command { OPERATOR_PROBES, OPERATOR_EXAMINES, OPERATOR_READS_SETTINGS };
bool instance_operate(struct instance *i, enum operator_command which, const char *words,
                      void (*done)(void *arg, const char *said), void *arg, struct fault *f);
/* NAME=VALUE replaces the setting of that name, or is added, for the next reload.
 * "certificate=FORM", "certificate.NAME=FORM" (of a `certificate` line): the files are
 * replaced by those of a new certificate, as a renewal does; with the form "absent" they
 * are gone.  False and *f: it could not be made. */
bool instance_set(struct instance *i, const char *setting, struct fault *f);
/* The profile's `look`: done() once, with the file that holds what it printed, lent; NULL:
 * it failed.  The instance outlives it. */
bool instance_look(struct instance *i, void (*done)(void *arg, const char *path), void *arg,
                   struct fault *f);
/* Does the profile say how this counter is read? */
bool instance_counts(const struct instance *i, const char *name);
/* Its value in what a look printed; of several samples the sum.  False and *f: there is
 * none, which is not 0. */
bool instance_counter(const struct instance *i, const char *name, const char *path,
                      uint64_t *value, struct fault *f);
/* In how many of its logs, looks and checks among them, these bytes stand.  False and *f:
 * one could not be read, a program has none, or `text` is empty. */
bool instance_printed(const struct instance *i, const char *text, unsigned *logs,
                      struct fault *f);
void instance_stop(struct instance *i);		/* the profile's stop; exited() */
/* Started again after exited(), with the configuration it had; ready(). */
bool instance_restart(struct instance *i, struct fault *f);
/* Its processes that this case has, in the order of the profile: 0 is the outermost. */
size_t instance_processes(const struct instance *i);
/* The number of one, by its name in the profile; instance_processes(): there is none. */
size_t instance_process(const struct instance *i, const char *name);
/* One process alone is told to stop (the profile's `stop`), or gets SIGKILL; exited().
 * The others go on. */
void instance_stop_one(struct instance *i, size_t process);
void instance_kill(struct instance *i, size_t process);
/* Starts that one again, with what it stored; ready() once more, when those behind it
 * that run, and lost it, say so again too (their `until-log`). */
bool instance_revive(struct instance *i, size_t process, struct fault *f);
/* SIGSTOP, or SIGCONT, to one process. */
void instance_freeze(struct instance *i, size_t process, bool frozen);
/* Forgets it; what lives of it is the world's to end. */
void instance_free(struct instance **ip);
pid_t instance_pid(const struct instance *i);	/* of its first process; 0: none */
bool instance_is_alive(const struct instance *i);	/* all of them */
uint64_t instance_rss_kib(const struct instance *i);
uint64_t instance_cpu_us(const struct instance *i);	/* user and system */
void instance_address(const struct instance *i, struct address *out); /* of the host */
/* That of its inner side; where the profile has no port `inside`, the same. */
void instance_inner_address(const struct instance *i, struct address *out);
/* Of the host that one process is on: a process with `when` has one of its own. */
void instance_host(const struct instance *i, size_t process, struct address *out);
/* "xmpp", "link", "client": a port that the profile names, or where the setting
 * port.NAME has moved it; 0: it has none. */
unsigned instance_port(const struct instance *i, const char *which);
/* The same with the address it is at.  False: it has none. */
bool instance_port_address(const struct instance *i, const char *which, struct address *out);
/* The same of one process; a port `inside` is at the inner address of its host. */
bool instance_process_port_address(const struct instance *i, size_t process, const char *which,
                                   struct address *out);
/* A file the actor needs to talk to it: "link-certificate", "link-key",
 * "link-trust"; NULL: none. */
const char *instance_file(const struct instance *i, const char *which);

#endif
