/* What counts as amiss. */
#include "check/edge_check.h"

enum check_result check_certificate(enum cause server, enum cause client, int days)
{
	if (server != CAUSE_NONE)
		return CHECK_AMISS;
	return client != CAUSE_NONE || days < CHECK_EXPIRY_DAYS ? CHECK_CONCERN : CHECK_OK;
}

static bool is_among(const struct address *listen, size_t n, unsigned port)
{
	for (size_t i = 0; i < n; i++)
		if (address_port(&listen[i]) == port)
			return true;
	return false;
}

bool check_dns_failed(const struct dns_reply *reply)
{
	return reply->outcome == DNS_FAILED || reply->outcome == DNS_BOGUS;
}

const char *check_srv(const struct dns_reply *reply, const struct edge_settings *s)
{
	if (check_dns_failed(reply))
		return "DNS gives no answer that can be used";
	if (reply->outcome != DNS_DATA || reply->n_srv == 0)
		return "there is no such record";
	for (size_t i = 0; i < reply->n_srv; i++) {
		if (reply->srv[i].target[0] == '\0')
			return "the record says that there is no service";
		if (!is_among(s->listen, s->n_listen, reply->srv[i].port))
			return "a record names a port where the edge does not listen";
	}
	return NULL;
}

const char *check_direct_srv(const struct dns_reply *reply, const struct edge_settings *s)
{
	if (check_dns_failed(reply))
		return "DNS gives no answer that can be used";
	for (size_t i = 0; i < reply->n_srv; i++)
		if (reply->srv[i].target[0] != '\0' &&
		    !is_among(s->listen_tls, s->n_listen_tls, reply->srv[i].port))
			return "a record names a port that is none of listen-tls";
	return NULL;
}

bool check_host_is_there(const struct dns_reply *a, const struct dns_reply *aaaa)
{
	return a->n_address + aaaa->n_address != 0;
}

/* RFC 2782: the target must not be an alias.  Most follow it, and some do not. */
enum check_result check_host(const struct dns_reply *a, const struct dns_reply *aaaa)
{
	return a->alias || aaaa->alias || check_dns_failed(a) || check_dns_failed(aaaa)
	               ? CHECK_CONCERN
	               : CHECK_OK;
}

enum check_result check_port(bool connected)
{
	return connected ? CHECK_OK : CHECK_AMISS;
}

enum check_result check_answerer(enum cause certificate)
{
	return certificate == CAUSE_NONE ? CHECK_OK : CHECK_AMISS;
}

enum check_result check_tlsa(const struct check_tlsa *t)
{
	if (t->failed)
		return t->secure ? CHECK_AMISS : CHECK_OK;
	if (!t->there)
		return CHECK_OK;
	if (!t->secure || !t->usable)
		return CHECK_CONCERN;
	return t->matched ? CHECK_OK : CHECK_AMISS;
}

enum check_result check_gateway(enum cause refusal)
{
	return refusal == CAUSE_NONE ? CHECK_OK : CHECK_AMISS;
}

bool check_asks_direct(const struct partner *p, const struct dns_reply *reply)
{
	bool any = false;

	for (size_t i = 0; i < reply->n_srv; i++)
		any = any || reply->srv[i].target[0] != '\0';
	return any && p->policy.tls != POLICY_NOT_SUPPORTED;
}

enum check_result check_partner(bool broken)
{
	return broken ? CHECK_AMISS : CHECK_OK;
}
