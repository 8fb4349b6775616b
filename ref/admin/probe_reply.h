/* probe_reply.h - what is asked of a probe, and how it is told: alike by both
 * programs.
 *
 * One row a step, as each is done, then the result as Test-CsXmppIM has it:
 *
 *   {"step":"dns","result":"ok","latency-ms":3,"detail":"xmpp.b.example at 192.0.2.1:5269"}
 *   {"step":"tcp","result":"failure","latency-ms":2,"detail":"...: connection refused"}
 *   {"target":"romeo@b.example","result":"Failure","latency":"00:00:00.005",
 *    "step":"tcp","error":"connect-failed","diagnosis":"Look whether ..."}
 *
 * A failure is the fault of the answer, too: fedctl ends with 1.
 */
#ifndef REF_ADMIN_PROBE_REPLY_H
#define REF_ADMIN_PROBE_REPLY_H

#include "admin/command.h"
#include "admin/reply.h"
#include "partner/probe_walk.h"

#define PROBE_DEFAULT_TEXT "A test of the way between our two servers, sent by an operator."

/* Reads TO [FROM [TEXT]]; `usual`: the sender when FROM is missing or empty, NULL:
 * there is none.  What it finds lives in `m`.  False: a fault is in the reply. */
bool probe_read(const struct command_call *call, const char *usual, struct region *m,
                struct probe_wanted *out, struct reply *r);

struct probe_reply {
	struct reply *reply; /* lent: reply_later() */
	char *target;
	uint64_t total_ms;
	enum probe_step step; /* not ok; PROBE_STEPS: none is */
	char *error, *advice;
};

void probe_reply_begin(struct probe_reply *p, struct reply *r, const struct jid *to);
/* As of probe_ops.row: `arg` is a struct probe_reply. */
void probe_reply_row(void *arg, const struct probe_row *row);
/* That was all.  Frees what probe_reply_begin() made. */
void probe_reply_end(struct probe_reply *p);
void probe_reply_free(struct probe_reply *p);

#endif
