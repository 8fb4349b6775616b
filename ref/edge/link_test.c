#include "edge/link.h"

#include <stdio.h>
#include <string.h>

#include "edge/bounce.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "tls/channel.h"
#include "tls/testcert.h"

/* --- the world: an edge, and gateways as channels of the same loop ---------- */

static struct loop *loop;
static struct link *link_;
static struct edge_settings set;
static struct fault fault;
static struct buf taken;	/* ids of stanzas that gateways handed over */
static struct buf returned;	/* ids of those that came back */
static uint64_t newest;		/* session of the newest stanza */
static struct tc ca, edge_cert, gw1_cert, gw2_cert;
static char *ca_file;

static struct tls_context *context(const struct tc *c, const char *trust,
                                   bool tls13_only)
{
	char *cert = c != NULL ? tc_cert_file(c) : NULL;
	char *key = c != NULL ? tc_key_file(c) : NULL;
	struct tls_context *ctx = tls_context_new(&(struct tls_settings){
		.certificate = cert, .key = key, .trust = trust,
		.tls13_only = tls13_only }, &fault);

	ck_assert_msg(ctx != NULL, "%s", fault.text);
	if (c != NULL) {
		tc_unlink(&cert);
		tc_unlink(&key);
	}
	return ctx;
}

static void on_stanza(void *arg, uint64_t session, struct element *e,
                      size_t bytes, struct region *r)
{
	ck_assert_ptr_eq(arg, &set);
	ck_assert_uint_gt(bytes, 0);
	ck_assert_ptr_nonnull(r);
	newest = session;
	buf_printf(&taken, "%.*s ", VIEW_ARG(element_attr(e, "id")));
	if (view_starts(element_attr(e, "id"), VIEW("handed")))
		link_handed(link_, session, e);
	if (view_starts(element_attr(e, "id"), VIEW("bounce")))
		link_reply(link_, session, bounce(r, e, CAUSE_DNS_NO_NAME,
		                                  NULL));
}

static void on_undelivered(void *arg, const struct element *e)
{
	ck_assert_ptr_eq(arg, &set);
	buf_printf(&returned, "%.*s ", VIEW_ARG(element_attr(e, "id")));
}

static const struct link_ops ops = { on_stanza, on_undelivered };

static void address(struct address *a)
{
	ck_assert(address_parse(VIEW("127.0.0.1:0"), a));
}

static void begin(void)
{
	static char *gateways[] = { (char *)"gw1.contoso.example",
		                    (char *)"gw2.contoso.example" };

	log_threshold(LOG_ERROR);
	loop = loop_new();
	ca = tc_ca("internal", NULL);
	edge_cert = tc_leaf(&ca, "dns:edge1.contoso.example");
	gw1_cert = tc_leaf(&ca, "dns:gw1.contoso.example");
	gw2_cert = tc_leaf(&ca, "dns:gw2.contoso.example "
	                   "dns:gw1.contoso.example");
	ca_file = tc_cert_file(&ca);
	set = (struct edge_settings){ .memory = region_new() };
	set.n_domain = 2;
	set.domain = region_alloc(set.memory, 2 * sizeof *set.domain);
	set.domain[0].name = VIEW("contoso.example");
	set.domain[1].name = VIEW("sales.contoso.example");
	set.link.n_listen = 1;
	set.link.listen = region_alloc(set.memory, sizeof *set.link.listen);
	address(set.link.listen);
	set.link.tls = context(&edge_cert, ca_file, true);
	set.link.gateway = gateways;
	set.link.n_gateway = 2;
	set.link.keepalive_ms = 60000;
	set.link.resume_ms = 60000;
	set.link.connections = 8;
	set.link.window_stanzas = 100;
	set.link.window_bytes = 1 << 20;
	set.establishment_ms = 60000;
	set.before = set.after = xml_limits_default;
	set.backlog_bytes = 1 << 20;
}

static void listen_(void)
{
	link_ = link_new(loop, &set, &ops, &set, &fault);
	ck_assert_msg(link_ != NULL, "%s", fault.text);
}

static void end(void)
{
	link_free(&link_);
	tls_context_free(&set.link.tls);
	region_free(&set.memory);
	buf_free(&taken);
	buf_free(&returned);
	fault_free(&fault);
	tc_unlink(&ca_file);
	tc_free(&gw2_cert);
	tc_free(&gw1_cert);
	tc_free(&edge_cert);
	tc_free(&ca);
	loop_free(&loop);
}

