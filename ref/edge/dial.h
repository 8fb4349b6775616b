/* dial.h - from a partner's domain to a connection: locating, then the attempts.
 *
 * RFC 6120 3.2.  Each step has its time.  Not here: DNS (dns/locate.h), which attempt
 * is made when (xmpp/conn_race.h), what is said on the connection.
 */
#ifndef REF_EDGE_DIAL_H
#define REF_EDGE_DIAL_H

#include "edge/edge_private.h"
#include "edge/redirect.h"

struct dial;

struct dial_ops {
	/* DNS has answered: there are attempts.  NULL: not wanted. */
	void (*located)(void *arg, const struct location *where);
	/* TCP is up.  The connection is the callee's, and has no stream yet. */
	void (*connected)(void *arg, struct conn *c, const struct attempt *at);
	/* No attempt is left; `words` is lent. */
	void (*failed)(void *arg, enum cause cause, const char *words);
};

/* `domain`: A-labels.  `proxy`: NULL, or the "host" or "host:port" to be taken
 * instead of the domain's SRV records.  Never calls back from inside. */
struct dial *dial_new(struct edge *e, const char *domain, const char *proxy,
                      const struct dial_ops *ops, void *arg);
/* Right behind dial_new(): of the two ways to a domain (XEP-0368) the other is left out. */
void dial_only(struct dial *d, bool direct_tls);
/* Right behind dial_new(): the partner's server has sent us to `proxy` (copied).  What is
 * nearer than that server is not called, and DNS's word on certificates goes along. */
void dial_follow(struct dial *d, const struct redirect *r);
/* The connection that was given turned out useless: the next attempt. */
void dial_next(struct dial *d, enum cause why, const char *words);
void dial_free(struct dial **dp);

/* The decision: is this attempt of the way that alone is wanted? */
bool dial_is_wanted(const struct attempt *at, bool direct_tls);
/* The decision: may TLS go on with a session of before?  A probe tells what the partner
 * shows today. */
enum tls_role dial_role(bool probe);
/* The decision: which address of ours is `to` called from?  NULL: the kernel's choice. */
const struct address *dial_source(const struct edge_settings *s, const struct address *to);

/* The resolver was replaced: lookups under way are asked of the new one. */
void dial_again(struct edge *e, struct resolver *old);

#endif
