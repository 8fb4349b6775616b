/* edge_rig_talker.h - who talks to an edge: gateways, and raw peers that say what the test
 * says.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_EDGE_EDGE_RIG_TALKER_H
#define REF_EDGE_EDGE_RIG_TALKER_H

#include "edge/edge_rig_site.h"
#include "tls/channel.h"

struct talker {
	struct channel *channel;
	struct tls_context *ctx;
	struct buf got;
	bool direct, up, ended;
};

static inline void talker_connected(void *arg)
{
	struct talker *t = arg;

	if (t->direct)
		channel_start_tls(t->channel, t->ctx, TLS_CLIENT, "edge");
	else
		t->up = true;
}

static inline void talker_secured(void *arg)
{
	((struct talker *)arg)->up = true;
}

static inline void talker_bytes(void *arg, struct view plain)
{
	buf_putv(&((struct talker *)arg)->got, plain);
}

static inline void talker_ended(void *arg, enum cause cause, const char *words)
{
	(void)cause, (void)words;
	((struct talker *)arg)->ended = true;
}

static const struct channel_ops talker_ops = {
	.connected = talker_connected, .secured = talker_secured,
	.bytes = talker_bytes, .ended = talker_ended,
};

static inline struct tls_context *context(const struct tc *c)
{
	char *cert = tc_cert_file(c), *key = tc_key_file(c);
	struct tls_context *ctx = tls_context_new(&(struct tls_settings){
		.certificate = cert, .key = key, .trust = ca_file }, &fault);

	ck_assert_msg(ctx != NULL, "%s", fault.text);
	tc_unlink(&cert);
	tc_unlink(&key);
	return ctx;
}

static inline void dial(struct talker *t, const struct address *at,
                        const struct tc *cert, bool direct)
{
	*t = (struct talker){ .ctx = context(cert), .direct = direct };
	t->channel = channel_dial(loop, at, &talker_ops, t);
	UNTIL(t->up || t->ended);
}

static inline void hang_up(struct talker *t)
{
	channel_free(&t->channel);
	tls_context_free(&t->ctx);
	buf_free(&t->got);
}

static inline void say(struct talker *t, const char *text)
{
	channel_write(t->channel, view_of(text));
}

static inline bool has(const struct talker *t, const char *text)
{
	return strstr(buf_cstr(&t->got), text) != NULL;
}

/* Reads until `text` has come, and forgets all up to it. */
static inline void hear(struct talker *t, const char *text)
{
	uint64_t until = loop_now(loop) + WAIT_MS;
	const char *at;

	while ((at = strstr(buf_cstr(&t->got), text)) == NULL) {
		ck_assert_msg(loop_now(loop) < until && !t->ended,
		              "not heard: %s; but: %s", text, buf_cstr(&t->got));
		loop_once(loop, 50);
	}
	buf_drop(&t->got, (size_t)(at - buf_cstr(&t->got)) + strlen(text));
}

#define OPEN_STREAM(from, to) \
	"<?xml version='1.0'?><stream:stream xmlns='jabber:server' " \
	"xmlns:stream='http://etherx.jabber.org/streams' " \
	"xmlns:db='jabber:server:dialback' from='" from "' to='" to "' version='1.0'>"

static inline void open_gateway(struct talker *t, const struct site *s)
{
	struct address at;
	char text[300];

	ck_assert(edge_link_local(s->edge, 0, &at));
	dial(t, &at, &gw_cert, true);
	say(t, OPEN_STREAM("gw.example", "edge"));
	hear(t, "</stream:features>");
	snprintf(text, sizeof text,
	         "<domains xmlns='urn:fedlab:link:1'><domain>%s</domain></domains>"
	         "<enable xmlns='urn:xmpp:sm:3'/>", s->domain);
	say(t, text);
	hear(t, "<enabled");
}

/* A peer that calls the edge in clear, with this certificate for later. */
static inline void call(struct talker *t, const struct site *s,
                        const struct tc *cert)
{
	struct address at;

	ck_assert(edge_local(s->edge, 0, &at));
	dial(t, &at, cert, false);
}

static inline void start_tls(struct talker *t)
{
	say(t, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	hear(t, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	t->up = false;
	channel_start_tls(t->channel, t->ctx, TLS_CLIENT, "b.example");
	UNTIL(t->up || t->ended);
	buf_clear(&t->got);
}

#endif
