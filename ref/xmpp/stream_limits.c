#include "xmpp/stream_limits.h"

#include <inttypes.h>

#include "lib/text.h"

uint32_t stream_limits_ours(const struct stream_settings *set, const struct stream_offer *offer,
                            bool authenticated)
{
	const struct xml_limits *l = authenticated || offer->dialback ? &set->after
	                                                              : &set->before;

	return l->stanza < UINT32_MAX ? (uint32_t)l->stanza : UINT32_MAX;
}

static void number(struct region *r, struct element *parent, const char *name, uint32_t n)
{
	if (n != 0)
		element_add_text(r, element_add(r, parent, NS_LIMITS, name),
		                 region_printf(r, "%" PRIu32, n));
}

void stream_limits_write(struct region *r, struct element *parent, struct stream_limits limits)
{
	struct element *e = element_add(r, parent, NS_LIMITS, "limits");

	number(r, e, "max-bytes", limits.max_bytes);
	number(r, e, "idle-seconds", limits.idle_seconds);
}

static uint32_t read_number(const struct element *limits, const char *name)
{
	const struct element *e = element_child(limits, NS_LIMITS, name);
	struct region *r;
	uint64_t n = 0;

	if (e == NULL)
		return 0;
	r = region_new();
	if (!text_u64(view_trim(element_text(e, r)), 1, UINT32_MAX, &n))
		n = 0;
	region_free(&r);
	return (uint32_t)n;
}

struct stream_limits stream_limits_read(const struct element *parent)
{
	const struct element *e = element_child(parent, NS_LIMITS, "limits");
	struct stream_limits out = { 0 };

	if (e != NULL) {
		out.max_bytes = read_number(e, "max-bytes");
		out.idle_seconds = read_number(e, "idle-seconds");
	}
	return out;
}
