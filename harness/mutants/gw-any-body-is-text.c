/* A body of any type is taken for text.  Breaks R7572-7-3. */
#include "gateway/text.h"

__typeof__(body_as_text) __real_body_as_text, __wrap_body_as_text;

enum body_form __wrap_body_as_text(const struct media_type *type)
{
	enum body_form f = __real_body_as_text(type);

	return f == FORM_OTHER ? FORM_PLAIN : f;
}
