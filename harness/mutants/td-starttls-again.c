/* Takes a connection where TLS came first for one in clear: offers STARTTLS.
 * Breaks X0368-3-5. */
#include "partner/policy.h"
#include "xmpp/stream.h"

__typeof__(policy_offer) __real_policy_offer, __wrap_policy_offer;
__typeof__(stream_new) __real_stream_new, __wrap_stream_new;

struct stream *__wrap_stream_new(const struct stream_settings *s, uint64_t now)
{
	struct stream_settings clear = *s;

	/* The link has TLS first as well, and no STARTTLS. */
	if (s->role == STREAM_RECEIVING && !s->both_ways)
		clear.direct_tls = false;
	return __real_stream_new(&clear, now);
}

struct stream_offer __wrap_policy_offer(const struct policy *p, bool secure, bool proved)
{
	struct stream_offer offer = __real_policy_offer(p, secure, proved);

	offer.starttls = true;
	return offer;
}
