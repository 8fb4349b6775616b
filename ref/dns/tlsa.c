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

#define BYTES_TOLD 64 /* the longest digest */

void tlsa_describe(const struct tlsa_set *s, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct tlsa *t = &s->record[i];
		struct view data = tlsa_data(s, t);

		buf_printf(out, "%s%u %u %u ", i != 0 ? " or " : "", t->usage, t->selector,
		           t->matching);
		for (size_t k = 0; k < data.n && k < BYTES_TOLD; k++)
			buf_printf(out, "%02x", (unsigned char)data.p[k]);
		buf_puts(out, data.n > BYTES_TOLD ? "..." : "");
	}
}

struct view tlsa_data(const struct tlsa_set *s, const struct tlsa *t)
{
	return (struct view){ (const char *)s->data + t->at, t->len };
}
