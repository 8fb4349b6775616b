#include "xmpp/sasl.h"

#include <string.h>

#include "lib/buf.h"
#include "lib/text.h"
#include "xmpp/condition.h"

enum cause sasl_read(struct view text, struct region *r, struct view *authzid)
{
	struct buf decoded = { 0 };
	enum cause cause = CAUSE_NONE;

	*authzid = VIEW("");
	if (text.n == 0 || view_is(text, "="))
		return CAUSE_NONE;
	if (!text_base64_decode(text, &decoded))
		cause = CAUSE_SASL_ENCODING;
	else if (!text_utf8_valid(buf_view(&decoded)) ||
	         memchr(buf_cstr(&decoded), '\0', buf_len(&decoded)) != NULL)
		cause = CAUSE_SASL_AUTHZID;
	else
		*authzid = region_copy(r, buf_view(&decoded));
	buf_free(&decoded);
	return cause;
}

struct view sasl_text(struct view authzid, struct region *r)
{
	struct buf coded = { 0 };
	struct view text;

	if (authzid.n == 0)
		return VIEW("=");
	text_base64_encode(authzid, &coded);
	text = region_copy(r, buf_view(&coded));
	buf_free(&coded);
	return text;
}

static const struct {
	enum cause cause;
	const char *condition;
} shown[] = {
	{ CAUSE_SASL_AUTHZID, "invalid-authzid" },
	{ CAUSE_SASL_MECHANISM, "invalid-mechanism" },
	{ CAUSE_SASL_ENCODING, "incorrect-encoding" },
	{ CAUSE_SASL_NEEDS_TLS, "encryption-required" },
	{ CAUSE_SASL_ABORTED, "aborted" },
	{ CAUSE_INTERNAL, "temporary-auth-failure" },
};

const char *sasl_condition(enum cause cause)
{
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
		if (shown[i].cause == cause)
			return shown[i].condition;
	return "not-authorized";
}

struct element *sasl_failure(struct region *r, enum cause cause)
{
	struct element *failure = element_new(r, NS_SASL, "failure"), *text;

	element_add(r, failure, NS_SASL, sasl_condition(cause));
	text = element_add(r, failure, NS_SASL, "text");
	element_set_ns(r, text, NS_XML, "lang", VIEW("en"));
	element_add_text(r, text, view_of(cause_words(cause)));
	return failure;
}

struct view sasl_failure_condition(const struct element *failure)
{
	static const char *const known[] = {
		"aborted",
		"account-disabled",
		"credentials-expired",
		"encryption-required",
		"incorrect-encoding",
		"invalid-authzid",
		"invalid-mechanism",
		"malformed-request",
		"mechanism-too-weak",
		"not-authorized",
		"temporary-auth-failure",
	};
	const struct element *condition = condition_of(failure, NS_SASL);

	if (condition != NULL)
		for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
			if (view_is(condition->name, known[i]))
				return view_of(known[i]);
	return VIEW("not-authorized");
}