struct gateway {
	struct channel *channel;
	struct tls_context *ctx;	/* NULL: talks in clear */
	struct buf got;
	bool up, ended;
};

static void gw_connected(void *arg)
{
	struct gateway *g = arg;

	if (g->ctx == NULL)
		g->up = true;
	else
		channel_start_tls(g->channel, g->ctx, TLS_CLIENT,
		                  "edge1.contoso.example");
}

static void gw_secured(void *arg)
{
	((struct gateway *)arg)->up = true;
}

static void gw_bytes(void *arg, struct view plain)
{
	buf_putv(&((struct gateway *)arg)->got, plain);
}

static void gw_ended(void *arg, enum cause cause, const char *words)
{
	(void)cause, (void)words;
	((struct gateway *)arg)->ended = true;
}

static const struct channel_ops gw_ops = {
	.connected = gw_connected, .secured = gw_secured, .bytes = gw_bytes,
	.ended = gw_ended,
};

#define WAIT_MS 20000

/* Turns of the loop until `x` holds; never a fixed time. */
#define UNTIL(x) \
	for (uint64_t until_ = loop_now(loop) + WAIT_MS; !(x);) { \
		ck_assert_msg(loop_now(loop) < until_, "never: %s", #x); \
		loop_once(loop, 50); \
	}

static void dial(struct gateway *g, const struct tc *cert)
{
	struct address at;

	ck_assert(link_local(link_, 0, &at));
	*g = (struct gateway){ .ctx = context(cert, ca_file, false) };
	g->channel = channel_dial(loop, &at, &gw_ops, g);
	UNTIL(g->up || g->ended);
}

static void hang_up(struct gateway *g)
{
	channel_free(&g->channel);
	tls_context_free(&g->ctx);
	buf_free(&g->got);
}

static void say(struct gateway *g, const char *text)
{
	channel_write(g->channel, view_of(text));
}

static bool has(const struct gateway *g, const char *text)
{
	return strstr(buf_cstr(&g->got), text) != NULL;
}

/* Reads until `text` has come, and forgets all up to it. */
static void hear(struct gateway *g, const char *text)
{
	uint64_t until = loop_now(loop) + WAIT_MS;
	const char *at;

	while ((at = strstr(buf_cstr(&g->got), text)) == NULL) {
		ck_assert_msg(loop_now(loop) < until && !g->ended,
		              "not heard: %s; but: %s", text,
		              buf_cstr(&g->got));
		loop_once(loop, 50);
	}
	buf_drop(&g->got, (size_t)(at - buf_cstr(&g->got)) + strlen(text));
}

#define HEADER(from) \
	"<?xml version='1.0'?><stream:stream xmlns='jabber:server' " \
	"xmlns:stream='http://etherx.jabber.org/streams' from='" from "' " \
	"to='edge1.contoso.example' version='1.0'>"
#define GW1 HEADER("gw1.contoso.example")
#define DOMAINS "<domains xmlns='urn:fedlab:link:1'><domain>contoso.example" \
	"</domain></domains>"
#define ENABLE "<enable xmlns='urn:xmpp:sm:3' resume='true'/>"
#define R "<r xmlns='urn:xmpp:sm:3'/>"
#define A(h) "<a xmlns='urn:xmpp:sm:3' h='" h "'/>"
#define MESSAGE(id) "<message from='juliet@contoso.example' " \
	"to='romeo@fabrikam.example' id='" id "'><body>x</body></message>"

static void open_session(struct gateway *g, const struct tc *cert,
                         char *previd)
{
	dial(g, cert);
	say(g, GW1);
	hear(g, "<sm xmlns='urn:xmpp:sm:3'/></stream:features>");
	say(g, DOMAINS ENABLE);
	hear(g, "<accepted xmlns='urn:fedlab:link:1'/>");
	hear(g, "<enabled");
	hear(g, "id='");
	ck_assert(buf_len(&g->got) >= 24);
	memcpy(previd, buf_cstr(&g->got), 24);
	previd[24] = '\0';
	hear(g, "max='60'");
}

static bool send_inward(const char *domain, const char *id)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "message");
	bool ok;

	element_set(r, e, "from", VIEW("romeo@fabrikam.example"));
	element_set(r, e, "to", VIEW("juliet@contoso.example"));
	element_set(r, e, "id", view_of(id));
	ok = link_send(link_, view_of(domain), e);
	region_free(&r);
	return ok;
}

