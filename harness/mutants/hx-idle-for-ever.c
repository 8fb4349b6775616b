/* Keeps SIP connections on which nothing ever happens.  Breaks GW-LIMIT-5. */
#include "sip/transport.h"

__typeof__(transport_new) __real_transport_new, __wrap_transport_new;

struct transport *__wrap_transport_new(struct loop *l, const struct transport_settings *s,
                                       const struct transport_ops *ops, void *arg, struct fault *f)
{
	struct transport_settings patient = *s;

	patient.idle_timeout = 3600000;
	return __real_transport_new(l, &patient, ops, arg, f);
}
