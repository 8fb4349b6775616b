/* edge_rig_peer.h - b.example played by the test, which listens where DNS says.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_EDGE_EDGE_RIG_PEER_H
#define REF_EDGE_EDGE_RIG_PEER_H

#include "edge/edge_rig_talker.h"

static struct listener *b_listener;
static struct talker b_peer;	/* the newest call that was taken */
static unsigned b_calls;

static inline void b_called(void *arg, int fd, const struct address *from)
{
	(void)arg, (void)from;
	hang_up(&b_peer);
	b_peer = (struct talker){ .ctx = context(&b.cert) };
	b_peer.channel = channel_accept(loop, fd, &talker_ops, &b_peer);
	b_calls++;
}

static inline void b_listens(void)
{
	struct address at;

	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	b_listener = listener_new(loop, &at, b_called, NULL, &fault);
	ck_assert_ptr_nonnull(b_listener);
	listener_local(b_listener, &at);
	b_port = address_port(&at);
	b_calls = 0;
}

static inline void b_ends(void)
{
	listener_free(&b_listener);
	hang_up(&b_peer);
	b_port = 0;
}

/* The edge's header, and b's answer with these features. */
static inline void b_answers(const char *features)
{
	UNTIL(b_peer.channel != NULL);
	hear(&b_peer, "<stream:stream ");
	hear(&b_peer, ">");
	say(&b_peer, "<stream:stream xmlns='jabber:server' "
	             "xmlns:stream='http://etherx.jabber.org/streams' "
	             "xmlns:db='jabber:server:dialback' from='b.example' "
	             "to='a.example' id='z' version='1.0'>");
	say(&b_peer, features);
}

static inline void b_takes_tls(void)
{
	hear(&b_peer, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	say(&b_peer, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	b_peer.up = false;
	channel_start_tls(b_peer.channel, b_peer.ctx, TLS_SERVER, NULL);
	UNTIL(b_peer.up || b_peer.ended);
}

/* One edge, a; its partner b.example is whatever the test makes of it. */
static inline void begin_alone(const char *policy, const char *more)
{
	begin_with(policy, more);
	edge_free(&b.edge);
}

static inline void end_alone(void)
{
	b.edge = NULL;
	tc_unlink(&b.conf_file);
	tc_unlink(&b.partners_file);
	tc_unlink(&b.key_file);
	tc_unlink(&b.cert_file);
	tc_free(&b.cert);
	end();
}

#define MESSAGE(from, to, id) \
	"<message from='" from "' to='" to "' id='" id "' type='chat'>" \
	"<body>hello</body></message>"

#endif
