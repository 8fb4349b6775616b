/* The keys of fed-edge.yml: what each may be, and what it is when it is not there. */
#include "edge/settings_rig.h"

#include "partner/page_for_tests.h"

START_TEST(defaults_are_the_documented_ones)
{
	struct edge_settings *s;

	begin();
	s = load(LEAST);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_uint_eq(s->n_listen, 2);
	ck_assert(listens(&s->listen[0], "[::]:5269"));
	ck_assert(listens(&s->listen[1], "0.0.0.0:5269"));
	ck_assert_uint_eq(s->n_listen_tls, 0);
	ck_assert_uint_eq(s->n_call_from, 0);
	ck_assert_ptr_null(s->direct_tls);
	ck_assert_uint_eq(s->connection_limit, 1000);
	ck_assert_uint_eq(s->partner_connection_limit, 20);
	ck_assert_uint_eq(s->connection_rate, 100);
	ck_assert_uint_eq(s->establishment_ms, 60000);
	ck_assert_uint_eq(s->inactivity_ms, 600000);
	ck_assert_uint_eq(s->keepalive_ms, 300000);
	ck_assert_ptr_null(s->dialback_passphrase);
	ck_assert(!s->log_message_bodies);
	ck_assert(s->bidi);
	ck_assert_uint_eq(s->resolver.n_forward, 0);
	ck_assert_ptr_null(s->resolver.trust_anchor);
	ck_assert_ptr_null(s->admin.control);
	ck_assert_ptr_null(s->admin.metrics);
	ck_assert_uint_eq(s->after.stanza, 65536);
	ck_assert_uint_eq(s->before.stanza, 16384);
	ck_assert_uint_eq(s->after.depth, xml_limits_default.depth);
	ck_assert_uint_eq(s->link.keepalive_ms, 30000);
	ck_assert_uint_eq(s->link.resume_ms, 60000);
	ck_assert(!s->link.required);
	ck_assert_uint_eq(s->queue_stanzas, 1000);
	ck_assert_uint_eq(s->queue_bytes, 1 << 20);
	ck_assert_uint_eq(s->pairs_per_stream, 64);
	ck_assert_uint_eq(s->backlog_bytes, 1 << 20);
	ck_assert_uint_eq(s->lookup_ms, 10000);
	ck_assert_uint_eq(s->dial_ms, 10000);
	ck_assert_uint_eq(s->verify_ms, 30000);
	ck_assert_str_eq(log_text, "");
	end(&s);
}
END_TEST

