/* A host of two addresses: the first leads to something else, the second to the edge. */
#include "gateway/uplink_rig.h"

#include <unistd.h>

static unsigned calls; /* at the first, where it is no edge */
static int kept;       /* that call; -1: none */

/* --- DNS: as the host has them, in this order ------------------------------------- */

static locate_fn *located;
static void *located_arg;
static uint64_t located_id;

static void answer(void *arg)
{
	static struct location where;

	(void)arg;
	where = (struct location){ .n = 2 };
	where.attempt[0].at = edge[0].at;
	where.attempt[1].at = edge[1].at;
	located(located_arg, located_id, &where);
}

void locate(struct resolver *r, const char *domain, const char *proxy, uint64_t id,
            locate_fn *fn, void *arg)
{
	(void)r, (void)proxy;
	ck_assert_str_eq(domain, "edge1.contoso.example");
	located = fn;
	located_arg = arg;
	located_id = id;
	loop_defer(loop, answer, NULL);
}

void locate_cancel(struct resolver *r, uint64_t id)
{
	(void)r, (void)id;
	loop_defer_cancel(loop, answer, NULL);
}

/* --- what listens at the first ------------------------------------------------------ */

static void hangs_up(void *arg, int fd, const struct address *from)
{
	(void)arg, (void)from;
	calls++;
	close(fd);
}

static void speaks_in_clear(void *arg, int fd, const struct address *from)
{
	static const char words[] = "220 mail.contoso.example\r\n";

	ck_assert_int_eq(write(fd, words, sizeof words - 1), sizeof words - 1);
	hangs_up(arg, fd, from);
}

static void says_nothing(void *arg, int fd, const struct address *from)
{
	(void)arg, (void)from;
	calls++;
	if (kept >= 0)
		close(kept);
	kept = fd;
}

/* --- the two ------------------------------------------------------------------------ */

/* edge[1] is the edge; at edge[0] listens another one, or what the test puts there. */
static void begin_at_two(void)
{
	begin(2);
	calls = 0;
	kept = -1;
	tls_context_free(&edge[1].ctx);
	edge[1].ctx = context(&edge_cert[0]);
	edge_set[0].at = NULL;
	set.n_edge = 1;
	/* Another round would be after the end of the test. */
	set.retry_min_ms = set.retry_max_ms = (uint64_t)10 * WAIT_MS;
}

static void put_at(struct edge *e, void (*called)(void *, int, const struct address *))
{
	listener_free(&e->listener);
	e->listener = listener_new(loop, &e->at, called, e, &fault);
	ck_assert_msg(e->listener != NULL, "%s", fault.text);
}

static void end_at_two(void)
{
	uplink_free(&up);
	set.n_edge = 2;
	if (kept >= 0)
		close(kept);
	end();
}

START_TEST(another_edge_at_the_first_address_is_passed_over)
{
	for (int i = 0; i < 2; i++) {
		struct tc bad;

		begin_at_two();
		bad = tc_leaf(i == 0 ? &ca : &other_ca, i == 0 ? "dns:edge9.contoso.example"
		                                               : "dns:edge1.contoso.example");
		tls_context_free(&edge[0].ctx);
		edge[0].ctx = context(&bad);
		dial();
		UNTIL(edge[1].up);
		open_session(&edge[1]);
		ck_assert_uint_eq(edge[0].calls, 1);
		ck_assert_uint_eq(edge[1].calls, 1);
		ck_assert_uint_eq(buf_len(&edge[0].got), 0);
		tc_free(&bad);
		end_at_two();
	}
}
END_TEST

/* ... and so is who speaks no TLS.  Silence has half of the time that is left. */
START_TEST(no_edge_at_the_first_address_is_passed_over)
{
	static void (*const first[])(void *, int, const struct address *) = {
		hangs_up,
		speaks_in_clear,
		says_nothing,
	};

	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		begin_at_two();
		put_at(&edge[0], first[i]);
		if (first[i] == says_nothing)
			set.establish_ms = 4000;
		dial();
		UNTIL(edge[1].up);
		open_session(&edge[1]);
		ck_assert_uint_eq(calls, 1);
		ck_assert_uint_eq(edge[1].calls, 1);
		end_at_two();
	}
}
END_TEST

/* None of them is the edge: each is called once, then the round is over. */
START_TEST(a_round_ends_behind_the_last_address)
{
	begin_at_two();
	put_at(&edge[0], hangs_up);
	put_at(&edge[1], hangs_up);
	set.retry_min_ms = set.retry_max_ms = 1;
	dial();
	UNTIL(calls >= 6);
	ck_assert(!uplink_is_up(up));
	/* and one that drains meanwhile is let go */
	uplink_drain(up, NULL, NULL);
	end_at_two();
}
END_TEST

UNIT("uplink-address", another_edge_at_the_first_address_is_passed_over,
     no_edge_at_the_first_address_is_passed_over, a_round_ends_behind_the_last_address)
