#include "xmpp/features.h"

#include "xmpp/stream_limits.h"

struct stream_offer features_at(const struct stream_offer *wanted, bool secure,
                                bool authenticated)
{
	struct stream_offer now = *wanted;

	now.starttls = wanted->starttls && !secure;
	now.starttls_required = now.starttls && wanted->starttls_required;
	now.external = wanted->external && secure && !authenticated;
	now.dialback = wanted->dialback && !now.starttls_required;
	now.sm = wanted->sm && authenticated;
	now.bidi = wanted->bidi && !authenticated && (now.external || now.dialback);
	now.limits = stream_limits_said(&now);
	return now;
}

struct element *features_element(struct region *r, const struct stream_offer *offer)
{
	struct element *features = element_new(r, NS_STREAM, "features"), *e;

	if (offer->starttls) {
		e = element_add(r, features, NS_TLS, "starttls");
		if (offer->starttls_required)
			element_add(r, e, NS_TLS, "required");
	}
	if (offer->external) {
		e = element_add(r, features, NS_SASL, "mechanisms");
		e = element_add(r, e, NS_SASL, "mechanism");
		element_add_text(r, e, VIEW("EXTERNAL"));
	}
	if (offer->dialback) {
		e = element_add(r, features, NS_DIALBACK_FEATURE, "dialback");
		element_add(r, e, NS_DIALBACK_FEATURE, "errors");
	}
	if (offer->bidi)
		element_add(r, features, NS_BIDI_FEATURE, "bidi");
	if (offer->sm)
		element_add(r, features, NS_SM, "sm");
	return features;
}

static bool lists_external(const struct element *mechanisms)
{
	const struct element *e = NULL;
	struct region *r = region_new();
	bool found = false;

	while (!found && (e = element_next(mechanisms, e)) != NULL)
		found = element_is(e, NS_SASL, "mechanism") &&
		        view_is(view_trim(element_text(e, r)), "EXTERNAL");
	region_free(&r);
	return found;
}

void features_read(const struct element *features, struct stream_features *out)
{
	const struct element *e = NULL;
	size_t n = 0;

	*out = (struct stream_features){ 0 };
	while ((e = element_next(features, e)) != NULL) {
		n++;
		if (element_is(e, NS_TLS, "starttls")) {
			out->starttls = true;
			if (element_child(e, NS_TLS, "required") != NULL)
				out->starttls_required = true;
		} else if (element_is(e, NS_SASL, "mechanisms")) {
			out->mechanisms = true;
			if (lists_external(e))
				out->external = true;
		} else if (element_is(e, NS_DIALBACK_FEATURE, "dialback")) {
			out->dialback = true;
			if (element_child(e, NS_DIALBACK_FEATURE, "errors") != NULL)
				out->dialback_errors = true;
		} else if (element_is(e, NS_BIDI_FEATURE, "bidi")) {
			out->bidi = true;
		} else if (element_is(e, NS_SM, "sm")) {
			out->sm = true;
		} else if (element_is(e, NS_LIMITS, "limits")) {
			out->limits = stream_limits_read(features);
			n--;
		} else if (element_child(e, NULL, "required") != NULL) {
			out->unknown_required = true;
		}
	}
	/* 5.3.1: STARTTLS that stands alone is mandatory without saying so.  What
	 * is said of limits is nothing to negotiate. */
	if (out->starttls && n == 1)
		out->starttls_required = true;
}
