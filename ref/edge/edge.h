/* edge.h - the XMPP proxy as a whole: who may talk to whom, and by which way.
 *
 *   partner -> inbound stream -> addressing -> link -> gateway
 *   gateway -> link -> addressing -> outbound stream (queue) -> partner
 *
 * Everything that goes wrong on a way comes back to the sender as an error
 * with its cause.
 */
#ifndef REF_EDGE_EDGE_H
#define REF_EDGE_EDGE_H

#include "edge/settings.h"
#include "lib/fault.h"
#include "lib/loop.h"

struct edge;

/* Takes the settings.  Binds every address; NULL and *f when one is taken, and
 * nothing was started. */
struct edge *edge_new(struct loop *l, struct edge_settings *s, struct fault *f);
void edge_free(struct edge **ep);

/* All or nothing: on failure *f says why and the old settings stay. */
bool edge_reload(struct edge *e, struct edge_settings *s, struct fault *f);

/* Stops listening, closes every stream; `done` when all are over, or after
 * `grace_ms`. */
void edge_drain(struct edge *e, uint64_t grace_ms, void (*done)(void *arg),
                void *arg);

#endif
