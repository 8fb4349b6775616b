/* The edge listens for partners at every address of its host.  Breaks LYNC-PORT-1. */
#include <string.h>

#include "partner/reading.h"

__typeof__(reading_addresses) __real_reading_addresses, __wrap_reading_addresses;

bool __wrap_reading_addresses(const struct reading *r, const struct conf_list *list,
                              const char *key, unsigned port, struct address **out, size_t *n)
{
	if (!__real_reading_addresses(r, list, key, port, out, n))
		return false;
	for (size_t i = 0; i < *n && strcmp(key, "listen") == 0; i++) {
		unsigned own = address_port(&(*out)[i]);

		(void)address_parse(VIEW("0.0.0.0:0"), &(*out)[i]);
		address_set_port(&(*out)[i], own);
	}
	return true;
}