/* --- who may call ----------------------------------------------------------- */

START_TEST(a_gateway_is_a_name_in_a_good_certificate)
{
	char *names[] = { (char *)"gw1.contoso.example",
		          (char *)"gw9.contoso.example" };

	begin();
	ck_assert_int_eq(gateway_refused(NULL, CAUSE_NONE, names, 2),
	                 CAUSE_CERT_NONE);
	ck_assert_int_eq(gateway_refused(gw1_cert.cert, CAUSE_CERT_EXPIRED,
	                                 names, 2), CAUSE_CERT_EXPIRED);
	ck_assert_int_eq(gateway_refused(gw1_cert.cert, CAUSE_NONE, names, 2),
	                 CAUSE_NONE);
	ck_assert_int_eq(gateway_refused(edge_cert.cert, CAUSE_NONE, names, 2),
	                 CAUSE_GATEWAY_UNKNOWN);
	ck_assert_int_eq(gateway_refused(gw1_cert.cert, CAUSE_NONE, names, 0),
	                 CAUSE_GATEWAY_UNKNOWN);
	ck_assert(gateway_may_resume(VIEW("gw1.a"), VIEW("gw1.a")));
	ck_assert(!gateway_may_resume(VIEW("gw1.a"), VIEW("gw2.a")));
	end();
}
END_TEST

/* LYNC-PORT-4: nothing at all. */
START_TEST(strangers_get_nothing)
{
	struct tc other_ca, foreign, partner;
	const struct tc *callers[3];
	struct gateway g, live;
	struct address at;
	char previd[25];

	begin();
	listen_();
	open_session(&live, &gw1_cert, previd);
	other_ca = tc_ca("foreign", NULL);
	foreign = tc_leaf(&other_ca, "dns:gw1.contoso.example");
	partner = tc_leaf(&ca, "dns:fabrikam.example");
	callers[0] = NULL;
	callers[1] = &foreign;
	callers[2] = &partner;
	for (size_t i = 0; i < 3; i++) {
		dial(&g, callers[i]);
		if (!g.ended)
			say(&g, GW1 DOMAINS ENABLE);
		UNTIL(g.ended);
		ck_assert_uint_eq(buf_len(&g.got), 0);
		hang_up(&g);
	}
	/* In clear. */
	g = (struct gateway){ .ctx = NULL };
	ck_assert(link_local(link_, 0, &at));
	g.channel = channel_dial(loop, &at, &gw_ops, &g);
	UNTIL(g.up);
	say(&g, GW1);
	UNTIL(g.ended);
	ck_assert_ptr_null(strchr(buf_cstr(&g.got), '<'));
	hang_up(&g);

	ck_assert(send_inward("contoso.example", "m1"));
	hear(&live, "id='m1'");
	hang_up(&live);
	tc_free(&partner);
	tc_free(&foreign);
	tc_free(&other_ca);
	end();
}
END_TEST

START_TEST(the_header_names_the_gateway)
{
	static const char *const wrong[] = {
		/* gw1's certificate does not carry gw2 */
		HEADER("gw2.contoso.example"),
		HEADER("contoso.example"),
		HEADER("gw1.contoso.example.evil"),
		("<stream:stream xmlns='jabber:server' version='1.0' "
		 "xmlns:stream='http://etherx.jabber.org/streams'>"),
	};
	struct gateway g;

	begin();
	listen_();
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		dial(&g, &gw1_cert);
		say(&g, wrong[i]);
		hear(&g, "<invalid-from xmlns=");
		hear(&g, "</stream:stream>");
		UNTIL(g.ended);
		hang_up(&g);
	}
	dial(&g, &gw1_cert);
	say(&g, HEADER("GW1.Contoso.example"));
	hear(&g, "from='edge1.contoso.example'");
	hear(&g, "<stream:features>");
	hang_up(&g);
	end();
}
END_TEST

