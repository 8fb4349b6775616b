/* judge.h - event log + case = verdict; a pure function.
 *
 * The judge trusts what was seen (recv, sent, dns, open, close ...) and the
 * times steps began; whether a step was fulfilled it finds out itself, and a
 * player that claims otherwise is an error of the harness.
 */
#ifndef HARNESS_JUDGE_H
#define HARNESS_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/event.h"
#include "scenario/scenario.h"

enum verdict {			/* rising: a merge takes the highest */
	VERDICT_NA,		/* the system does not claim what it needs */
	VERDICT_PASS,
	VERDICT_XFAIL,		/* failed exactly as declared */
	VERDICT_INCONC,		/* setup failed, control did not pass, budget, evidence missing */
	VERDICT_XPASS,		/* declared to fail, and passed */
	VERDICT_FAIL,
	VERDICT_ERROR,		/* the harness's own fault */
};
const char *verdict_word(enum verdict v);	/* "pass", ... */
bool verdict_named(struct view word, enum verdict *out);

enum fail_class {
	CLASS_NONE,
	CLASS_WRONG_ANSWER, CLASS_NO_ANSWER, CLASS_SURPLUS,
	CLASS_ACCEPTED,		/* accepted what must be refused */
	CLASS_REFUSED,		/* refused what must be accepted */
	CLASS_SAYS_DOES,	/* said refused, and delivered */
	CLASS_LEAK,		/* in clear what may not be */
	CLASS_NOT_CLOSED, CLASS_CRASH,
};
const char *class_word(enum fail_class c);	/* "wrong-answer", ... */

struct finding {		/* about one step, or about none (0): surplus, crash */
	unsigned step;
	const char *requirement;	/* this one alone: of a rule that holds for every case,
					 * or of the step (`or without`); NULL: all of the step */
	enum verdict verdict;	/* PASS, FAIL, INCONC, ERROR */
	enum fail_class class_;
	bool behind;		/* INCONC: not reached, for a needed step had failed */
	uint64_t event;		/* the event that decided; 0: none (absence) */
	char *expected, *got, *where;	/* NULL unless they help */
	char *words;		/* one line */
};

struct requirement_verdict {
	const char *id;
	enum verdict verdict;
	unsigned step;		/* that decided; 0: a rule that holds for every case */
};

struct judgement {
	enum verdict verdict;
	struct finding *finding;
	size_t n_finding;
	struct requirement_verdict *requirement;	/* each of `proves` */
	size_t n_requirement;	/* and those of judge_claim() that the case shows */
	char **tolerance;	/* named tolerances that were used */
	size_t n_tolerance;
	unsigned checks;	/* expectations reached; 0 is an error */
	uint64_t t_us;		/* last event */
};

/* Requirements that no step carries: rules that hold whatever a scenario is about
 * (rules_stream.c), proved by every case in which they could be broken. */
enum { JUDGE_CLAIMS = 9 };
const char *judge_claim(size_t i);
bool judge_claims(const char *id);

/* The requirements that a finding speaks of, one after the other: *at is 0 at first.  NULL:
 * no more.  Those that another finding about the same step has for itself are not among
 * those of this one. */
const char *finding_requirement(const struct case_ *c, const struct judgement *j,
                                const struct finding *f, size_t *at);

void judge(const struct case_ *c, const struct history *h, struct judgement *out);
void judgement_free(struct judgement *j);

/* The judgement as JSON (verdict.json), and back: what reports are made of. */
bool judgement_write(const struct judgement *j, const struct case_ *c,
                     const char *path, struct fault *f);

#endif
