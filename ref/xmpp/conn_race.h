/* conn_race.h - from what DNS has found to a connection: the attempts in their order,
 * those of one target begun a little after each other (lib/race.h).
 *
 * RFC 6120 3.2, RFC 8305 5.  The next target (RFC 2782) waits until all addresses of
 * the one before have failed.  Calls back from the loop only.
 * Not here: DNS (dns/locate.h), what is said on the connection.
 */
#ifndef REF_XMPP_CONN_RACE_H
#define REF_XMPP_CONN_RACE_H

#include "xmpp/conn.h"

struct conn_race;

struct conn_race_ops {
	/* Which address of ours `to` is called from; NULL, or no answer: the kernel's
	 * choice. */
	const struct address *(*source)(void *arg, const struct address *to);
	/* TCP is up.  The connection is the callee's, and has no stream yet. */
	void (*connected)(void *arg, struct conn *c, const struct attempt *at);
	/* One has failed; the others go on.  `words` is lent. */
	void (*missed)(void *arg, const struct attempt *at, const char *words);
	/* No attempt is left. */
	void (*failed)(void *arg);
};

struct conn_race *conn_race_new(struct loop *l, struct conn_set *s,
                                const struct conn_race_ops *ops, void *arg);
void conn_race_free(struct conn_race **rp);

/* Begins at the end of this turn; each attempt has `patience_ms`.  `where` is lent until
 * conn_race_free() or another conn_race_start(), and may be of no attempts at all. */
void conn_race_start(struct conn_race *r, const struct location *where, uint64_t patience_ms);
/* The connection that was given turned out useless: on with the others. */
void conn_race_next(struct conn_race *r);

#endif
