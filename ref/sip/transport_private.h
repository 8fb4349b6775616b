/* transport_private.h - what transport.c and transport_conn.c share.
 *
 * transport.c has the sockets that are listened on, UDP, and whose bytes go where;
 * transport_conn.c has one connection of TCP or TLS, from its call to its end.  A
 * connection is owned by the map of ids, and frees itself at its end: whoever calls
 * back to the owner looks it up anew behind that.
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

/* Transport, address, port and, for TLS, the name (NULL: any): as bytes, for each
 * request looks for its connection by it.  A view of `out`. */
#define CONNECTION_KEY_MAX 300
struct view connection_key(enum sip_transport t, const struct address *peer, const char *name,
                           char out[CONNECTION_KEY_MAX]);

/* The address that requests come from: where we listen ourselves, since many a
 * server knows its peers by that.  NULL: the kernel chooses. */
const struct address *transport_source(const struct transport *t, enum sip_transport kind,
                                       const struct address *peer);

/* --- transport_conn.c --------------------------------------------------------- */

/* Takes fd.  One that is not trusted is counted as a stranger's until it is.
 * `trusted`: by its address, over TCP; over TLS the handshake tells. */
void connection_accept(struct transport *t, enum sip_transport kind, int fd,
                       const struct address *from, bool trusted);
/* Begins a call, and keeps it under its connection_key(); `name` is copied.  opened()
 * or closed() come later.  NULL: the machine has no socket left. */
struct sip_connection *connection_dial(struct transport *t, enum sip_transport kind,
                                       const struct address *peer, const char *name);
/* Of a flow, and in the log; never used twice. */
uint64_t connection_id(const struct sip_connection *c);
/* May more be written?  Not behind connection_finish(), nor when it was given up. */
bool connection_is_usable(const struct sip_connection *c);
/* Is it set up, its handshake included, and not finished? */
bool connection_is_open(const struct sip_connection *c);
/* out->name is lent for as long as the connection lives. */
void connection_look(const struct sip_connection *c, struct transport_look *out);
/* May what comes on it speak for the enterprise (RFC 5922 7.4)? */
bool connection_is_trusted(const struct sip_connection *c);
/* Of one by TLS: what its certificate lacks, and its names. */
enum cause connection_distrust(const struct sip_connection *c, struct buf *names);
/* Copies; waits while it is being set up.  False: it is at its end, or its peer does
 * not read (TRANSPORT_UNSENT_MAX): then it is given up, and closed() comes later. */
bool connection_write(struct sip_connection *c, struct view bytes);
/* What was written goes out, nothing more is taken; closed() comes later. */
void connection_finish(struct sip_connection *c);
/* Gives it up if it is being set up, and nothing waits for that. */
void connection_abandon(struct sip_connection *c);
void connection_free(struct sip_connection *c);		/* without a word */

#endif
