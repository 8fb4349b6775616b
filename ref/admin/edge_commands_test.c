#include "admin/admin.h"
#include "edge/edge_rig.h"

#include "admin/metrics.h"
#include "admin/rows_for_tests.h"

#define REQUIRED     "tls: required, sasl: required, dialback: no"
#define TLS_DIALBACK "tls: required, sasl: not-supported, dialback: yes"
#define MESSAGE_AB(id)                                                                         \
	"<message from='juliet@a.example/r' to='romeo@b.example' id='" id                      \
	"' type='chat'><body>x</body></message>"

static struct talker ga, gb;
static struct admin *admin;

static void begin_looking(const char *policy)
{
	static const struct admin_settings none = { .control = NULL };

	begin(policy);
	open_gateway(&ga, &a);
	open_gateway(&gb, &b);
	admin = admin_new(loop, &admin_edge, NULL, &none, &fault);
	ck_assert_ptr_nonnull(admin);
	admin_begin(admin, a.edge);
}

static void end_looking(void)
{
	rows_end();
	admin_free(&admin);
	hang_up(&ga);
	hang_up(&gb);
	end();
}

static size_t ask(const char *line)
{
	return rows_asked(admin, loop, line);
}

static void is_fault(const char *line, const char *words)
{
	ck_assert_uint_eq(ask(line), 0);
	ck_assert_str_eq(text(0, "error"), words);
}

static const char *says(const char *rule)
{
	return told(rule, "says");
}

static const char *because(const char *rule)
{
	return told(rule, "because");
}

static void cross(void)
{
	say(&ga, MESSAGE_AB("m1"));
	hear(&gb, "id='m1'");
	hear(&ga, "<handed");
}

/* --- what is told -------------------------------------------------------------------- */

START_TEST(status_counts)
{
	begin_looking(REQUIRED);
	ck_assert_uint_eq(ask("status"), 1);
	ck_assert_str_eq(text(0, "program"), "fed-edge");
	ck_assert_str_eq(text(0, "version"), FEDLAB_VERSION);
	ck_assert_str_eq(text(0, "state"), "running");
	ck_assert_int_eq(number(0, "gateways"), 1);
	ck_assert_int_eq(number(0, "connections"), 0);
	cross();
	ask("status");
	ck_assert_int_eq(number(0, "connections"), 1);
	ck_assert_int_eq(number(0, "outbound-opened"), 1);
	ck_assert_int_eq(number(0, "stanzas-outward"), 1);
	end_looking();
}
END_TEST

START_TEST(streams_say_what_is_proved_and_how)
{
	begin_looking(REQUIRED);
	ck_assert_uint_eq(ask("streams"), 1);
	ck_assert_str_eq(text(0, "kind"), "link");
	ck_assert_str_eq(text(0, "partner"), "gw.example");
	cross();
	ck_assert_uint_eq(ask("streams"), 2);
	ck_assert_str_eq(text(0, "kind"), "out");
	ck_assert_str_eq(text(0, "partner"), "b.example");
	ck_assert_str_eq(text(0, "state"), "open");
	ck_assert_str_eq(text(0, "tls"), "TLSv1.3");
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(row(0), "pairs"), 0)),
	                 "a.example>b.example external");
	admin_begin(admin, b.edge);
	ck_assert_uint_eq(ask("streams"), 2);
	ck_assert_str_eq(text(0, "kind"), "in");
	ck_assert_str_eq(text(0, "state"), "open");
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(row(0), "pairs"), 0)),
	                 "a.example>b.example external");
	end_looking();
}
END_TEST

START_TEST(dialback_is_told_apart)
{
	const struct edge_counters *c;

	begin_looking(TLS_DIALBACK);
	cross();
	ask("streams");
	ck_assert_str_eq(json_string_value(json_array_get(json_object_get(row(0), "pairs"), 0)),
	                 "a.example>b.example dialback-tls");
	c = edge_counters(a.edge);
	ck_assert_uint_eq(c->outbound_proved[EDGE_TLS_DIALBACK], 1);
	ck_assert_uint_eq(c->outbound_proved[EDGE_EXTERNAL], 0);
	ck_assert_uint_eq(c->asked_valid, 1);
	ck_assert_uint_eq(c->outbound_secured, 1);
	c = edge_counters(b.edge);
	ck_assert_uint_eq(c->inbound_proved[EDGE_TLS_DIALBACK], 1);
	ck_assert_uint_eq(c->keys_valid, 1);
	ck_assert_uint_eq(c->messages_inward, 1);
	ck_assert_uint_eq(c->presence_inward, 0);
	end_looking();
}
END_TEST

