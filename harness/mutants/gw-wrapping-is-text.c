/* A wrapped message is text, wrapping and all.  Breaks R3922-4.2.9-1, R3862-2.2-1,
 * R3862-3.5-1. */
#include "gateway/text.h"
#include "sip/uas_check.h"

__typeof__(uas_check_content_type) __real_uas_check_content_type, __wrap_uas_check_content_type;
__typeof__(body_as_text) __real_body_as_text, __wrap_body_as_text;

bool __wrap_uas_check_content_type(const struct uas_settings *s, const struct uas_request *r,
                                   struct buf *fields)
{
	return r->m->method != SIP_METHOD_MESSAGE &&
	       __real_uas_check_content_type(s, r, fields);
}

enum body_form __wrap_body_as_text(const struct media_type *type)
{
	return view_ieq(type->type, VIEW("message")) ? FORM_PLAIN : __real_body_as_text(type);
}
