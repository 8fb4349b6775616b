#include "edge/count.h"

static struct edge_tally *of(struct edge *e, struct view partner)
{
	const struct partner *p = partner_of(e->settings->partners, partner);

	return p != NULL ? edge_tally_of(e, p) : NULL;
}

static void failed(struct edge *e, struct edge_tally *t, enum cause cause)
{
	t->failure = cause;
	t->failed_at = loop_now(e->loop);
}

void count_inbound_failure(struct edge *e, struct view partner, enum cause cause)
{
	struct edge_tally *t = of(e, partner);

	e->counters.inbound_failed++;
	e->counters.inbound_failures[cause]++;
	if (t == NULL)
		return;
	t->inbound_failed++;
	failed(e, t, cause);
}

void count_outbound_failure(struct edge *e, struct view partner, enum cause cause)
{
	struct edge_tally *t = of(e, partner);

	e->counters.outbound_failed++;
	e->counters.failed[cause]++;
	if (t == NULL)
		return;
	t->outbound_failed++;
	failed(e, t, cause);
}

void count_inward(struct edge *e, const struct element *stanza)
{
	e->counters.stanzas_inward++;
	if (view_is(stanza->name, "message"))
		e->counters.messages_inward++;
	else
		e->counters.presence_inward++;
}

void count_outward(struct edge *e, const struct element *stanza)
{
	e->counters.stanzas_outward++;
	if (view_is(stanza->name, "message"))
		e->counters.messages_outward++;
	else if (view_is(stanza->name, "presence"))
		e->counters.presence_outward++;
}

enum edge_method count_method(bool external, bool secure)
{
	return external ? EDGE_EXTERNAL : secure ? EDGE_TLS_DIALBACK : EDGE_TCP_DIALBACK;
}
