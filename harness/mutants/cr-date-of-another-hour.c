/* Says of a late message that it was written an hour later than it was.
 * Breaks R3428-7-4. */
#include "gateway/stamp.h"

__typeof__(stamp_write) __real_stamp_write, __wrap_stamp_write;

void __wrap_stamp_write(int64_t ms, struct buf *out)
{
	__real_stamp_write(ms + 3600000, out);
}
