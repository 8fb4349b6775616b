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

/* How a program walks the way. */
struct probe_way {
	const char *from; /* the sender when none is said; NULL: there is none */
	int at_once;      /* as many walks as there may be */
	/* The walk's id; 0: there are too many, and nothing is called back. */
	uint64_t (*begin)(void *self, const struct probe_wanted *w, const struct probe_ops *ops,
	                  void *arg);
	void (*cancel)(void *self, uint64_t id);
};

/* Answers `probe TO [FROM [TEXT]]` for the program `self`; `way` is copied. */
void probe_asked(void *self, const struct probe_way *way, const struct command_call *call,
                 struct reply *r);

#endif