START_TEST(a_session_begins_in_order)
{
	static const struct {
		const char *say, *hear;
	} rows[] = {
		{ "<domains xmlns='urn:fedlab:link:1'><domain>fabrikam.example"
		  "</domain></domains>", "<host-unknown " },
		{ "<domains xmlns='urn:fedlab:link:1'/>", "<undefined-condition " },
		{ "<domains xmlns='urn:fedlab:link:1'><x/></domains>",
		  "<undefined-condition " },
		{ "<unknown xmlns='urn:fedlab:link:1'/>", "<undefined-condition " },
		{ "<x xmlns='urn:test:none'/>", "<unsupported-stanza-type " },
		{ ENABLE, "<undefined-condition " },
		{ DOMAINS ENABLE ENABLE, "<undefined-condition " },
		{ DOMAINS "<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>",
		  "<undefined-condition " },
		{ "<resume xmlns='urn:xmpp:sm:3' previd='x'/>",
		  "<undefined-condition " },
		{ R, "<undefined-condition " },
		{ A("0"), "<undefined-condition " },
		{ DOMAINS ENABLE A("x"), "<undefined-condition " },
		{ MESSAGE("1"), "<not-authorized " },
		{ DOMAINS MESSAGE("1"), "<not-authorized " },
		{ DOMAINS ENABLE "<message id='1'/>", "<improper-addressing " },
		{ DOMAINS ENABLE A("1"), "<handled-count-too-high " },
		{ "<db:result xmlns:db='jabber:server:dialback' from='a.example' "
		  "to='contoso.example'>k</db:result>", "<undefined-condition " },
		{ "<!-- -->", "<restricted-xml " },
	};
	struct gateway g;

	begin();
	listen_();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		dial(&g, &gw1_cert);
		say(&g, GW1);
		hear(&g, "</stream:features>");
		say(&g, rows[i].say);
		hear(&g, rows[i].hear);
		UNTIL(g.ended);
		hang_up(&g);
	}
	ck_assert_uint_eq(buf_len(&taken), 0);
	ck_assert_uint_eq(link_count(link_), 0);
	end();
}
END_TEST

/* --- stanzas ---------------------------------------------------------------- */

START_TEST(stanzas_cross_and_are_accounted_for)
{
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	say(&g, MESSAGE("handed&apos;1") MESSAGE("bounce1") R);
	hear(&g, "<handed xmlns='urn:fedlab:link:1'");
	hear(&g, "from='juliet@contoso.example'");
	hear(&g, "to='romeo@fabrikam.example'");
	hear(&g, "id='handed&apos;1'/>");
	hear(&g, "type='error'");
	hear(&g, "<cause xmlns='urn:fedlab:link:1'>dns-no-name</cause>");
	hear(&g, A("2"));
	hear(&g, R);
	ck_assert(view_is(buf_view(&taken), "handed'1 bounce1 "));
	ck_assert(link_speaks_for(link_, newest, VIEW("contoso.example")));
	ck_assert(!link_speaks_for(link_, newest, VIEW("sales.contoso.example")));
	ck_assert(!link_speaks_for(link_, newest + 1, VIEW("contoso.example")));

	/* One question at a time. */
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	ck_assert(send_inward("contoso.example", "m2"));
	hear(&g, "id='m2'");
	ck_assert(!has(&g, "<r"));
	say(&g, A("2"));		/* the error and m1 */
	hear(&g, R);
	say(&g, A("3"));

	/* Another set of domains replaces the first. */
	say(&g, "<domains xmlns='urn:fedlab:link:1'><domain> "
	    "Sales.Contoso.example</domain></domains>");
	hear(&g, "<accepted xmlns='urn:fedlab:link:1'/>");
	ck_assert(!send_inward("contoso.example", "m3"));
	ck_assert_int_eq(link_refuses(link_, VIEW("contoso.example")),
	                 CAUSE_NO_GATEWAY);
	ck_assert(send_inward("sales.contoso.example", "m4"));
	say(&g, "</stream:stream>");
	hear(&g, "</stream:stream>");
	UNTIL(g.ended);
	ck_assert(view_is(buf_view(&returned), "m4 "));
	ck_assert_uint_eq(link_count(link_), 0);
	hang_up(&g);
	end();
}
END_TEST

