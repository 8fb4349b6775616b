/* A next hop that cannot be reached is taken for her refusal.  Breaks LYNC-HA-6. */
#include "gateway/errors.h"

__typeof__(subscribe_failed) __real_subscribe_failed, __wrap_subscribe_failed;

enum subscribe_effect __wrap_subscribe_failed(int status, bool refresh, const char **row)
{
	enum subscribe_effect e = __real_subscribe_failed(status, refresh, row);

	return e == SUBSCRIBE_LATER ? SUBSCRIBE_DENIED : e;
}
