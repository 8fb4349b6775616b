/* settings.c - fed-gateway.yml as a whole; our domains and the link of it. */
#include "gateway/settings_private.h"

#include <stdlib.h>
#include <string.h>

#include "gateway/uplink_rules.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "partner/name.h"

#define LINK_PORT 23456

/* --- our domains ----------------------------------------------------------- */

static bool read_domains(const struct loading *l)
{
	const struct conf_list *list = &l->raw->domains;
	struct gateway_settings *s = l->s;

	if (list->n == 0)
		return settings_fault(l, "domains", "there is none to speak for");
	s->domain = region_alloc(s->memory, list->n * sizeof *s->domain);
	s->domain_ascii = region_alloc(s->memory, list->n * sizeof *s->domain_ascii);
	for (size_t i = 0; i < list->n; i++) {
		struct domain_name name;
		const char *why;

		if (!name_read(view_of(list->item[i].text), s->memory, &name, &why))
			return reading_refuse(&l->r, &list->item[i], "domains", why);
		if (gateway_serves(s, name.prepared))
			return reading_refuse(&l->r, &list->item[i], "domains", "stands twice");
		s->domain_ascii[s->n_domain] = region_cstr(s->memory, name.ascii);
		s->domain[s->n_domain++] = name.prepared;
	}
	return true;
}

bool gateway_serves(const struct gateway_settings *s, struct view prepared)
{
	for (size_t i = 0; i < s->n_domain; i++)
		if (view_eq(s->domain[i], prepared))
			return true;
	return false;
}

/* --- the link -------------------------------------------------------------- */

/* name[:port] or name@address:port */
static bool read_edge(const struct loading *l, const struct conf_text *at,
                      struct uplink_edge_settings *out)
{
	struct view host = view_of(at->text), behind;
	struct domain_name name;
	struct address *address;
	const char *why;
	unsigned port = LINK_PORT;

	if (view_cut(host, '@', &host, &behind)) {
		address = region_alloc(l->s->memory, sizeof *address);
		if (!reading_address(behind.p, LINK_PORT, address))
			return reading_refuse(&l->r, at, "link.edges",
			                      "does not end in an address such as "
			                      "192.0.2.5:23456");
		out->at = address;
		port = address_port(address);
	} else if (view_cut(host, ':', &host, &behind) && !text_port(behind, 1, &port))
		return reading_refuse(&l->r, at, "link.edges", "has no port from 1 to 65535");
	if (!name_read(host, l->s->memory, &name, &why))
		return reading_refuse(&l->r, at, "link.edges", why);
	out->host = region_cstr(l->s->memory, name.ascii);
	out->port = port;
	return true;
}

/* One name at two addresses, or ports, is two ways to one edge, or two edges. */
static bool same_edge(const struct uplink_edge_settings *a, const struct uplink_edge_settings *b)
{
	return strcmp(a->host, b->host) == 0 && a->port == b->port &&
	       (a->at == NULL) == (b->at == NULL) &&
	       (a->at == NULL || address_same(a->at, b->at));
}

static bool read_name(const struct loading *l)
{
	struct gateway_settings *s = l->s;
	struct domain_name name;
	const char *why;

	char *host;

	if (l->raw->link.name == NULL) {
		host = tls_context_host(s->link.tls);
		s->link.name = reading_keep(&l->r, host);
		free(host);
		return s->link.name != NULL ||
		       settings_fault(l, "link.certificate",
		                "names no host; the edge "
		                "knows a gateway by a name in its certificate");
	}
	if (!name_read(view_of(l->raw->link.name), s->memory, &name, &why))
		return conf_fault(l->r.conf, "link.name", l->r.f, "link.name: \"%s\" %s",
		                  l->raw->link.name, why);
	s->link.name = region_cstr(s->memory, name.ascii);
	return tls_context_names(s->link.tls, s->link.name) ||
	       settings_fault(l, "link.name", "is not in the certificate");
}

/* Keeps those of the route, in their order.  Each name there has to be an edge's. */
static bool read_route(const struct loading *l, struct uplink_edge_settings *edge, size_t *n_edge)
{
	const struct conf_list *list = &l->raw->link.route;
	const char **route = region_alloc(l->s->memory, (list->n + 1) * sizeof *route);
	struct domain_name name;
	const char *why;
	size_t kept = 0, i, k;

	for (i = 0; i < list->n; i++) {
		if (!name_read(view_of(list->item[i].text), l->s->memory, &name, &why))
			return reading_refuse(&l->r, &list->item[i], "link.route", why);
		route[i] = region_cstr(l->s->memory, name.ascii);
		for (k = 0; k < *n_edge && strcmp(route[i], edge[k].host) != 0; k++)
			;
		if (k == *n_edge)
			return reading_refuse(&l->r, &list->item[i], "link.route",
			                      "is none of link.edges");
	}
	for (k = 0; k < *n_edge; k++)
		if (uplink_in_route(edge[k].host, route, list->n))
			edge[kept++] = edge[k];
	*n_edge = kept;
	return true;
}

