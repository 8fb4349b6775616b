/* What bounds the probes of an operator.  Their steps are played: OP-15 to OP-17. */
#include "gateway/probe.h"

#include "gateway/watch_rig.h"

static void on_row(void *arg, const struct probe_row *row)
{
	(void)arg;
	ck_abort_msg("%s is walked", probe_step_word(row->step));
}

static void on_done(void *arg)
{
	(void)arg;
	ck_abort_msg("a probe ended");
}

static const struct probe_ops probe_test_ops = { on_row, on_done };

static uint64_t probe(void)
{
	struct region *r = region_new();
	struct probe_wanted w = { .text = VIEW("hello there"), .whole = true };
	uint64_t id;

	ck_assert(jid_read(VIEW(SALLY), r, &w.from, NULL));
	ck_assert(jid_read(VIEW(ROMEO), r, &w.to, NULL));
	id = gateway_probe_begin(g, &w, &probe_test_ops, NULL);
	region_free(&r);
	return id;
}

START_TEST(so_many_at_once_and_no_more)
{
	uint64_t id[GATEWAY_PROBES_MAX];

	begin();
	for (size_t i = 0; i < GATEWAY_PROBES_MAX; i++) {
		id[i] = probe();
		ck_assert_uint_ne(id[i], 0);
	}
	ck_assert_uint_eq(probe(), 0);
	/* One that nobody waits for makes room for one. */
	gateway_probe_cancel(g, id[1]);
	id[1] = probe();
	ck_assert_uint_ne(id[1], 0);
	ck_assert_uint_eq(probe(), 0);
	for (size_t i = 0; i < GATEWAY_PROBES_MAX; i++)
		gateway_probe_cancel(g, id[i]);
	end();
}
END_TEST

UNIT("gateway/probe", so_many_at_once_and_no_more)
