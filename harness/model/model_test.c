#include "model/model.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/unit.h"
#include "model/cells.h"
#include "model/rows.h"

static struct model table;

static void load(void)
{
	struct fault f = { 0 };

	ck_assert_msg(model_load("scenarios/requirements/lync-matrix.tsv", &table, &f), "%s",
	              f.text);
}

static size_t row_of(const char *tls, const char *sasl, bool dialback)
{
	for (size_t i = 0; i < MODEL_POLICIES; i++)
		if (strcmp(table.policy[i].tls, tls) == 0 &&
		    strcmp(table.policy[i].sasl, sasl) == 0 &&
		    table.policy[i].dialback == dialback)
			return i;
	ck_abort_msg("no row %s %s", tls, sasl);
}

START_TEST(the_way_is_what_both_can)
{
	static const struct {
		const char *tls, *sasl;
		bool dialback, inbound;
		enum offer offer;
		bool theirs;
		enum proof proof;
		unsigned way;
	} is[] = {
		{ "required", "required", true, true, OFFER_EXTERNAL, true, PROOF_VALID,
		  WAY_SASL_TLS },
		{ "required", "required", true, true, OFFER_EXTERNAL, true, PROOF_EXPIRED, 0 },
		{ "required", "optional", true, true, OFFER_EXTERNAL, true, PROOF_EXPIRED,
		  WAY_TLS_DIALBACK },
		{ "required", "optional", true, true, OFFER_EXTERNAL, false, PROOF_EXPIRED, 0 },
		{ "required", "optional", true, true, OFFER_NOTHING, true, PROOF_VALID, 0 },
		{ "optional", "not-supported", true, true, OFFER_NOTHING, true, PROOF_VALID,
		  WAY_TCP_DIALBACK },
		{ "optional", "not-supported", true, true, OFFER_STARTTLS, true, PROOF_NONE,
		  WAY_TLS_DIALBACK },
		{ "not-supported", "required", true, false, OFFER_EXTERNAL, true, PROOF_EXPIRED,
		  WAY_TCP_DIALBACK },
		{ "not-supported", "required", true, false, OFFER_EXTERNAL, false, PROOF_VALID,
		  0 },
		{ "optional", "required", false, false, OFFER_EXTERNAL, true, PROOF_WRONG_NAME,
		  0 },
	};

	load();
	for (size_t i = 0; i < sizeof is / sizeof is[0]; i++) {
		struct cell c = { row_of(is[i].tls, is[i].sasl, is[i].dialback), is[i].inbound,
			          is[i].offer, is[i].theirs, is[i].proof };

		ck_assert_msg(model_outcome(&table, &c).way == is[i].way, "case %zu: %u", i,
		              model_outcome(&table, &c).way);
	}
}
END_TEST

/* No outcome is a way that the table does not list, and EXTERNAL is never lost. */
START_TEST(no_way_is_invented)
{
	load();
	for (int in = 0; in < 2; in++) {
		struct cells all;

		cells_all(&table, in, &all);
		ck_assert_uint_eq(all.n, 13 * (in ? 22 : 18));
		for (size_t i = 0; i < all.n; i++) {
			const struct model_policy *p = &table.policy[all.item[i].policy];
			struct outcome o = model_outcome(&table, &all.item[i]);

			ck_assert_uint_eq(o.way & ~(in ? p->in : p->out), 0);
			ck_assert(o.why[0] != '\0');
		}
		cells_free(&all);
	}
}
END_TEST

START_TEST(every_pair_meets)
{
	struct cells all, few;

	load();
	cells_all(&table, true, &all);
	cells_pairwise(&table, &all, &few);
	ck_assert_uint_lt(few.n, all.n / 3);
	for (size_t i = 0; i < all.n; i++) {
		const struct cell *a = &all.item[i];
		unsigned met = 0;

		for (size_t k = 0; k < few.n; k++) {
			const struct cell *b = &few.item[k];

			met |= (a->policy == b->policy && a->offer == b->offer) ? 1U << 0 : 0U;
			met |= (a->policy == b->policy && a->dialback == b->dialback) ? 1U << 1
			                                                              : 0U;
			met |= (a->policy == b->policy && a->proof == b->proof) ? 1U << 2 : 0U;
			met |= (a->offer == b->offer && a->dialback == b->dialback) ? 1U << 3
			                                                            : 0U;
			met |= (a->offer == b->offer && a->proof == b->proof) ? 1U << 4 : 0U;
			met |= (a->dialback == b->dialback && a->proof == b->proof) ? 1U << 5
			                                                            : 0U;
		}
		ck_assert_uint_eq(met, 63);
	}
	cells_free(&all);
	cells_free(&few);
}
END_TEST

START_TEST(the_matrix_is_put_into_the_text)
{
	struct cells all, one;
	struct buf out = { 0 };

	load();
	cells_all(&table, true, &all);
	one = (struct cells){ all.item, all.number, 1 };
	ck_assert(rows_put(VIEW("test X\nmatrix\n    | old |\n    | 1 |\n\nscene a\n"), &table,
	                   &one, &out));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&out), "LYNC-MATRIX-1 | refused-key"));
	ck_assert_ptr_null(strstr(buf_cstr(&out), "old"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&out), "|\n\nscene a\n"));
	ck_assert(!rows_put(VIEW("test X\n"), &table, &one, &out));
	buf_free(&out);
	cells_free(&all);
}
END_TEST

START_TEST(a_table_that_is_none_is_refused)
{
	char path[] = "/tmp/matrix-XXXXXX";
	int fd = mkstemp(path);
	struct fault f = { 0 };
	struct model m;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_gt(dprintf(fd, "tls\tsasl\tdialback\tverdict\tinbound\toutbound\n"
	                             "required\trequired\ttrue\tvalid\tsasl-tls\tsasl-tls\n"),
	                 0);
	close(fd);
	ck_assert(!model_load(path, &m, &f));
	ck_assert_ptr_nonnull(strstr(f.text, "1 policies"));
	unlink(path);
	fault_free(&f);
}
END_TEST

UNIT("model", the_way_is_what_both_can, no_way_is_invented, every_pair_meets,
     the_matrix_is_put_into_the_text, a_table_that_is_none_is_refused)
