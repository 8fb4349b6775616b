/* errors_for_tests.h - both directions of the mapping of errors in a call each.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_GATEWAY_ERRORS_FOR_TESTS_H
#define REF_GATEWAY_ERRORS_FOR_TESTS_H

#include "gateway/errors.h"
#include "lib/unit_region.h"

/* As RFC 7247 has it. */
static const struct error_style rfc = { .challenge = false };

static inline struct stanza_error condition(const char *name)
{
	return (struct stanza_error){ .condition = view_of(name) };
}

static inline struct sip_error to_sip(struct stanza_error e, bool full, bool invite,
                                      const struct error_style *style)
{
	struct sip_error out;

	error_to_sip(&e, full, invite, style, region, &out);
	return out;
}

static inline struct xmpp_error from_sip(int status, const char *reason)
{
	struct sip_failure f = { .status = status, .reason = view_of(reason) };
	struct xmpp_error out;

	error_from_sip(&f, region, &out);
	return out;
}

#endif
