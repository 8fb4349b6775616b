/* link.h - the listening end of the link: where the gateways call.
 *
 * docs/link.md is the specification: direct TLS 1.3, both certificates
 * checked, an RFC 6120 stream in jabber:server, stream management with
 * resumption, <handed/> for each message with an id.
 */
#ifndef REF_EDGE_LINK_H
#define REF_EDGE_LINK_H

#include "edge/settings.h"
#include "lib/loop.h"
#include "tls/proof.h"
#include "xml/element.h"

struct link;

struct link_ops {
	/* A gateway hands over a stanza.  `session` outlives a break of the
	 * connection that is resumed. */
	void (*stanza)(void *arg, uint64_t session, struct element *e,
	               size_t bytes, struct region *r);
	/* What a gateway never acknowledged and will not resume for. */
	void (*undelivered)(void *arg, const struct element *e);
};

/* Listens.  NULL and *f when an address is taken. */
struct link *link_new(struct loop *l, const struct edge_settings *s,
                      const struct link_ops *ops, void *arg, struct fault *f);
void link_free(struct link **lp);
/* New settings hold for connections from now on; false and *f (nothing
 * changed) when a new address is taken. */
bool link_reload(struct link *l, const struct edge_settings *s, struct fault *f);

/* The decision: does this certificate belong to a configured gateway? */
enum cause gateway_refused(const X509 *cert, enum cause chain,
                           char *const *names, size_t n);

/* To the oldest live session that speaks for `domain` (prepared).  False: no
 * gateway is there (CAUSE_NO_GATEWAY). */
bool link_send(struct link *l, struct view domain, const struct element *e);
/* To the session a stanza came from: its error, or <handed/>.  Nothing happens
 * when the session is gone. */
void link_reply(struct link *l, uint64_t session, const struct element *e);
void link_handed(struct link *l, uint64_t session, struct view id);
/* Does this session speak for `domain`? */
bool link_speaks_for(const struct link *l, uint64_t session, struct view domain);

void link_drain(struct link *l);	/* closes every stream; sessions end */
size_t link_count(const struct link *l);	/* sessions alive */

#endif
