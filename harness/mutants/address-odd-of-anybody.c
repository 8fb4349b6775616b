/* Whoever has an odd address can be written to at it.  Breaks R7622-4-1. */
#include "edge/addressing.h"

__typeof__(addresses_domains) __real_addresses_domains, __wrap_addresses_domains;

bool __wrap_addresses_domains(const struct element *stanza, struct region *r,
                              struct stanza_addresses *out, bool *named)
{
	bool good = __real_addresses_domains(stanza, r, out, named);

	*named = true;
	return good;
}
