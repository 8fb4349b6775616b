/* uplink_rig.h - the dialling end against an edge that is a script of bytes: it knows
 * docs/link.md, and nothing of the code of the real one.
 */
#ifndef REF_GATEWAY_UPLINK_RIG_H
#define REF_GATEWAY_UPLINK_RIG_H

#include "gateway/uplink.h"

#include <stdio.h>
#include <string.h>

#include "lib/listener.h"
#include "lib/log.h"
#include "lib/unit.h"
#include "tls/channel.h"
#include "tls/testcert.h"

#define EDGES   2
#define WAIT_MS 20000

/* --- the world ------------------------------------------------------------- */

struct edge { /* one listening edge, and its newest caller */
	struct listener *listener;
	struct address at;
	struct channel *channel;
	struct tls_context *ctx;
	struct buf got;
	unsigned calls;
	bool up, gone;
};

static struct loop *loop;
static struct edge edge[EDGES];
static struct uplink *up;
static struct uplink_settings set;
static struct uplink_edge_settings edge_set[EDGES];
static struct view domains[] = { VIEW_INIT("contoso.example"),
	                         VIEW_INIT("sales.contoso.example") };
static struct tc ca, other_ca, edge_cert[EDGES], gw_cert;
static char *ca_file;
static struct fault fault;
static struct buf events; /* what the ops were told */
static bool drained;
static uint32_t window = 4000;
static uint64_t held[2000];
static size_t n_held;

#define UNTIL(x)                                                                               \
	for (uint64_t until_ = loop_now(loop) + WAIT_MS; !(x);) {                              \
		ck_assert_msg(loop_now(loop) < until_, "never: %s; but: %s", #x,               \
		              buf_cstr(&events));                                              \
		loop_once(loop, 50);                                                           \
	}

static inline struct tls_context *context(const struct tc *c)
{
	char *cert = tc_cert_file(c), *key = tc_key_file(c);
	struct tls_context *ctx = tls_context_new(
	        &(struct tls_settings){
	                .certificate = cert, .key = key, .trust = ca_file, .tls13_only = true },
	        &fault);

	ck_assert_msg(ctx != NULL, "%s", fault.text);
	tc_unlink(&cert);
	tc_unlink(&key);
	return ctx;
}

static inline void e_secured(void *arg)
{
	((struct edge *)arg)->up = true;
}

static inline void e_bytes(void *arg, struct view plain)
{
	buf_putv(&((struct edge *)arg)->got, plain);
}

static inline void e_ended(void *arg, enum cause cause, const char *words)
{
	struct edge *e = arg;

	(void)cause, (void)words;
	e->gone = true;
	channel_free(&e->channel);
}

static const struct channel_ops e_ops = { .secured = e_secured,
	                                  .bytes = e_bytes,
	                                  .ended = e_ended };

static inline void e_called(void *arg, int fd, const struct address *from)
{
	struct edge *e = arg;

	(void)from;
	channel_free(&e->channel);
	buf_clear(&e->got);
	e->calls++;
	e->up = e->gone = false;
	e->channel = channel_accept(loop, fd, &e_ops, e);
	channel_start_tls(e->channel, e->ctx, TLS_SERVER, NULL);
}

static inline void on_stanza(void *arg, struct element *e, struct region *r)
{
	struct view id = element_attr(e, "id");

	(void)arg, (void)r;
	buf_printf(&events, "stanza:%.*s ", VIEW_ARG(id));
	if (view_starts(id, VIEW("held")))
		held[n_held++] = uplink_hold(up);
}

static inline void on_handed(void *arg, struct view from, struct view to, struct view id)
{
	(void)arg;
	buf_printf(&events, "handed:%.*s>%.*s:%.*s ", VIEW_ARG(from), VIEW_ARG(to),
	           VIEW_ARG(id));
}

static inline void on_lost(void *arg, const struct element *e)
{
	(void)arg;
	buf_printf(&events, "lost:%.*s ", VIEW_ARG(element_attr(e, "id")));
}

