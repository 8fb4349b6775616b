/* Asks whoever calls about his own key, not whom DNS names.
 * Breaks LYNC-DIALBACK-5, X0220-2.1.2-2. */
#include "edge/dial.h"
#include "edge/inbound_private.h"
#include "edge/verify.h"

__typeof__(verify_ask) __real_verify_ask, __wrap_verify_ask;
__typeof__(dial_new) __real_dial_new, __wrap_dial_new;

static char caller[ADDRESS_MAX];

enum cause __wrap_verify_ask(struct edge *e, const struct key_question *q)
{
	struct inbound *in = ids_get(e->inbound, q->inbound);
	struct address at;
	enum cause c;

	conn_peer(in->conn, &at);
	address_set_port(&at, 5269);
	address_print(&at, caller);
	c = __real_verify_ask(e, q);
	caller[0] = '\0';
	return c;
}

struct dial *__wrap_dial_new(struct edge *e, const char *domain, const char *proxy,
                             const struct dial_ops *ops, void *arg)
{
	return __real_dial_new(e, domain, caller[0] != '\0' ? caller : proxy, ops, arg);
}
