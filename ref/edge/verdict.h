/* verdict.h - the decisions of a receiving server that asks an authority.
 *
 * XEP-0220 2.1.2, 2.2.1, 2.5; LYNC-DIALBACK-6.  Pure.  Not here: the asking
 * (verify.h), whether the key is asked about at all (admission.h).
 */
#ifndef REF_EDGE_VERDICT_H
#define REF_EDGE_VERDICT_H

#include "partner/policy.h"
#include "xmpp/pairs.h"

/* What was asked: domains prepared. */
struct question_terms {
	struct pair pair;		/* from: the sender domain, to: ours */
	struct view stream_id;		/* ours, of the stream with the key */
};

/* Is this the answer to that question (X0220-2.1.2-3)?  `answer`: the from and
 * to of the db:verify that came, prepared.  Whether the question was asked on
 * the stream of the answer is seen to by the caller, who hands in only those. */
bool verify_answer_counts(const struct question_terms *q, struct pair answer,
                          struct view id);

/* What an answer means: CAUSE_NONE for valid, CAUSE_DB_INVALID, or the cause of
 * the error that is passed on.  `condition`: of an answer of type error. */
enum cause authority_verdict(enum dialback_type type, struct view condition);

/* What it means that no answer could be had because of `why`. */
enum cause authority_failure(enum cause why);

/* What comes next on a connection to the authority, whose TLS is that of the
 * partner's policy (LYNC-DIALBACK-6). */
enum verify_step {
	VERIFY_STARTTLS,
	VERIFY_ASK,
	VERIFY_GIVE_UP,		/* see *why */
};

enum verify_step verify_next(const struct policy *p, bool secure,
                             const struct stream_features *offered,
                             enum cause *why);

#endif