static inline void on_changed(void *arg, bool is_up)
{
	(void)arg;
	buf_puts(&events, is_up ? "up " : "down ");
}

static inline void on_acknowledged(void *arg, uint64_t tag)
{
	(void)arg;
	buf_printf(&events, "has:%llu ", (unsigned long long)tag);
}

static inline void on_began(void *arg)
{
	(void)arg;
	buf_puts(&events, "began ");
}

static inline void on_given_back(void *arg)
{
	(void)arg;
	buf_puts(&events, "back:");
	for (size_t i = 0; i < n_held; i++)
		if (uplink_gives_back(up, held[i]))
			buf_printf(&events, "%zu,", i);
	buf_puts(&events, " ");
}

static const char *given_up; /* ids, whose senders were told that they failed */

static inline bool on_awaited(void *arg, const struct element *e)
{
	char id[16];

	(void)arg;
	snprintf(id, sizeof id, "%.*s ", VIEW_ARG(element_attr(e, "id")));
	return given_up == NULL || strstr(given_up, id) == NULL;
}

static const struct uplink_ops ops = { on_stanza,       on_handed, on_lost,   on_changed,
	                               on_acknowledged, on_began,  on_given_back,
	                               on_awaited };

static inline void begin(size_t n)
{
	log_threshold(LOG_ERROR);
	loop = loop_new();
	ca = tc_ca("internal", NULL);
	other_ca = tc_ca("other", NULL);
	ca_file = tc_cert_file(&ca);
	gw_cert = tc_leaf(&ca, "dns:gw1.contoso.example");
	edge_cert[0] = tc_leaf(&ca, "dns:edge1.contoso.example");
	edge_cert[1] = tc_leaf(&ca, "dns:edge2.contoso.example");
	drained = false;
	given_up = NULL;
	for (size_t i = 0; i < n; i++) {
		struct address any;

		ck_assert(address_parse(VIEW("127.0.0.1:0"), &any));
		edge[i] = (struct edge){ .ctx = context(&edge_cert[i]) };
		edge[i].listener = listener_new(loop, &any, e_called, &edge[i], &fault);
		ck_assert_msg(edge[i].listener != NULL, "%s", fault.text);
		listener_local(edge[i].listener, &edge[i].at);
		edge_set[i] = (struct uplink_edge_settings){ i == 0 ? "edge1.contoso.example"
			                                            : "edge2.contoso.example",
			                                     23456, &edge[i].at };
	}
	set = (struct uplink_settings){
		.name = "gw1.contoso.example",
		.edge = edge_set,
		.n_edge = n,
		.domain = domains,
		.n_domain = 2,
		.tls = context(&gw_cert),
		.limits = xml_limits_default,
		.keepalive_ms = 60000,
		.establish_ms = 60000,
		.retry_min_ms = 1,
		.retry_max_ms = 4,
		.window_stanzas = window,
		.window_bytes = 1 << 20,
	};
}

static inline void dial(void)
{
	up = uplink_new(loop, NULL, &set, &ops, &set);
}

static inline void end(void)
{
	uplink_free(&up);
	for (size_t i = 0; i < set.n_edge; i++) {
		channel_free(&edge[i].channel);
		listener_free(&edge[i].listener);
		tls_context_free(&edge[i].ctx);
		buf_free(&edge[i].got);
	}
	tls_context_free(&set.tls);
	tc_unlink(&ca_file);
	for (size_t i = 0; i < EDGES; i++)
		tc_free(&edge_cert[i]);
	tc_free(&gw_cert);
	tc_free(&other_ca);
	tc_free(&ca);
	buf_free(&events);
	fault_free(&fault);
	loop_free(&loop);
}

static inline void say(struct edge *e, const char *text)
{
	channel_write(e->channel, view_of(text));
}

