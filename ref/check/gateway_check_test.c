#include "check/gateway_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check/check_for_tests.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "tls/testcert_dir.h"

static struct loop *loop;
static struct gateway *gateway;

/* Neither its edge nor its SIP server is there. */
static void begin(void)
{
	struct tc ca = tc_ca("lab", NULL);
	struct gateway_settings *s;
	struct fault fault = { 0 };

	log_threshold(LOG_ERROR);
	memset(&seen, 0, sizeof seen);
	dir_begin();
	dir_puts("partners.yml", "b.example: {type: federated}\n");
	dir_puts("gw.yml",
	         "partners: partners.yml\n"
	         "domains: [a.example]\n"
	         "link: {edges: [\"edge.example@127.0.0.1:9\"], certificate: gw.pem,\n"
	         "  key: gw.key, trust: ca.pem}\n"
	         "sip: {listen: [\"tcp:127.0.0.1:0\", \"udp:127.0.0.1:0\"],\n"
	         "  next-hop: \"sip:127.0.0.1:9;transport=tcp\", trusted: [\"127.0.0.1\"]}\n"
	         "access: {allow-federated-users: yes, global: {federation: yes, xmpp: yes}}\n"
	         "store: \"sqlite:gw.db\"\n");
	dir_put_cert("ca.pem", &ca);
	dir_put_leaf(&ca, "gw.pem", "gw.key", "dns:gw.example");
	loop = loop_new();
	s = gateway_settings_load(in_dir("gw.yml"), &fault);
	ck_assert_msg(s != NULL, "%s", fault.text);
	gateway = gateway_new(loop, s, &fault);
	ck_assert_msg(gateway != NULL, "%s", fault.text);
	tc_free(&ca);
}

static void end(void)
{
	gateway_free(&gateway);
	loop_free(&loop);
	/* Whose file was taken away leaves the others. */
	dir_unlink("gw.db");
	dir_unlink("gw.db-wal");
	dir_unlink("gw.db-shm");
	dir_end();
}

static void run(void)
{
	uint64_t until = loop_now(loop) + 20000;
	struct gateway_check *c;

	memset(&seen, 0, sizeof seen);
	c = gateway_check_new(gateway, &seen_ops, NULL);
	ck_assert_ptr_nonnull(c);
	ck_assert_uint_eq(seen.n, 0);
	while (!seen.done) {
		ck_assert(loop_now(loop) < until);
		loop_once(loop, 50);
	}
	gateway_check_free(&c);
}

/* The i-th row. */
static void row_is(size_t i, enum check_step step, enum check_result result)
{
	ck_assert_uint_lt(i, seen.n);
	ck_assert_str_eq(check_step_word(seen.step[i]), check_step_word(step));
	ck_assert_msg(seen.result[i] == result, "%s: %s", check_step_word(step), seen.detail[i]);
}

START_TEST(everything_is_looked_at_whatever_is_amiss)
{
	begin();
	/* The link is tried once. */
	for (int i = 0; i < 20; i++)
		loop_once(loop, 5);
	run();
	ck_assert_uint_eq(seen.n, 8);
	row_is(0, CHECK_TLS, CHECK_CONCERN); /* for servers alone, less than 30 days */
	ck_assert_str_eq(seen.about[0], "link");
	row_is(1, CHECK_LISTEN, CHECK_OK);
	ck_assert_ptr_nonnull(strstr(seen.about[1], "tcp:127.0.0.1:"));
	row_is(2, CHECK_LISTEN, CHECK_OK);
	ck_assert_ptr_nonnull(strstr(seen.about[2], "udp:127.0.0.1:"));
	row_is(3, CHECK_EDGE, CHECK_AMISS);
	ck_assert_str_eq(seen.about[3], "edge.example:9");
	ck_assert_msg(strstr(seen.detail[3], "connection refused") != NULL, "%s", seen.detail[3]);
	row_is(4, CHECK_NEXT_HOP, CHECK_AMISS);
	ck_assert_str_eq(seen.detail[4], "tcp:127.0.0.1:9 (connection refused)");
	row_is(5, CHECK_FRONT_END, CHECK_AMISS);
	row_is(6, CHECK_ACCESS, CHECK_OK);
	row_is(7, CHECK_STORE, seen.result[7] == CHECK_OK ? CHECK_OK : CHECK_CONCERN);
	ck_assert_ptr_nonnull(strstr(seen.detail[7], "can be written, schema 2"));
	dir_unlink("gw.db");
	run();
	row_is(7, CHECK_STORE, CHECK_AMISS);
	end();
}
END_TEST

