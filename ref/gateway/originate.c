#include "gateway/gateway_private.h"

#include <stdlib.h>

#include "lib/mem.h"

struct originated {
	const struct originator *owner;
	uint64_t ref;
};

static struct view key_of(const uint64_t *id)
{
	return (struct view){ (const char *)id, sizeof *id };
}

bool originate_to(struct gateway *g, const struct originator *o, uint64_t ref, struct view hop,
                  struct view request)
{
	uint64_t id = endpoint_request(g->endpoint, hop, request);
	struct originated *x;

	if (id == 0)
		return false;
	x = mem_alloc(sizeof *x);
	*x = (struct originated){ o, ref };
	map_put(g->originated, key_of(&id), x);
	return true;
}

bool originate(struct gateway *g, const struct originator *o, uint64_t ref, struct view request)
{
	return originate_to(g, o, ref, view_of(g->settings->sip.next_hop), request);
}

void originate_response(struct gateway *g, uint64_t id, const struct sip_message *m)
{
	struct originated *x = map_get(g->originated, key_of(&id));
	struct originated copy;

	if (x == NULL)
		return;
	copy = *x;
	/* A final one is the last that comes (sip/transaction.h). */
	if (m->status >= 200) {
		map_remove(g->originated, key_of(&id));
		free(x);
	}
	copy.owner->response(g, copy.ref, m);
}

void originate_failed(struct gateway *g, uint64_t id, enum cause cause, const char *words)
{
	struct originated *x = map_remove(g->originated, key_of(&id));
	struct originated copy;

	if (x == NULL)
		return;
	copy = *x;
	free(x);
	copy.owner->failed(g, copy.ref, cause == CAUSE_SIP_TIMEOUT ? SIP_NO_ANSWER : SIP_NO_WAY,
	                   words != NULL ? words : cause_words(cause));
}

void originate_free(struct gateway *g)
{
	size_t pos = 0;
	struct view key;
	void *value;

	while (map_next(g->originated, &pos, &key, &value)) {
		map_remove(g->originated, key);
		free(value);
	}
	map_free(&g->originated);
}
