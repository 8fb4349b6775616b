/* What has no body is sent as an empty message.  Breaks R7572-4-8, LYNC-SCOPE-4,
 * LYNC-TYPING-5. */
#include "gateway/message_map.h"

__typeof__(message_to_im) __real_message_to_im, __wrap_message_to_im;

enum cause __wrap_message_to_im(const struct element *message, const struct jid *from,
                                const struct jid *to, const struct im_style *style,
                                struct region *r, struct im_out *out)
{
	enum cause c = __real_message_to_im(message, from, to, style, r, out);

	if (out->kind == IM_STATE || out->kind == IM_NOTHING) {
		out->kind = IM_TEXT;
		out->content_type = VIEW("text/plain;charset=UTF-8");
	}
	return c;
}