START_TEST(one_that_nobody_waits_for_ends_anywhere)
{
	struct gateway_check *c[CHECKS_MAX];

	begin();
	for (unsigned turns = 0; turns < 12; turns++) {
		memset(&seen, 0, sizeof seen);
		for (size_t i = 0; i < CHECKS_MAX; i++)
			ck_assert_ptr_nonnull(c[i] = gateway_check_new(gateway, &seen_ops, NULL));
		ck_assert_ptr_null(gateway_check_new(gateway, &seen_ops, NULL));
		for (unsigned i = 0; i < turns; i++)
			loop_once(loop, 1);
		for (size_t i = 0; i < CHECKS_MAX; i++)
			gateway_check_free(&c[i]);
	}
	end();
}
END_TEST

START_TEST(what_counts_as_amiss)
{
	struct store_health h = { .free_bytes = CHECK_STORE_FREE };

	ck_assert_int_eq(check_side(CAUSE_NONE, CAUSE_NONE, 30, true), CHECK_OK);
	ck_assert_int_eq(check_side(CAUSE_NONE, CAUSE_NONE, 29, true), CHECK_CONCERN);
	ck_assert_int_eq(check_side(CAUSE_NONE, CAUSE_CERT_PURPOSE, 30, true), CHECK_CONCERN);
	ck_assert_int_eq(check_side(CAUSE_NONE, CAUSE_NONE, 30, false), CHECK_AMISS);
	ck_assert_int_eq(check_side(CAUSE_CERT_PURPOSE, CAUSE_NONE, 30, true), CHECK_AMISS);
	ck_assert_int_eq(check_side(CAUSE_CERT_REVOKED, CAUSE_CERT_REVOKED, 30, true), CHECK_AMISS);
	ck_assert_int_eq(check_side(CAUSE_CERT_UNKNOWN_ISSUER, CAUSE_NONE, 30, true), CHECK_CONCERN);
	ck_assert_int_eq(check_side(CAUSE_CERT_SELF_SIGNED, CAUSE_NONE, 30, true), CHECK_CONCERN);
	ck_assert_int_eq(check_listens(true), CHECK_OK);
	ck_assert_int_eq(check_listens(false), CHECK_AMISS);
	ck_assert_int_eq(check_edge(true, true), CHECK_OK);
	ck_assert_int_eq(check_edge(false, false), CHECK_CONCERN);
	ck_assert_int_eq(check_edge(false, true), CHECK_AMISS);
	ck_assert_int_eq(check_next_hop(2, 2, 0), CHECK_OK);
	ck_assert_int_eq(check_next_hop(2, 1, 0), CHECK_CONCERN);
	ck_assert_int_eq(check_next_hop(2, 0, 0), CHECK_AMISS);
	ck_assert_int_eq(check_next_hop(2, 0, 1), CHECK_CONCERN);
	ck_assert_int_eq(check_next_hop(0, 0, 1), CHECK_OK);
	ck_assert_int_eq(check_next_hop(0, 0, 0), CHECK_AMISS);
	ck_assert_int_eq(check_front_end(200), CHECK_OK);
	ck_assert_int_eq(check_front_end(405), CHECK_OK);
	ck_assert_int_eq(check_front_end(403), CHECK_AMISS);
	ck_assert_int_eq(check_front_end(0), CHECK_AMISS);
	ck_assert_int_eq(check_store(&h), CHECK_OK);
	h.free_bytes--;
	ck_assert_int_eq(check_store(&h), CHECK_CONCERN);
	h.why = "disk full";
	ck_assert_int_eq(check_store(&h), CHECK_AMISS);
	h = (struct store_health){ .free_bytes = CHECK_STORE_FREE, .moved = true };
	ck_assert_int_eq(check_store(&h), CHECK_AMISS);
}
END_TEST

