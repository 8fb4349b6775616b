/* Which TLSA records mean something here. */
#include "dns/tlsa.h"

bool tlsa_usable(const struct tlsa *t)
{
	if (t->usage > TLSA_DANE_EE || t->selector > 1)
		return false;
	switch (t->matching) {
	case TLSA_FULL:
		return t->len != 0;
	case TLSA_SHA256:
		return t->len == 32;
	case TLSA_SHA512:
		return t->len == 64;
	default: /* RFC 7218: the registry is open */
		return false;
	}
}
