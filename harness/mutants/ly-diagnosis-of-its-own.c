/* Says why a request failed by a number that nobody has published.  Breaks LYNC-DIAG-8. */
#include "sip/endpoint.h"

__typeof__(endpoint_respond) __real_endpoint_respond, __wrap_endpoint_respond;

bool __wrap_endpoint_respond(struct endpoint *e, uint64_t id, const struct sip_answer *a)
{
	struct sip_answer says = *a;

	if (a->status >= 300 && a->fields.n == 0)
		says.fields = VIEW("ms-diagnostics: 99;source=\"gw.sipcorp.example\";"
		                   "reason=\"it did not work\"\r\n");
	return __real_endpoint_respond(e, id, &says);
}
