#include "edge/probe.h"

#include "edge/edge_private.h"
#include "edge/edge_rig.h"

#define REQUIRED "tls: required, sasl: required, dialback: no"
#define CLEAR    "tls: not-supported, sasl: not-supported, dialback: yes"

static struct talker ga, gb;
static struct {
	enum probe_step step[PROBE_STEPS + 1];
	size_t n;
	char error[64], detail[200], advice[300];
	bool broken, done;
} seen;

static void on_row(void *arg, const struct probe_row *row)
{
	(void)arg;
	ck_assert_uint_lt(seen.n, PROBE_STEPS + 1);
	ck_assert(!seen.broken);
	ck_assert_uint_gt(row->latency_ms, 0);
	seen.step[seen.n++] = row->step;
	seen.broken = !row->ok;
	snprintf(seen.error, sizeof seen.error, "%s", row->error);
	snprintf(seen.detail, sizeof seen.detail, "%s", row->detail);
	snprintf(seen.advice, sizeof seen.advice, "%s", row->advice);
	ck_assert(row->ok == (row->advice[0] == '\0'));
}

static void on_done(void *arg)
{
	(void)arg;
	seen.done = true;
}

static const struct probe_ops probe_test_ops = { on_row, on_done };

static uint64_t probe_to(const char *from, const char *to, bool whole)
{
	struct region *r = region_new();
	struct probe_wanted w = { .text = VIEW("hello there"), .whole = whole };
	uint64_t id;

	ck_assert(jid_read(view_of(from), r, &w.from, NULL));
	ck_assert(jid_read(view_of(to), r, &w.to, NULL));
	memset(&seen, 0, sizeof seen);
	id = probe_begin(a.edge, &w, &probe_test_ops, NULL);
	region_free(&r);
	return id;
}

/* The last row is this step, and broken when an error is given. */
static void ends_at(enum probe_step step, const char *error)
{
	UNTIL(seen.done);
	ck_assert_uint_gt(seen.n, 0);
	ck_assert_msg(seen.step[seen.n - 1] == step, "it ended at %s, %s: %s",
	              probe_step_word(seen.step[seen.n - 1]), seen.error, seen.detail);
	ck_assert(seen.broken == (error[0] != '\0'));
	ck_assert_str_eq(seen.error, error);
	ck_assert_uint_eq(ids_count(a.edge->probes), 0);
}

static void both(const char *policy, const char *more)
{
	begin_with(policy, more);
	open_gateway(&ga, &a);
	open_gateway(&gb, &b);
}

static void end_both(void)
{
	hang_up(&ga);
	hang_up(&gb);
	end();
}

START_TEST(every_step_is_walked_in_its_order)
{
	static const enum probe_step all[] = {
		PROBE_ALLOWED,        PROBE_LINK, PROBE_DNS,     PROBE_TCP,      PROBE_TLS,
		PROBE_AUTHENTICATION, PROBE_PING, PROBE_MESSAGE, PROBE_PRESENCE,
	};

	both(REQUIRED, "");
	ck_assert_uint_ne(probe_to("juliet@a.example", "romeo@b.example", true), 0);
	hear(&gb, "hello there</body>");
	hear(&gb, "type='probe'");
	ck_assert(!seen.broken && !seen.done);
	say(&gb,
	    "<presence from='romeo@b.example' to='juliet@a.example' type='unsubscribed'/>");
	ends_at(PROBE_PRESENCE, "");
	ck_assert_str_eq(seen.detail, "unsubscribed");
	ck_assert_uint_eq(seen.n, sizeof all / sizeof all[0]);
	ck_assert_int_eq(memcmp(seen.step, all, sizeof all), 0);
	/* It is the user's, too. */
	hear(&ga, "unsubscribed");
	end_both();
}
END_TEST

START_TEST(the_first_broken_step_is_named)
{
	both(REQUIRED, "lookup-timeout: 1s\n");
	probe_to("juliet@a.example", "romeo@c.example", true);
	ends_at(PROBE_ALLOWED, "partner-unknown");
	probe_to("juliet@z.example", "romeo@b.example", true);
	ends_at(PROBE_ALLOWED, "not-ours");
	hang_up(&gb);
	edge_free(&b.edge);
	/* Now nobody listens there. */
	b_port = 9;
	probe_to("juliet@a.example", "romeo@b.example", true);
	ends_at(PROBE_TCP, "connect-failed");
	b_port = 0;
	hang_up(&ga);
	end_alone();
}
END_TEST

