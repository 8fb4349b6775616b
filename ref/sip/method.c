/* Methods by name; see method.h. */
#include "sip/method.h"

static const struct view names[] = {
	[SIP_METHOD_OTHER] = { "", 0 },
#define X(name) [SIP_METHOD_##name] = VIEW_INIT(#name),
#include "sip/method.tbl"
#undef X
};

enum sip_method sip_method_named(struct view name)
{
	for (int m = SIP_METHOD_OTHER + 1; m < SIP_METHOD_COUNT; m++)
		if (view_eq(name, names[m]))
			return (enum sip_method)m;
	return SIP_METHOD_OTHER;
}
