/* What somebody does is not looked at.  Breaks R4480-3.2-2, LYNC-pres-4. */
#include "gateway/pidf.h"

__typeof__(activity_to_show) __wrap_activity_to_show;

enum show __wrap_activity_to_show(struct view name)
{
	(void)name;
	return SHOW_NONE;
}
