/* Where the file does not say how many connections there may be, it is 2000.
 * Breaks LYNC-GLOB-2. */
#include "edge/settings_keys.h"

__typeof__(conf_read) __real_conf_read, __wrap_conf_read;

bool __wrap_conf_read(const struct conf *c, const struct conf_key *keys, void *out, size_t size,
                      struct fault *f)
{
	struct raw_settings *raw = out;

	if (!__real_conf_read(c, keys, out, size, f))
		return false;
	if (keys == settings_keys && conf_where(c, "connection-limit").line == 0)
		raw->connection_limit = 2000;
	return true;
}
