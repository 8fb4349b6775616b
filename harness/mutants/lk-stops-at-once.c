/* Closes when it is stopped, and does not ask what has arrived.  Breaks LINK-7-3. */
#include "edge/link_private.h"

__typeof__(link_conn_close) __wrap_link_conn_close;

void __wrap_link_conn_close(struct link_conn *c)
{
	c->close_due = 1;
	link_conn_touch(c);
}
