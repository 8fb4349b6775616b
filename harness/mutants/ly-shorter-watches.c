/* Where the file does not say how long a watch lives without a sign of life, it is an hour.
 * Breaks LYNC-GLOB-2. */
#include "gateway/settings_keys.h"

__typeof__(conf_read) __real_conf_read, __wrap_conf_read;

bool __wrap_conf_read(const struct conf *c, const struct conf_key *keys, void *out, size_t size,
                      struct fault *f)
{
	struct raw_gateway *raw = out;

	if (!__real_conf_read(c, keys, out, size, f))
		return false;
	if (keys == gateway_keys && conf_where(c, "subscription-refresh-interval").line == 0)
		raw->watch = 3600 * 1000;
	return true;
}
