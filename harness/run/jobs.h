/* jobs.h - cases played side by side, each in a world of its own, and each
 * judged when it has ended.
 *
 * Not here: which cases (select.c), final verdicts (verdicts.h).
 */
#ifndef HARNESS_RUN_JOBS_H
#define HARNESS_RUN_JOBS_H

#include "cast/play.h"
#include "run/run.h"

struct ground { /* what the cases of a run have in common */
	const char *suite_digest;
	const char *out;       /* a case's directory is out/cases/ID */
	const char *authority; /* the run's certificate authority */
	const struct profile *sut;
	uint64_t seed; /* each case has one of its own, made of this and its id */
	bool pcap;
	double slowness;
	const char *bin; /* where profiles find the reference; NULL: build/bin */
};

/* FEDLAB_SLOWNESS, 1.0 without one.  False and *f: it is no number from 1. */
bool jobs_slowness(double *out, struct fault *f);
/* Two a processor: a case waits more than it works. */
unsigned jobs_side_by_side(void);

struct job {
	struct case_result *result; /* of the caller */
	struct play_settings play;
	const char *bin;
};

/* Fills *j and result->dir, which is made.  All of *g but its strings, and
 * result->case_, must outlive the job. */
bool job_make(struct job *j, const struct ground *g, struct case_result *result,
              struct fault *f);

struct job_source {
	/* The next to begin.  NULL: none as long as nothing else has ended; all
	 * is over when nothing runs, either. */
	struct job *(*next)(void *arg);
	/* Judged, with verdict and reason.  Its next() comes later. */
	void (*ended)(void *arg, struct job *j);
	void *arg;
};

/* Until all is over, or a signal comes (interrupt.h): what still runs is then
 * ended, and its result stays unplayed.  False and *f: it could not begin. */
bool jobs_play(const struct job_source *from, unsigned side_by_side, struct fault *f);

#endif
