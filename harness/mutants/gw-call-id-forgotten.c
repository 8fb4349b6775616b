/* A message has no thread and no subject.  Breaks R7572-5-3. */
#include "gateway/message_map.h"

__typeof__(im_to_message) __real_im_to_message, __wrap_im_to_message;

struct element *__wrap_im_to_message(const struct im_in *im, bool chat, bool stamp,
                                     struct view id, struct region *r)
{
	struct im_in bare = *im;

	bare.thread = bare.subject = (struct view){ "", 0 };
	return __real_im_to_message(&bare, chat, stamp, id, r);
}
