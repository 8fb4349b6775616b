#include "edge/admission.h"

#define RETRY_FREE	3		/* failures without consequence */
#define RETRY_FIRST_MS	1000
#define RETRY_LAST_MS	60000		/* RFC 6120 3.3 speaks of 60 seconds */

enum cause arrival_refused(struct room unproved, struct room of_address)
{
	if (unproved.used >= unproved.max || of_address.used >= of_address.max)
		return CAUSE_TOO_MANY_CONNECTIONS;
	return CAUSE_NONE;
}

enum cause rate_refused(struct room lately)
{
	return lately.used >= lately.max ? CAUSE_CONNECTION_RATE : CAUSE_NONE;
}

enum cause seat_refused(struct room all, struct room partner)
{
	if (all.used >= all.max)
		return CAUSE_TOO_MANY_CONNECTIONS;
	if (partner.used >= partner.max)
		return CAUSE_PARTNER_CONNECTIONS;
	return CAUSE_NONE;
}

enum cause external_refused(struct view identity, enum cause certificate)
{
	if (identity.n == 0)
		return CAUSE_SASL_AUTHZID;
	return certificate;
}

enum cause dialback_request_refused(const struct partner *partner, bool served,
                                    bool secure, const struct pairs *pairs,
                                    struct pair pair)
{
	enum cause cause;

	if (!served)
		return CAUSE_HOST_UNKNOWN;
	if (partner == NULL)
		return CAUSE_PARTNER_UNKNOWN;
	cause = policy_dialback_cause(&partner->policy, secure);
	if (cause != CAUSE_NONE)
		return cause;
	if (pairs_has(pairs, pair, PAIR_DENIED))
		return CAUSE_DB_FORBIDDEN;
	/* A second key before the verdict on the first: a guess. */
	if (pairs_has(pairs, pair, PAIR_PENDING))
		return CAUSE_TOO_MANY_PAIRS;
	return CAUSE_NONE;
}

enum cause dialback_question_refused(const struct partner *partner,
                                     bool served, bool secure)
{
	if (!served)
		return CAUSE_HOST_UNKNOWN;
	if (partner == NULL)
		return CAUSE_PARTNER_UNKNOWN;
	return policy_dialback_cause(&partner->policy, secure);
}

bool stream_may_carry(const struct pairs *proved)
{
	return pairs_count(proved, PAIR_PROVED) != 0;
}

bool stanza_may_return(bool bidi, const struct pairs *proved, struct pair pair,
                       const struct partner *partner, enum policy_method method)
{
	return bidi && pair_is_proved(proved, pair) && partner != NULL &&
	       policy_allows(&partner->policy, method);
}

enum denial dialback_denial(const struct pairs *pairs, struct view from)
{
	size_t pos = 0;
	struct pair pair;
	enum pair_state state;

	while (pairs_next(pairs, &pos, &pair, &state))
		if (state == PAIR_PROVED && !view_eq(pair.from, from))
			return DENIAL_SPARES;
	return DENIAL_CLOSES;
}

bool handed_due(const struct element *stanza)
{
	struct view id = element_attr(stanza, "id"), type = element_attr(stanza, "type");

	if (id.n == 0)
		return false;
	if (view_is(stanza->name, "presence"))
		return view_is(type, "subscribed") || view_is(type, "unsubscribed");
	return view_is(stanza->name, "message") && !view_is(type, "error");
}

uint64_t retry_delay(unsigned failures, uint32_t chance)
{
	uint64_t delay = RETRY_FIRST_MS;

	if (failures <= RETRY_FREE)
		return 0;
	for (unsigned i = RETRY_FREE + 1; i < failures && delay < RETRY_LAST_MS; i++)
		delay *= 2;
	if (delay > RETRY_LAST_MS)
		delay = RETRY_LAST_MS;
	/* Between half and all of it, so that edges do not call in step. */
	return delay / 2 + chance % (delay / 2 + 1);
}
