#include "edge/verdict.h"

bool verify_answer_counts(const struct question_terms *q, struct pair answer,
                          struct view id)
{
	/* from and to change places in an answer (X0220-2.2.2-1) */
	return view_eq(answer.from, q->pair.from) &&
	       view_eq(answer.to, q->pair.to) && view_eq(id, q->stream_id);
}

enum cause authority_verdict(enum dialback_type type, struct view condition)
{
	switch (type) {
	case DB_VALID:
		return CAUSE_NONE;
	case DB_INVALID:
		return CAUSE_DB_INVALID;
	case DB_ERROR:
		break;
	}
	/* It answers, but not for this domain. */
	if (view_is(condition, "item-not-found") ||
	    view_is(condition, "remote-server-not-found"))
		return CAUSE_DB_AUTHORITY_UNKNOWN;
	return CAUSE_DB_AUTHORITY_DOWN;
}

enum cause authority_failure(enum cause why)
{
	if (why == CAUSE_DNS_NO_NAME || why == CAUSE_DNS_NO_SERVICE ||
	    why == CAUSE_HOST_UNKNOWN)
		return CAUSE_DB_AUTHORITY_UNKNOWN;
	return CAUSE_DB_AUTHORITY_DOWN;
}

enum verify_step verify_next(const struct policy *p, bool secure,
                             const struct stream_features *offered,
                             enum cause *why)
{
	*why = CAUSE_NONE;
	if (secure)
		return VERIFY_ASK;
	switch (p->tls) {
	case POLICY_REQUIRED:
		/* RFC 7590 3.1: tried also when it is not offered; a stream
		 * older than STARTTLS has no word for it (RFC 6120 4.7.5). */
		if (!offered->none_sent)
			return VERIFY_STARTTLS;
		*why = CAUSE_TLS_NOT_OFFERED;
		return VERIFY_GIVE_UP;
	case POLICY_OPTIONAL:
		return offered->starttls ? VERIFY_STARTTLS : VERIFY_ASK;
	case POLICY_NOT_SUPPORTED:
		break;
	}
	/* Asked all the same where starttls stands alone and is thus required:
	 * an authority that insists answers with an error (X0220-2.5-3). */
	return VERIFY_ASK;
}
