#include "xmpp/admission.h"

#include "jid/jid.h"
#include "xmpp/conn.h"

uint64_t establish_left(uint64_t whole, uint64_t passed)
{
	if (whole == 0)
		return 0;
	return passed < whole ? whole - passed : 1;
}

bool behind_is_too_much(size_t behind)
{
	return behind > CONN_BEHIND_MAX;
}

bool starttls_may_follow(bool offered, bool secure, bool established)
{
	return offered && !secure && !established;
}

bool stanza_may_pass(enum stream_role role, bool both_ways, bool established)
{
	return established && (role == STREAM_RECEIVING || both_ways);
}

bool bidi_may_follow(bool offered, bool authenticated, bool established)
{
	return offered && !authenticated && !established;
}

bool request_may_return(bool bidi, bool established)
{
	return bidi && established;
}

enum cause sasl_refusal(struct view mechanism, bool secure, bool offered)
{
	if (!view_is(mechanism, "EXTERNAL"))
		return CAUSE_SASL_MECHANISM;
	if (!secure)
		return CAUSE_SASL_NEEDS_TLS;
	/* Not offered for want of a certificate that proves the domain, or by
	 * policy: forced, it never succeeds (R6120-6.3.4-4). */
	if (!offered)
		return CAUSE_NO_METHOD;
	return CAUSE_NONE;
}

bool sasl_too_often(unsigned n, unsigned limit)
{
	return n > limit;
}

struct view sasl_identity(struct view authzid, struct view from, struct region *r)
{
	struct view domain, asked;

	if (!domain_prepare(from, r, &domain))
		return VIEW("");
	if (authzid.n == 0)
		return domain;
	/* domain_prepare() refuses what has a localpart or resource. */
	if (!domain_prepare(authzid, r, &asked) || !view_eq(asked, domain))
		return VIEW("");
	return domain;
}

bool header_from_stands(struct view from, struct view authenticated, struct region *r)
{
	struct view a, b;

	if (from.n == 0)
		return true;
	return domain_prepare(from, r, &a) && domain_prepare(authenticated, r, &b) &&
	       view_eq(a, b);
}
