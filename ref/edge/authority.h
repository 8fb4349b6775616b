/* authority.h - the connection made to ask a sender domain's authority.
 *
 * XEP-0220 2.1.2 step 2 on a connection of its own, secured as the partner's
 * policy says.  One per pair of domains; it lives while questions are open.
 * Not here: the questions (verify.h).
 */
#ifndef REF_EDGE_AUTHORITY_H
#define REF_EDGE_AUTHORITY_H

#include "edge/edge_private.h"

/* `pair`: prepared; from: the sender domain that is asked, to: ours. */

/* Dials when there is no connection yet.  The connection when questions can be
 * asked on it now; NULL: verify_ask_waiting() is called when it is so far, or
 * verify_failed(). */
struct conn *authority_wanted(struct edge *e, struct pair pair);
/* A question is over: without any other the connection is closed. */
void authority_relax(struct edge *e, struct pair pair);
/* Ends those whose partner or domain is gone, or all. */
void authority_sweep(struct edge *e, bool all);

/* In verify.c, called from here only. */
void verify_ask_waiting(struct edge *e, struct pair pair, struct conn *c);
void verify_failed(struct edge *e, struct pair pair, enum cause why);
size_t verify_open(const struct edge *e, struct pair pair);

#endif
