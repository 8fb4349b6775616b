#include "gateway/settings.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "gateway/agent.h"
#include "gateway/settings_keys.h"
#include "gateway/uplink_rules.h"
#include "jid/jid.h"
#include "lib/mem.h"
#include "lib/text.h"
#include "partner/name.h"
#include "partner/reading.h"
#include "sip/uri.h"

#define LINK_PORT 23456

struct loading {
	struct reading r;
	const struct raw_gateway *raw;
	struct gateway_settings *s;
};

static bool fault_at(const struct loading *l, const char *key, const char *why)
{
	return conf_fault(l->r.conf, key, l->r.f, "%s: %s", key, why);
}

/* --- our domains ----------------------------------------------------------- */

static bool read_domains(const struct loading *l)
{
	const struct conf_list *list = &l->raw->domains;
	struct gateway_settings *s = l->s;

	if (list->n == 0)
		return fault_at(l, "domains", "there is none to speak for");
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
	uint64_t port = LINK_PORT;

	if (view_cut(host, '@', &host, &behind)) {
		address = region_alloc(l->s->memory, sizeof *address);
		if (!reading_address(behind.p, LINK_PORT, address))
			return reading_refuse(&l->r, at, "link.edges",
			                      "does not end in an address such as "
			                      "192.0.2.5:23456");
		out->at = address;
		port = address_port(address);
	} else if (view_cut(host, ':', &host, &behind) && !text_u64(behind, 1, 65535, &port))
		return reading_refuse(&l->r, at, "link.edges", "has no port from 1 to 65535");
	if (!name_read(host, l->s->memory, &name, &why))
		return reading_refuse(&l->r, at, "link.edges", why);
	out->host = region_cstr(l->s->memory, name.ascii);
	out->port = (unsigned)port;
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
		       fault_at(l, "link.certificate",
		                "names no host; the edge "
		                "knows a gateway by a name in its certificate");
	}
	if (!name_read(view_of(l->raw->link.name), s->memory, &name, &why))
		return conf_fault(l->r.conf, "link.name", l->r.f, "link.name: \"%s\" %s",
		                  l->raw->link.name, why);
	s->link.name = region_cstr(s->memory, name.ascii);
	return tls_context_names(s->link.tls, s->link.name) ||
	       fault_at(l, "link.name", "is not in the certificate");
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
		return fault_at(l, "link.edges", "there is none to dial");
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
		.limits = xml_limits_default,
		.keepalive_ms = l->raw->link.keepalive,
		.establish_ms = l->raw->link.establishment,
		.retry_min_ms = l->raw->link.retry_min,
		.retry_max_ms = l->raw->link.retry_max,
		.window_stanzas = l->raw->link.window_stanzas,
		.window_bytes = (uint32_t)l->raw->link.window_bytes,
	};
	if (s->link.retry_max_ms < s->link.retry_min_ms)
		return fault_at(l, "link.retry-max", "is less than retry-min");
	s->link.tls = reading_tls(&l->r, "link", "link.trust", &t);
	reading_warn_of_lists(&l->r, "link.trust", s->link.tls);
	return s->link.tls != NULL && read_name(l);
}

/* --- SIP ------------------------------------------------------------------- */

static bool read_listen(const struct loading *l)
{
	const struct conf_list *list = &l->raw->sip.listen;
	struct gateway_settings *s = l->s;

	if (list->n == 0)
		return fault_at(l, "sip.listen", "no address is left to listen on");
	s->sip.listen = region_alloc(s->memory, list->n * sizeof *s->sip.listen);
	for (size_t i = 0; i < list->n; i++) {
		struct transport_listen *out = &s->sip.listen[i];
		struct view word, at;

		if (!view_cut(view_of(list->item[i].text), ':', &word, &at) ||
		    !sip_transport_named(word, &out->transport) ||
		    !reading_address(at.p, gateway_port(out->transport), &out->at))
			return reading_refuse(&l->r, &list->item[i], "sip.listen",
			                      "is not udp:, tcp: or tls: and an "
			                      "address, such as "
			                      "tls:192.0.2.6:5098");
		for (size_t k = 0; k < i; k++)
			if ((s->sip.listen[k].transport == SIP_UDP) ==
			            (out->transport == SIP_UDP) &&
			    address_overlaps(&s->sip.listen[k].at, &out->at))
				return reading_refuse(&l->r, &list->item[i], "sip.listen",
				                      "cannot be listened at beside another of "
				                      "the list");
		out->line = list->item[i].line;
		out->column = list->item[i].column;
	}
	s->sip.n_listen = list->n;
	return true;
}

