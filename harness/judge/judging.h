/* judging.h - the judge at work; inside judge/ only.
 *
 * The log is first checked as a log (log_check.c), then read once from first
 * to last; at the end of each step its rule (rules*.c) looks at what had been
 * seen by then.  What nobody claimed is left to the closed world.
 */
#ifndef HARNESS_JUDGING_H
#define HARNESS_JUDGING_H

#include "judge/judge.h"
#include "scenario/payload.h"
#include "scenario/unit.h"

#define NOWHERE SIZE_MAX	/* no event */

struct seen_unit {		/* of each event */
	size_t header;		/* of its stream: received before it, or NOWHERE */
	char *declares;		/* a header: what holds for what follows */
	bool parsed;		/* it was tried */
	struct unit *unit;	/* NULL: not XML */
	bool claimed;		/* by a step or a tolerance */
	bool blamed;		/* a finding speaks of it: not surplus as well */
	bool spent;		/* it shows that a step did what it does */
	bool seen;		/* `sees` had it */
	bool readdressed;	/* it fits a step but for the resource in its `to` */
};

struct seen_step {
	size_t begin, end;	/* events, or NOWHERE */
	const char *value;	/* of END: "done" ...; NULL: none */
	size_t claimed;		/* event that it took, or NOWHERE */
	bool failed;		/* needed, and not fulfilled */
};

struct seen_conn {
	const char *actor;	/* NULL: never opened */
	bool in;
	size_t opened, secured, closed, ended;	/* events, or NOWHERE */
	size_t header;		/* the last that was received, or NOWHERE */
	bool header_due;	/* a header must come before anything else */
	bool met, dialled;	/* taken by `is connected`, by `is dialled` */
	bool serves;		/* as authority, by automation: no step's */
	bool datagrams;		/* UDP */
};

struct judging {
	const struct case_ *c;
	const struct history *h;
	struct judgement *j;
	struct bindings *vars;
	struct seen_unit *unit;
	struct seen_step *step;		/* n_step + 1, by number */
	struct seen_conn *conn;		/* n_conn + 1, by number */
	size_t n_conn;
	size_t n_tolerance_cap, n_finding_cap;
	bool held[JUDGE_CLAIMS];	/* the rule was seen to hold */
	bool stopped;			/* a needed step failed */
};

/* --- findings ------------------------------------------------------------------- */

/* Adds one; `words` is made of the format.  Lent until the next one. */
struct finding *found(struct judging *g, unsigned step, enum verdict v, enum fail_class k,
                      size_t event, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));
void tolerated(struct judging *g, const char *name);

/* --- what was seen ---------------------------------------------------------------- */

const struct unit *unit_at(struct judging *g, size_t event);
/* Did the actor get it as an account of the system under test? */
bool is_of_account(const struct judging *g, size_t event);
/* "features" of a received element; "" when it is none. */
const char *name_at(struct judging *g, size_t event);
const char *attribute_at(struct judging *g, size_t event, const char *name); /* "" */
bool is_by(const struct event *e, const char *actor);
const char *actor_of(const struct judging *g, const struct step *s);
/* Is it addressed to the step's actor, as far as that can be told? */
bool is_to_actor(const struct judging *g, const struct step *s, const struct unit *u);
/* The start of an event's bytes, for people; to be freed. */
char *glimpse(const struct event *e);

/* Is this received event one that steps have to account for? */
bool is_for_steps(struct judging *g, size_t event);
/* Is it the message of a fence? */
bool holds_fence(struct judging *g, size_t event);
/* Does the word in `auto_` fit what was received? */
bool automation_fits(struct judging *g, size_t event);

/* The connection that the actor's steps act on, as seen before `end`; 0: none. */
unsigned conn_of(struct judging *g, const struct step *s, size_t end);

/* Does any alternative match?  *m (may be NULL) is the nearest difference. */
bool matches_any(struct judging *g, const struct step *s, size_t event,
                 struct mismatch *m);
/* The same; *which is the alternative.  *m is left as the difference from one in which
 * nothing is broken, when what matches is a lesser one (step_is_lesser()). */
bool matches_which(struct judging *g, const struct step *s, size_t event, struct mismatch *m,
                   size_t *which);

/* --- parts ------------------------------------------------------------------------- */

/* False: it is no log of this case (a finding says why). */
bool log_check(struct judging *g);
/* A step has ended: its finding. */
void rule_apply(struct judging *g, const struct step *s, size_t end);
void rule_sight(struct judging *g, const struct step *s, size_t end);
/* False: the step expects nothing that is measured. */
bool rule_measured(struct judging *g, const struct step *s, size_t end);
/* What has come to the step's actor is no call that a later step may have. */
void pace_begins(struct judging *g, const struct step *s, size_t end);
/* False: the step expects nothing of a pace. */
bool rule_pace(struct judging *g, const struct step *s, size_t end);
/* False: it says nothing of addresses, ports and sockets (rules_net.c). */
bool rule_net(struct judging *g, const struct step *s, size_t end);
/* What was last measured under this name in that step; NOWHERE: nothing. */
size_t measured(const struct judging *g, unsigned step, size_t end, const char *name);
void rule_absent(struct judging *g, const struct step *s, size_t end);
void rule_fence(struct judging *g, const struct step *s, size_t end);
void rule_does(struct judging *g, const struct step *s, size_t end);
/* Presence (rules_presence.c): false: it is no such verb. */
bool rule_presence(struct judging *g, const struct step *s, size_t end);
/* Every SIP message of the system, by its grammar (rules_sip.c). */
void sip_is_checked(struct judging *g);
/* What holds for every stream (rules_stream.c). */
void streams_are_checked(struct judging *g);
/* Whom the system names, somebody had named before (rules_said.c). */
void users_are_checked(struct judging *g);
/* The same bytes over UDP again (RFC 3261 17): no second message. */
bool is_retransmission(const struct event *e);
/* 0: it is no SIP response. */
unsigned status_at(struct judging *g, size_t event);
/* Presence that a step of its actor which began before `at` has asked for? */
bool is_watched(struct judging *g, size_t event, size_t at);
/* Behind the last event. */
void world_is_closed(struct judging *g);

/* Does the player say that it was? */
bool is_done(const struct judging *g, const struct step *s);
/* What rules of units share (rules.c). */
size_t next_unit(struct judging *g, const struct step *s, size_t end);
void claim_unit(struct judging *g, const struct step *s, size_t end, size_t event);
void wrong_unit(struct judging *g, const struct step *s, size_t end, size_t event);
/* Says PASS, and that the player said so too. */
void fulfilled(struct judging *g, const struct step *s, size_t end, size_t event);
/* Says FAIL (untagged: INCONC), and that the player said so too. */
struct finding *failed(struct judging *g, const struct step *s, size_t end, size_t event,
                       enum fail_class k, const char *words);
/* Its patterns in one line, to be freed; NULL: it has none. */
char *waited_for(const struct step *s);
/* Says FAIL for want of an answer, and what was waited for. */
void no_answer(struct judging *g, const struct step *s, size_t end, const char *words);

#endif
