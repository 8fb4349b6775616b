#include "gateway/gateway_private.h"

#include <stdlib.h>

#include "lib/mem.h"

struct originated {
	const struct originator *owner;
	uint64_t ref;
};

bool originate_to(struct gateway *g, const struct originator *o, uint64_t ref, struct view hop,
                  struct view request)
{
	uint64_t id = endpoint_request(g->endpoint, hop, request);
	struct originated *x;

	if (id == 0)
		return false;
	g->counters.originated++;
	x = mem_alloc(sizeof *x);
	*x = (struct originated){ o, ref };
	ids_put(g->originated, id, x);
	return true;
}

bool originate(struct gateway *g, const struct originator *o, uint64_t ref, struct view request)
{
	return originate_to(g, o, ref, view_of(g->settings->sip.next_hop), request);
}

void originate_response(struct gateway *g, uint64_t id, const struct sip_message *m)
{
	struct originated *x = ids_get(g->originated, id);
	struct originated copy;

	if (x == NULL)
		return;
	copy = *x;
	/* A final one is the last that comes (sip/transaction.h). */
	if (m->status >= 200) {
		if (m->status < 700)
			g->counters.responses[m->status / 100]++;
		ids_remove(g->originated, id);
		free(x);
	}
	copy.owner->response(g, copy.ref, m);
}

void originate_failed(struct gateway *g, uint64_t id, enum cause cause, const char *words)
{
	struct originated *x = ids_remove(g->originated, id);
	struct originated copy;

	if (x == NULL)
		return;
	g->counters.unanswered++;
	copy = *x;
	free(x);
	copy.owner->failed(g, copy.ref, cause == CAUSE_SIP_TIMEOUT ? SIP_NO_ANSWER : SIP_NO_WAY,
	                   words != NULL ? words : cause_words(cause));
}

void originate_free(struct gateway *g)
{
	size_t pos = 0;
	void *value;

	if (g->originated == NULL)
		return;
	while (ids_next(g->originated, &pos, NULL, &value))
		free(value);
	ids_free(&g->originated);
}
