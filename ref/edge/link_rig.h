/* link_rig.h - an edge's link and gateways that call it, in one loop; for the
 * tests of the link.
 *
 * The gateways are channels that say and hear bytes: they know docs/link.md,
 * and nothing of the code.  Header only, so that nothing of it ends up in the
 * product.
 */
#ifndef REF_EDGE_LINK_RIG_H
#define REF_EDGE_LINK_RIG_H

#include <string.h>

#include "edge/bounce.h"
#include "edge/link.h"
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

static inline struct tls_context *context(const struct tc *c, const char *trust,
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

static inline void on_stanza(void *arg, uint64_t session, struct element *e,
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

static inline void on_undelivered(void *arg, const struct element *e)
{
	ck_assert_ptr_eq(arg, &set);
	buf_printf(&returned, "%.*s ", VIEW_ARG(element_attr(e, "id")));
}

static const struct link_ops ops = { on_stanza, on_undelivered };

static inline void address(struct address *a)
{
	ck_assert(address_parse(VIEW("127.0.0.1:0"), a));
}

static inline void begin(void)
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

static inline void listen_(void)
{
	link_ = link_new(loop, &set, &ops, &set, &fault);
	ck_assert_msg(link_ != NULL, "%s", fault.text);
}

static inline void end(void)
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

static inline void gw_connected(void *arg)
{
	struct gateway *g = arg;

	if (g->ctx == NULL)
		g->up = true;
	else
		channel_start_tls(g->channel, g->ctx, TLS_CLIENT,
		                  "edge1.contoso.example");
}

static inline void gw_secured(void *arg)
{
	((struct gateway *)arg)->up = true;
}

static inline void gw_bytes(void *arg, struct view plain)
{
	buf_putv(&((struct gateway *)arg)->got, plain);
}

static inline void gw_ended(void *arg, enum cause cause, const char *words)
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

static inline void dial(struct gateway *g, const struct tc *cert)
{
	struct address at;

	ck_assert(link_local(link_, 0, &at));
	*g = (struct gateway){ .ctx = context(cert, ca_file, false) };
	g->channel = channel_dial(loop, &at, &gw_ops, g);
	UNTIL(g->up || g->ended);
}

static inline void hang_up(struct gateway *g)
{
	channel_free(&g->channel);
	tls_context_free(&g->ctx);
	buf_free(&g->got);
}

static inline void say(struct gateway *g, const char *text)
{
	channel_write(g->channel, view_of(text));
}

static inline bool has(const struct gateway *g, const char *text)
{
	return strstr(buf_cstr(&g->got), text) != NULL;
}

/* Reads until `text` has come, and forgets all up to it. */
static inline void hear(struct gateway *g, const char *text)
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

static inline void open_session(struct gateway *g, const struct tc *cert,
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

static inline bool send_inward(const char *domain, const char *id)
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

static inline void say_resume(struct gateway *g, const char *previd, const char *h)
{
	struct buf b = { 0 };

	buf_printf(&b, "<resume xmlns='urn:xmpp:sm:3' previd='%s' h='%s'/>",
	           previd, h);
	say(g, buf_cstr(&b));
	buf_free(&b);
}

static inline void resume(struct gateway *g, const struct tc *cert, const char *header,
                   const char *previd, const char *h)
{
	dial(g, cert);
	say(g, header);
	hear(g, "</stream:features>");
	say_resume(g, previd, h);
}

#endif