START_TEST(a_partner_is_shown_with_its_failures)
{
	begin_looking(REQUIRED);
	ck_assert_uint_eq(ask("partner list"), 1);
	ck_assert_str_eq(text(0, "domain"), "b.example");
	ck_assert_str_eq(text(0, "type"), "public-unverified");
	ck_assert_str_eq(text(0, "dialback"), "no");
	cross();
	ck_assert_uint_eq(ask("partner show B.Example."), 1);
	ck_assert_int_eq(number(0, "connections"), 1);
	ck_assert_int_eq(number(0, "connection-limit"), 20);
	ck_assert_int_eq(number(0, "outbound-opened"), 1);
	ck_assert_int_eq(number(0, "stanzas-outward"), 1);
	ck_assert_ptr_null(json_object_get(row(0), "last-failure"));
	ck_assert_ptr_null(json_object_get(row(0), "back-off"));
	/* Gone: the next attempt fails. */
	edge_free(&b.edge);
	UNTIL(edge_gauges(a.edge).connections == 0);
	say(&ga, MESSAGE_AB("m2"));
	hear(&ga, "type='error'");
	ask("partner show b.example");
	ck_assert_int_eq(number(0, "outbound-failed"), 1);
	ck_assert_str_eq(text(0, "last-failure"), "connect-failed");
	ck_assert_uint_eq(json_array_size(json_object_get(row(0), "back-off")), 1);
	/* Counters survive a reload. */
	ck_assert(site_reload(&a, "c.example: {}\nb.example: {" REQUIRED "}\n"));
	ask("partner show b.example");
	ck_assert_int_eq(number(0, "outbound-failed"), 1);
	ask("partner show c.example");
	ck_assert_int_eq(number(0, "outbound-failed"), 0);
	is_fault("partner show x.example", "\"x.example\" is no partner");
	is_fault("partner show *.example", "\"*.example\" is not a domain name");
	site_end(&b);
	end_looking();
}
END_TEST

START_TEST(policy_is_explained_both_ways)
{
	begin_looking(REQUIRED);
	ask("policy explain juliet@a.example romeo@b.example");
	ck_assert_str_eq(says("own domain"), "yes");
	ck_assert_str_eq(says("partner"), "yes");
	ck_assert_str_eq(because("policy"),
	                 "tls=required sasl=required dialback=no: SASL over TLS");
	ck_assert_ptr_nonnull(strstr(because("partner has to offer"), "EXTERNAL"));
	ck_assert_str_eq(because("or"), "none");
	ck_assert_str_eq(because("connections"), "0 of 20");
	ask("policy explain b.example a.example");
	ck_assert_str_eq(because("offered in clear"), "starttls (required)");
	ck_assert_str_eq(because("over TLS, certificate good"), "EXTERNAL");
	ck_assert_str_eq(because("over TLS, certificate not"),
	                 "nothing; the stream is refused: cert-unknown-issuer");
	ck_assert_str_eq(says("gateway"), "yes");
	ask("policy explain a.example x.example");
	ck_assert_str_eq(says("partner"), "no");
	ck_assert_ptr_nonnull(strstr(because("partner"), "partner-unknown: "));
	ck_assert_str_eq(because("policy"), "none");
	is_fault("policy explain a.example a.example",
	         "both domains are our own: what they write to each other never comes here");
	is_fault("policy explain x.example b.example",
	         "neither \"x.example\" nor \"b.example\" is a domain of ours");
	is_fault("policy explain @ b.example", "\"@\" is neither an address nor a domain");
	is_fault("subscriptions", "fed-edge does not know \"subscriptions\": ask the other program");
	is_fault("policy", "\"policy\" what? policy explain");
	end_looking();
}
END_TEST

static void counts(const struct edge *e, const char *sample)
{
	struct buf out = { 0 };

	metrics_edge(e, &out);
	ck_assert_msg(strstr(buf_cstr(&out), sample) != NULL, "%s is not in:\n%s", sample,
	              buf_cstr(&out));
	buf_free(&out);
}

START_TEST(metrics_count_what_has_crossed)
{
	begin_looking(REQUIRED);
	counts(a.edge, "\nfed_edge_stanzas_total{direction=\"outward\",kind=\"message\"} 0\n");
	counts(a.edge, "\nfed_edge_gateways 1\n");
	cross();
	counts(a.edge, "\nfed_edge_stanzas_total{direction=\"outward\",kind=\"message\"} 1\n");
	counts(a.edge,
	       "\nfed_edge_partner_stanzas_total{partner=\"b.example\",direction=\"outward\"} "
	       "1\n");
	counts(a.edge,
	       "\nfed_edge_pairs_proved_total{direction=\"out\",method=\"external\"} 1\n");
	counts(a.edge, "\nfed_edge_streams_secured_total{direction=\"out\"} 1\n");
	counts(b.edge, "\nfed_edge_streams_opened_total{direction=\"in\"} 1\n");
	counts(b.edge, "\nfed_edge_stanzas_total{direction=\"inward\",kind=\"message\"} 1\n");
	counts(b.edge, "\nfed_edge_streams_failed_total{direction=\"in\"} 0\n");
	edge_free(&b.edge);
	UNTIL(edge_gauges(a.edge).connections == 0);
	say(&ga, MESSAGE_AB("m2"));
	hear(&ga, "type='error'");
	counts(a.edge, "\nfed_edge_stream_failures_total{cause=\"connect-failed\",direction="
	               "\"out\"} 1\n");
	counts(a.edge, "\nfed_edge_stanzas_bounced_total{cause=\"connect-failed\"} 1\n");
	counts(a.edge, "\nfed_edge_streams_failed_total{direction=\"out\"} 1\n");
	site_end(&b);
	end_looking();
}
END_TEST

