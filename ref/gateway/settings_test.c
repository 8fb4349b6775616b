#include "gateway/settings.h"

#include <stdio.h>
#include <string.h>

#include "lib/log.h"
#include "partner/page_for_tests.h"
#include "tls/testcert_dir.h"

static struct fault fault;

static void begin(void)
{
	struct tc ca = tc_ca("ca", NULL);

	log_threshold(LOG_ERROR);
	dir_begin();
	dir_put_cert("ca.pem", &ca);
	dir_put_leaf(&ca, "gw1.pem", "gw1.key",
	             "dns:*.wild.example dns:GW1.contoso.example dns:gw1.other.example");
	dir_put_leaf(&ca, "user.pem", "user.key", "dns:*.contoso.example");
	dir_puts("partners.yml", "fabrikam.example: {}\n");
	tc_free(&ca);
}

static void end(struct gateway_settings **s)
{
	gateway_settings_free(s);
	fault_free(&fault);
	dir_unlink("log");
	dir_end();
}

/* Loads, with the warnings in the file log. */
static void warned(const char *text, const char *words)
{
	struct gateway_settings *s;
	FILE *log = fopen(in_dir("log"), "w+");
	char seen[2048] = "";

	ck_assert_ptr_nonnull(log);
	log_to(fileno(log));
	log_threshold(LOG_WARN);
	dir_puts("fed-gateway.yml", text);
	fault_free(&fault);
	s = gateway_settings_load(in_dir("fed-gateway.yml"), &fault);
	log_flush();
	log_to(2);
	log_threshold(LOG_ERROR);
	rewind(log);
	seen[fread(seen, 1, sizeof seen - 1, log)] = '\0';
	ck_assert_int_eq(fclose(log), 0);
	ck_assert_msg(s != NULL, "%s", fault.text);
	if (words == NULL)
		ck_assert_ptr_null(strstr(seen, "sip."));
	else
		ck_assert_msg(strstr(seen, words) != NULL, "%s: %s", words, seen);
	gateway_settings_free(&s);
}

static struct gateway_settings *load(const char *text)
{
	struct gateway_settings *s;

	dir_puts("fed-gateway.yml", text);
	fault_free(&fault);
	s = gateway_settings_load(in_dir("fed-gateway.yml"), &fault);
	ck_assert((s == NULL) == (fault.text != NULL));
	return s;
}

#define TOP "partners: partners.yml\ndomains: [contoso.example]\n"
#define LINK_OF(edges, more)                                                                   \
	"link:\n"                                                                              \
	"  edges: [" edges "]\n"                                                               \
	"  certificate: gw1.pem\n"                                                             \
	"  key: gw1.key\n"                                                                     \
	"  trust: ca.pem\n" more
#define LINK LINK_OF("edge1.contoso.example", "")
#define SIP_OF(more)                                                                           \
	"sip:\n"                                                                               \
	"  listen: [\"udp:127.0.0.1\"]\n"                                                      \
	"  next-hop: \"sip:fe.contoso.example:5061;transport=tcp\"\n"                          \
	"  trusted: [fe.contoso.example, 192.0.2.1]\n" more
#define SIP   SIP_OF("")
#define STORE "store: sqlite:gateway.db\n"
#define LEAST TOP LINK SIP STORE