static void leads_to(struct location *where, const char *at, enum sip_transport transport)
{
	struct attempt *a = &where->attempt[where->n++];

	a->transport = transport;
	ck_assert(address_parse(view_of(at), &a->at));
}

START_TEST(the_next_hop_has_to_be_let)
{
	const struct view trusted = VIEW("192.0.2.1");
	struct location *where = mem_zalloc(sizeof *where);

	ck_assert_int_eq(check_next_hop_trust(where, &trusted, 1), CHECK_OK);
	leads_to(where, "192.0.2.1:5061", SIP_TLS);
	leads_to(where, "192.0.2.2:5061", SIP_TLS);
	ck_assert_int_eq(check_next_hop_trust(where, &trusted, 0), CHECK_OK);
	leads_to(where, "192.0.2.2:5060", SIP_TCP);
	ck_assert_int_eq(check_next_hop_trust(where, &trusted, 1), CHECK_CONCERN);
	leads_to(where, "192.0.2.1:5060", SIP_UDP);
	ck_assert_int_eq(check_next_hop_trust(where, &trusted, 1), CHECK_OK);
	ck_assert_int_eq(check_next_hop_trust(where, &trusted, 0), CHECK_CONCERN);
	free(where);
}
END_TEST

START_TEST(somebody_has_to_be_let)
{
	struct access_site site = { .name = "paris" };
	struct access_user user = { .user = VIEW("u@a.example") };
	struct access a = { .allow_federated_users = true, .has_global = true,
		            .global = { .federation = true, .xmpp = true },
		            .site = &site, .n_site = 1, .user = &user, .n_user = 1 };

	ck_assert_int_eq(check_access(&a), CHECK_OK);
	a.allow_federated_users = false;
	ck_assert_int_eq(check_access(&a), CHECK_AMISS);
	a.allow_federated_users = true;
	a.global.xmpp = false;
	ck_assert_int_eq(check_access(&a), CHECK_AMISS);
	site.policy.federation = site.policy.xmpp = true;
	ck_assert_int_eq(check_access(&a), CHECK_OK);
	site.policy.federation = false;
	user.policy.federation = user.policy.xmpp = true;
	ck_assert_int_eq(check_access(&a), CHECK_OK);
	a.n_user = 0;
	ck_assert_int_eq(check_access(&a), CHECK_AMISS);
}
END_TEST

START_TEST(what_to_do_goes_by_the_cause)
{
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++)
		ck_assert_str_ne(check_edge_advice(c), "");
	ck_assert_ptr_nonnull(strstr(check_edge_advice(CAUSE_CERT_NAME), "link.edges"));
	ck_assert_str_eq(check_edge_advice(CAUSE_CONFLICT), check_step_advice(CHECK_EDGE));
	ck_assert_ptr_nonnull(strstr(check_front_end_advice(503), "its log"));
	ck_assert_str_eq(check_front_end_advice(403), check_step_advice(CHECK_FRONT_END));
}
END_TEST

UNIT("gateway_check", the_next_hop_has_to_be_let, somebody_has_to_be_let, what_to_do_goes_by_the_cause,
     everything_is_looked_at_whatever_is_amiss, one_that_nobody_waits_for_ends_anywhere,
     what_counts_as_amiss)