/* Reads until `text` has come, and forgets all up to it. */
static inline void hear(struct edge *e, const char *text)
{
	const char *at;

	UNTIL(strstr(buf_cstr(&e->got), text) != NULL || (e->gone && buf_len(&e->got) == 0));
	at = strstr(buf_cstr(&e->got), text);
	ck_assert_msg(at != NULL, "not heard: %s", text);
	buf_drop(&e->got, (size_t)(at - buf_cstr(&e->got)) + strlen(text));
}

static inline bool told(const char *what)
{
	return strstr(buf_cstr(&events), what) != NULL;
}

#define OPENING                                                                                \
	"<?xml version='1.0'?><stream:stream xmlns='jabber:server' "                           \
	"xmlns:stream='http://etherx.jabber.org/streams' id='s1' "                             \
	"from='edge1.contoso.example' to='gw1.contoso.example' version='1.0'>"
#define FEATURES "<stream:features><sm xmlns='urn:xmpp:sm:3'/></stream:features>"
#define ACCEPTED "<accepted xmlns='urn:fedlab:link:1'/>"
#define ENABLED  "<enabled xmlns='urn:xmpp:sm:3' id='prev1' resume='true' max='60'/>"
#define R        "<r xmlns='urn:xmpp:sm:3'/>"
#define A(h)     "<a xmlns='urn:xmpp:sm:3' h='" h "'/>"
#define MESSAGE(id)                                                                            \
	"<message from='romeo@fabrikam.example' "                                              \
	"to='juliet@contoso.example' id='" id "'><body>x</body></message>"

static inline void open_session(struct edge *e)
{
	hear(e, "from='gw1.contoso.example'");
	say(e, OPENING FEATURES);
	hear(e, "<domains xmlns='urn:fedlab:link:1'><domain>contoso.example"
	        "</domain><domain>sales.contoso.example</domain></domains>");
	hear(e, "<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
	say(e, ACCEPTED ENABLED);
	UNTIL(told("up "));
}

static inline bool send_tagged(const char *id, uint64_t tag, bool awaited)
{
	struct region *r = region_new();
	struct element *e = element_new(r, NS_SERVER, "message");
	bool ok;

	element_set(r, e, "from", VIEW("juliet@contoso.example"));
	element_set(r, e, "to", VIEW("romeo@fabrikam.example"));
	element_set(r, e, "id", view_of(id));
	ok = awaited ? uplink_send_awaited(up, e) : uplink_send_tagged(up, e, tag);
	region_free(&r);
	return ok;
}

static inline bool send_(const char *id)
{
	return send_tagged(id, 0, false);
}

static inline bool send_awaited(const char *id)
{
	return send_tagged(id, 0, true);
}

static inline void cut(struct edge *e)
{
	channel_free(&e->channel);
}

/* An edge that is late: each call is ended as soon as it comes. */
static inline void turn_away(struct edge *e, unsigned calls)
{
	while (e->calls < calls) {
		UNTIL(e->channel != NULL);
		cut(e);
	}
}

static inline void resume(struct edge *e, const char *h)
{
	char resumed[128];

	UNTIL(e->channel != NULL && e->up);
	hear(e, "from='gw1.contoso.example'");
	say(e, OPENING FEATURES);
	hear(e, "<resume ");
	hear(e, "/>");
	snprintf(resumed, sizeof resumed,
	         "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='%s'/>", h);
	say(e, resumed);
}

/* What has come up to the next question. */
static inline void hear_all(struct edge *e, const char *all)
{
	UNTIL(strstr(buf_cstr(&e->got), R) != NULL);
	ck_assert_str_eq(buf_cstr(&e->got), all);
	buf_clear(&e->got);
}

#define SENT(id)                                                                               \
	"<message from='juliet@contoso.example' to='romeo@fabrikam.example' id='" id "'/>"
#define BLANK(id)                                                                              \
	"<iq from='juliet@contoso.example' to='romeo@fabrikam.example' id='" id "' "           \
	"type='result'/>"

#endif
