/* Takes stanzas of half the limit and no larger ones.  Breaks R6120-13.12-3. */
#include "xmpp/conn.h"

__typeof__(conn_open) __real_conn_open, __wrap_conn_open;

void __wrap_conn_open(struct conn *c, const struct stream_settings *settings)
{
	struct stream_settings low = *settings;

	low.after.stanza /= 2;
	__real_conn_open(c, &low);
}