START_TEST(defaults_are_the_documented_ones)
{
	struct gateway_settings *s;
	char at[ADDRESS_MAX], store[160];

	begin();
	s = load(LEAST);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_uint_eq(s->n_domain, 1);
	ck_assert(gateway_serves(s, VIEW("contoso.example")));
	ck_assert(!gateway_serves(s, VIEW("x.contoso.example")));
	ck_assert_uint_eq(partners_count(s->partners), 1);
	/* The first name without a wildcard. */
	ck_assert_str_eq(s->link.name, "gw1.contoso.example");
	ck_assert_str_eq(s->link.edge[0].host, "edge1.contoso.example");
	ck_assert_uint_eq(s->link.edge[0].port, 23456);
	ck_assert_ptr_null(s->link.edge[0].at);
	ck_assert_uint_eq(s->link.keepalive_ms, 30000);
	ck_assert_uint_eq(s->sip.n_listen, 1);
	ck_assert_int_eq(s->sip.listen[0].transport, SIP_UDP);
	ck_assert_str_eq(address_print(&s->sip.listen[0].at, at), "127.0.0.1:5060");
	ck_assert_ptr_null(s->sip.server);
	ck_assert_int_eq(s->sip.profile, PROFILE_RFC);
	ck_assert_uint_eq(s->sip.t1, 500);
	ck_assert_uint_eq(s->sip.ack_wait, 0);
	ck_assert_uint_eq(s->sip.answer_wait, 20000);
	ck_assert_uint_eq(s->sip.notify_interval, 5000);
	ck_assert_uint_eq(s->sip.expires, 3600);
	ck_assert_uint_eq(s->sip.expires_min, 60);
	ck_assert_uint_eq(s->sip.message_limit, 1300);
	ck_assert_uint_eq(s->sip.document_limit, 8192);
	ck_assert(s->sip.global_failures);
	ck_assert(!s->access.allow_federated_users);
	ck_assert(!s->access.has_global);
	ck_assert_uint_eq(s->watch_ms, 28800000);
	snprintf(store, sizeof store, "sqlite:%s/gateway.db", unit_dir);
	ck_assert_str_eq(s->store, store);
	end(&s);
}
END_TEST

START_TEST(edges_in_all_forms)
{
	struct gateway_settings *s;
	char at[ADDRESS_MAX];

	begin();
	s = load(TOP LINK_OF("a.example, \"b.example:1\", "
	                     "\"c.example@192.0.2.5\", "
	                     "\"d.example@[2001:db8::1]:7\"",
	                     "  name: gw1.other.example\n") SIP STORE);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_uint_eq(s->link.n_edge, 4);
	ck_assert_uint_eq(s->link.edge[1].port, 1);
	ck_assert_str_eq(s->link.edge[2].host, "c.example");
	ck_assert_str_eq(address_print(s->link.edge[2].at, at), "192.0.2.5:23456");
	ck_assert_str_eq(address_print(s->link.edge[3].at, at), "[2001:db8::1]:7");
	ck_assert_str_eq(s->link.name, "gw1.other.example");
	end(&s);
}
END_TEST

START_TEST(a_route_keeps_some_of_the_edges)
{
	struct gateway_settings *s;

	begin();
	s = load(TOP LINK_OF("a.example, \"b.example@192.0.2.5\", c.example",
	                     "  route: [C.example, b.example]\n") SIP STORE);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_uint_eq(s->link.n_edge, 2);
	ck_assert_str_eq(s->link.edge[0].host, "b.example");
	ck_assert_ptr_nonnull(s->link.edge[0].at);
	ck_assert_str_eq(s->link.edge[1].host, "c.example");
	end(&s);
}
END_TEST

