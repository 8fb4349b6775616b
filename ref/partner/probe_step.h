/* probe_step.h - the steps of a probe, and which of them a cause breaks.
 *
 * One table for both programs, in the order in which things have to work; so the
 * first that does not is named, and what to do about it.
 * Not here: walking (edge/probe.h, gateway/probe.h).
 */
#ifndef REF_PARTNER_PROBE_STEP_H
#define REF_PARTNER_PROBE_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "cause/cause.h"
#include "lib/buf.h"

enum probe_step {
#define X(name, ...) PROBE_##name,
#include "partner/probe_step.tbl"
#undef X
	PROBE_STEPS
};

enum probe_program { PROBE_OF_EDGE = 1, PROBE_OF_GATEWAY = 2 };

/* What became of one step.  Texts are lent for the call. */
struct probe_row {
	enum probe_step step;
	bool ok;
	uint64_t latency_ms; /* since the step before it, rounded up */
	const char *detail;  /* what was seen; "": nothing to tell */
	const char *error;   /* not ok: label of the cause, or a stanza's condition */
	const char *advice;  /* not ok: what to do */
};

const char *probe_step_word(enum probe_step s);
const char *probe_step_advice(enum probe_step s);
bool probe_step_is_of(enum probe_step s, enum probe_program p);

/* The decision: which step does this cause break?  PROBE_STEPS: the one under way. */
enum probe_step probe_step_broken(enum cause c);
/* What to do; `under_way`: where it was noticed. */
const char *probe_advice(enum cause c, enum probe_step under_way);
/* The same where nothing came. */
const char *probe_silence_advice(enum probe_step under_way);
/* The same where proxy-fqdn of partners.yml leads nowhere: the domain is not to blame. */
const char *probe_proxy_advice(void);

/* The steps of a program, for the man page. */
void probe_manual(struct buf *out);

#endif
