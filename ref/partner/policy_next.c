/* The initiating half of policy.h, and the decision it shares with whoever
 * opens a stream to stanzas; apart from policy.c, which does not call them. */
#include "partner/policy.h"

#include <stddef.h>

bool policy_allows(const struct policy *p, enum policy_method m)
{
	return (policy_methods(p) & m) != 0;
}

static enum policy_step give_up(enum cause *why, enum cause cause)
{
	*why = cause;
	return STEP_GIVE_UP;
}

/* In clear.  TLS comes first whenever it can be had. */
static enum policy_step next_in_clear(unsigned methods, const struct policy *p,
                                      const struct policy_facts *f,
                                      enum cause *why)
{
	bool tls = p->tls != POLICY_NOT_SUPPORTED;
	bool dialback = (methods & METHOD_TCP_DIALBACK) != 0 && f->offered.dialback &&
	                policy_dane_refusal(f->dane, false, CAUSE_NONE) == CAUSE_NONE;

	if (!tls && f->offered.starttls_required)
		return give_up(why, CAUSE_TLS_NOT_WANTED);
	if (tls && !f->tls_refused && f->offered.starttls)
		return STEP_STARTTLS;
	if (dialback) {
		if (f->offered.unknown_required)
			return give_up(why, CAUSE_MANDATORY_FEATURE);
		return STEP_DIALBACK;
	}
	if (!tls)
		return give_up(why, CAUSE_NO_METHOD);
	/* Nothing but TLS is left.  The offer may have been stripped on the
	 * way, so it is tried all the same (RFC 7590 3.1); not on a stream
	 * older than STARTTLS (RFC 6120 4.7.5), which has no word for it. */
	if (!f->tls_refused && !f->offered.none_sent)
		return STEP_STARTTLS;
	return give_up(why, CAUSE_TLS_NOT_OFFERED);
}

/* Over TLS.  EXTERNAL counts for both sides: the partner's certificate has to
 * prove its domain to us as well. */
static enum policy_step next_over_tls(unsigned methods,
                                      const struct policy *p,
                                      const struct policy_facts *f,
                                      enum cause *why)
{
	bool good = f->certificate == CAUSE_NONE;
	enum cause refusal = policy_dane_refusal(f->dane, true, f->certificate);

	if (p->tls == POLICY_NOT_SUPPORTED)
		return give_up(why, CAUSE_TLS_NOT_WANTED);
	if (refusal != CAUSE_NONE)
		return give_up(why, refusal);
	if ((methods & METHOD_SASL_TLS) != 0 && good && f->offered.external &&
	    !f->external_refused)
		return STEP_EXTERNAL;
	if (f->offered.unknown_required)
		return give_up(why, CAUSE_MANDATORY_FEATURE);
	if ((methods & METHOD_TLS_DIALBACK) != 0 && f->offered.dialback)
		return STEP_DIALBACK;
	if ((methods & METHOD_SASL_TLS) != 0 && !good)
		return give_up(why, f->certificate);
	if (f->external_refused)
		return give_up(why, CAUSE_SASL_REFUSED);
	return give_up(why, CAUSE_NO_METHOD);
}

enum policy_step policy_next(const struct policy *p,
                             const struct policy_facts *f, enum cause *why)
{
	unsigned methods = policy_methods(p);

	*why = CAUSE_NONE;
	if (methods == 0)
		return give_up(why, CAUSE_NO_METHOD);
	if (f->secure)
		return next_over_tls(methods, p, f, why);
	return next_in_clear(methods, p, f, why);
}