START_TEST(access_is_read_whole)
{
	struct gateway_settings *s;

	begin();
	s = load(LEAST "access:\n"
	               "  allow-federated-users: yes\n"
	               "  global: {federation: yes, xmpp: yes}\n"
	               "  sites:\n"
	               "    paris: {users: [\"*-p@contoso.example\", Tom@contoso.example],"
	               " federation: yes, xmpp: no}\n"
	               "  users:\n"
	               "    Juliet@CONTOSO.example: {federation: yes}\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_int_eq(access_refused(&s->access, VIEW("x@contoso.example")), CAUSE_NONE);
	ck_assert_int_eq(access_refused(&s->access, VIEW("x-p@contoso.example")),
	                 CAUSE_USER_BARRED);
	/* Addresses are prepared before they are compared. */
	ck_assert_int_eq(access_refused(&s->access, VIEW("tom@contoso.example")),
	                 CAUSE_USER_BARRED);
	ck_assert_int_eq(access_refused(&s->access, VIEW("juliet@contoso.example")),
	                 CAUSE_USER_BARRED);
	end(&s);
}
END_TEST

START_TEST(an_empty_global_policy_is_one)
{
	struct gateway_settings *s;

	begin();
	s = load(LEAST "access: {allow-federated-users: yes, global: {}}\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert(s->access.has_global);
	ck_assert(!access_permits(&s->access.global));
	end(&s);
}
END_TEST

/* Each row: a file, and the place and words of its fault. */
START_TEST(faults_have_their_place)
{
	static const struct {
		const char *text, *words;
		unsigned line;
	} row[] = {
		{ TOP LINK STORE, "sip", 0 },
		{ "partners: partners.yml\ndomains: []\n" LINK SIP STORE, "none to speak for",
		  2 },
		{ "partners: partners.yml\ndomains: [a.example, A.example]\n" LINK SIP STORE,
		  "stands twice", 2 },
		{ "partners: partners.yml\ndomains: [\"*.example\"]\n" LINK SIP STORE,
		  "domains: \"*.example\"", 2 },
		{ "partners: none.yml\ndomains: [contoso.example]\n" LINK SIP STORE, "none.yml",
		  1 },
		{ "partners: partners.yml\ndomains: [fabrikam.example]\n" LINK SIP STORE,
		  "domain of our own", 1 },
		{ TOP LINK_OF("", "") SIP STORE, "none to dial", 4 },
		{ TOP LINK_OF("\"a.example:0\"", "") SIP STORE, "port from 1", 4 },
		{ TOP LINK_OF("\"a.example@b\"", "") SIP STORE, "an address", 4 },
		{ TOP LINK_OF("a.example", "  name: gw2.contoso.example\n") SIP STORE,
		  "not in the certificate", 8 },
		{ TOP LINK_OF("a.example", "  route: [a.example, b.example]\n") SIP STORE,
		  "none of link.edges", 8 },
		{ TOP LINK_OF("a.example", "  route: [\"a..example\"]\n") SIP STORE, "a..example", 8 },
		{ TOP LINK_OF("a.example", "  retry-min: 9s\n  retry-max: 1s\n") SIP STORE,
		  "less than retry-min", 9 },
		{ TOP "link:\n  edges: [a.example]\n  certificate: user.pem\n"
		      "  key: user.key\n  trust: ca.pem\n" SIP STORE,
		  "names no host", 5 },
		{ TOP "link:\n  edges: [a.example]\n  certificate: gw1.pem\n"
		      "  key: user.key\n  trust: ca.pem\n" SIP STORE,
		  "key", 6 },
		{ TOP "link:\n  edges: [a.example]\n  certificate: gw1.pem\n"
		      "  key: gw1.key\n  trust: none.pem\n" SIP STORE,
		  "none.pem", 7 },
		{ TOP LINK_OF("a.example", "  crl: none.pem\n") SIP STORE, "none.pem", 8 },
		{ TOP LINK SIP_OF("  certificate: gw1.pem\n") STORE, "is missing", 0 },
		{ TOP LINK SIP, "key \"store\" is missing", 1 },
		{ TOP LINK SIP_OF("  expires-max: 60s\n  expires-min: 61s\n") STORE,
		  "less than expires-min", 12 },
		{ TOP LINK SIP_OF("  t2: 100ms\n") STORE, "less than t1", 12 },
		{ TOP LINK SIP_OF("  t1: 10s\n") STORE, "less than t1", 8 },
		{ TOP LINK SIP STORE "probe-from: u@other.example\n", "not of a domain in", 13 },
		{ TOP LINK "sip:\n  listen: [\"127.0.0.1\"]\n  next-hop: sip:a\n"
		           "  trusted: [a.example]\n" STORE,
		  "udp:, tcp: or tls:", 9 },
		{ TOP LINK "sip:\n  listen: [\"tls:127.0.0.1\"]\n  next-hop: sip:a\n"
		           "  trusted: [a.example]\n" STORE,
		  "needs sip.certificate", 9 },
		{ TOP LINK "sip:\n  listen: [\"udp:127.0.0.1\"]\n  next-hop: im:a@b\n"
		           "  trusted: [a.example]\n" STORE,
		  "no sip: URI", 10 },
		{ TOP LINK
		  "sip:\n  listen: [\"udp:127.0.0.1\"]\n"
		  "  next-hop: \"sip:a;transport=sctp\"\n  trusted: [a.example]\n" STORE,
		  "none of udp", 10 },
		{ TOP LINK "sip:\n  listen: [\"udp:127.0.0.1\"]\n  next-hop: sips:a\n"
		           "  trusted: [a.example]\n" STORE,
		  "tls needs", 10 },
		{ TOP LINK "sip:\n  listen: [\"tcp:127.0.0.1\", \"udp:127.0.0.1\"]\n"
		           "  next-hop: sip:127.0.0.1\n  trusted: [a.example]\n" STORE,
		  "this gateway itself", 10 },
		{ TOP LINK "sip:\n  listen: [\"udp:127.0.0.1\"]\n  next-hop: sip:a\n"
		           "  trusted: []\n" STORE,
		  "nobody could", 11 },
		{ TOP LINK SIP "store: gateway.db\n", "not sqlite:", 12 },
		{ TOP LINK SIP "store: sqlite:.\n", "is a directory", 12 },
		{ TOP LINK_OF("a.example, \"A.example:23456\"", "") SIP STORE, "stands twice", 4 },
		{ TOP LINK_OF("a.example@192.0.2.1, \"a.example@192.0.2.1:23456\"", "") SIP STORE,
		  "stands twice", 4 },
		{ TOP LINK "sip:\n  listen: [\"tcp:0.0.0.0:5060\", \"tls:127.0.0.1:5060\"]\n"
		           "  next-hop: sip:a\n  trusted: [a.example]\n" STORE,
		  "cannot be listened at beside", 9 },
		{ TOP LINK "sip:\n  listen: [\"udp:127.0.0.1\", \"tcp:127.0.0.1\"]\n"
		           "  next-hop: sip:a\n  trusted: [127.0.0.1]\n" STORE
		           "metrics: 0.0.0.0:5060\n",
		  "is where sip.listen listens, at line 9, column 29", 13 },
		{ TOP LINK SIP STORE "control: ca.pem\n", "is no socket", 13 },
		{ TOP LINK SIP STORE "metrics: here\n", "not an address", 13 },
		{ TOP LINK SIP STORE "acess: {}\n", "access", 13 },
		{ TOP LINK SIP STORE "resolver:\n  forward: [dns.example]\n", "not an address",
		  14 },
		{ TOP LINK SIP STORE "resolver:\n  trust-anchor: nothing.key\n",
		  "nothing.key cannot be read: No such file", 14 },
		{ TOP LINK SIP STORE "access:\n  users:\n    a@b.example: {}\n",
		  "not of a domain", 15 },
		{ TOP LINK SIP STORE "access:\n  users:\n    contoso.example: {}\n",
		  "not user@domain", 15 },
		{ TOP LINK SIP STORE "access:\n  users:\n    a@contoso.example: {}\n"
		                     "    A@contoso.example: {}\n",
		  "stands twice", 16 },
		{ TOP LINK SIP STORE "access:\n  sites:\n    x: {users: [\"*a*\"]}\n",
		  "more than one star", 15 },
		/* LYNC-GATE-7: one global policy, and one for a site. */
		{ TOP LINK SIP STORE "access:\n  global: {}\n  global: {}\n", "global", 15 },
		{ TOP LINK SIP STORE "access:\n  sites:\n    x: {users: [\"*\"]}\n"
		                     "    x: {users: [\"*\"]}\n",
		  "x", 16 },
	};

	begin();
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct gateway_settings *s = load(row[i].text);

		ck_assert_msg(s == NULL, "row %zu was taken", i);
		ck_assert_msg(strstr(fault.text, row[i].words) != NULL, "row %zu: %s", i,
		              fault.text);
		ck_assert_msg(row[i].line == 0 || fault.line == row[i].line,
		              "row %zu: line %u: %s", i, fault.line, fault.text);
	}
	end(&(struct gateway_settings *){ NULL });
}
END_TEST

START_TEST(tls_takes_one_identity_for_both_roles)
{
	struct gateway_settings *s;

	begin();
	s = load(TOP LINK
	         "sip:\n  listen: [\"tls:127.0.0.1\", \"tcp:[::1]:5080\"]\n"
	         "  certificate: gw1.pem\n  key: gw1.key\n  trust: ca.pem\n"
	         "  next-hop: sip:fe.contoso.example\n  trusted: [fe.contoso.example]\n"
	         "  profile: lync\n" STORE);
	ck_assert_msg(s != NULL, "%s", fault.text);
	ck_assert_ptr_nonnull(s->sip.server);
	ck_assert_ptr_nonnull(s->sip.client);
	ck_assert_uint_eq(address_port(&s->sip.listen[0].at), 5098);
	ck_assert_int_eq(s->sip.profile, PROFILE_LYNC);
	end(&s);
}
END_TEST

/* lib/conf_print.h, by the tables of this file. */
START_TEST(what_is_printed_loads_again)
{
	struct gateway_settings *s;
	struct buf first = { 0 }, again = { 0 };

	begin();
	s = load(LEAST "access:\n  users:\n    \"a@contoso.example\": {xmpp: yes}\n");
	ck_assert_msg(s != NULL, "%s", fault.text);
	gateway_settings_free(&s);
	ck_assert(gateway_settings_print(in_dir("fed-gateway.yml"), &first, &fault));
	s = load(buf_cstr(&first));
	ck_assert_msg(s != NULL, "%u:%u: %s\n%s", fault.line, fault.column, fault.text,
	              buf_cstr(&first));
	ck_assert(gateway_settings_print(in_dir("fed-gateway.yml"), &again, &fault));
	ck_assert_str_eq(buf_cstr(&first), buf_cstr(&again));
	buf_free(&first);
	buf_free(&again);
	end(&s);
}
END_TEST

#define SIP_LISTENS(listen, hop, trusted)                                                      \
	"sip:\n  listen: [" listen "]\n  certificate: gw1.pem\n  key: gw1.key\n"                 \
	"  trust: ca.pem\n  next-hop: \"" hop "\"\n  trusted: [" trusted "]\n"

START_TEST(what_says_less_than_it_seems_is_warned_of)
{
	static const struct {
		const char *text, *words;
	} row[] = {
		{ LEAST, NULL },
		/* One port for two kinds, and one edge at two addresses. */
		{ TOP LINK_OF("a.example@192.0.2.1, a.example@192.0.2.2", "")
		  SIP_LISTENS("\"udp:127.0.0.1\", \"tcp:127.0.0.1\"", "sip:a", "192.0.2.1") STORE
		  "metrics: 127.0.0.1:5070\n", NULL },
		{ TOP LINK SIP_LISTENS("\"tls:127.0.0.1\"", "sip:a;transport=tls", "fe.example") STORE,
		  NULL },
		{ TOP LINK SIP_LISTENS("\"udp:127.0.0.1\"", "sip:a;transport=tls", "192.0.2.1") STORE,
		  "sip.next-hop: is called by tls, and sip.listen has none" },
		{ TOP LINK SIP_LISTENS("\"udp:127.0.0.1\"", "sips:a", "192.0.2.1") STORE,
		  "sip.next-hop: is called by tls, and sip.listen has none" },
		{ TOP LINK SIP_LISTENS("\"udp:127.0.0.1\", \"tls:127.0.0.1\"", "sip:a", "a.example")
		  STORE, "sip.trusted: has no address: udp and tcp of sip.listen serve nobody" },
		{ TOP LINK SIP_LISTENS("\"tcp:127.0.0.1\", \"tls:127.0.0.1\"", "sip:a", "192.0.2.1")
		  STORE, "sip.trusted: has no name: tls of sip.listen serves nobody" },
		{ TOP LINK SIP_LISTENS("\"tcp:127.0.0.1\"", "sip:a", "a.example") STORE,
		  "sip.trusted: nobody can send a request" },
		{ TOP LINK SIP_LISTENS("\"tls:127.0.0.1\"", "sip:a", "\"2001:db8::1\"") STORE,
		  "sip.trusted: nobody can send a request" },
		{ TOP LINK SIP_OF("  stanza-limit: 64KiB\n") STORE, NULL },
		{ TOP LINK SIP_OF("  stanza-limit: 65537\n") STORE,
		  "sip.stanza-limit: is more than the 64KiB that an edge takes" },
		{ TOP LINK SIP "store: sqlite:nowhere/gateway.db\n", "store: there is no directory " },
	};

	begin();
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		warned(row[i].text, row[i].words);
	end(&(struct gateway_settings *){ NULL });
}
END_TEST

START_TEST(the_man_page_says_what_the_table_says)
{
	struct buf b = { 0 };

	gateway_settings_manual(&b);
	page_holds("docs/man/fed-gateway.yml.5", &b);
	buf_free(&b);
}
END_TEST

UNIT("gateway_settings", what_is_printed_loads_again, defaults_are_the_documented_ones, edges_in_all_forms,
     a_route_keeps_some_of_the_edges, access_is_read_whole, an_empty_global_policy_is_one, faults_have_their_place,
     what_says_less_than_it_seems_is_warned_of,
     tls_takes_one_identity_for_both_roles, the_man_page_says_what_the_table_says)
