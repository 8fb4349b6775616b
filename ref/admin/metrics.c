#include "admin/metrics.h"

#include <inttypes.h>
#include <string.h>

#include "partner/manual.h"

static uint64_t number_at(const void *base, size_t offset)
{
	uint64_t n;

	memcpy(&n, (const char *)base + offset, sizeof n);
	return n;
}

/* --- families ------------------------------------------------------------------------ */

static void begin_family(const char *prefix, const char *family, const char *type,
                         const char *unit, const char *help, struct buf *out)
{
	buf_printf(out, "# TYPE %s%s %s\n", prefix, family, type);
	if (unit[0] != '\0')
		buf_printf(out, "# UNIT %s%s %s\n", prefix, family, unit);
	buf_printf(out, "# HELP %s%s %s\n", prefix, family, help);
}

/* A label's value: what would end it is escaped. */
static void put_label(const char *name, struct view value, struct buf *out)
{
	buf_printf(out, "%s=\"", name);
	for (size_t i = 0; i < value.n; i++)
		switch (value.p[i]) {
		case '\\':
			buf_puts(out, "\\\\");
			break;
		case '"':
			buf_puts(out, "\\\"");
			break;
		case '\n':
			buf_puts(out, "\\n");
			break;
		default:
			buf_putc(out, value.p[i]);
		}
	buf_putc(out, '"');
}

/* `name` NULL: the fixed labels alone. */
static void sample(const struct metrics_view *v, const struct metric *m, const char *name,
                   const char *value, uint64_t n, struct buf *out)
{
	buf_printf(out, "%s%s%s", v->prefix, m->family,
	           m->type == METRIC_COUNTER ? "_total" : "");
	if (m->labels != NULL || name != NULL) {
		buf_putc(out, '{');
		if (name != NULL)
			put_label(name, view_of(value), out);
		if (name != NULL && m->labels != NULL)
			buf_putc(out, ',');
		if (m->labels != NULL)
			buf_puts(out, m->labels);
		buf_putc(out, '}');
	}
	buf_printf(out, " %" PRIu64 "\n", n);
}

static void by_cause(const struct metrics_view *v, const struct metric *m, struct buf *out)
{
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++)
		sample(v, m, "cause", cause_label(c),
		       number_at(v->counters, m->offset + c * sizeof(uint64_t)), out);
}

static void by_partner(const struct metrics_view *v, const struct metric *m, struct buf *out)
{
	const struct partner *p;
	struct view domain;
	size_t pos = 0;

	while (partners_next(v->partners, &pos, &domain, &p))
		if (view_is(domain, p->domain))
			sample(v, m, "partner", p->domain,
			       number_at(v->partner(v->self, p), m->offset), out);
}

void metrics_write(const struct metrics_view *v, struct buf *out)
{
	static const char *const types[] = {
		[METRIC_COUNTER] = "counter", [METRIC_GAUGE] = "gauge"
	};

	for (size_t i = 0; i < v->n; i++) {
		const struct metric *m = &v->row[i];

		if (m->help != NULL)
			begin_family(v->prefix, m->family, types[m->type], m->unit, m->help,
			             out);
		switch (m->source) {
		case METRIC_ONE:
			sample(v, m, NULL, NULL, number_at(v->counters, m->offset), out);
			break;
		case METRIC_NOW:
			sample(v, m, NULL, NULL, number_at(v->now, m->offset), out);
			break;
		case METRIC_BY_CAUSE:
			by_cause(v, m, out);
			break;
		case METRIC_PARTNER:
			by_partner(v, m, out);
			break;
		}
	}
}

void metrics_info(const char *prefix, const char *family, const char *help, const char *label,
                  const char *value, struct buf *out)
{
	begin_family(prefix, family, "info", "", help, out);
	buf_printf(out, "%s%s_info{", prefix, family);
	put_label(label, view_of(value), out);
	buf_puts(out, "} 1\n");
}

void metrics_end(struct buf *out)
{
	buf_puts(out, "# EOF\n");
}

/* --- the man page ------------------------------------------------------------------------ */

static void put_labels(const struct metric *m, struct buf *out)
{
	struct view one, rest = view_of(m->labels), name, value;
	const char *before = " Labels: ";

	if (m->source == METRIC_BY_CAUSE || m->source == METRIC_PARTNER) {
		buf_printf(out, "%s%s", before,
		           m->source == METRIC_PARTNER ? "partner" : "cause");
		before = ", ";
	}
	while (rest.n != 0) {
		(void)view_cut(rest, ',', &one, &rest);
		(void)view_cut(one, '=', &name, &value);
		buf_printf(out, "%s%.*s", before, VIEW_ARG(name));
		before = ", ";
	}
	if (before[0] == ',')
		buf_putc(out, '.');
}

void metrics_manual(const char *prefix, const struct metric *row, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		if (row[i].help == NULL)
			continue;
		buf_printf(out, ".TP\n.B %s%s%s\n", prefix, row[i].family,
		           row[i].type == METRIC_COUNTER ? "_total" : "");
		manual_text(out, row[i].help);
		put_labels(&row[i], out);
		buf_putc(out, '\n');
	}
}