static bool wants_tls(const struct gateway_settings *s)
{
	for (size_t i = 0; i < s->sip.n_listen; i++)
		if (s->sip.listen[i].transport == SIP_TLS)
			return true;
	return false;
}

static bool read_sip_tls(const struct loading *l)
{
	const struct raw_gateway *raw = l->raw;
	struct gateway_settings *s = l->s;
	struct tls_settings t = { .certificate = raw->sip.certificate,
		                  .key = raw->sip.key,
		                  .trust = raw->sip.trust,
		                  .crl = raw->sip.crl };

	if (t.certificate == NULL && t.key == NULL && t.trust == NULL && t.crl == NULL)
		return !wants_tls(s) || fault_at(l, "sip.listen",
		                                 "tls needs sip.certificate, "
		                                 "sip.key and sip.trust");
	if (t.certificate == NULL)
		return fault_at(l, "sip.certificate",
		                "is missing beside key and "
		                "trust");
	if (t.key == NULL)
		return fault_at(l, "sip.key",
		                "is missing beside certificate and "
		                "trust");
	if (t.trust == NULL)
		return fault_at(l, "sip.trust",
		                "is missing beside certificate and "
		                "key");
	s->sip.server = reading_tls(&l->r, "sip", "sip.trust", &t);
	if (s->sip.server == NULL)
		return false;
	reading_warn_of_lists(&l->r, "sip.trust", s->sip.server);
	s->sip.client = reading_tls(&l->r, "sip", "sip.trust", &t);
	return s->sip.client != NULL;
}

/* A numeric next hop where we listen ourselves: each request would come back. */
static bool is_ourselves(const struct gateway_settings *s, const struct sip_uri *uri,
                         enum sip_transport t)
{
	unsigned port = uri->port != 0 ? uri->port : sip_default_port(t);
	struct buf text = { 0 };
	char at[ADDRESS_MAX];
	bool found = false;

	buf_printf(&text, uri->host_kind == SIP_HOST_IPV6 ? "[%.*s]:%u" : "%.*s:%u",
	           VIEW_ARG(uri->host), port);
	for (size_t i = 0; i < s->sip.n_listen; i++)
		found = found ||
		        (s->sip.listen[i].transport == t &&
		         view_is(buf_view(&text), address_print(&s->sip.listen[i].at, at)));
	buf_free(&text);
	return found;
}

static bool read_next_hop(const struct loading *l)
{
	struct gateway_settings *s = l->s;
	struct sip_uri uri;
	struct view transport;
	enum sip_transport t = SIP_UDP;
	const char *why = "is no sip: URI";

	if (!sip_uri_read(view_of(l->raw->sip.next_hop), &uri, &why) ||
	    (uri.scheme != SIP_SCHEME_SIP && uri.scheme != SIP_SCHEME_SIPS))
		return conf_fault(l->r.conf, "sip.next-hop", l->r.f, "sip.next-hop: \"%s\" %s",
		                  l->raw->sip.next_hop, why);
	if (sip_uri_parameter(&uri, "transport", &transport) &&
	    !sip_transport_named(transport, &t))
		return fault_at(l, "sip.next-hop",
		                "transport is none of udp, tcp, "
		                "tls");
	if (uri.scheme == SIP_SCHEME_SIPS)
		t = SIP_TLS;
	if (t == SIP_TLS && s->sip.client == NULL)
		return fault_at(l, "sip.next-hop",
		                "tls needs sip.certificate, "
		                "sip.key and sip.trust");
	if (is_ourselves(s, &uri, t))
		return fault_at(l, "sip.next-hop", "is sip.listen, this gateway itself");
	s->sip.next_hop_tls = t == SIP_TLS;
	s->sip.next_hop = reading_keep(&l->r, l->raw->sip.next_hop);
	return true;
}

bool gateway_is_address(const char *text)
{
	unsigned char ip[16];

	return inet_pton(AF_INET, text, ip) == 1 || inet_pton(AF_INET6, text, ip) == 1;
}

