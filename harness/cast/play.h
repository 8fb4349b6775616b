/* play.h - plays one case in a world, and writes the event log.
 *
 * Steps of one actor happen in order; steps of different actors are
 * independent; `then` waits for all.  A needed expectation that cannot be met
 * any more stops the scene at once.  No verdict is given here.
 */
#ifndef HARNESS_PLAY_H
#define HARNESS_PLAY_H

#include "judge/event.h"
#include "scenario/scenario.h"
#include "world/profile.h"
#include "world/world.h"

struct play_settings {
	const struct case_ *case_;
	const char *suite_digest;
	const char *dir;		/* the case's: build/results/cases/ID */
	const char *authority;		/* the run's certificate authority */
	const char *peers_dir;		/* where profiles are found */
	const struct profile *sut;
	uint64_t seed;			/* of this case */
	bool pcap;			/* dir/trace.pcapng */
	double slowness;		/* of this machine, 1.0 or more: times are multiplied */
	const uint64_t *longest_ms;	/* of each step, whatever its own time; NULL: no matter */
};

enum play_result {
	PLAY_DONE,		/* a log was written; the judge says what it means */
	PLAY_UNSUPPORTED,	/* the profile cannot do the policy: na */
	PLAY_BROKEN,		/* the harness failed: *f */
};

/* Runs inside a world (world_fork); blocks until the case is over.  Writes
 * dir/events.jsonl. */
enum play_result play(const struct play_settings *s, struct fault *f);

#endif
