/* Goes on in clear when TLS is refused, whatever the policy.
 * Breaks R6120-5.4.3.2-3, R7590-3.1-1. */
#include "partner/policy.h"
#include "xmpp/state.h"

__typeof__(initiate_element) __real_initiate_element, __wrap_initiate_element;
__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

static bool refused;

bool __wrap_initiate_element(struct stream *s, enum first first, const struct xml_event *x,
                             struct stream_event *ev)
{
	if (first != FIRST_TLS_FAILURE)
		return __real_initiate_element(s, first, x, ev);
	refused = true;
	s->state = ST_READY;
	ev->kind = STREAM_FEATURES;
	ev->features = (struct stream_features){ .dialback = true };
	return true;
}

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	if (f->secure || !refused)
		return __real_policy_next(p, f, why);
	*why = CAUSE_NONE;
	return STEP_DIALBACK;
}
