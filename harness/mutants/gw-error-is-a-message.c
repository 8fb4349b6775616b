/* What comes back as an error is shown to the user as a message.  Breaks R7572-4-9. */
#include "gateway/gateway_private.h"
#include "gateway/message_map.h"

__typeof__(im_kind_of_type) __wrap_im_kind_of_type;
__typeof__(message_outward_error) __wrap_message_outward_error;

enum im_kind __wrap_im_kind_of_type(struct view type, const struct im_style *style)
{
	(void)type;
	(void)style;
	return IM_TEXT;
}

bool __wrap_message_outward_error(struct gateway *g, const struct element *stanza,
                                  struct region *r)
{
	message_inward_stanza(g, stanza, r);
	return true;
}
