#include "gateway/text.h"

static bool is(const struct media_type *m, const char *type, const char *subtype)
{
	return view_ieq(m->type, view_of(type)) && view_ieq(m->subtype, view_of(subtype));
}

enum body_form body_as_text(const struct media_type *m)
{
	if (is(m, "text", "plain"))
		return FORM_PLAIN;
	if (is(m, "text", "html"))
		return FORM_HTML;
	if (is(m, "application", "im-iscomposing+xml"))
		return FORM_TYPING;
	/* RFC 3261 21.4.27 */
	if (is(m, "multipart", "encrypted") || is(m, "application", "pkcs7-mime"))
		return FORM_ENCRYPTED;
	/* Another multipart is read as mixed (RFC 2046 5.1.3). */
	if (view_ieq(m->type, VIEW("multipart")))
		return FORM_MULTIPART;
	return FORM_OTHER;
}
