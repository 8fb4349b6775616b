#include "edge/admission.h"

#include "lib/pause.h"

#define RETRY_FREE	3		/* failures without consequence */
#define RETRY_LAST_MS	60000		/* RFC 6120 3.3 speaks of 60 seconds */
#define REDIAL_FIRST_MS 200
#define REDIAL_LAST_MS  10000

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

enum cause stream_inward_refused(bool required, enum cause inward)
{
	return required && inward == CAUSE_NO_GATEWAY ? CAUSE_NO_ROUTE : CAUSE_NONE;
}

enum cause seat_refused(struct room all, struct room partner)
{
	if (all.used >= all.max)
		return CAUSE_TOO_MANY_CONNECTIONS;
	if (partner.used >= partner.max)
		return CAUSE_PARTNER_CONNECTIONS;
	return CAUSE_NONE;
}

enum cause question_refused(struct room all, struct room of_domain)
{
	if (all.used >= all.max || of_domain.used >= of_domain.max)
		return CAUSE_TOO_MANY_CONNECTIONS;
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

enum cause dialback_in_vain(bool proved, size_t n)
{
	return n > (proved ? DIALBACK_VAIN_PROVED_MAX : DIALBACK_VAIN_MAX) ? CAUSE_DB_TOO_OFTEN
	                                                                   : CAUSE_NONE;
}

bool dialback_vain_is_told(size_t n)
{
	return n <= DIALBACK_VAIN_MAX || (n & (n - 1)) == 0;
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

uint64_t retry_delay(unsigned failures, uint64_t first, uint32_t chance)
{
	if (failures <= RETRY_FREE)
		return 0;
	return pause_out_of_step(pause_grown(first, RETRY_LAST_MS, failures - RETRY_FREE - 1),
	                         chance);
}

uint64_t redial_delay(unsigned failures, uint64_t most, uint64_t session_ms, uint32_t chance)
{
	uint64_t bound = session_ms / 4, delay;

	if (failures == 0)
		return pause_at_most(most < bound ? most : bound, chance);
	delay = pause_grown(REDIAL_FIRST_MS, REDIAL_LAST_MS, failures - 1);
	return pause_out_of_step(delay < bound ? delay : bound, chance);
}
