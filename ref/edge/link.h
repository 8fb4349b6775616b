/* link.h - the listening end of the link: where the gateways call.
 *
 * docs/link.md is the specification: direct TLS 1.3, both certificates
 * checked, an RFC 6120 stream in jabber:server, stream management with
 * resumption, <handed/> for each message with an id.
 */
#ifndef REF_EDGE_LINK_H
#define REF_EDGE_LINK_H

#include <openssl/x509.h>

#include "edge/settings.h"
#include "lib/loop.h"
#include "xml/element.h"

struct link;

struct link_ops {
	/* A gateway hands over a stanza.  `session` outlives a break of the
	 * connection that is resumed. */
	void (*stanza)(void *arg, uint64_t session, struct element *e,
	               size_t bytes, struct region *r);
	/* What a gateway never acknowledged and will not resume for.  Not the
	 * edge's own answers to it: errors are dropped with the session. */
	void (*undelivered)(void *arg, const struct element *e);
};

/* Listens.  NULL and *f when an address is taken.  The settings are lent until
 * link_reload() or link_free(). */
struct link *link_new(struct loop *l, const struct edge_settings *s,
                      const struct link_ops *ops, void *arg, struct fault *f);
/* At once; nothing is called back. */
void link_free(struct link **lp);
/* New settings hold for connections from now on; false and *f (nothing
 * changed) when a new address is taken. */
bool link_reload(struct link *l, const struct edge_settings *s, struct fault *f);
/* Where the i-th address really is (a port 0 was any).  False: no such. */
bool link_local(const struct link *l, size_t i, struct address *out);

/* The decision: may one more connection be taken, which has no session yet?  `waiting`: how
 * many have none, in all and of its address.  Attack: callers who are no gateway, on the
 * inner side, take the room of those who are. */
#define LINK_WAITING_MIN 4
struct link_room {
	size_t all, waiting, of_address, max;
};
bool link_has_room(const struct link_room *r);

/* The decision: does this certificate belong to a configured gateway?  `cert`
 * NULL: none was shown. */
enum cause gateway_refused(const X509 *cert, enum cause chain,
                           char *const *names, size_t n);
/* The decision: may `gateway` go on with a session of `owner` (X0198-5-2)?
 * Both are prepared names. */
bool gateway_may_resume(struct view owner, struct view gateway);

/* Is there a session that takes stanzas for `domain` (prepared)?
 * CAUSE_NO_GATEWAY; CAUSE_QUEUE_FULL when none acknowledges any more. */
enum cause link_refuses(const struct link *l, struct view domain);
/* To the oldest live session that speaks for `domain`, or, when none is live,
 * to the oldest that its gateway may still resume.  False: link_refuses(). */
bool link_send(struct link *l, struct view domain, const struct element *e);
/* To the session a stanza came from: its error, or <handed/> for it.  Nothing
 * happens when the session is gone. */
void link_reply(struct link *l, uint64_t session, const struct element *e);
void link_handed(struct link *l, uint64_t session, const struct element *stanza);
/* Does this session speak for `domain`? */
bool link_speaks_for(const struct link *l, uint64_t session, struct view domain);

/* Listens no more, closes every stream; sessions end. */
void link_drain(struct link *l);
size_t link_count(const struct link *l);	/* sessions alive, or resumable */

#endif
