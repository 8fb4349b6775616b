/* Who may speak; apart from transport.c, so that the decisions can be replaced. */
#include <stdio.h>
#include <string.h>

#include "sip/transport.h"

bool transport_address_trusted(const struct view *trusted, size_t n, const struct address *peer)
{
	for (size_t i = 0; i < n; i++) {
		char text[ADDRESS_MAX];
		struct address a;

		if (trusted[i].n > ADDRESS_MAX - 8)
			continue;
		snprintf(text, sizeof text,
		         view_find(trusted[i], VIEW(":")) != trusted[i].n ? "[%.*s]:0"
		                                                          : "%.*s:0",
		         VIEW_ARG(trusted[i]));
		if (address_parse(view_of(text), &a) && address_same_host(&a, peer))
			return true;
	}
	return false;
}

enum cause transport_tls_cause(const X509 *leaf, enum cause chain, const char *name,
                               const struct view *trusted, size_t n_trusted)
{
	if (leaf == NULL)
		return CAUSE_CERT_NONE;
	if (chain != CAUSE_NONE)
		return chain;
	if (name != NULL)
		return cert_names_sip_domain(leaf, view_of(name)) ? CAUSE_NONE
		                                                  : CAUSE_CERT_NAME;
	for (size_t i = 0; i < n_trusted; i++)
		if (cert_names_sip_domain(leaf, trusted[i]))
			return CAUSE_NONE;
	return CAUSE_CERT_NAME;
}