static void say_resume(struct gateway *g, const char *previd, const char *h)
{
	struct buf b = { 0 };

	buf_printf(&b, "<resume xmlns='urn:xmpp:sm:3' previd='%s' h='%s'/>",
	           previd, h);
	say(g, buf_cstr(&b));
	buf_free(&b);
}

START_TEST(the_oldest_live_session_is_used)
{
	struct gateway a, b;
	char previd[25], other[25];

	begin();
	listen_();
	open_session(&a, &gw1_cert, previd);
	open_session(&b, &gw1_cert, other);
	ck_assert_str_ne(previd, other);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&a, "id='m1'");
	channel_free(&a.channel);		/* breaks */
	UNTIL(send_inward("contoso.example", "m2") && (loop_once(loop, 50),
	      has(&b, "id='m2'")));
	ck_assert_uint_eq(buf_len(&returned), 0);
	hang_up(&a);
	/* Back again: as old as before. */
	dial(&a, &gw1_cert);
	say(&a, GW1);
	hear(&a, "</stream:features>");
	say_resume(&a, previd, "1");
	hear(&a, "<resumed");
	ck_assert(send_inward("contoso.example", "m5"));
	hear(&a, "id='m5'");
	hang_up(&b);
	hang_up(&a);
	end();
}
END_TEST

static void resume(struct gateway *g, const struct tc *cert, const char *header,
                   const char *previd, const char *h)
{
	dial(g, cert);
	say(g, header);
	hear(g, "</stream:features>");
	say_resume(g, previd, h);
}

START_TEST(a_session_outlives_its_connection)
{
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	ck_assert(send_inward("contoso.example", "m1"));
	ck_assert(send_inward("contoso.example", "m2"));
	say(&g, MESSAGE("handed1"));
	hear(&g, "id='m2'");
	hear(&g, "id='handed1'");
	hang_up(&g);
	/* With nobody else, what comes meanwhile waits with the session. */
	ck_assert(send_inward("contoso.example", "m3"));
	resume(&g, &gw1_cert, GW1, previd, "1");
	hear(&g, "<resumed");
	ck_assert(!has(&g, "id='m1'"));
	hear(&g, "id='m2'");
	hear(&g, "id='m3'");
	hear(&g, "<handed");
	hear(&g, "id='handed1'");
	hear(&g, R);
	say(&g, A("3") MESSAGE("o2") R);
	hear(&g, A("2"));
	ck_assert(view_is(buf_view(&taken), "handed1 o2 "));
	ck_assert_uint_eq(buf_len(&returned), 0);
	hang_up(&g);
	/* All was acknowledged: nothing comes twice. */
	resume(&g, &gw1_cert, GW1, previd, "3");
	hear(&g, "h='2'");
	ck_assert(send_inward("contoso.example", "m4"));
	hear(&g, "id='m4'");
	ck_assert_uint_eq(link_count(link_), 1);
	hang_up(&g);
	end();
}
END_TEST

START_TEST(a_session_is_its_gateways_alone)
{
	struct gateway g, thief;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	resume(&thief, &gw2_cert, HEADER("gw2.contoso.example"), previd, "0");
	hear(&thief, "<failed xmlns='urn:xmpp:sm:3'><item-not-found ");
	/* The stream goes on, with a session of its own. */
	say(&thief, DOMAINS ENABLE);
	hear(&thief, "<enabled");
	hang_up(&thief);
	resume(&thief, &gw1_cert, GW1, "zzz", "0");
	hear(&thief, "<item-not-found ");
	hang_up(&thief);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	hang_up(&g);
	end();
}
END_TEST

START_TEST(a_resumption_takes_over_from_a_dead_connection)
{
	struct gateway old, g;
	char previd[25];

	begin();
	listen_();
	open_session(&old, &gw1_cert, previd);
	resume(&g, &gw1_cert, GW1, previd, "0");
	hear(&g, "<resumed");
	hear(&old, "<conflict ");
	UNTIL(old.ended);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	ck_assert_uint_eq(link_count(link_), 1);
	hang_up(&old);
	/* More than was sent. */
	resume(&old, &gw1_cert, GW1, previd, "9");
	hear(&old, "<handled-count-too-high ");
	hear(&g, "</stream:stream>");
	UNTIL(link_count(link_) == 0);
	ck_assert(view_is(buf_view(&returned), "m1 "));
	hang_up(&g);
	hang_up(&old);
	end();
}
END_TEST

