/* transport.h - the sockets under SIP: UDP, TCP and TLS.
 *
 * RFC 3261 18, RFC 3581, RFC 5626 4.4.1 and 5.4 (ping and pong on streams),
 * RFC 5922 and 5923 (who the other end is, and which connection may be used
 * again).  Messages go up framed; bytes go down for a flow.
 * Never calls back from inside a call made on it.
 * Not here: what a message says (transaction.h), where a name lives
 * (dns/locate_sip.h).
 */
#ifndef REF_SIP_TRANSPORT_H
#define REF_SIP_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/fault.h"
#include "lib/loop.h"
#include "sip/flow.h"
#include "tls/context.h"
#include "tls/proof.h"

struct transport;

struct transport_listen {
	enum sip_transport transport;
	struct address at;
	unsigned line, column;	/* where a configuration asks for it, for the fault; 0: nowhere */
};

struct transport_settings {
	const struct transport_listen *listen;
	size_t n_listen;
	struct tls_context *server, *client;	/* NULL: no TLS; to outlive it */
	/* Who may speak: names in a certificate for TLS, addresses (without
	 * port) for TCP and UDP.  Copied. */
	const struct view *trusted;
	size_t n_trusted;
	uint64_t ping_interval;		/* ms between pings on our connections; 0: none */
	uint64_t pong_wait;		/* ms; 0: 10000 (RFC 5626 4.4.1) */
	uint64_t connect_timeout;	/* ms; 0: 5000 */
	uint64_t idle_timeout;		/* ms, of connections nobody uses; 0: 600000 */
	size_t max_connections;		/* 0: TRANSPORT_CONNECTIONS_MAX */
	size_t max_message;		/* bytes; 0: the framer's */
};

#define TRANSPORT_CONNECTIONS_MAX 1000		/* a peer that only connects; see strangers.h */
#define TRANSPORT_UNSENT_MAX      (1u << 20)	/* a peer that never reads */

struct transport_ops {
	void (*message)(void *arg, struct view bytes, const struct sip_flow *from);
	/* A stream that cannot be framed any more, with the head of a message
	 * that may be answered with `status`; the connection is being closed.
	 * May be NULL. */
	void (*broken)(void *arg, struct view head, unsigned status, const char *words,
	               const struct sip_flow *from);
	/* One of our calls has been answered, and is set up.  May be NULL. */
	void (*opened)(void *arg, uint64_t connection);
	/* A connection, or a try to make one, has ended.  Whatever was sent on
	 * it may be lost. */
	void (*closed)(void *arg, uint64_t connection, enum cause cause);
	/* UDP: nobody is there (ICMP). */
	void (*unreachable)(void *arg, const struct address *peer);
};

/* NULL and *f: a port that cannot be had. */
struct transport *transport_new(struct loop *l, const struct transport_settings *s,
                                const struct transport_ops *ops, void *arg, struct fault *f);
void transport_free(struct transport **tp);
/* Shown, and trusted, from the next TLS connection on, instead of what the settings
 * said; to outlive it, too.  Those that are there go on.  `server` is NULL only where
 * no TLS is listened for. */
void transport_renew(struct transport *t, struct tls_context *server,
                     struct tls_context *client);

/* Where TCP or TLS to `peer` goes: the connection that is open or being made,
 * or a new one.  `name`: whom its certificate must name (RFC 5922 7.3; the
 * name that was looked up, not an SRV target); not used for TCP.  0: no. */
uint64_t transport_connect(struct transport *t, enum sip_transport transport,
                           const struct address *peer, const char *name);
/* It is there and set up: what is sent on it may be lost by no fault of the
 * server's, when that closes it at the same moment. */
bool transport_is_open(const struct transport *t, uint64_t connection);
/* Is there one to `peer`, set up, that transport_connect() would give? */
bool transport_has_open(const struct transport *t, enum sip_transport transport,
                        const struct address *peer, const char *name);
/* A call that is not answered yet and that nothing waits for is given up: another was
 * faster. */
void transport_abandon(struct transport *t, uint64_t connection);
/* Sends; bytes wait while a connection is being made.  A connection that has
 * gone is replaced by one to flow->peer, for answers (18.2.2).  False: it
 * cannot be sent. */
bool transport_send(struct transport *t, const struct sip_flow *flow, struct view bytes);

/* May what comes on this flow speak for the enterprise (`trusted`)?  A UDP
 * flow is judged by its address. */
bool transport_is_trusted(const struct transport *t, const struct sip_flow *flow);
/* Why not, as it is now: CAUSE_SIP_UNTRUSTED for an address, a cause of the certificate
 * for TLS, whose names are put into `names`; CAUSE_NONE: it is. */
enum cause transport_distrust(const struct transport *t, const struct sip_flow *flow,
                              struct buf *names);
/* The decisions alone.  Does the host of `peer` stand in the list? */
bool transport_address_trusted(const struct view *trusted, size_t n, const struct address *peer);
/* Does this certificate (NULL: none was shown), whose chain was found so, prove
 * `name`, or, when that is NULL, one of `trusted` (RFC 5922 7.3, 7.4)? */
enum cause transport_tls_cause(const X509 *leaf, enum cause chain, const char *name,
                               const struct view *trusted, size_t n_trusted);

/* Where it listens: the n-th of the settings, with the port it was given. */
void transport_local(const struct transport *t, size_t n, struct address *out);
size_t transport_connections(const struct transport *t);

/* One connection, for whoever looks; lent for the call. */
struct transport_look {
	uint64_t connection;		/* connection= in the log */
	enum sip_transport transport;
	struct address peer;
	const char *name;		/* whom we called; NULL: it called us */
	bool dialled, trusted, open;
	uint64_t idle_ms;		/* since something was sent, or a message came */
	size_t unsent;
};

void transport_look(const struct transport *t,
                    void (*fn)(void *arg, const struct transport_look *c), void *arg);
/* No new connections, neither way; those that are there are finished.  UDP goes
 * on. */
void transport_drain(struct transport *t);

#endif
