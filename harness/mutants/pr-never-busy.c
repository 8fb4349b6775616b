/* Whoever is not to be disturbed is shown like anybody who is there.
 * Breaks LYNC-PRES-6, R4480-3.2-1. */
#include "gateway/pidf.h"

__typeof__(show_to_activity) __real_show_to_activity, __wrap_show_to_activity;

const char *__wrap_show_to_activity(enum show s)
{
	return s == SHOW_DND ? NULL : __real_show_to_activity(s);
}
