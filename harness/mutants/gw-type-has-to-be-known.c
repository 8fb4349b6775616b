/* Takes a message of a type that it does not know for nothing.  Breaks R6121-5.2.2-1. */
#include "gateway/message_map.h"

__typeof__(im_kind_of_type) __real_im_kind_of_type, __wrap_im_kind_of_type;

enum im_kind __wrap_im_kind_of_type(struct view type, const struct im_style *style)
{
	static const char *const known[] = { "",         "normal",    "chat",
		                             "headline", "groupchat", "error" };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (view_is(type, known[i]))
			return __real_im_kind_of_type(type, style);
	return IM_NOTHING;
}
