/* Partners are called at 5269, whatever their record says.  Breaks LYNC-PORT-2. */
#include "xmpp/conn.h"

__typeof__(conn_dial_from) __real_conn_dial_from, __wrap_conn_dial_from;

struct conn *__wrap_conn_dial_from(struct conn_set *s, const struct address *from,
                                   const struct address *to, const struct conn_ops *ops, void *arg)
{
	struct address usual = *to;

	address_set_port(&usual, 5269);
	return __real_conn_dial_from(s, from, &usual, ops, arg);
}
