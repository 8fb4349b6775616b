/* Refuses a URI with escapes. Breaks R4475-esc01, R4475-escnull, R4475-semiuri. */
#include "sip/uri.h"

#include <string.h>

__typeof__(sip_uri_read) __wrap_sip_uri_read;

__typeof__(sip_uri_read) __real_sip_uri_read;

bool __wrap_sip_uri_read(struct view text, struct sip_uri *out, const char **why)
{
	if (memchr(text.p, '%', text.n) == NULL)
		return __real_sip_uri_read(text, out, why);
	if (why != NULL)
		*why = "an escape";
	return false;
}
