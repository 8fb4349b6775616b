#include <stddef.h>

#include "admin/metrics.h"
#include "gateway/look.h"

struct gateway_now {
	uint64_t links_up, edges, unacknowledged, sip_connections, sip_pending,
	        messages_waiting;
	uint64_t watches_outward, watches_inward, partners;
};

#define ONE(field)      METRIC_ONE, offsetof(struct gateway_counters, field)
#define BY_CAUSE(field) METRIC_BY_CAUSE, offsetof(struct gateway_counters, field)
#define NOW(field)      METRIC_NOW, offsetof(struct gateway_now, field)
#define PARTNER(field)  METRIC_PARTNER, offsetof(struct gateway_tally, field)

const struct metric metrics_gateway_rows[] = {
#define X(family, type, unit, help, labels, source, field)                                     \
	{ family, METRIC_##type, unit, help, labels, source(field) },
#include "admin/metrics_gateway.tbl"
#undef X
};
const size_t metrics_gateway_n = sizeof metrics_gateway_rows / sizeof metrics_gateway_rows[0];

static const void *of_partner(const void *self, const struct partner *p)
{
	return gateway_tally(self, p);
}

static void add_edge(void *arg, const struct gateway_look_edge *e)
{
	struct gateway_now *now = arg;

	now->edges++;
	now->links_up += e->up;
	now->unacknowledged += e->unacknowledged;
}

static void add_connection(void *arg, const struct transport_look *c)
{
	struct gateway_now *now = arg;

	(void)c;
	now->sip_connections++;
}

void metrics_gateway(const void *self, struct buf *out)
{
	const struct gateway_settings *s = gateway_look_settings(self);
	struct gateway_now now = { .sip_pending = gateway_look_requests(self),
		                   .messages_waiting = gateway_look_messages(self),
		                   .watches_outward = gateway_look_watch_count(self, false),
		                   .watches_inward = gateway_look_watch_count(self, true),
		                   .partners = partners_count(s->partners) };
	const struct metrics_view v = { .prefix = "fed_gateway_",
		                        .row = metrics_gateway_rows,
		                        .n = metrics_gateway_n,
		                        .counters = gateway_counters(self),
		                        .now = &now,
		                        .partners = s->partners,
		                        .partner = of_partner,
		                        .self = self };

	gateway_look_edges(self, add_edge, &now);
	gateway_look_sip(self, add_connection, &now);
	metrics_write(&v, out);
}
