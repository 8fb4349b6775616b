#include "admin/admin.h"
#include "gateway/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/metrics.h"
#include "admin/rows_for_tests.h"
#include "gateway/gateway.h"
#include "gateway/store.h"
#include "lib/log.h"
#include "tls/testcert_dir.h"

#define WATCHES 1000 /* in each direction: more than a slice */

static struct loop *loop;
static struct fault fault;
static struct gateway *gateway;
static struct admin *admin;

static void fill_store(void)
{
	struct buf where = { 0 };
	struct store *s;
	const char *why;
	char a[64], b[64];

	buf_printf(&where, "sqlite:%s", in_dir("gw.db"));
	s = store_open(buf_cstr(&where), &fault);
	ck_assert_msg(s != NULL, "%s", fault.text);
	for (unsigned i = 0; i < 2 * WATCHES; i++) {
		struct store_row row = { .state = i % 2 ? STORE_GRANTED : STORE_ASKED,
			                 .changed = 1700000000,
			                 .alive = 1700000000 };

		snprintf(a, sizeof a, "u%u@a.example", i / 2);
		snprintf(b, sizeof b, "v%u@b.example", i / 2);
		row.side = i % 2 ? STORE_XMPP_WATCHES : STORE_SIP_WATCHES;
		row.watcher = view_of(i % 2 ? b : a);
		row.presentity = view_of(i % 2 ? a : b);
		ck_assert_msg(store_put(s, &row, &why), "%s", why);
	}
	store_close(&s);
	buf_free(&where);
}

static void begin(void)
{
	static const struct admin_settings none = { .control = NULL };
	struct gateway_settings *s;
	struct tc ca = tc_ca("lab", NULL);

	log_threshold(getenv("LOUD") ? LOG_DEBUG : LOG_ERROR);
	dir_begin();
	dir_put_cert("ca.pem", &ca);
	dir_put_leaf(&ca, "gw.pem", "gw.key", "dns:gw.example");
	tc_free(&ca);
	dir_puts("partners.yml", "b.example: {type: public-unverified}\n"
	                         "f.example: {type: federated, sasl: optional}\n");
	dir_puts("gw.yml",
	         "partners: partners.yml\n"
	         "domains: [a.example]\n"
	         "link: {edges: [\"edge.example@127.0.0.1:9\"], certificate: gw.pem,\n"
	         "  key: gw.key, trust: ca.pem}\n"
	         "sip: {listen: [\"tcp:127.0.0.1:0\"], next-hop: \"sip:127.0.0.1:9\",\n"
	         "  trusted: [\"127.0.0.1\"]}\n"
	         "access: {allow-federated-users: yes, global: {federation: yes, xmpp: yes},\n"
	         "  users: {barred@a.example: {federation: yes, xmpp: no}}}\n"
	         "store: \"sqlite:gw.db\"\n");
	fill_store();
	loop = loop_new();
	s = gateway_settings_load(in_dir("gw.yml"), &fault);
	ck_assert_msg(s != NULL, "%s", fault.text);
	gateway = gateway_new(loop, s, &fault);
	ck_assert_msg(gateway != NULL, "%s", fault.text);
	admin = admin_new(loop, &admin_gateway, NULL, &none, &fault);
	admin_begin(admin, gateway);
}

static void end(void)
{
	rows_end();
	admin_free(&admin);
	gateway_free(&gateway);
	loop_free(&loop);
	fault_free(&fault);
	dir_unlink("gw.db"); /* SQLite has removed what it had beside it */
	dir_end();
}

static size_t ask(const char *line)
{
	return rows_asked(admin, loop, line);
}

START_TEST(status_and_streams_without_anybody)
{
	begin();
	ck_assert_uint_eq(ask("status"), 1);
	ck_assert_str_eq(text(0, "program"), "fed-gateway");
	ck_assert_str_eq(text(0, "link"), "down");
	ck_assert_int_eq(number(0, "edges"), 1);
	ck_assert_int_eq(number(0, "subscriptions-outward"), WATCHES);
	ck_assert_int_eq(number(0, "subscriptions-inward"), WATCHES);
	ck_assert_uint_eq(ask("streams"), 1);
	ck_assert_str_eq(text(0, "kind"), "link");
	ck_assert_str_eq(text(0, "name"), "edge.example:9");
	ck_assert_uint_eq(ask("partner list"), 2);
	ck_assert_uint_eq(ask("partner show f.example"), 1);
	ck_assert_str_eq(text(0, "type"), "federated");
	ck_assert_int_eq(number(0, "outward-passed"), 0);
	end();
}
END_TEST

START_TEST(all_subscriptions_are_told_slice_by_slice)
{
	json_t *seen = json_object();

	begin();
	ck_assert_uint_eq(ask("subscriptions"), 2 * WATCHES);
	ck_assert_uint_ge(slices, 2 * WATCHES / 400);
	for (size_t i = 0; i < 2 * WATCHES; i++) {
		bool inward = strcmp(text(i, "direction"), "inward") == 0;

		json_object_set_new(seen, text(i, "watcher"), json_true());
		ck_assert_str_eq(text(i, "stored"), inward ? "granted" : "asked");
		ck_assert_str_eq(text(i, "since"), "2023-11-14T22:13:20Z");
		ck_assert_int_eq(number(i, "expires-seconds"), 0);
	}
	/* Each once. */
	ck_assert_uint_eq(json_object_size(seen), 2 * WATCHES);
	json_decref(seen);
	end();
}
END_TEST

