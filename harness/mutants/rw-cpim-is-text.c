/* Shows a wrapped notification of delivery to the partner's user.  Breaks R5438-7.2.1-1. */
#include "gateway/text.h"
#include "sip/uas_check.h"

__typeof__(uas_check_content_type) __real_uas_check_content_type, __wrap_uas_check_content_type;
__typeof__(body_as_text) __real_body_as_text, __wrap_body_as_text;

bool __wrap_uas_check_content_type(const struct uas_settings *s, const struct uas_request *r,
                                   struct buf *fields)
{
	return !view_starts(sip_message_value(r->m, SIP_CONTENT_TYPE), VIEW("message/cpim")) &&
	       __real_uas_check_content_type(s, r, fields);
}

enum body_form __wrap_body_as_text(const struct media_type *type)
{
	enum body_form f = __real_body_as_text(type);

	return f == FORM_OTHER && view_ieq(type->subtype, VIEW("cpim")) ? FORM_PLAIN : f;
}