START_TEST(what_is_not_resumed_goes_back)
{
	struct gateway g;
	char previd[25];

	begin();
	set.link.resume_ms = 60000;
	listen_();
	open_session(&g, &gw1_cert, previd);
	set.link.resume_ms = 30;
	say(&g, MESSAGE("bounce1"));
	hear(&g, "type='error'");
	ck_assert(send_inward("contoso.example", "m1"));
	ck_assert(send_inward("contoso.example", "m2"));
	hear(&g, "id='m2'");
	say(&g, A("2"));
	hang_up(&g);
	UNTIL(link_count(link_) == 0);
	/* The answer to the gateway itself is dropped. */
	ck_assert_msg(view_is(buf_view(&returned), "m2 ") ||
	              view_is(buf_view(&returned), "m1 m2 "), "%s",
	              buf_cstr(&returned));
	resume(&g, &gw1_cert, GW1, previd, "3");
	hear(&g, "<item-not-found ");
	hang_up(&g);
	/* And without resume='true' nothing waits. */
	buf_clear(&returned);
	set.link.resume_ms = 60000;
	dial(&g, &gw1_cert);
	say(&g, GW1 DOMAINS "<enable xmlns='urn:xmpp:sm:3'/>");
	hear(&g, "<enabled xmlns='urn:xmpp:sm:3'/>");
	ck_assert(send_inward("contoso.example", "m3"));
	hear(&g, "id='m3'");
	hang_up(&g);
	UNTIL(link_count(link_) == 0);
	ck_assert(view_is(buf_view(&returned), "m3 "));
	end();
}
END_TEST

/* --- limits ------------------------------------------------------------------ */

START_TEST(the_window_is_bounded)
{
	struct gateway g;
	char previd[25];

	begin();
	set.link.window_stanzas = 3;
	listen_();
	open_session(&g, &gw1_cert, previd);
	for (int i = 0; i < 3; i++)
		ck_assert(send_inward("contoso.example", "m"));
	ck_assert(!send_inward("contoso.example", "m"));
	ck_assert_int_eq(link_refuses(link_, VIEW("contoso.example")),
	                 CAUSE_QUEUE_FULL);
	hear(&g, R);
	say(&g, A("2"));
	UNTIL(link_refuses(link_, VIEW("contoso.example")) == CAUSE_NONE);
	ck_assert(send_inward("contoso.example", "m"));
	ck_assert(send_inward("contoso.example", "m"));
	/* An answer that has no room ends it. */
	say(&g, MESSAGE("bounce1"));
	hear(&g, "<resource-constraint ");
	UNTIL(g.ended);
	ck_assert_uint_eq(link_count(link_), 0);
	ck_assert(view_is(buf_view(&returned), "m m m "));
	hang_up(&g);
	/* So does a <handed/>. */
	open_session(&g, &gw1_cert, previd);
	say(&g, MESSAGE("handed1") MESSAGE("handed2") MESSAGE("handed3"));
	hear(&g, "id='handed3'");
	say(&g, MESSAGE("handed4"));
	hear(&g, "<resource-constraint ");
	UNTIL(g.ended);
	hang_up(&g);
	end();
}
END_TEST

START_TEST(connections_are_bounded)
{
	struct gateway g[3];
	char previd[25];

	begin();
	set.link.connections = 2;
	listen_();
	open_session(&g[0], &gw1_cert, previd);
	open_session(&g[1], &gw1_cert, previd);
	dial(&g[2], &gw1_cert);
	UNTIL(g[2].ended);
	ck_assert(!g[2].up);
	hang_up(&g[2]);
	/* Sessions that wait give way, the oldest first. */
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g[0], "id='m1'");
	hang_up(&g[0]);
	UNTIL(send_inward("contoso.example", "m2") &&
	      (loop_once(loop, 50), has(&g[1], "id='m2'")));
	buf_clear(&returned);
	open_session(&g[0], &gw1_cert, previd);
	ck_assert_uint_eq(link_count(link_), 2);
	ck_assert(view_starts(buf_view(&returned), VIEW("m1 ")));
	hang_up(&g[0]);
	hang_up(&g[1]);
	end();
}
END_TEST

