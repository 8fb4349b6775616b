/* ports.h - where partners call: the listening addresses, kept over a reload.
 */
#ifndef REF_EDGE_PORTS_H
#define REF_EDGE_PORTS_H

#include "edge/settings.h"
#include "lib/wire.h"

struct ports;

typedef void port_fn(void *arg, int fd, const struct address *from, bool tls);

struct ports *ports_new(struct loop *l, port_fn *fn, void *arg);
void ports_free(struct ports **pp);

/* Listens where the settings say and was not listened yet.  False and *f: an
 * address is taken, or partners cannot be called from one, and nothing has changed. */
bool ports_open(struct ports *p, const struct edge_settings *s, struct fault *f);
/* Gives up what the settings no longer say. */
void ports_settle(struct ports *p, const struct edge_settings *s);
/* Gives up what the last ports_open() added: the reload failed elsewhere. */
void ports_undo(struct ports *p);

/* Where the i-th of `listen` really is (port 0: any).  False: no such. */
bool ports_local(const struct ports *p, const struct edge_settings *s, size_t i,
                 struct address *out);

#endif
