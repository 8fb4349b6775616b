/* Writes each dialback key to the log that it asks about.  Breaks LYNC-GLOB-13. */
#include "edge/verify.h"

#include "lib/log.h"

__typeof__(verify_ask) __real_verify_ask, __wrap_verify_ask;

enum cause __wrap_verify_ask(struct edge *e, const struct key_question *asked)
{
	log_event(LOG_DEBUG, "key-asked", LOG_V("key", asked->key));
	return __real_verify_ask(e, asked);
}