START_TEST(every_key_is_read)
{
	struct edge_settings *s;

	begin();
	dir_puts("partners.yml", "fabrikam.example:\n");
	s = load("partners: partners.yml\n"
	         "listen: [\"[::1]:15269\", 192.0.2.1]\n"
	         "listen-tls: [\"127.0.0.1\"]\n"
	         "domains:\n"
	         "  contoso.example: {certificate: contoso.pem, key: contoso.key}\n"
	         "  B\xc3\x9c"
	         "cher.example: {certificate: de.pem, key: de.key}\n"
	         "trust: ca.pem\n"
	         "link:\n"
	         "  listen: [127.0.0.1]\n"
	         "  certificate: edge.pem\n"
	         "  key: edge.key\n"
	         "  trust: ca.pem\n"
	         "  gateways: [GW1.contoso.example, gw2.contoso.example]\n"
	         "  keepalive-interval: 500ms\n"
	         "  resume-timeout: 2s\n"
	         "  connection-limit: 3\n"
	         "  required: yes\n"
	         "  window-stanzas: 4\n"
	         "  window-bytes: 5KiB\n"
	         "connection-limit: 4294967295\n"
	         "partner-connection-limit: 1\n"
	         "stream-establishment-timeout: 4294967295\n"
	         "stream-inactivity-timeout: 3s\n"
	         "keepalive-interval: 5m\n"
	         "dialback-passphrase: \"sesame\"\n"
	         "log-message-bodies: yes\n"
	         "bidi: no\n"
	         "resolver: {forward: [\"127.10.0.53@53\", \"2001:db8::1\"], "
	         "trust-anchor: \"root.key\"}\n"
	         "control: edge.sock\n"
	         "metrics: 127.0.0.1:9269\n"
	         "stanza-limit: 10000\n"
	         "stanza-limit-before-authentication: 8KiB\n"
	         "queue-stanzas: 6\n"
	         "queue-bytes: 7KiB\n"
	         "pairs-per-stream: 8\n"
	         "send-backlog: 9KiB\nstream-rate: 10KiB\ntls-session-limit: 0\n"
	         "lookup-timeout: 1s\n"
	         "dial-timeout: 2s\n"
	         "verify-timeout: 3s\n");
	ck_assert_msg(s != NULL, "%u:%u %s", fault.line, fault.column, fault.text);
	ck_assert(listens(&s->listen[0], "[::1]:15269"));
	ck_assert(listens(&s->listen[1], "192.0.2.1:5269"));
	ck_assert(listens(&s->listen_tls[0], "127.0.0.1:5270"));
	ck_assert_uint_eq(s->n_call_from, 1); /* [::1] leads nowhere */
	ck_assert(listens(&s->call_from[0], "192.0.2.1:0"));
	ck_assert_ptr_nonnull(s->direct_tls);
	ck_assert(listens(&s->link.listen[0], "127.0.0.1:23456"));
	ck_assert_uint_eq(s->n_domain, 2);
	ck_assert_ptr_eq(own_domain(s, VIEW("contoso.example")), &s->domain[0]);
	ck_assert_ptr_eq(own_domain(s, VIEW("b\xc3\xbc" "cher.example")),
	                 &s->domain[1]);
	ck_assert_str_eq(s->domain[1].ascii, "xn--bcher-kva.example");
	ck_assert_ptr_null(own_domain(s, VIEW("sub.contoso.example")));
	ck_assert_str_eq(s->link.gateway[0], "gw1.contoso.example");
	ck_assert_uint_eq(s->link.n_gateway, 2);
	ck_assert_uint_eq(s->link.keepalive_ms, 500);
	ck_assert(s->link.required);
	ck_assert_uint_eq(s->link.resume_ms, 2000);
	ck_assert_uint_eq(s->link.connections, 3);
	ck_assert_uint_eq(s->link.window_stanzas, 4);
	ck_assert_uint_eq(s->link.window_bytes, 5120);
	ck_assert_uint_eq(s->connection_limit, UINT32_MAX);
	ck_assert_uint_eq(s->partner_connection_limit, 1);
	ck_assert_uint_eq(s->establishment_ms, (uint64_t)UINT32_MAX * 1000);
	ck_assert_uint_eq(s->inactivity_ms, 3000);
	ck_assert_uint_eq(s->keepalive_ms, 300000);
	ck_assert_str_eq(s->dialback_passphrase, "sesame");
	ck_assert(s->log_message_bodies);
	ck_assert(!s->bidi);
	ck_assert_uint_eq(s->resolver.n_forward, 2);
	ck_assert(view_is(s->resolver.forward[0], "127.10.0.53@53"));
	ck_assert_str_eq(s->resolver.trust_anchor, in_dir("root.key"));
	ck_assert_str_eq(s->admin.control, in_dir("edge.sock"));
	ck_assert_str_eq(s->admin.metrics, "127.0.0.1:9269");
	ck_assert_uint_eq(s->after.stanza, 10000);
	ck_assert_uint_eq(s->before.stanza, 8192);
	ck_assert_uint_eq(s->queue_stanzas, 6);
	ck_assert_uint_eq(s->queue_bytes, 7168);
	ck_assert_uint_eq(s->pairs_per_stream, 8);
	ck_assert_uint_eq(s->backlog_bytes, 9216);
	ck_assert_uint_eq(s->stream_rate, 10240);
	ck_assert_uint_eq(s->lookup_ms, 1000);
	ck_assert_uint_eq(s->dial_ms, 2000);
	ck_assert_uint_eq(s->verify_ms, 3000);
	ck_assert_uint_eq(partners_count(s->partners), 1);
	/* Warned of: the policy. */
	ck_assert_ptr_nonnull(strstr(log_text, "partners.yml:1:1"));
	ck_assert_ptr_nonnull(strstr(log_text, "dialback-never-used"));
	ck_assert_uint_eq(s->admin.control_at.line, 29);
	ck_assert_uint_eq(s->admin.metrics_at.line, 30);
	ck_assert_ptr_null(strstr(log_text, "sesame"));
	end(&s);
}
END_TEST

