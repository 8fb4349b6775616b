/* A pager message is of type chat.  Breaks R7572-5-5. */
#include "gateway/message_map.h"

__typeof__(im_to_message) __real_im_to_message, __wrap_im_to_message;

struct element *__wrap_im_to_message(const struct im_in *im, bool chat, bool stamp,
                                     struct view id, struct region *r)
{
	(void)chat;
	return __real_im_to_message(im, true, stamp, id, r);
}
