#include "admin/metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"
#include "partner/list_for_tests.h"
#include "partner/page_for_tests.h"

struct numbers {
	uint64_t one, causes[CAUSE_COUNT], gauge, of_partner;
};

#define AT(field) offsetof(struct numbers, field)

static const void *of_partner(const void *self, const struct partner *p)
{
	return (const struct numbers *)self + p->number;
}

static void written(const struct metric *rows, size_t n, const struct numbers *from,
                    const struct partners *p, struct buf *out)
{
	const struct metrics_view v = { .prefix = "x_",
		                        .row = rows,
		                        .n = n,
		                        .counters = from,
		                        .now = from,
		                        .partners = p,
		                        .partner = of_partner,
		                        .self = from };

	buf_clear(out);
	metrics_write(&v, out);
}

START_TEST(each_source_gives_its_samples)
{
	static const struct metric rows[] = {
		{ "a", METRIC_COUNTER, "", "Of a.", "d=\"in\"", METRIC_ONE, AT(one) },
		{ "a", METRIC_COUNTER, "", NULL, "d=\"out\"", METRIC_NOW, AT(gauge) },
		{ "b_seconds", METRIC_GAUGE, "seconds", "Of b.", NULL, METRIC_NOW, AT(gauge) },
		{ "c", METRIC_COUNTER, "", "Of c.", "d=\"in\"", METRIC_PARTNER,
		  AT(of_partner) },
	};
	struct partners *p = list_of("p.example: {additional-domains: [q.example]}\n"
	                              "r.example:\n");
	struct numbers from[2] = { { .one = UINT64_MAX, .gauge = 2, .of_partner = 3 },
		                   { .of_partner = 4 } };
	struct buf out = { 0 };

	written(rows, 4, from, p, &out);
	ck_assert_str_eq(buf_cstr(&out), "# TYPE x_a counter\n"
	                                 "# HELP x_a Of a.\n"
	                                 "x_a_total{d=\"in\"} 18446744073709551615\n"
	                                 "x_a_total{d=\"out\"} 2\n"
	                                 "# TYPE x_b_seconds gauge\n"
	                                 "# UNIT x_b_seconds seconds\n"
	                                 "# HELP x_b_seconds Of b.\n"
	                                 "x_b_seconds 2\n"
	                                 "# TYPE x_c counter\n"
	                                 "# HELP x_c Of c.\n"
	                                 "x_c_total{partner=\"p.example\",d=\"in\"} 3\n"
	                                 "x_c_total{partner=\"r.example\",d=\"in\"} 4\n");
	partners_free(&p);
	buf_free(&out);
}
END_TEST

START_TEST(every_cause_has_a_sample_of_its_own)
{
	static const struct metric row = { "a",  METRIC_COUNTER,  "",        "Of a.",
		                           NULL, METRIC_BY_CAUSE, AT(causes) };
	struct numbers from = { .one = 9 };
	struct buf out = { 0 };
	struct view rest, line;
	size_t n = 0;

	for (enum cause c = 0; c < CAUSE_COUNT; c++)
		from.causes[c] = c;
	written(&row, 1, &from, NULL, &out);
	rest = buf_view(&out);
	while (view_cut(rest, '\n', &line, &rest)) {
		char want[200];

		if (line.p[0] == '#')
			continue;
		n++;
		snprintf(want, sizeof want, "x_a_total{cause=\"%s\"} %zu",
		         cause_label((enum cause)n), n);
		ck_assert_msg(view_is(line, want), "%.*s", VIEW_ARG(line));
	}
	ck_assert_uint_eq(n, CAUSE_COUNT - 1);
	buf_free(&out);
}
END_TEST

START_TEST(a_label_cannot_end_itself)
{
	struct buf out = { 0 };

	metrics_info("x_", "a", "Of a.", "v", "q\"\\\n", &out);
	ck_assert_str_eq(buf_cstr(&out), "# TYPE x_a info\n# HELP x_a Of a.\n"
	                                 "x_a_info{v=\"q\\\"\\\\\\n\"} 1\n");
	buf_clear(&out);
	metrics_end(&out);
	ck_assert_str_eq(buf_cstr(&out), "# EOF\n");
	buf_free(&out);
}
END_TEST

/* OpenMetrics 1.0, "Metric Family": what no reader would forgive. */
static void is_sound(const struct metric *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct metric *m = &row[i];
		struct view name = view_of(m->family), unit = view_of(m->unit);

		ck_assert_msg(strspn(m->family, "abcdefghijklmnopqrstuvwxyz_") == name.n, "%s",
		              m->family);
		ck_assert_msg(!view_ends(name, VIEW("_total")), "%s", m->family);
		ck_assert_msg(unit.n == 0 || view_ends(name, unit), "%s", m->family);
		if (m->help != NULL) {
			ck_assert_msg(strpbrk(m->help, "\"\\\n") == NULL, "%s", m->family);
			for (size_t j = 0; j < i; j++)
				ck_assert_msg(strcmp(row[j].family, m->family) != 0, "%s twice",
				              m->family);
			continue;
		}
		/* Samples of a family stand together, and none twice. */
		ck_assert_msg(i > 0 && strcmp(row[i - 1].family, m->family) == 0 &&
		                      row[i - 1].type == m->type && m->labels != NULL,
		              "%s", m->family);
		for (size_t j = 0; j < i; j++)
			ck_assert_msg(strcmp(row[j].family, m->family) != 0 ||
			                      strcmp(row[j].labels, m->labels) != 0,
			              "%s{%s} twice", m->family, m->labels);
	}
}

START_TEST(the_tables_are_sound)
{
	is_sound(metrics_edge_rows, metrics_edge_n);
	is_sound(metrics_gateway_rows, metrics_gateway_n);
}
END_TEST

START_TEST(the_man_pages_name_every_metric)
{
	struct buf b = { 0 };

	metrics_manual("fed_edge_", metrics_edge_rows, metrics_edge_n, &b);
	page_holds("docs/man/fed-edge.8", &b);
	buf_clear(&b);
	metrics_manual("fed_gateway_", metrics_gateway_rows, metrics_gateway_n, &b);
	page_holds("docs/man/fed-gateway.8", &b);
	buf_free(&b);
}
END_TEST

UNIT("metrics", each_source_gives_its_samples, every_cause_has_a_sample_of_its_own,
     a_label_cannot_end_itself, the_tables_are_sound, the_man_pages_name_every_metric)
