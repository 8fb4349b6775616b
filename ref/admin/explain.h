/* explain.h - `policy explain`: the rules that decide, one a row, in the order in
 * which a stanza meets them.
 *
 *   {"rule":"partner","says":"yes","because":"fabrikam.example, federated"}
 *
 * `says` is yes, no (the refusal, with its cause), or "" for what is only told.
 * Every answer is asked of the function that decides it in earnest.
 */
#ifndef REF_ADMIN_EXPLAIN_H
#define REF_ADMIN_EXPLAIN_H

#include "admin/command.h"
#include "admin/reply.h"
#include "jid/jid.h"
#include "partner/partner.h"

struct explain_ends {
	struct jid from, to; /* prepared */
	bool outward;        /* from us to a partner */
};

/* Reads FROM and TO; `served` says which domains are ours.  False: a fault is in
 * the reply. */
bool explain_ends(const struct command_call *call,
                  bool (*served)(const void *self, struct view), const void *self,
                  struct region *r, struct explain_ends *out, struct reply *reply);

void explain_yes(struct reply *r, const char *rule, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));
/* What refuses. */
void explain_no(struct reply *r, const char *rule, enum cause cause);
void explain_tell(struct reply *r, const char *rule, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

/* CAUSE_NONE: yes, with the words; else no.  True: go on. */
bool explain_cause(struct reply *r, const char *rule, enum cause cause, const char *words);

/* The row of the policy table, and what a stream has to look like by it: what the
 * partner must offer (outward), or what it is offered. */
void explain_policy(struct reply *r, const struct partner *p, bool outward);

#endif
