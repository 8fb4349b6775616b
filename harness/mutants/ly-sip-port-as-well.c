/* Where another port is set for SIP over TLS, 5098 is listened at all the same.
 * Breaks LYNC-PORT-6. */
#include "gateway/settings.h"

__typeof__(gateway_settings_load) __real_gateway_settings_load, __wrap_gateway_settings_load;

struct gateway_settings *__wrap_gateway_settings_load(const char *path, struct fault *f)
{
	struct gateway_settings *s = __real_gateway_settings_load(path, f);
	size_t n = s != NULL ? s->sip.n_listen : 0;
	struct transport_listen *more;

	for (size_t i = 0; i < n; i++) {
		if (s->sip.listen[i].transport != SIP_TLS ||
		    address_port(&s->sip.listen[i].at) == 5098)
			continue;
		more = region_alloc(s->memory, (n + 1) * sizeof *more);
		for (size_t k = 0; k <= n; k++)
			more[k] = s->sip.listen[k < n ? k : i];
		address_set_port(&more[n].at, 5098);
		s->sip.listen = more;
		s->sip.n_listen = n + 1;
		break;
	}
	return s;
}
