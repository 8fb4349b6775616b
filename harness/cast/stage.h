/* stage.h - what all actors of a running case share; inside cast/ only.
 *
 * A case in play is a stage with roles (the actors of its cast), their lines
 * (connections) and acts (steps that are being done).
 */
#ifndef HARNESS_STAGE_H
#define HARNESS_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "cast/play.h"
#include "cast/schedule.h"
#include "cast/script.h"
#include "lib/buf.h"
#include "lib/rng.h"
#include "scenario/payload.h"

struct line;
struct listener;
struct mute;
struct link;
struct account;
struct agent;
struct front_end;

/* A unit that was received. */
struct got {
	struct got *next;
	struct line *line;
	enum event_unit kind;
	struct view text;    /* owned */
	struct unit *parsed; /* NULL: not XML */
	const char *local;   /* element's name without prefix; "" */
	uint64_t event;
	bool tls;
	bool seen; /* `sees` had it */
};
void got_free(struct got **gp);

struct gots {
	struct got *first, **last;
};

/* An actor of the cast at play. */
struct role {
	struct stage *stage;
	const struct actor *actor; /* NULL: a hidden gateway or front end */
	const char *name;
	enum actor_kind kind;
	size_t index;  /* in the cast; n_cast: hidden */
	unsigned step; /* that it is doing now; 0: none */
	struct address address;
	struct certificate certificate;
	bool has_certificate;
	struct gots units;   /* for steps, in the order of the log */
	struct gots claimed; /* that steps had, or tolerated */
	struct gots inbox;   /* taken by automation, until it looks */
	struct line *line;   /* that its steps act on */

	/* scripted server */
	struct address decoy; /* second target of its DNS; len 0: none */
	struct listener *listener, *second;
	struct mute *mute;            /* an address that answers nobody */
	bool accepts, silent, manual; /* verbs `accepts streams`, ... */
	unsigned arrivals;            /* TCP connections that came */
	unsigned serving;             /* dialbacks that need it as authority */

	/* scripted server and dialler */
	struct line *healthy; /* its stream for fences */

	/* users */
	struct link *link; /* gateway, and inside users on the link */
	struct account *account;
	struct instance *instance; /* SUT; or an xmpp-user's server */
	bool online;

	/* SIP */
	struct front_end *front; /* front end */
	struct agent *agent;     /* what it remembers; made when it is needed */
};

struct fence {
	struct fence *next;
	const char *name;
	char nonce[24];
	struct role *to;
	bool arrived;
};

struct stage {
	const struct play_settings *settings;
	const struct case_ *case_;
	struct loop *loop;
	struct world *world;
	struct evlog *log;
	struct scripts *scripts;
	struct schedule *schedule;
	struct bindings *vars;
	struct rng rng;
	struct role *role; /* the cast, and a hidden gateway or front end behind it */
	size_t n_role;
	struct role *sut; /* NULL: none */
	struct line *lines;
	unsigned n_lines;
	struct key { /* dialback keys that partners sent */
		struct key *next;
		char *domain, *key;
	} *keys;
	struct query { /* that the DNS was asked */
		struct query *next;
		char *type, *name;
	} *queries;
	struct saved { /* stanzas by their $name */
		struct saved *next;
		char *name;
		struct view bytes;
	} *saved;
	struct spoken { /* by the verb `says`, in XMPP */
		struct spoken *next;
		char *by;
		const char *text; /* the step's */
		struct unit *unit;
	} *spoken;
	struct ping {
		struct ping *next;
		struct role *by;
		char id[24];
		bool answered;
	} *pings;
	struct fence *fences;
	struct hired { /* programs that take part */
		struct hired *next;
		struct stage *stage;
		struct role *role;       /* the first that it serves */
		struct profile *profile; /* NULL: the settings' */
		struct instance *instance;
		unsigned ready; /* times it became ready */
		bool reloading, exited;
		int status;
		unsigned checks, orders, looks; /* that were begun: the last one counts */
		const char *checked; /* "taken" ...; NULL: nothing yet */
		char *told;          /* what its operator was told; NULL: nothing yet */
		bool looking;
		char *looked; /* what the last look printed; NULL: it failed */
		struct {
			unsigned number, group; /* of the last step that took a counter from it */
		} counting;
		struct counted {
			struct counted *next;
			char *name;
			uint64_t value; /* when it began to be counted */
		} *counted;
		struct linked { /* what the last `has ... links` found */
			struct linked *next;
			char *name; /* of the process */
			struct links {
				unsigned far[16]; /* ports of the other ends */
				size_t n;
			} links;
		} *linked;
	} *hired;
	struct policy *policy;
	unsigned policies; /* written so far */
	struct capture *capture;
	char *keylog;       /* NULL: none */
	uint64_t rss_kib;   /* of the SUT when the act began */
	uint64_t cpu_us;
	unsigned ended;     /* steps */
	bool sut_stopping;  /* it was told to: its streams are let go */
	char *unsupported;  /* the policy, in the profile's words */
	struct fault fault; /* of the harness: the case is broken */
};

/* Ends the case: the harness could not do what it must. */
void stage_break(struct stage *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The same with what *f says, which is taken over. */
void stage_fault(struct stage *s, struct fault *f);
/* The system under test has no means for what the case asks: it is not applicable. */
void stage_cannot(struct stage *s, const char *why);
bool stage_is_broken(const struct stage *s);

void stage_wake(struct stage *s);
struct role *stage_role(const struct stage *s, const char *name); /* NULL: none */
/* The name of a partner's profile or of a setting; `fallback` without one. */
const char *role_setting(const struct role *r, const char *name, const char *fallback);
const char *role_domain(const struct role *r); /* "" without one */
void stage_bind(struct stage *s, unsigned step, struct view name, struct view value);
/* Logs what a payload has bound. */
void stage_bound(struct stage *s, unsigned step, const struct payload *p);
void stage_fresh(struct stage *s, const char *kind, char *out, size_t size);
void stage_save(struct stage *s, const char *name, struct view bytes);
/* What a step says, for the one that hears it. */
void stage_said(struct stage *s, const char *by, const char *text, struct view stanza);
bool stage_saved(const struct stage *s, const char *name, struct view *out);
void stage_note(struct stage *s, const struct role *r, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
void stage_free_parts(struct stage *s);

void gots_init(struct gots *g);
void gots_add(struct gots *g, struct got *one);
void gots_remove(struct gots *g, struct got *one); /* does not free */

/* XML: the value of an attribute or text. */
void xml_put(struct buf *b, const char *text);
/* "a@b" of "a@b/c". */
struct view jid_bare(struct view jid);

/* --- acts ---------------------------------------------------------------------- */

struct act {
	struct stage *stage;
	struct role *role;
	const struct step *step;
	size_t index;
	uint64_t due;
	enum outcome outcome;
	struct buf reason;
};

/* Waits; false: time is over, or the scene was stopped (outcome says which). */
bool act_wait(struct act *a, bool (*ready)(void *arg), void *arg);
/* Waits for its role's things; `ready` gets the act. */
bool act_wait_self(struct act *a, bool (*ready)(void *act));
/* The step has failed: returns false. */
bool act_fail(struct act *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *act_arg(const struct act *a, unsigned i); /* NULL: absent */

#endif
