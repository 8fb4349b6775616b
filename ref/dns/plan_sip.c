/* Where a plan for SIP begins, and what NAPTR says (RFC 3263 4.1, 4.2). */
#include <stdio.h>
#include <string.h>

#include "dns/plan_private.h"

static const unsigned default_port[SIP_TRANSPORTS] = {
	[SIP_UDP] = 5060, [SIP_TCP] = 5060, [SIP_TLS] = 5061,
};

static const struct {
	const char *naptr, *srv;	/* RFC 3263 4.1; RFC 2782 */
	enum sip_transport transport;
} services[] = {	/* our preference, where nobody states one */
	{ "SIPS+D2T", "_sips._tcp.", SIP_TLS },
	{ "SIP+D2T", "_sip._tcp.", SIP_TCP },
	{ "SIP+D2U", "_sip._udp.", SIP_UDP },
};
#define N_SERVICES (sizeof services / sizeof services[0])

bool sip_transport_usable(unsigned supported, bool sips, enum sip_transport t)
{
	return (supported & SIP_TRANSPORT_BIT(t)) != 0 && (!sips || t == SIP_TLS);
}

static bool usable(const struct plan *p, enum sip_transport t)
{
	return sip_transport_usable(p->supported, p->sips, t);
}

/* The SRV names that follow from the domain; the domain itself without any. */
static void ask_services(struct plan *p, bool has_transport)
{
	bool asked = false;

	for (size_t i = 0; i < N_SERVICES; i++) {
		enum sip_transport t = services[i].transport;

		/* _sips is asked for on behalf of sips, or of who says so. */
		if (has_transport ? t == p->transport : usable(p, t) && (t == SIP_TLS) == p->sips)
			asked = plan_ask_srv(p, services[i].srv, p->domain, t) || asked;
	}
	if (!asked)
		plan_ask_addresses(p, p->domain, p->port, p->transport, p->way_secure);
}

/* --- NAPTR ----------------------------------------------------------------- */

static bool naptr_transport(const struct dns_naptr *n, enum sip_transport *out)
{
	for (size_t i = 0; i < N_SERVICES; i++)
		if (strcasecmp(n->service, services[i].naptr) == 0) {
			*out = services[i].transport;
			return true;
		}
	return false;
}

/* RFC 3263 4.1: only what leads to SRV, and only services that can be used. */
static bool naptr_usable(const struct plan *p, const struct dns_naptr *n,
                         enum sip_transport *transport)
{
	return naptr_transport(n, transport) && usable(p, *transport) &&
	       strcasecmp(n->flags, "s") == 0 && n->replacement[0] != '\0';
}

static bool before(const struct dns_naptr *a, const struct dns_naptr *b)
{
	return a->order != b->order ? a->order < b->order : a->preference < b->preference;
}

static void naptr_sort(struct dns_naptr *n, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && before(&n[j], &n[j - 1]); j--) {
			struct dns_naptr swap = n[j];

			n[j] = n[j - 1];
			n[j - 1] = swap;
		}
}

static void on_naptr(struct plan *p, const struct dns_reply *r)
{
	struct dns_naptr naptr[DNS_NAPTR_MAX];
	enum sip_transport transport;
	bool of_sip = false;
	const struct dns_naptr *first = NULL;

	memcpy(naptr, r->naptr, r->n_naptr * sizeof naptr[0]);
	naptr_sort(naptr, r->n_naptr);
	for (size_t i = 0; i < r->n_naptr; i++) {
		of_sip = naptr_transport(&naptr[i], &transport) || of_sip;
		/* RFC 3403 4.1: once there is a match, no later order. */
		if (!naptr_usable(p, &naptr[i], &transport) ||
		    (first != NULL && naptr[i].order != first->order))
			continue;
		if (plan_ask_srv(p, "", naptr[i].replacement, transport) && first == NULL)
			first = &naptr[i];
	}
	if (first != NULL)
		return;
	if (of_sip) {
		plan_note(p, "NAPTR %s: no service that can be used", p->domain);
		plan_end(p, CAUSE_DNS_NO_SERVICE);
	} else {
		ask_services(p, false);		/* records of other protocols */
	}
}

static void naptr_answered(struct plan *p, const struct dns_reply *r)
{
	p->way_secure = p->way_secure && r->secure;
	switch (r->outcome) {
	case DNS_DATA:
		on_naptr(p, r);
		break;
	case DNS_NO_DATA:
	case DNS_NO_NAME:
		ask_services(p, false);
		break;
	case DNS_FAILED:	/* an attacker who suppresses it gets no fall-back */
		plan_end(p, CAUSE_DNS_FAILED);
		break;
	case DNS_BOGUS:
		plan_end(p, CAUSE_DNS_BOGUS);
		break;
	}
}

/* --- the beginning --------------------------------------------------------- */

/* RFC 3263 4.1: UDP for sip, TLS for sips; what there is, without UDP. */
static enum sip_transport default_transport(const struct plan *p)
{
	if (p->sips)
		return SIP_TLS;
	if (usable(p, SIP_UDP))
		return SIP_UDP;
	return usable(p, SIP_TCP) ? SIP_TCP : SIP_TLS;
}

struct plan *plan_new_sip(const struct sip_hop *hop, dns_chance_fn *chance, void *arg)
{
	struct plan *p = plan_make(chance, arg);
	struct address at;

	p->supported = hop->supported;
	p->sips = hop->sips;
	p->naptr_answered = naptr_answered;
	p->transport = hop->has_transport ? hop->transport : default_transport(p);
	/* sips with transport=tcp is TLS over TCP (RFC 3261 26.2.2). */
	if (p->sips && p->transport == SIP_TCP)
		p->transport = SIP_TLS;
	p->port = hop->port != 0 ? hop->port : default_port[p->transport];
	if (!usable(p, p->transport)) {
		plan_note(p, "no transport for %.80s that can be used", hop->host);
		plan_end(p, CAUSE_DNS_NO_SERVICE);
	} else if (plan_literal(hop->host, p->port, &at)) {
		plan_only_address(p, hop->host, &at, p->transport);
	} else if (!dns_name_valid(hop->host)) {
		plan_note(p, "\"%.80s\" is no name of DNS", hop->host);
		plan_end(p, CAUSE_DNS_NO_SERVICE);
	} else {
		snprintf(p->domain, sizeof p->domain, "%s", hop->host);
		if (hop->port != 0)
			plan_ask_addresses(p, p->domain, p->port, p->transport, true);
		else if (hop->has_transport)
			ask_services(p, true);
		else
			p->stage = ASK_NAPTR;
	}
	return p;
}
