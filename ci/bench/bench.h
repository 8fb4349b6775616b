/* bench.h - what the parts of the benchmark share.
 *
 * This process is PID 1 of a world of its own: it sets up what is measured,
 * sends the load and takes it in again.  Errors are one fault in b->f; then
 * everything returns false or NULL.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "ci/bench/party.h"
#include "world/world.h"

struct bench {
	struct loop *loop;
	struct world *world;
	struct fault *f;
	const char *build;     /* absolute */
	SSL_CTX *partner;      /* shows the partner's certificate */
	SSL_CTX *gateway;      /* shows the gateway's */
	SSL_CTX *server;       /* the partner's when it is called */
	SSL_CTX *edge;         /* the edge's end of the link, when it is called */
	SSL_CTX *front;        /* the SIP front end's; */
	SSL_CTX *front_server; /* the same when it is called */
};

#define OWN       "own.example" /* what fed-edge serves */
#define PARTNER   "partner.example"
#define PROSODY_A "a.example"
#define PROSODY_B "b.example"
#define PROSODY_C "c.example"
#define PROSODY_D "d.example"
#define FRONT     "fe.inside.example" /* the SIP front end */

struct program { /* something that is measured */
	struct child *child;
	struct address at; /* of its host; port 0 */
};

/* --- helpers (bench.c) ---------------------------------------------------------- */
/* Runs argv and waits until somebody listens on `ports` of p->at. */
bool program_start(struct bench *b, const char *name, char *const *argv, const unsigned *ports,
                   size_t n, struct program *p);
bool write_file(struct bench *b, const char *path, struct view text);
struct address at_port(const struct address *host, unsigned port);
const char *host_text(const struct address *host, char *out); /* ADDRESS_MAX */

/* --- the parties (edge.c, prosody.c) ----------------------------------------------- */
bool edge_start(struct bench *b, const char *name, struct program *p);
struct party *edge_link(struct bench *b, const struct program *p); /* as its gateway */
struct party *edge_call(struct bench *b, const struct program *p); /* as partner */
/* The stream that fed-edge opens to the partner for a message on `link`. */
struct party *edge_called(struct bench *b, struct party *link);

bool prosody_start(struct bench *b, const char *name, const char *domain, struct program *p);
/* Every Prosody has the user "user"; logs in as user@DOMAIN/r. */
struct party *prosody_login(struct bench *b, const struct program *p, const char *domain);

/* --- the floor (floor_ends.c) ------------------------------------------------------- */
struct floor_kind {
	const char *name;
	bool sip; /* SIP on the side we call, the link on the other; else stanzas */
	bool tls; /* the side we call; the other one is always */
};

struct floor {
	struct program program;
	struct party *in, *out;
};

bool floor_start(struct bench *b, const struct floor_kind *kind, struct floor *fl);
void floor_end(struct floor *fl);

/* --- load (load.c) ------------------------------------------------------------------- */
struct load {
	struct party *from, *to;
	const char *sender, *receiver; /* full addresses */
	unsigned total;
	unsigned window;                   /* sent, not arrived; 0: no limit */
	const struct program *measured[2]; /* NULL: nobody */
	double us[2];                      /* out: CPU per stanza of each */
	/* Through Prosody the last stanza was once seen not to arrive.  A likely
	 * reason is expat, which may keep the end of one back until enough bytes
	 * follow (reparse deferral).  Where this is true, one more stanza is sent
	 * when nothing has arrived for a while, and told. */
	bool may_nudge;
	unsigned nudges; /* out */
};
/* User and system time of all its threads, in nanoseconds. */
bool cpu_ns(struct bench *b, const struct program *p, uint64_t *out);
/* Until all have arrived; a message that comes back as an error is a fault. */
bool load_run(struct bench *b, struct load *load);

#endif
