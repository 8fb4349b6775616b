/* faultproxy.h - a user-space hop between two ends: cut, delay, split.
 *
 * Listens at one address, dials another, passes bytes both ways.  What a lossy
 * network does, done exactly: at byte n, by the scenario.
 */
#ifndef HARNESS_FAULTPROXY_H
#define HARNESS_FAULTPROXY_H

#include "lib/fault.h"
#include "lib/loop.h"
#include "lib/wire.h"

enum hop_way { HOP_THERE, HOP_BACK };	/* dialler to listener, and back */

struct hop_faults {
	uint64_t cut_at;	/* bytes after which both sides are reset; 0: never */
	uint64_t split_at;	/* a segment ends after this byte; 0: never */
	bool split_every;	/* each byte is a segment of its own */
	uint64_t delay_ms;	/* each segment waits so long; order is kept */
	bool stall;		/* bytes are taken and kept until the hop is released */
};

struct hop;
struct hop *hop_new(struct loop *l, const struct address *listen,
                    const struct address *to, struct fault *f);
void hop_free(struct hop **hp);
void hop_set(struct hop *h, enum hop_way way, const struct hop_faults *faults);
void hop_release(struct hop *h);	/* what was stalled goes on */

#endif
