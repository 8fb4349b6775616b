#include "dns/tlsa.h"

#include <string.h>

bool tlsa_add(struct tlsa_set *s, struct tlsa t, struct view data)
{
	if (s->n == TLSA_MAX || data.n > TLSA_ROOM - s->used)
		return false;
	t.at = (uint16_t)s->used;
	t.len = (uint16_t)data.n;
	if (!tlsa_usable(&t))
		return false;
	memcpy(s->data + s->used, data.p, data.n);
	s->used += data.n;
	s->record[s->n++] = t;
	return true;
}

struct view tlsa_data(const struct tlsa_set *s, const struct tlsa *t)
{
	return (struct view){ (const char *)s->data + t->at, t->len };
}