START_TEST(subscriptions_of_one_user_are_those_at_either_end)
{
	begin();
	ck_assert_uint_eq(ask("subscriptions U7@A.example/phone"), 2);
	ck_assert_str_eq(text(0, "direction"), "outward");
	ck_assert_str_eq(text(0, "presentity"), "v7@b.example");
	ck_assert_str_eq(text(1, "direction"), "inward");
	ck_assert_str_eq(text(1, "watcher"), "v7@b.example");
	ck_assert_uint_eq(ask("subscriptions v7@b.example"), 2);
	ck_assert_uint_eq(ask("subscriptions nobody@a.example"), 0);
	ck_assert_uint_eq(ask("subscriptions a.example"), 0);
	ck_assert_str_eq(text(0, "error"), "\"a.example\" is no address of a user: "
	                                   "no localpart: it looks like user@domain");
	end();
}
END_TEST

START_TEST(policy_is_explained_both_ways)
{
	begin();
	ask("policy explain u2@a.example x@f.example");
	ck_assert_str_eq(told("access-global", "because"),
	                 "applies to u2@a.example: federation yes, xmpp yes");
	ck_assert_str_eq(told("access", "says"), "yes");
	ck_assert_str_eq(told("type", "because"), "federated: our users may always begin");
	ck_assert_ptr_nonnull(strstr(told("partner has to offer", "because"), "EXTERNAL"));
	ck_assert_ptr_nonnull(strstr(told("or", "because"), "dialback"));
	ck_assert_str_eq(told("edge", "says"), "no");
	ask("policy explain barred@a.example x@f.example");
	ck_assert_str_eq(told("access-user", "says"), "");
	ck_assert_ptr_nonnull(strstr(told("access", "because"), "user-barred: "));
	ck_assert_str_eq(told("policy", "says"), "none");
	ask("policy explain x@b.example u2@a.example");
	ck_assert_str_eq(told("message", "says"), "no");
	ck_assert_str_eq(told("subscribe", "says"), "no");
	ck_assert_str_eq(told("notes", "because"), "are not shown");
	ask("policy explain x@f.example u2@a.example");
	ck_assert_str_eq(told("message", "says"), "yes");
	ck_assert_str_eq(told("notes", "because"), "are shown");
	ck_assert_str_eq(told("next hop", "because"), "sip:127.0.0.1:9");
	ask("policy explain u2@a.example x@stranger.example");
	ck_assert_ptr_nonnull(strstr(told("partner", "because"), "partner-unknown: "));
	end();
}
END_TEST

START_TEST(metrics_tell_the_gauges)
{
	struct buf out = { 0 };

	begin();
	metrics_gateway(gateway, &out);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&out),
	                             "\nfed_gateway_subscriptions{direction=\"outward\"} 1000\n"
	                             "fed_gateway_subscriptions{direction=\"inward\"} 1000\n"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&out), "\nfed_gateway_links 0\n"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&out), "\nfed_gateway_partners 2\n"));
	buf_free(&out);
	end();
}
END_TEST

/* The step that is broken, and why. */
static void breaks(const char *line, const char *step, const char *error)
{
	size_t n = ask(line);

	ck_assert_uint_ge(n, 2);
	ck_assert_str_eq(text(n - 2, "step"), step);
	ck_assert_str_eq(text(n - 2, "result"), "failure");
	ck_assert_str_eq(text(n - 1, "result"), "Failure");
	ck_assert_str_eq(text(n - 1, "step"), step);
	ck_assert_str_eq(text(n - 1, "error"), error);
}

START_TEST(a_probe_names_what_is_broken)
{
	begin();
	breaks("probe romeo@stranger.example juliet@a.example", "allowed", "partner-unknown");
	breaks("probe romeo@f.example barred@a.example", "allowed", "user-barred");
	breaks("probe romeo@f.example juliet@z.example", "allowed", "not-ours");
	/* Nobody listens at the next hop. */
	breaks("probe romeo@f.example juliet@a.example", "front-end", "sip-transport");
	ck_assert_ptr_nonnull(strstr(text(1, "detail"), "127.0.0.1:9"));
	end();
}
END_TEST

START_TEST(a_server_serves_or_not)
{
	ck_assert(front_end_serves(200));
	ck_assert(front_end_serves(404));
	ck_assert(front_end_serves(405));
	ck_assert(front_end_serves(480));
	ck_assert(front_end_serves(501));
	ck_assert(!front_end_serves(403));
	ck_assert(!front_end_serves(401));
	ck_assert(!front_end_serves(407));
	ck_assert(!front_end_serves(408));
	ck_assert(!front_end_serves(500));
	ck_assert(!front_end_serves(503));
	ck_assert(!front_end_serves(603));
}
END_TEST

UNIT("gateway_commands", a_probe_names_what_is_broken, a_server_serves_or_not,
     status_and_streams_without_anybody,
     all_subscriptions_are_told_slice_by_slice,
     subscriptions_of_one_user_are_those_at_either_end, policy_is_explained_both_ways,
     metrics_tell_the_gauges)