static bool read_link(const struct loading *l)
{
	const struct conf_list *list = &l->raw->link.edges;
	struct gateway_settings *s = l->s;
	struct uplink_edge_settings *edge;
	size_t n_edge = list->n;
	struct tls_settings t = { .certificate = l->raw->link.certificate,
		                  .key = l->raw->link.key,
		                  .trust = l->raw->link.trust,
		                  .crl = l->raw->link.crl,
		                  .tls13_only = true };

	if (list->n == 0)
		return settings_fault(l, "link.edges", "there is none to dial");
	edge = region_alloc(s->memory, list->n * sizeof *edge);
	for (size_t i = 0; i < list->n; i++) {
		if (!read_edge(l, &list->item[i], &edge[i]))
			return false;
		for (size_t k = 0; k < i; k++)
			if (same_edge(&edge[k], &edge[i]))
				return reading_refuse(&l->r, &list->item[i], "link.edges",
				                      "stands twice");
	}
	if (!read_route(l, edge, &n_edge))
		return false;
	s->link = (struct uplink_settings){
		.edge = edge,
		.n_edge = n_edge,
		.domain = s->domain,
		.n_domain = s->n_domain,
		.limits = uplink_limits(),
		.keepalive_ms = l->raw->link.keepalive,
		.establish_ms = l->raw->link.establishment,
		.retry_min_ms = l->raw->link.retry_min,
		.retry_max_ms = l->raw->link.retry_max,
		.window_stanzas = l->raw->link.window_stanzas,
		.window_bytes = (uint32_t)l->raw->link.window_bytes,
	};
	if (s->link.retry_max_ms < s->link.retry_min_ms)
		return settings_fault(l, "link.retry-max", "is less than retry-min");
	s->link.tls = reading_tls(&l->r, "link", "link.trust", &t);
	reading_warn_of_lists(&l->r, "link.trust", s->link.tls);
	return s->link.tls != NULL && read_name(l);
}

/* --- the rest -------------------------------------------------------------- */

static bool read_values(const struct loading *l)
{
	const struct raw_gateway *raw = l->raw;
	struct gateway_settings *s = l->s;

	if (!reading_admin(&l->r, raw->control, raw->metrics, raw->probe_from,
	                   "127.0.0.1:9270", &s->admin))
		return false;
	s->watch_ms = raw->watch;
	s->log_message_bodies = raw->log_message_bodies;
	return reading_resolver(&l->r, &raw->resolver.forward, raw->resolver.trust_anchor,
	                        &s->resolver);
}

static bool read_partners(const struct loading *l)
{
	if (reading_probe_sender(&l->r, l->s->admin.probe_from, l->s->domain, l->s->n_domain))
		l->s->partners = reading_partners(&l->r, l->raw->partners, l->s->domain,
		                                  l->s->n_domain);
	return l->s->partners != NULL;
}

static bool read_all(const struct loading *l)
{
	return read_domains(l) && read_link(l) && settings_read_sip(l) &&
	       settings_read_access(l) && gateway_read_store(&l->r, l->raw->store, l->s) && read_values(l) &&
	       read_partners(l) && gateway_doubt(&l->r, l->s);
}

struct gateway_settings *gateway_settings_load(const char *path, struct fault *f)
{
	struct conf *c = conf_open(path, f);
	struct raw_gateway raw;
	struct loading l = { { c, NULL, f }, &raw, NULL };

	if (c == NULL)
		return NULL;
	if (!conf_read(c, gateway_keys, &raw, sizeof raw, f)) {
		conf_close(&c);
		return NULL;
	}
	l.s = mem_zalloc(sizeof *l.s);
	l.r.memory = l.s->memory = region_new();
	if (!read_all(&l))
		gateway_settings_free(&l.s);
	conf_clear(gateway_keys, &raw);
	conf_close(&c);
	return l.s;
}

void gateway_settings_free(struct gateway_settings **sp)
{
	struct gateway_settings *s = *sp;

	*sp = NULL;
	if (s == NULL)
		return;
	partners_free(&s->partners);
	tls_context_free(&s->link.tls);
	tls_context_free(&s->sip.server);
	tls_context_free(&s->sip.client);
	region_free(&s->memory);
	free(s);
}
