#include "dns/locate.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

void location_copy(struct location *to, const struct location *from)
{
	*to = *from;
	for (size_t i = 0; i < LOCATE_MAX_TARGETS; i++)
		if (from->tlsa[i] != NULL) {
			to->tlsa[i] = mem_alloc(sizeof *to->tlsa[i]);
			*to->tlsa[i] = *from->tlsa[i];
		}
}

void location_clear(struct location *w)
{
	for (size_t i = 0; i < LOCATE_MAX_TARGETS; i++)
		free(w->tlsa[i]);
	memset(w, 0, sizeof *w);
}

const struct tlsa_set *location_tlsa(const struct location *w, const struct attempt *a)
{
	return a->tlsa < 0 ? NULL : w->tlsa[a->tlsa];
}
