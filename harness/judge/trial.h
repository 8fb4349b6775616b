/* trial.h - one judging: what has been understood of the log so far.
 *
 * judge.c walks through the events and keeps this; units.c, sight.c and
 * denial.c rule on single steps when their END is reached; verdict.c adds up.
 * Not for others: judge.h and damage.h are.
 */
#ifndef HARNESS_TRIAL_H
#define HARNESS_TRIAL_H

#include "judge/judge.h"
#include "lib/buf.h"
#include "scenario/payload.h"


/* An event's place is its `n`, from 1; 0: none. */
enum end { END_NONE, END_DONE, END_TIMEOUT, END_FAILED, END_SKIPPED };

struct track {			/* of one step */
	size_t begin, end;	/* places */
	enum end how;
	bool decided;
	enum verdict verdict;
	size_t claimed;		/* the unit that fulfilled it */
	size_t drained;
};

struct stand {			/* of one actor */
	unsigned conn;		/* the connection its verbs speak of; 0: none yet */
};

struct wire {			/* of one connection */
	size_t actor;		/* index into the cast; n_cast: nobody in it */
	size_t open, secure, close, end;	/* places */
	bool incoming, served, met, dialled, local;
};

enum mark { MARK_NONE, MARK_CLAIMED, MARK_TOLERATED, MARK_ACCUSED };

struct trial {
	const struct case_ *case_;
	const struct history *h;
	struct judgement *out;
	struct track *step;	/* one per step */
	struct stand *actor;	/* one per actor */
	struct wire *conn;	/* [number] */
	size_t n_conn;
	unsigned char *mark;	/* enum mark, by place */
	bool *relied;		/* by place: a passing verdict rests on it; or NULL */
	struct bindings *vars;
	bool stopped;		/* a needed step was not fulfilled */
	bool broken;		/* the log contradicts itself */
	size_t act, after;	/* where these phases began */
	unsigned exits_due;	/* ends of the system's process that were asked for */
};

/* As judge(); relied (h->n + 1 zeroed elements) may be NULL. */
void trial_run(const struct case_ *c, const struct history *h, bool *relied,
               struct judgement *out);

const struct event *trial_event(const struct trial *t, size_t at);
void trial_rely(struct trial *t, size_t at);
/* Index into the cast, or n_cast. */
size_t trial_actor(const struct trial *t, const char *name);
bool trial_is_by(const struct trial *t, const struct event *e, size_t actor);
struct wire *trial_wire(struct trial *t, unsigned conn);
struct track *trial_track(struct trial *t, const struct step *s);

/* The harness's own fault; the first ends the trial. */
void trial_error(struct trial *t, unsigned step, size_t at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* --- rulings -------------------------------------------------------------------- */
enum found {
	FOUND_MET, FOUND_UNMET,
	FOUND_MISSING,		/* what would decide it is not there */
	FOUND_NOTHING,		/* the log knows no more than END says */
};

struct ruling {
	enum found found;
	enum fail_class class_;
	size_t at;		/* the event that decided */
	struct mismatch diff;
	struct buf words;
};

void ruling_say(struct ruling *r, enum found found, enum fail_class class_, size_t at,
                const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Adds a finding; takes what is in *r. */
void trial_find(struct trial *t, unsigned step, enum verdict v, struct ruling *r);

/* units.c: gets, hears, is told; *r is zeroed before, as in all of these. */
void rule_unit(struct trial *t, const struct step *s, struct ruling *r);
bool security_fits(const struct step *s, const struct event *e);
/* Is the unit tolerated by a step that is in force at `at`? */
bool unit_is_tolerated(struct trial *t, size_t unit, size_t at);
/* What `as $name` kept, the latest before `before`: its place, or 0. */
size_t saved_at(struct trial *t, const char *name, size_t before);
bool saved_id(struct trial *t, const char *name, size_t before, struct buf *id);

/* sight.c: every other expectation, and fences. */
void rule_sight(struct trial *t, const struct step *s, struct ruling *r);
/* The place where fence `name` arrived, or 0. */
size_t fence_arrival(const struct trial *t, const char *name);

/* denial.c */
void rule_denial(struct trial *t, const struct step *s, struct ruling *r);
void rule_surplus(struct trial *t);
bool text_is_a_fence(const struct trial *t, struct view text);
bool dns_is_below(struct view asked, struct view name);

/* verdict.c: requirements, and the whole. */
void trial_add_up(struct trial *t);

#endif
