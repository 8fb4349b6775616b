/* A refresh in a dialog that is gone makes no other one.  Breaks R8048-5.2.2-4. */
#include "gateway/errors.h"

__typeof__(subscribe_failed) __real_subscribe_failed, __wrap_subscribe_failed;

enum subscribe_effect __wrap_subscribe_failed(int status, bool refresh, const char **row)
{
	enum subscribe_effect e = __real_subscribe_failed(status, refresh, row);

	return e == SUBSCRIBE_ANEW ? SUBSCRIBE_DEAD : e;
}
