/* report.h - the verdicts of a run, for people and for machines.
 *
 * Every writer is a function of a finished struct run; none of them judges.
 */
#ifndef HARNESS_REPORT_H
#define HARNESS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "judge/judge.h"
#include "lib/buf.h"
#include "report/record.h"
#include "scenario/catalogue.h"
#include "scenario/scenario.h"

struct case_result {
	const struct case_ *case_;
	enum verdict verdict;		/* final: after controls and known deviations */
	struct judgement judged;	/* what the judge said; n_requirement 0 when NA */
	char *reason;			/* one line when not PASS; NULL */
	char *dir;			/* build/results/cases/ID; NULL when NA */
	double seconds;
	char **peer;			/* profiles that took part: "prosody" */
	size_t n_peer;
	bool played;                    /* to its end, or it is not applicable */
	bool canary;			/* verdict is about the harness, not the system */
};

struct program {			/* a system under test, a partner */
	char *name, *version;
	char adapter[65];		/* SHA-256 of the folder of its profile; "": not known */
};

struct requirement_result {
	const struct requirement *requirement;
	enum verdict verdict;		/* merged over the cases that reached it */
	bool hidden;			/* only behind declared deviations: INCONC */
	const struct case_ **by;	/* cases that claim it and ran */
	size_t n_by;
	bool applicable;		/* some scenario for it may be run on this system */
	bool claimed;			/* some scenario proves it, or the judge does */
	bool everywhere;		/* a rule of the judge: every case may prove it */
};

struct run {
	struct program sut;
	char *claims;			/* of the system, by blanks */
	char *known;			/* its declared deviations, one a line */
	char *called;			/* what calls the system, for a shell: `--sut` of the run */
	struct program *peer;
	size_t n_peer;
	struct record record;		/* what else it takes to repeat it */
	uint64_t seed;
	char suite_digest[65];
	const struct catalogue *catalogue;
	const struct suite *suite;
	bool whole;			/* the whole suite, not a selection */
	int interrupted;                /* by this signal; 0: it was not */
	size_t unplayed;                /* cases that have no result for that, or for a canary
					 * that did not end as it must */
	struct case_result *result;
	size_t n_result;
	struct requirement_result *requirement;	/* one per row of the catalogue */
	size_t n_requirement;
	size_t count[VERDICT_ERROR + 1];	/* results by verdict, canaries apart */
};

/* Fills requirement[] and count[] from result[]. */
void run_sum_up(struct run *r);
void run_free_sums(struct run *r);

/* build/results/: each is written whole or not at all (a new file, renamed). */
bool report_summary(const struct run *r, const char *path, struct fault *f);
bool report_junit(const struct run *r, const char *path, struct fault *f);
bool report_tap(const struct run *r, const char *path, struct fault *f);
bool report_html(const struct run *r, const char *path, struct fault *f);

/* RESULTS.md: holds no times and no seeds.  Replaces the block of this system
 * under test, keeps those of others. */
bool report_results_md(const struct run *r, const char *path, struct fault *f);
/* Are the blocks in `path` of this suite?  False: *f names the first that is
 * stale, or the file. */
bool report_results_current(const char *path, const char *suite_digest,
                            struct fault *f);

/* Tells of each adapter in the tables of `path`: the system of the block, the adapter, and
 * its digest.  Stops when fn() is false, and is so, too; an unreadable file has none. */
bool report_results_adapters(const char *path,
                             bool (*fn)(void *arg, const char *sut, const char *name,
                                        const char *digest),
                             void *arg);

/* On a terminal: verdicts as a tree by specification and section, then the
 * three numbers (applicable, run, passed) of each catalogue. */
void report_tree(const struct run *r, FILE *to, bool color);

/* The text ladder of one case: actors side by side, arrows, steps, findings
 * with what their requirement says, the first difference marked, and the line
 * that repeats it. */
void report_ladder(const struct case_ *c, const struct history *h, const struct judgement *j,
                   const struct catalogue *catalogue, const char *repeat, FILE *to, bool color);

/* The same as a drawing: appends an <svg> for report.html, whose style it
 * uses.  What crossed stands in full behind each arrow, as a tooltip. */
void report_drawing(const struct case_ *c, const struct history *h, const struct judgement *j,
                    struct buf *out);

#endif