START_TEST(a_session_has_to_come_in_time)
{
	struct address at;
	struct gateway g;

	begin();
	set.establishment_ms = 300;
	listen_();
	dial(&g, &gw1_cert);
	say(&g, GW1);
	hear(&g, "</stream:features>");
	say(&g, DOMAINS);
	hear(&g, "<connection-timeout ");
	UNTIL(g.ended);
	hang_up(&g);
	/* A caller that does not even begin TLS. */
	g = (struct gateway){ .ctx = NULL };
	ck_assert(link_local(link_, 0, &at));
	g.channel = channel_dial(loop, &at, &gw_ops, &g);
	UNTIL(g.ended);
	hang_up(&g);
	end();
}
END_TEST

START_TEST(silence_is_asked_then_given_up)
{
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	set.link.keepalive_ms = 500;
	open_session(&g, &gw1_cert, previd);
	hear(&g, R);
	say(&g, A("0"));
	hear(&g, R);
	hear(&g, "<connection-timeout ");
	UNTIL(g.ended);
	hang_up(&g);
	set.link.keepalive_ms = 60000;
	resume(&g, &gw1_cert, GW1, previd, "0");
	hear(&g, "<resumed");
	hang_up(&g);
	end();
}
END_TEST

/* --- life -------------------------------------------------------------------- */

START_TEST(a_drain_closes_in_order)
{
	struct gateway a, b;
	char previd[25];
	struct address at;

	begin();
	listen_();
	open_session(&a, &gw1_cert, previd);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&a, "id='m1'");
	hang_up(&a);
	open_session(&a, &gw1_cert, previd);
	dial(&b, &gw1_cert);
	say(&b, GW1);
	hear(&b, "</stream:features>");
	say(&a, MESSAGE("o1"));
	UNTIL(buf_len(&taken) > 0);
	ck_assert(send_inward("contoso.example", "m2"));
	ck_assert(send_inward("contoso.example", "m3"));
	link_drain(link_);
	ck_assert(!link_local(link_, 0, &at));
	ck_assert(!send_inward("contoso.example", "m4"));
	hear(&b, "</stream:stream>");
	hear(&a, "id='m3'");
	hear(&a, R);
	/* Not closed before it is answered, for what is still to come. */
	say(&a, MESSAGE("o2") R);
	hear(&a, A("2"));
	ck_assert(!has(&a, "</stream:stream>"));
	say(&a, A("2"));
	hear(&a, A("2"));
	hear(&a, "</stream:stream>");
	say(&a, MESSAGE("late") "</stream:stream>");
	say(&b, "</stream:stream>");
	UNTIL(a.ended && b.ended);
	UNTIL(link_count(link_) == 0);
	ck_assert(view_is(buf_view(&taken), "o1 o2 "));
	ck_assert_str_eq(buf_cstr(&returned), "m1 ");
	hang_up(&a);
	hang_up(&b);
	end();
}
END_TEST

START_TEST(new_addresses_all_or_nothing)
{
	struct edge_settings next;
	struct address at, busy[2], now;
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	ck_assert(link_local(link_, 0, &at));
	/* The one in use is kept, a second comes. */
	set.link.listen[0] = at;
	ck_assert(link_reload(link_, &set, &fault) == false);
	ck_assert_ptr_nonnull(strstr(fault.text, "cannot listen on 127.0.0.1:"));
	next = set;
	address(&busy[0]);
	address(&busy[1]);
	next.link.listen = busy;
	next.link.n_listen = 2;
	ck_assert(link_reload(link_, &next, &fault));
	ck_assert(link_local(link_, 1, &now));
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	hang_up(&g);
	end();
}
END_TEST

UNIT("link", a_gateway_is_a_name_in_a_good_certificate, strangers_get_nothing,
     the_header_names_the_gateway, a_session_begins_in_order,
     stanzas_cross_and_are_accounted_for, the_oldest_live_session_is_used,
     a_session_outlives_its_connection, a_session_is_its_gateways_alone,
     a_resumption_takes_over_from_a_dead_connection,
     what_is_not_resumed_goes_back, the_window_is_bounded,
     connections_are_bounded, a_session_has_to_come_in_time,
     silence_is_asked_then_given_up, a_drain_closes_in_order,
     new_addresses_all_or_nothing)
