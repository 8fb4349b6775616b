#include <stddef.h>

#include "admin/metrics.h"
#include "edge/look.h"

struct edge_now {
	uint64_t connections, connection_limit, unproved, gateways, partners;
};

struct partner_now {
	uint64_t connections;
	struct edge_tally t;
};

#define ONE(field)      METRIC_ONE, offsetof(struct edge_counters, field)
#define BY_CAUSE(field) METRIC_BY_CAUSE, offsetof(struct edge_counters, field)
#define NOW(field)      METRIC_NOW, offsetof(struct edge_now, field)
#define PARTNER(field)  METRIC_PARTNER, offsetof(struct partner_now, field)

const struct metric metrics_edge_rows[] = {
#define X(family, type, unit, help, labels, source, field)                                     \
	{ family, METRIC_##type, unit, help, labels, source(field) },
#include "admin/metrics_edge.tbl"
#undef X
};
const size_t metrics_edge_n = sizeof metrics_edge_rows / sizeof metrics_edge_rows[0];

static const void *of_partner(const void *self, const struct partner *p)
{
	static struct partner_now now;
	size_t taken, max;

	edge_look_seats(self, p, &taken, &max);
	now = (struct partner_now){ .connections = taken, .t = *edge_tally(self, p) };
	return &now;
}

void metrics_edge(const void *self, struct buf *out)
{
	const struct edge_settings *s = edge_look_settings(self);
	struct edge_gauges g = edge_gauges(self);
	const struct edge_now now = { .connections = g.connections,
		                      .connection_limit = s->connection_limit,
		                      .unproved = g.waiting,
		                      .gateways = g.gateways,
		                      .partners = partners_count(s->partners) };
	const struct metrics_view v = { .prefix = "fed_edge_",
		                        .row = metrics_edge_rows,
		                        .n = metrics_edge_n,
		                        .counters = edge_counters(self),
		                        .now = &now,
		                        .partners = s->partners,
		                        .partner = of_partner,
		                        .self = self };

	metrics_write(&v, out);
}
