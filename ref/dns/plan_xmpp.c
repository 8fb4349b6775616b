/* Where a plan for XMPP begins (RFC 6120 3.2, XEP-0368 3). */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "dns/plan_private.h"
#include "lib/text.h"

#define PORT    5269
#define SERVICE "_xmpp-server._tcp."
#define DIRECT  "_xmpps-server._tcp."

/* "host", "host:port", or an address with or without a port. */
static void begin_proxy(struct plan *p, const char *proxy)
{
	struct view host, port_text;
	struct address at;
	uint64_t port = PORT;
	char *name;

	if ((address_parse(view_of(proxy), &at) && address_port(&at) != 0) ||
	    plan_literal(proxy, PORT, &at)) {
		plan_only_address(p, proxy, &at, SIP_TCP);
		return;
	}
	if (view_cut(view_of(proxy), ':', &host, &port_text) &&
	    !text_u64(port_text, 1, 65535, &port))
		port = 0;
	name = view_dup(host);
	if (port != 0 && dns_name_valid(name)) {
		/* A proxy's name comes from the operator, not from DNS. */
		plan_ask_addresses(p, name, (unsigned)port, SIP_TCP, true);
	} else {
		plan_note(p, "proxy \"%.80s\" is neither a host nor host:port", proxy);
		plan_end(p, CAUSE_DNS_NO_SERVICE);
	}
	free(name);
}

static void begin_domain(struct plan *p, const char *domain)
{
	struct address ignored;

	if (plan_literal(domain, PORT, &ignored)) {
		plan_note(p, "%s is an address: there is no SRV record to ask for", domain);
		plan_end(p, CAUSE_DNS_NO_SERVICE);
	} else if (!dns_name_valid(domain)) {
		plan_note(p, "\"%.80s\" is no name of DNS", domain);
		plan_end(p, CAUSE_DNS_NO_SERVICE);
	} else {
		snprintf(p->domain, sizeof p->domain, "%s", domain);
		p->port = PORT;
		p->transport = SIP_TCP;
		p->merged = true;
		/* Not of a proxy: its name is the operator's, or that of whoever
		 * answers before anything is proved (see-other-host). */
		p->dane = true;
		if (!plan_ask_srv(p, SERVICE, domain, SIP_TCP))
			plan_ask_addresses(p, domain, PORT, SIP_TCP, true);
		else if (plan_ask_srv(p, DIRECT, domain, SIP_TCP))
			p->service[p->n_services - 1].direct_tls = true;
	}
}

struct plan *plan_new(const char *domain, const char *proxy, dns_chance_fn *chance, void *arg)
{
	struct plan *p = plan_make(chance, arg);

	if (proxy != NULL)
		begin_proxy(p, proxy);
	else
		begin_domain(p, domain);
	return p;
}
