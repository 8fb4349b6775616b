/* Takes half of keepalive-interval for the whole.  Breaks LYNC-GLOB-9. */
#include "xmpp/conn.h"

__typeof__(conn_set_silence) __real_conn_set_silence, __wrap_conn_set_silence;

void __wrap_conn_set_silence(struct conn *c, uint64_t ms)
{
	__real_conn_set_silence(c, ms / 2);
}