/* LYNC-DIAG-1: one for each failed attempt, by its cause; good ones never. */
static void fails(const char *text)
{
	uint64_t before = edge_counters(a.edge)->inbound_failed;
	struct talker t;

	call(&t, &a, &b.cert);
	say(&t, text);
	UNTIL(edge_counters(a.edge)->inbound_failed == before + 1);
	hang_up(&t);
}

START_TEST(failed_attempts_of_partners_are_counted_by_cause)
{
	begin_looking(REQUIRED);
	cross();
	fails("</x>");
	fails(OPEN_STREAM("stranger.example", "a.example"));
	fails(OPEN_STREAM("b.example", "a.example") "<message/>");
	counts(a.edge, "\nfed_edge_streams_failed_total{direction=\"in\"} 3\n");
	counts(a.edge, "\nfed_edge_streams_failed_total{direction=\"out\"} 0\n");
	counts(a.edge, "\nfed_edge_stream_failures_total{cause=\"not-well-formed\",direction="
	               "\"in\"} 1\n");
	counts(a.edge, "\nfed_edge_stream_failures_total{cause=\"partner-unknown\",direction="
	               "\"in\"} 1\n");
	counts(a.edge, "\nfed_edge_stream_failures_total{cause=\"not-negotiated\",direction="
	               "\"in\"} 1\n");
	counts(a.edge, "\nfed_edge_partner_streams_failed_total{partner=\"b.example\","
	               "direction=\"in\"} 1\n");
	ask("partner show b.example");
	ck_assert_str_eq(text(0, "last-failure"), "not-negotiated");
	end_looking();
}
END_TEST

START_TEST(a_probe_is_told_step_by_step)
{
	size_t n;

	begin_looking(REQUIRED);
	n = ask("probe romeo@c.example juliet@a.example");
	ck_assert_uint_eq(n, 2);
	ck_assert_str_eq(text(0, "step"), "allowed");
	ck_assert_str_eq(text(0, "result"), "failure");
	ck_assert_str_eq(text(1, "target"), "romeo@c.example");
	ck_assert_str_eq(text(1, "result"), "Failure");
	ck_assert_str_eq(text(1, "step"), "allowed");
	ck_assert_str_eq(text(1, "error"), "partner-unknown");
	ck_assert_uint_eq(strlen(text(1, "latency")), strlen("00:00:00.001"));
	ck_assert_str_ne(text(1, "diagnosis"), "");
	ck_assert_ptr_nonnull(strstr(text(2, "error"), "the first broken step is allowed: "));
	/* Nobody listens there any more. */
	hang_up(&gb);
	edge_free(&b.edge);
	b_port = 9;
	n = ask("probe romeo@b.example juliet@a.example hello");
	ck_assert_uint_eq(n, 5);
	ck_assert_str_eq(text(2, "step"), "dns");
	ck_assert_str_eq(text(2, "result"), "ok");
	ck_assert_int_gt(number(2, "latency-ms"), 0);
	ck_assert_str_eq(text(3, "step"), "tcp");
	ck_assert_str_eq(text(4, "error"), "connect-failed");
	b_port = 0;
	rows_end();
	admin_free(&admin);
	hang_up(&ga);
	end_alone();
}
END_TEST

START_TEST(a_probe_needs_two_users)
{
	begin_looking(REQUIRED);
	is_fault("probe", "usage: probe TO [FROM [TEXT]]");
	is_fault("probe romeo@b.example",
	         "no sender: say which by --from, or by probe-from in the configuration");
	is_fault("probe b.example juliet@a.example",
	         "receiver: \"b.example\" is no address of a user: "
	         "no localpart: it looks like user@domain");
	is_fault("probe romeo@b.example a.example",
	         "sender: \"a.example\" is no address of a user: "
	         "no localpart: it looks like user@domain");
	end_looking();
}
END_TEST

START_TEST(every_command_of_a_program_is_answered)
{
	for (enum command c = 0; c < COMMAND_COUNT; c++) {
		bool here = c == COMMAND_STATUS || c == COMMAND_PARTNER_LIST ||
		            c == COMMAND_PARTNER_SHOW || c == COMMAND_RELOAD ||
		            c == COMMAND_DRAIN;

		ck_assert_int_eq(command_is_of(c, COMMAND_EDGE),
		                 here || admin_edge.run[c] != NULL ||
		                         admin_edge.later[c] != NULL);
		ck_assert_int_eq(command_is_of(c, COMMAND_GATEWAY),
		                 here || admin_gateway.run[c] != NULL ||
		                         admin_gateway.later[c] != NULL);
	}
}
END_TEST

UNIT("edge_commands", status_counts, streams_say_what_is_proved_and_how, dialback_is_told_apart,
     a_partner_is_shown_with_its_failures, policy_is_explained_both_ways,
     metrics_count_what_has_crossed, failed_attempts_of_partners_are_counted_by_cause,
     a_probe_is_told_step_by_step, a_probe_needs_two_users,
     every_command_of_a_program_is_answered)
