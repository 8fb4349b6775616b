/* HTML is passed on as the text of a message.  Breaks R7572-7-2. */
#include "gateway/text.h"

__typeof__(body_as_text) __real_body_as_text, __wrap_body_as_text;

enum body_form __wrap_body_as_text(const struct media_type *type)
{
	enum body_form f = __real_body_as_text(type);

	return f == FORM_HTML ? FORM_PLAIN : f;
}