static bool read_trusted(const struct loading *l)
{
	const struct conf_list *list = &l->raw->sip.trusted;
	struct gateway_settings *s = l->s;

	if (list->n == 0)
		return fault_at(l, "sip.trusted",
		                "nobody could ever send a "
		                "request");
	s->sip.trusted = region_alloc(s->memory, list->n * sizeof *s->sip.trusted);
	for (size_t i = 0; i < list->n; i++) {
		const struct conf_text *at = &list->item[i];
		struct domain_name name;
		const char *why;

		if (gateway_is_address(at->text))
			s->sip.trusted[i] = view_of(region_cstr(s->memory, view_of(at->text)));
		else if (name_read(view_of(at->text), s->memory, &name, &why))
			s->sip.trusted[i] = view_of(region_cstr(s->memory, name.ascii));
		else
			return reading_refuse(&l->r, at, "sip.trusted", why);
	}
	s->sip.n_trusted = list->n;
	return true;
}

static bool read_sip_values(const struct loading *l)
{
	const struct raw_gateway *raw = l->raw;
	struct gateway_settings *s = l->s;

	if (!agent_is_valid(view_of(raw->sip.user_agent)))
		return fault_at(l, "sip.user-agent",
		                "is no list of products such as fedlab-gateway/1.0");
	s->sip.user_agent = reading_keep(&l->r, raw->sip.user_agent);
	s->sip.profile = (enum sip_profile)raw->sip.profile;
	s->sip.t1 = raw->sip.t1;
	s->sip.t2 = raw->sip.t2;
	s->sip.t4 = raw->sip.t4;
	s->sip.ack_wait = raw->sip.ack_wait;
	s->sip.answer_wait = raw->sip.answer_wait;
	s->sip.typing_lasts = raw->sip.typing_lasts;
	s->sip.poll_wait = raw->sip.poll_wait;
	s->sip.notify_interval = raw->sip.notify_interval;
	s->sip.retry_min = raw->sip.retry_min;
	s->sip.retry_max = raw->sip.retry_max;
	s->sip.spread = raw->sip.spread;
	s->sip.pending = raw->sip.pending;
	s->sip.probe_wait = raw->sip.probe_wait;
	s->sip.ping_interval = raw->sip.ping_interval;
	s->sip.pong_wait = raw->sip.pong_wait;
	s->sip.connect_timeout = raw->sip.connect_timeout;
	s->sip.idle_timeout = raw->sip.idle_timeout;
	s->sip.expires = (uint32_t)(raw->sip.expires / 1000);
	s->sip.expires_min = (uint32_t)(raw->sip.expires_min / 1000);
	s->sip.expires_max = (uint32_t)(raw->sip.expires_max / 1000);
	s->sip.message_limit = (uint32_t)raw->sip.message_limit;
	s->sip.document_limit = (uint32_t)raw->sip.document_limit;
	s->sip.stanza_limit = (uint32_t)raw->sip.stanza_limit;
	s->sip.queue_limit = raw->sip.queue_limit;
	s->sip.queue_total = raw->sip.queue_total;
	s->sip.transactions = raw->sip.transactions;
	s->sip.connections = raw->sip.connections;
	s->sip.watch_limit = raw->sip.watch_limit;
	s->sip.user_watch_limit = raw->sip.user_watch_limit;
	s->sip.global_failures = raw->sip.global_failures;
	s->sip.timestamps = raw->sip.timestamps;
	if (s->sip.expires_max < s->sip.expires_min)
		return fault_at(l, "sip.expires-max", "is less than expires-min");
	if (s->sip.retry_max < s->sip.retry_min)
		return fault_at(l, "sip.retry-max", "is less than retry-min");
	if (s->sip.t2 < s->sip.t1)
		return fault_at(l, "sip.t2", "is less than t1");
	return true;
}

/* --- who may talk ---------------------------------------------------------- */

static struct access_policy policy(bool federation, bool xmpp, bool public_cloud)
{
	return (struct access_policy){ federation, xmpp, public_cloud };
}

/* LYNC-GATE-3: xmpp without federation is loaded, and permits nothing. */
static void warn_useless(const struct loading *l, const char *dotted,
                         const struct access_policy *p)
{
	if (p->xmpp && !p->federation)
		reading_warn_at(&l->r, dotted,
		                "xmpp without federation permits "
		                "nothing");
}

static void dotted_name(const char *above, const char *name, struct buf *out)
{
	buf_puts(out, above);
	name_dotted(name, out);
}

/* "user@domain", prepared as addresses are compared. */
static bool read_user(const struct loading *l, const struct conf_text *at, const char *key,
                      struct view *out)
{
	struct jid j;
	const char *why;