static void has_direct(const char *list, size_t n, const char *last)
{
	struct edge_settings *s;
	char text[4096];

	begin();
	snprintf(text, sizeof text, LEAST "listen-tls: %s\n", list);
	s = load(text);
	ck_assert_msg(s != NULL, "%s: %s", list, fault.text);
	ck_assert_uint_eq(s->n_listen_tls, n);
	ck_assert_msg(listens(&s->listen_tls[n - 1], last), "%s", list);
	end(&s);
}

/* A socket of IPv6 takes IPv6 alone, so that both can stand in a list. */
START_TEST(any_address_of_ipv6_is_any_address)
{
	has_direct("[\"[::]:5270\"]", 2, "0.0.0.0:5270");
	has_direct("[\"[::]\", \"[::]:5280\", \"0.0.0.0:5280\"]", 4, "0.0.0.0:5270");
	has_direct("[\"[::]\", \"192.0.2.1\"]", 2, "192.0.2.1:5270");
	has_direct("[\"[2001:db8::1]\"]", 1, "[2001:db8::1]:5270");
	has_direct("[\"0.0.0.0\"]", 1, "0.0.0.0:5270");
	/* Of another list. */
	has_direct("[\"[::]:23456\"]", 1, "[::]:23456");
}
END_TEST

/* What is said goes before what listen suggests; of that the first of each family. */
START_TEST(partners_are_called_from_one_address_a_family)
{
	struct edge_settings *s;

	begin();
	s = load(LEAST "listen: [0.0.0.0, \"127.0.0.1:1\", \"192.0.2.1:2\", \"192.0.2.2:2\", "
	         "\"[2001:db8::1]:1\"]\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_uint_eq(s->n_call_from, 2);
	ck_assert(listens(&s->call_from[0], "192.0.2.1:0"));
	ck_assert(listens(&s->call_from[1], "[2001:db8::1]:0"));
	edge_settings_free(&s);
	s = load(LEAST "listen: [192.0.2.1]\ncall-from: [\"[::1]\", 127.0.0.2]\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_uint_eq(s->n_call_from, 2);
	ck_assert(listens(&s->call_from[0], "[::1]:0"));
	ck_assert(listens(&s->call_from[1], "127.0.0.2:0"));
	ck_assert_str_eq(log_text, "");
	end(&s);
}
END_TEST

START_TEST(impossible_values_are_refused_where_they_stand)
{
	struct edge_settings *none = NULL;

	begin();
	TAIL("probe-from: juliet@other.example", 1, "is not of a domain in `domains`");
	TAIL("listn: []", 1, "did you mean \"listen\"?");
	TAIL("gateways: [x.example]", 1, "it belongs under \"link\"");
	TAIL("listen: []", 1, "listen: no address is left");
	TAIL("listen: [\"127.0.0.1:99999\"]", 10, "is not an address");
	TAIL("listen: [edge.example]", 10, "is not an address");
	TAIL("listen-tls: [\"[::1]:x\"]", 14, "listen-tls: \"[::1]:x\" is not");
	TAIL("call-from: [\"192.0.2.1:5269\"]", 13, "has a port");
	TAIL("call-from: [edge.example]", 13, "is not an address");
	TAIL("call-from: [\"[::]\"]", 13, "is any address");
	TAIL("call-from: [192.0.2.1, 192.0.2.2]", 24, "is the second of its family");
	TAIL("connection-limit: 0", 19, "connection-limit");
	TAIL("connection-limit: 4294967296", 19, "connection-limit");
	TAIL("connection-limit: -1", 19, "connection-limit");
	TAIL("keepalive-interval: soon", 21, "keepalive-interval");
	TAIL("keepalive-interval: 4294967296", 21, "keepalive-interval");
	TAIL("stanza-limit: 9999", 15, "stanza-limit");
	TAIL("stanza-limit: 17MiB", 15, "stanza-limit");
	TAIL("log-message-bodies: maybe", 21, "must be yes or no");
	TAIL("dialback-passphrase: \"\"", 1, "is empty");
	TAIL("resolver: {forward: [dns.example]}", 22, "is not an address");
	TAIL("resolver: {forward: [\"127.0.0.1@0\"]}", 22, "is not an address");
	/* The link listens there. */
	refused("listen: [\"127.0.0.1:23456\"]\n" LEAST, "fed-edge.yml", 7, 12,
	        "link.listen: \"127.0.0.1:23456\" stands twice; it is also at "
	        "line 1, column 10");
	TAIL("listen: [\"[::1]:5269\", \"[::1]\"]", 24, "\"[::1]\" stands twice");
	/* Nobody has both: the second would fail when it is bound. */
	TAIL("listen: [0.0.0.0, 192.0.2.1]", 19, "one of the two is any address");
	refused(LEAST "listen-tls: [\"0.0.0.0:23456\"]\n", "fed-edge.yml", 6, 12,
	        "beside that of line 11, column 14");
	TAIL("metrics: 0.0.0.0:23456", 1, "is where the edge listens, at line 6, column 12");
	TAIL("metrics: 127.0.0.1:5269", 1, "is where the edge listens by default");
	TAIL("control: .", 1, "is a directory");
	TAIL("control: ca.pem", 1, "is there, and is no socket");
	TAIL("stream-rate: 4095", 1, "must be 0 or at least 4KiB");
	TAIL("connection-limit: 010", 19, "begins with a zero");
	TAIL("metrics: 9269", 1, "metrics: \"9269\" is not an address");
	TAIL("trust: ca.pem", 1, "");	/* twice */
	end(&none);
}
END_TEST

/* `tail` loads, with `words` in the log, at its line; NULL: with nothing. */
static void doubted(const char *tail, const char *words)
{
	struct edge_settings *s;
	char text[2048];

	snprintf(text, sizeof text, LEAST "%s\n", tail);
	s = load(text);
	ck_assert_msg(s != NULL, "%s: %s", tail, fault.text);
	if (words == NULL)
		ck_assert_msg(log_text[0] == '\0', "%s: %s", tail, log_text);
	else
		ck_assert_msg(strstr(log_text, words) != NULL &&
		                      strstr(log_text, "fed-edge.yml:11:1") != NULL,
		              "%s: %s", tail, log_text);
	edge_settings_free(&s);
}

START_TEST(what_says_less_than_it_seems_is_warned_of)
{
	struct edge_settings *none = NULL;

	begin();
	doubted("connection-limit: 20", NULL);
	doubted("partner-connection-limit: 1001", "more than connection-limit");
	doubted("stanza-limit-before-authentication: 64KiB", NULL);
	doubted("stanza-limit-before-authentication: 65KiB", "more than stanza-limit");
	doubted("keepalive-interval: 600s", NULL);
	doubted("keepalive-interval: 601s", "more than stream-inactivity-timeout");
	doubted("control: new.sock", NULL);
	doubted("control: nowhere/new.sock", "there is no directory ");
	doubted("stream-rate: 0", NULL);
	doubted("stream-rate: 4KiB", NULL);
	doubted("stream-rate: 4KiB\nstream-inactivity-timeout: 16s\nkeepalive-interval: 1s", NULL);
	doubted("stream-rate: 4KiB\nstream-inactivity-timeout: 15s\nkeepalive-interval: 1s",
	        "may be ended by stream-inactivity-timeout");
	doubted("metrics: 127.0.0.1:5270", NULL);
	end(&none);
}
END_TEST

START_TEST(what_only_use_shows_gets_its_place)
{
	struct edge_settings *s;
	struct address at;

	begin();
	s = load(LEAST "listen-tls: [\"[::1]\"]\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert(address_parse(VIEW("127.0.0.1:23456"), &at));
	fault_set(&fault, NULL, 0, 0, "it is taken");
	edge_settings_blame(s, &at, &fault);
	ck_assert_str_eq(fault.file, in_dir("fed-edge.yml"));
	ck_assert_uint_eq(fault.line, 6);
	ck_assert_uint_eq(fault.column, 12);
	ck_assert_str_eq(fault.text, "it is taken");
	fault_set(&fault, NULL, 0, 0, "it is taken");
	edge_settings_blame(s, &s->listen_tls[0], &fault);
	ck_assert_uint_eq(fault.line, 11);
	ck_assert_uint_eq(fault.column, 14);
	/* A default stands nowhere. */
	fault_set(&fault, NULL, 0, 0, "it is taken");
	edge_settings_blame(s, &s->listen[0], &fault);
	ck_assert_str_eq(fault.file, in_dir("fed-edge.yml"));
	ck_assert_uint_eq(fault.line, 0);
	end(&s);
}
END_TEST

START_TEST(names_have_to_be_names)
{
	struct edge_settings *none = NULL;

	begin();
	refused("partners: partners.yml\ntrust: ca.pem\ndomains: {}\n" LINK,
	        "fed-edge.yml", 3, 1, "domains");
	refused("partners: partners.yml\ntrust: ca.pem\n" LINK, "fed-edge.yml",
	        1, 1, "\"domains\" is missing");
	refused("partners: partners.yml\ntrust: ca.pem\n" DOMAINS
	        "  CONTOSO.example: {certificate: contoso.pem, key: contoso.key}\n"
	        LINK, "fed-edge.yml", 5, 3, "stands twice");
	refused("partners: partners.yml\ntrust: ca.pem\ndomains:\n"
	        "  \"*.example\": {certificate: contoso.pem, key: contoso.key}\n"
	        LINK, "fed-edge.yml", 4, 3, "is not a domain name");
	refused("partners: partners.yml\ntrust: ca.pem\n" DOMAINS
	        "link:\n  listen: [127.0.0.1]\n  certificate: edge.pem\n"
	        "  key: edge.key\n  trust: ca.pem\n  gateways: []\n",
	        "fed-edge.yml", 10, 3, "no gateway could ever call");
	refused("partners: partners.yml\ntrust: ca.pem\n" DOMAINS
	        "link:\n  listen: [127.0.0.1]\n  certificate: edge.pem\n"
	        "  key: edge.key\n  trust: ca.pem\n  gateways: [192.0.2.1]\n",
	        "fed-edge.yml", 10, 14, "is not a domain name");
	end(&none);
}
END_TEST

/* lib/conf_print.h, by the tables of this file. */
START_TEST(what_is_printed_loads_again)
{
	struct edge_settings *s;
	struct buf first = { 0 }, again = { 0 };

	begin();
	s = load(LEAST);
	ck_assert_msg(s != NULL, "%s", fault.text);
	edge_settings_free(&s);
	ck_assert(edge_settings_print(in_dir("fed-edge.yml"), &first, &fault));
	s = load(buf_cstr(&first));
	ck_assert_msg(s != NULL, "%u:%u: %s\n%s", fault.line, fault.column, fault.text,
	              buf_cstr(&first));
	ck_assert(edge_settings_print(in_dir("fed-edge.yml"), &again, &fault));
	ck_assert_str_eq(buf_cstr(&first), buf_cstr(&again));
	buf_free(&first);
	buf_free(&again);
	end(&s);
}
END_TEST

START_TEST(the_man_pages_say_what_the_tables_say)
{
	struct buf b = { 0 };

	edge_settings_manual(&b);
	page_holds("docs/man/fed-edge.yml.5", &b);
	buf_clear(&b);
	partners_manual(&b);
	page_holds("docs/man/partners.yml.5", &b);
	buf_free(&b);
}
END_TEST

UNIT("settings", what_is_printed_loads_again, defaults_are_the_documented_ones,
     every_key_is_read, any_address_of_ipv6_is_any_address,
     partners_are_called_from_one_address_a_family,
     impossible_values_are_refused_where_they_stand, what_says_less_than_it_seems_is_warned_of,
     what_only_use_shows_gets_its_place, names_have_to_be_names,
     the_man_pages_say_what_the_tables_say)
