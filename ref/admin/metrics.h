/* metrics.h - counters and gauges as OpenMetrics text, by table.
 *
 * OpenMetrics 1.0: families with TYPE, UNIT and HELP, counters with _total, `# EOF`
 * at the end.  Labels are bounded: causes are a table, partners are those of
 * partners.yml.  Nothing here is on the way of a message: the numbers are read
 * where they are when somebody asks.
 */
#ifndef REF_ADMIN_METRICS_H
#define REF_ADMIN_METRICS_H

#include "partner/partner.h"

enum metric_type { METRIC_COUNTER, METRIC_GAUGE };

enum metric_source { METRIC_ONE, METRIC_BY_CAUSE, METRIC_NOW, METRIC_PARTNER };

struct metric {
	const char *family;
	enum metric_type type;
	const char *unit, *help, *labels;
	enum metric_source source;
	size_t offset; /* of a uint64_t in what `source` means */
};

struct metrics_view {       /* of one program, now */
	const char *prefix; /* "fed_edge_" */
	const struct metric *row;
	size_t n;
	const void *counters, *now;
	const struct partners *partners;
	/* The numbers of one partner, lent until the next call. */
	const void *(*partner)(const void *self, const struct partner *p);
	const void *self;
};

/* All families, without the end. */
void metrics_write(const struct metrics_view *v, struct buf *out);
/* A family of type info, with one sample: {label="value"}. */
void metrics_info(const char *prefix, const char *family, const char *help, const char *label,
                  const char *value, struct buf *out);
void metrics_end(struct buf *out);

/* Of both programs; `self` is an edge or a gateway. */
void metrics_edge(const void *self, struct buf *out);
void metrics_gateway(const void *self, struct buf *out);

/* The tables, for their test and for the man page. */
extern const struct metric metrics_edge_rows[], metrics_gateway_rows[];
extern const size_t metrics_edge_n, metrics_gateway_n;
void metrics_manual(const char *prefix, const struct metric *row, size_t n, struct buf *out);

#endif
