/* What counts as amiss of a gateway. */
#include "check/gateway_check.h"

#include "gateway/front_end.h"
#include "sip/transport.h"

enum check_result check_side(enum cause server, enum cause client, int days, bool named)
{
	bool unknown = server == CAUSE_CERT_UNKNOWN_ISSUER || server == CAUSE_CERT_SELF_SIGNED;

	if (!named || (server != CAUSE_NONE && !unknown))
		return CHECK_AMISS;
	return unknown || client != CAUSE_NONE || days < CHECK_EXPIRY_DAYS ? CHECK_CONCERN
	                                                                   : CHECK_OK;
}

enum check_result check_listens(bool connected)
{
	return connected ? CHECK_OK : CHECK_AMISS;
}

enum check_result check_edge(bool up, bool tried)
{
	if (up)
		return CHECK_OK;
	return tried ? CHECK_AMISS : CHECK_CONCERN;
}

enum check_result check_next_hop(size_t n, size_t reached, size_t datagrams)
{
	if (reached == n)
		return n + datagrams != 0 ? CHECK_OK : CHECK_AMISS;
	return reached + datagrams != 0 ? CHECK_CONCERN : CHECK_AMISS;
}

enum check_result check_next_hop_trust(const struct location *where, const struct view *trusted,
                                       size_t n)
{
	bool any = false;

	for (size_t i = 0; i < where->n; i++) {
		const struct attempt *at = &where->attempt[i];

		if (at->transport == SIP_TLS)
			continue;
		if (transport_address_trusted(trusted, n, &at->at))
			return CHECK_OK;
		any = true;
	}
	return any ? CHECK_CONCERN : CHECK_OK;
}

/* Nothing crosses where nobody may talk: whoever sets up partners wants it otherwise. */
enum check_result check_access(const struct access *a)
{
	bool any = a->has_global && access_permits(&a->global);

	for (size_t i = 0; i < a->n_site; i++)
		any = any || access_permits(&a->site[i].policy);
	for (size_t i = 0; i < a->n_user; i++)
		any = any || access_permits(&a->user[i].policy);
	return any && a->allow_federated_users ? CHECK_OK : CHECK_AMISS;
}

enum check_result check_front_end(unsigned status)
{
	return status != 0 && front_end_serves(status) ? CHECK_OK : CHECK_AMISS;
}

enum check_result check_store(const struct store_health *h)
{
	if (h->moved || h->why != NULL)
		return CHECK_AMISS;
	return h->free_bytes < CHECK_STORE_FREE ? CHECK_CONCERN : CHECK_OK;
}