	if (!jid_read(view_of(at->text), l->s->memory, &j, &why))
		return reading_refuse(&l->r, at, key, why);
	if (j.local.n == 0 || j.resource.n != 0)
		return reading_refuse(&l->r, at, key, "is not user@domain");
	if (!gateway_serves(l->s, j.domain))
		return reading_refuse(&l->r, at, key, "is not of a domain in `domains`");
	*out = jid_bare(&j, l->s->memory);
	return true;
}

static bool read_users(const struct loading *l)
{
	const struct conf_entries *e = &l->raw->access.users;
	struct access *a = &l->s->access;
	struct access_user *user = region_alloc(l->s->memory, (e->n + 1) * sizeof *user);

	for (size_t i = 0; i < e->n; i++) {
		const struct raw_policy *raw = (const struct raw_policy *)e->value + i;
		struct buf dotted = { 0 };

		if (!read_user(l, &e->name[i], "access.users", &user[i].user))
			return false;
		for (size_t k = 0; k < i; k++)
			if (view_eq(user[k].user, user[i].user))
				return reading_refuse(&l->r, &e->name[i], "access.users",
				                      "stands twice");
		user[i].policy = policy(raw->federation, raw->xmpp, raw->public_cloud);
		dotted_name("access.users.", e->name[i].text, &dotted);
		warn_useless(l, buf_cstr(&dotted), &user[i].policy);
		buf_free(&dotted);
	}
	a->user = user;
	a->n_user = e->n;
	return true;
}

/* One star at most; without one it is an address, and compared as such. */
static bool read_pattern(const struct loading *l, const struct conf_text *at, const char **out)
{
	const char *star = strchr(at->text, '*');
	struct view user;

	if (star == NULL) {
		if (!read_user(l, at, "access.sites", &user))
			return false;
		*out = region_cstr(l->s->memory, user);
		return true;
	}
	if (strchr(star + 1, '*') != NULL)
		return reading_refuse(&l->r, at, "access.sites", "has more than one star");
	*out = reading_keep(&l->r, at->text);
	return true;
}

static bool read_sites(const struct loading *l)
{
	const struct conf_entries *e = &l->raw->access.sites;
	struct access *a = &l->s->access;
	struct access_site *site = region_alloc(l->s->memory, (e->n + 1) * sizeof *site);

	for (size_t i = 0; i < e->n; i++) {
		const struct raw_site *raw = (const struct raw_site *)e->value + i;
		const char **pattern = region_alloc(l->s->memory,
		                                    (raw->users.n + 1) * sizeof *pattern);
		struct buf dotted = { 0 };

		for (size_t k = 0; k < raw->users.n; k++)
			if (!read_pattern(l, &raw->users.item[k], &pattern[k]))
				return false;
		site[i].name = reading_keep(&l->r, e->name[i].text);
		site[i].pattern = pattern;
		site[i].n_pattern = raw->users.n;
		site[i].policy = policy(raw->federation, raw->xmpp, raw->public_cloud);
		dotted_name("access.sites.", e->name[i].text, &dotted);
		warn_useless(l, buf_cstr(&dotted), &site[i].policy);
		buf_free(&dotted);
	}
	a->site = site;
	a->n_site = e->n;
	return true;
}

static bool read_access(const struct loading *l)
{
	const struct raw_policy *global = &l->raw->access.global;
	struct access *a = &l->s->access;

	a->allow_federated_users = l->raw->access.allow_federated_users;
	a->has_global = conf_where(l->r.conf, "access.global").line != 0;
	a->global = policy(global->federation, global->xmpp, global->public_cloud);
	warn_useless(l, "access.global", &a->global);
	if (!a->allow_federated_users)
		reading_warn_at(&l->r, "access.allow-federated-users",
		                "is no: nobody may talk to partners");
	return read_users(l) && read_sites(l);
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
	l->s->partners = reading_partners(&l->r, l->raw->partners, l->s->domain,
	                                  l->s->n_domain);
	return l->s->partners != NULL;
}

static bool read_all(const struct loading *l)
{
	return read_domains(l) && read_link(l) && read_listen(l) && read_sip_tls(l) &&
	       read_next_hop(l) && read_trusted(l) && read_sip_values(l) && read_access(l) &&
	       gateway_read_store(&l->r, l->raw->store, l->s) && read_values(l) &&
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