/* Not the policy, nor the domain, where neither is to blame. */
START_TEST(what_to_do_is_about_what_is_broken)
{
	begin_alone(REQUIRED, "");
	b_listens();
	open_gateway(&ga, &a);
	probe_to("juliet@a.example", "romeo@b.example", true);
	UNTIL(b_calls == 1);
	hear(&b_peer, "<stream:stream");
	say(&b_peer, "HTTP/1.0 400 Bad Request\r\n\r\n");
	ends_at(PROBE_TLS, "not-well-formed");
	ck_assert_ptr_nonnull(strstr(seen.advice, "does not speak XMPP"));
	ck_assert(site_reload(&a, "b.example: {proxy-fqdn: x.nowhere.example}\n"));
	probe_to("juliet@a.example", "romeo@b.example", true);
	ends_at(PROBE_DNS, "dns-no-name");
	ck_assert_ptr_nonnull(strstr(seen.advice, "proxy-fqdn"));
	b_ends();
	hang_up(&ga);
	end_alone();
}
END_TEST

START_TEST(without_a_gateway_the_link_is_broken)
{
	begin_alone(REQUIRED, "");
	probe_to("juliet@a.example", "romeo@b.example", true);
	ends_at(PROBE_LINK, "no-gateway");
	ck_assert_uint_eq(ids_count(a.edge->outbound), 0);
	end_alone();
}
END_TEST

START_TEST(an_error_is_the_receivers)
{
	char id[64];
	const char *at;

	both(REQUIRED, "");
	probe_to("juliet@a.example", "nobody@b.example", true);
	UNTIL(has(&gb, "hello there</body>") && has(&gb, "</message>"));
	at = strstr(buf_cstr(&gb.got), " id='p");
	ck_assert_ptr_nonnull(at);
	snprintf(id, sizeof id, "%.*s", (int)strcspn(at + 5, "'"), at + 5);
	ck_assert_uint_eq(strlen(id), 18);
	say(&gb, "<message type='error' from='nobody@b.example' to='juliet@a.example/");
	id[16] = '\0';
	say(&gb, id);
	say(&gb, "' id='");
	say(&gb, id);
	say(&gb, "-m'><error type='cancel'><item-not-found "
	         "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
	ends_at(PROBE_MESSAGE, "item-not-found");
	end_both();
}
END_TEST

START_TEST(a_probe_of_the_offer_proves_nothing)
{
	begin(CLEAR);
	probe_to("juliet@a.example", "romeo@b.example", false);
	ends_at(PROBE_AUTHENTICATION, "");
	ck_assert_str_eq(seen.detail, "dialback without TLS");
	ck_assert_uint_eq(edge_counters(b.edge)->inbound_opened, 0);
	end();
}
END_TEST

START_TEST(one_that_nobody_waits_for_ends_its_stream)
{
	uint64_t id;

	both(REQUIRED, "");
	id = probe_to("juliet@a.example", "romeo@b.example", true);
	UNTIL(seen.n != 0 && seen.step[seen.n - 1] == PROBE_AUTHENTICATION);
	probe_cancel(a.edge, id);
	UNTIL(ids_count(a.edge->outbound) == 0);
	ck_assert(!seen.done);
	end_both();
}
END_TEST

START_TEST(there_is_a_bound)
{
	both(REQUIRED, "");
	for (size_t i = 0; i < PROBES_MAX; i++)
		ck_assert_uint_ne(probe_to("juliet@a.example", "romeo@b.example", true), 0);
	ck_assert_uint_eq(probe_to("juliet@a.example", "romeo@b.example", true), 0);
	end_both();
}
END_TEST

START_TEST(not_knowing_ping_is_an_answer)
{
	ck_assert(probe_ping_answered(VIEW("result"), VIEW("")));
	ck_assert(probe_ping_answered(VIEW("error"), VIEW("service-unavailable")));
	ck_assert(probe_ping_answered(VIEW("error"), VIEW("feature-not-implemented")));
	ck_assert(!probe_ping_answered(VIEW("error"), VIEW("item-not-found")));
	ck_assert(!probe_ping_answered(VIEW("error"), VIEW("remote-server-timeout")));
}
END_TEST

UNIT("probe", every_step_is_walked_in_its_order, the_first_broken_step_is_named,
     what_to_do_is_about_what_is_broken,
     without_a_gateway_the_link_is_broken, an_error_is_the_receivers,
     a_probe_of_the_offer_proves_nothing, one_that_nobody_waits_for_ends_its_stream,
     there_is_a_bound, not_knowing_ping_is_an_answer)
