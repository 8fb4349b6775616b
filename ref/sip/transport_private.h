/* transport_private.h - what transport.c and transport_conn.c share.
 */
#ifndef REF_SIP_TRANSPORT_PRIVATE_H
#define REF_SIP_TRANSPORT_PRIVATE_H

#include "lib/listener.h"
#include "lib/map.h"
#include "lib/udp.h"
#include "sip/framer.h"
#include "sip/strangers.h"
#include "sip/transport.h"
#include "tls/channel.h"

struct socket_at {
	struct transport *transport;
	enum sip_transport kind;
	struct listener *listener;	/* TCP, TLS */
	struct udp *udp;
	struct address at;
	uint64_t number;		/* from 1: what a UDP flow calls its connection */
};

struct sip_connection;

struct transport {
	struct loop *loop;
	struct transport_settings s;	/* pointers replaced by copies */
	struct view *trusted;		/* copies */
	const struct transport_ops *ops;
	void *arg;
	struct socket_at *socket;
	size_t n_sockets;
	struct ids *connections;
	struct map *dialled;		/* connection_key() to a connection */
	struct strangers *strangers;
	bool draining;
};

/* Transport, address, port and, for TLS, the name: as bytes, for each request looks
 * for its connection by it.  A view of `out`. */
#define CONNECTION_KEY_MAX 300
struct view connection_key(enum sip_transport t, const struct address *peer, const char *name,
                           char out[CONNECTION_KEY_MAX]);

/* The address that requests come from: where we listen ourselves, since many a
 * server knows its peers by that.  NULL: the kernel chooses. */
const struct address *transport_source(const struct transport *t, enum sip_transport kind,
                                       const struct address *peer);

/* --- transport_conn.c --------------------------------------------------------- */

/* Takes fd.  One that is not trusted is counted as a stranger's until it is. */
void connection_accept(struct transport *t, enum sip_transport kind, int fd,
                       const struct address *from, bool trusted);
/* NULL: the machine has no socket left. */
struct sip_connection *connection_dial(struct transport *t, enum sip_transport kind,
                                       const struct address *peer, const char *name);
uint64_t connection_id(const struct sip_connection *c);
bool connection_is_usable(const struct sip_connection *c);
bool connection_is_open(const struct sip_connection *c);
void connection_look(const struct sip_connection *c, struct transport_look *out);
bool connection_is_trusted(const struct sip_connection *c);
bool connection_write(struct sip_connection *c, struct view bytes);
void connection_finish(struct sip_connection *c);
/* If it is being set up, and nothing waits for that. */
void connection_abandon(struct sip_connection *c);
void connection_free(struct sip_connection *c);		/* without a word */

#endif
