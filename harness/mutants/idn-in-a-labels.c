/* Writes a partner's domain as DNS has it.  Breaks R7622-3.2.1-1. */
#include "xmpp/conn.h"

#include "jid/jid.h"

__typeof__(conn_open) __real_conn_open, __wrap_conn_open;

void __wrap_conn_open(struct conn *c, const struct stream_settings *settings)
{
	struct region *r = region_new();
	struct stream_settings to = *settings;
	struct view ascii;

	if (to.to.n > 0 && domain_ascii(to.to, r, &ascii))
		to.to = ascii;
	__real_conn_open(c, &to);
	region_free(&r);
}
