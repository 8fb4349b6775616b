#include "edge/settings.h"

#include <stdlib.h>
#include <string.h>

#include "edge/settings_keys.h"
#include "lib/mem.h"
#include "lib/secret.h"
#include "partner/name.h"
#include "partner/reading.h"

#define STREAM_RATE_LEAST 4096

struct loading {
	struct reading r;
	const struct raw_settings *raw;
	struct edge_settings *s;
};

/* Keeps the place. */
static bool listen_once(const struct loading *l, const struct conf_text *item, const char *key,
                        const struct address *at)
{
	struct edge_settings *s = l->s;

	for (size_t i = 0; i < s->n_listens; i++)
		if (address_overlaps(&s->listens[i].at, at))
			return fault_set(l->r.f, s->path, item->line, item->column,
			                 address_same(&s->listens[i].at, at)
			                         ? "%s: \"%s\" stands twice; it is also at "
			                           "line %u, column %u"
			                         : "%s: \"%s\" cannot be listened at beside "
			                           "that of line %u, column %u: one of the "
			                           "two is any address",
			                 key, item->text, s->listens[i].line,
			                 s->listens[i].column);
	s->listens[s->n_listens++] = (struct setting_place){ *at, item->line, item->column };
	return true;
}

static bool read_addresses(const struct loading *l, const struct conf_list *list,
                           const char *key, unsigned port, struct address **out, size_t *n)
{
	if (!reading_addresses(&l->r, list, key, port, out, n))
		return false;
	for (size_t i = 0; i < *n; i++)
		if (!listen_once(l, &list->item[i], key, &(*out)[i]))
			return false;
	return true;
}

static bool takes_ipv4(const struct edge_settings *s, unsigned port)
{
	for (size_t i = 0; i < s->n_listens; i++)
		if (s->listens[i].at.ss.ss_family == AF_INET &&
		    address_port(&s->listens[i].at) == port)
			return true;
	return false;
}

static void also_ipv4(struct edge_settings *s, const struct address *six, struct address *out)
{
	address_parse(VIEW("0.0.0.0:0"), out);
	address_set_port(out, address_port(six));
	for (size_t i = 0; i < s->n_listens; i++)
		if (address_same(&s->listens[i].at, six)) {
			s->listens[s->n_listens] = s->listens[i];
			s->listens[s->n_listens++].at = *out;
			return;
		}
}

/* [::] is any address, as with other daemons.  Its socket takes IPv6 alone, so that
 * addresses of both can be listed: where none of IPv4 is, it gets one beside it. */
static void complete(struct edge_settings *s, struct address **list, size_t *n)
{
	struct address *all = region_alloc(s->memory, 2 * (*n + 1) * sizeof *all);
	size_t listed = *n;

	for (size_t i = 0; i < listed; i++)
		all[i] = (*list)[i];
	for (size_t i = 0; i < listed; i++)
		if (all[i].ss.ss_family == AF_INET6 && address_is_any(&all[i]) &&
		    address_port(&all[i]) != 0 && !takes_ipv4(s, address_port(&all[i])))
			also_ipv4(s, &all[i], &all[(*n)++]);
	*list = all;
}

static bool read_listen(const struct loading *l)
{
	struct edge_settings *s = l->s;

	if (l->raw->listen.n == 0)
		return conf_fault(l->r.conf, "listen", l->r.f,
		                  "listen: no address is left to listen on");
	if (l->raw->link.listen.n == 0)
		return conf_fault(l->r.conf, "link.listen", l->r.f,
		                  "link.listen: no address is left to listen "
		                  "on");
	s->listens = region_alloc(
	        s->memory, (2 * (l->raw->listen.n + l->raw->listen_tls.n + l->raw->link.listen.n) +
	                    l->raw->call_from.n) *
	                           sizeof *s->listens);
	if (!read_addresses(l, &l->raw->listen, "listen", 5269, &s->listen, &s->n_listen) ||
	    !read_addresses(l, &l->raw->listen_tls, "listen-tls", 5270, &s->listen_tls,
	                    &s->n_listen_tls) ||
	    !settings_read_source(&l->r, &l->raw->call_from, s) ||
	    !read_addresses(l, &l->raw->link.listen, "link.listen", 23456, &s->link.listen,
	                    &s->link.n_listen))
		return false;
	complete(s, &s->listen, &s->n_listen);
	complete(s, &s->listen_tls, &s->n_listen_tls);
	complete(s, &s->link.listen, &s->link.n_listen);
	for (size_t i = 0; i < s->n_listens; i++)
		if (!reading_metrics_apart(&l->r, s->admin.metrics, "the edge", &s->listens[i].at,
		                           (struct conf_place){ s->listens[i].line,
		                                                s->listens[i].column }))
			return false;
	return true;
}

/* --- our domains ----------------------------------------------------------- */

static bool read_domain(const struct loading *l, const struct conf_text *at,
                        const struct raw_domain *raw)
{
	struct edge_settings *s = l->s;
	struct own_domain *d = &s->domain[s->n_domain];
	struct tls_settings t = { .certificate = raw->certificate,
		                  .key = raw->key,
		                  .trust = l->raw->trust,
		                  .crl = l->raw->crl,
		                  .alpn = "xmpp-server",
		                  .resumable = l->raw->tls_session_limit };
	struct buf dotted = { 0 };
	struct domain_name name;
	const char *why;
	bool ok;

	if (!name_read(view_of(at->text), s->memory, &name, &why))
		return reading_refuse(&l->r, at, "domains", why);
	for (size_t i = 0; i < s->n_domain; i++)
		if (view_eq(s->domain[i].name, name.prepared))
			return reading_refuse(&l->r, at, "domains", "stands twice");
	d->name = name.prepared;
	d->ascii = region_cstr(s->memory, name.ascii);
	buf_puts(&dotted, "domains.");
	name_dotted(at->text, &dotted);
	d->tls = reading_tls(&l->r, buf_cstr(&dotted), "trust", &t);
	ok = d->tls != NULL;
	if (ok) {
		s->n_domain++;		/* from here edge_settings_free() frees it */
		if (!tls_context_names(d->tls, d->ascii)) {
			buf_puts(&dotted, ".certificate");
			ok = conf_fault(l->r.conf, buf_cstr(&dotted), l->r.f,
			                "certificate: %s: does not name %s",
			                raw->certificate, at->text);
		}
	}
	buf_free(&dotted);
	return ok;
}

static bool read_domains(const struct loading *l)
{
	const struct conf_entries *e = &l->raw->domains;

	if (e->n == 0)
		return conf_fault(l->r.conf, "domains", l->r.f,
		                  "domains: there is none to serve");
	l->s->domain = region_alloc(l->s->memory,
	                            e->n * sizeof *l->s->domain);
	for (size_t i = 0; i < e->n; i++)
		if (!read_domain(l, &e->name[i],
		                 (const struct raw_domain *)e->value + i))
			return false;
	reading_warn_of_lists(&l->r, "trust", l->s->domain[0].tls);
	return true;
}

/* TLS from the first byte knows no `to` yet: who asks for a domain of ours by
 * SNI is shown its certificate, everybody else that of the first one. */
static bool read_direct_tls(const struct loading *l)
{
	const struct conf_entries *e = &l->raw->domains;
	const struct raw_domain *first = e->value;
	struct edge_settings *s = l->s;
	struct tls_settings t = { .certificate = first->certificate,
		                  .key = first->key,
		                  .trust = l->raw->trust,
		                  .crl = l->raw->crl,
		                  .alpn = "xmpp-server",
		                  .resumable = l->raw->tls_session_limit };
	struct buf dotted = { 0 };

	if (s->n_listen_tls == 0)
		return true;
	buf_puts(&dotted, "domains.");
	name_dotted(e->name[0].text, &dotted);
	s->direct_tls = reading_tls(&l->r, buf_cstr(&dotted), "trust", &t);
	for (size_t i = 1; i < s->n_domain && s->direct_tls != NULL; i++)
		tls_context_serve(s->direct_tls, s->domain[i].ascii, s->domain[i].tls);
	buf_free(&dotted);
	return s->direct_tls != NULL;
}

/* --- the link -------------------------------------------------------------- */

static bool read_link(const struct loading *l)
{
	const struct conf_list *names = &l->raw->link.gateways;
	struct edge_settings *s = l->s;
	struct tls_settings t = { .certificate = l->raw->link.certificate,
		                  .key = l->raw->link.key,
		                  .trust = l->raw->link.trust,
		                  .crl = l->raw->link.crl,
		                  .tls13_only = true };

	if (names->n == 0)
		return conf_fault(l->r.conf, "link.gateways", l->r.f,
		                  "link.gateways: no gateway could ever call");
	s->link.gateway = region_alloc(s->memory,
	                               names->n * sizeof *s->link.gateway);
	for (size_t i = 0; i < names->n; i++) {
		struct domain_name name;
		const char *why;

		if (!name_read(view_of(names->item[i].text), s->memory, &name,
		               &why))
			return reading_refuse(&l->r, &names->item[i], "link.gateways",
			                   why);
		s->link.gateway[i] = region_cstr(s->memory, name.ascii);
	}
	s->link.n_gateway = names->n;
	s->link.keepalive_ms = l->raw->link.keepalive;
	s->link.resume_ms = l->raw->link.resume;
	s->link.connections = l->raw->link.connections;
	s->link.window_stanzas = l->raw->link.window_stanzas;
	s->link.window_bytes = (uint32_t)l->raw->link.window_bytes;
	s->link.required = l->raw->link.required;
	s->link.tls = reading_tls(&l->r, "link", "link.trust", &t);
	reading_warn_of_lists(&l->r, "link.trust", s->link.tls);
	return s->link.tls != NULL;
}

/* --- the rest -------------------------------------------------------------- */

static bool read_values(const struct loading *l)
{
	const struct raw_settings *r = l->raw;
	struct edge_settings *s = l->s;

	if (r->dialback_passphrase != NULL && r->dialback_passphrase[0] == '\0')
		return conf_fault(l->r.conf, "dialback-passphrase", l->r.f,
		                  "dialback-passphrase: is empty; leave the key "
		                  "out for a random one");
	/* One read is 64KiB at most: a pause of more than 16 s would look like an end. */
	if (r->stream_rate != 0 && r->stream_rate < STREAM_RATE_LEAST)
		return conf_fault(l->r.conf, "stream-rate", l->r.f,
		                  "stream-rate: must be 0 or at least 4KiB");
	if (!reading_admin(&l->r, r->control, r->metrics, r->probe_from,
	                   "127.0.0.1:9269", &s->admin))
		return false;
	s->dialback_passphrase = reading_keep(&l->r, r->dialback_passphrase);
	s->connection_limit = r->connection_limit;
	s->partner_connection_limit = r->partner_connection_limit;
	s->connection_rate = r->connection_rate;
	s->establishment_ms = r->establishment;
	s->inactivity_ms = r->inactivity;
	s->keepalive_ms = r->keepalive;
	s->log_message_bodies = r->log_message_bodies;
	s->bidi = r->bidi;
	s->sm = r->stream_management;
	s->resume_ms = r->resume;
	s->reconnect_ms = r->reconnect;
	s->retry_ms = r->retry;
	s->ack_ms = r->ack;
	s->unacked_stanzas = r->unacked_stanzas;
	s->unacked_bytes = (uint32_t)r->unacked_bytes;
	s->before = s->after = xml_limits_default;
	s->before.stanza = (size_t)r->stanza_limit_before;
	s->after.stanza = (size_t)r->stanza_limit;
	s->queue_stanzas = r->queue_stanzas;
	s->queue_bytes = (uint32_t)r->queue_bytes;
	s->pairs_per_stream = r->pairs_per_stream;
	s->stream_rate = r->stream_rate;
	s->backlog_bytes = (uint32_t)r->send_backlog;
	s->lookup_ms = (uint32_t)r->lookup;
	s->dial_ms = (uint32_t)r->dial;
	s->verify_ms = (uint32_t)r->verify;
	return true;
}

static bool read_partners(const struct loading *l)
{
	struct edge_settings *s = l->s;
	struct view *own = mem_array(s->n_domain, sizeof *own);

	for (size_t i = 0; i < s->n_domain; i++)
		own[i] = s->domain[i].name;
	if (reading_probe_sender(&l->r, s->admin.probe_from, own, s->n_domain))
		s->partners = reading_partners(&l->r, l->raw->partners, own, s->n_domain);
	free(own);
	return s->partners != NULL;
}

static void warn_of_list(const struct loading *l, const struct partner *p,
                         const struct tls_context *c)
{
	struct fault f = { 0 };
	bool in_trust;
	const char *stale = tls_context_stale(c, &in_trust);

	if (stale == NULL)
		return;
	fault_set(&f, l->raw->partners, p->trust_line, p->trust_column, "%s: trust: %s", p->domain,
	          stale);
	reading_warn(&f);
	fault_free(&f);
}

static bool read_trust_of(const struct loading *l, const struct partner *p)
{
	const struct tls_settings t = { .trust = p->trust };
	struct tls_context **to = &l->s->partner_trust[p->number];
	struct fault inner = { 0 };

	if (p->trust == NULL || *to != NULL)
		return true;
	*to = tls_context_new(&t, &inner);
	if (*to == NULL)
		fault_set(l->r.f, l->raw->partners, p->trust_line, p->trust_column,
		          "%s: trust: %s: %s", p->domain, p->trust, inner.text);
	else
		warn_of_list(l, p, *to);
	fault_free(&inner);
	return *to != NULL;
}

static bool read_partner_trust(const struct loading *l)
{
	struct edge_settings *s = l->s;
	const struct partner *p;
	struct view domain;
	size_t pos = 0;

	while (partners_next(s->partners, &pos, &domain, &p))
		if (p->number >= s->n_partner_trust)
			s->n_partner_trust = p->number + 1;
	s->partner_trust = mem_array(s->n_partner_trust + 1, sizeof *s->partner_trust);
	for (size_t i = 0; i < s->n_partner_trust; i++)
		s->partner_trust[i] = NULL;
	for (pos = 0; partners_next(s->partners, &pos, &domain, &p);)
		if (!read_trust_of(l, p))
			return false;
	return true;
}

static bool read_all(const struct loading *l)
{
	bool good =
	        read_values(l) && read_listen(l) &&
	        reading_resolver(&l->r, &l->raw->resolver.forward,
	                         l->raw->resolver.trust_anchor, &l->s->resolver) &&
	        read_domains(l) && read_direct_tls(l) && read_link(l) && read_partners(l) &&
	        read_partner_trust(l);

	if (good)
		settings_doubt(&l->r, l->raw, l->s);
	return good;
}

struct edge_settings *edge_settings_load(const char *path, struct fault *f)
{
	struct conf *c = conf_open(path, f);
	struct raw_settings raw;
	struct loading l = { { c, NULL, f }, &raw, NULL };

	if (c == NULL)
		return NULL;
	if (!conf_read(c, settings_keys, &raw, sizeof raw, f)) {
		conf_close(&c);
		return NULL;
	}
	l.s = mem_zalloc(sizeof *l.s);
	l.r.memory = l.s->memory = region_new();
	l.s->path = reading_keep(&l.r, path);
	if (!read_all(&l))
		edge_settings_free(&l.s);
	conf_clear(settings_keys, &raw);
	conf_close(&c);
	return l.s;
}

void edge_settings_blame(const struct edge_settings *s, const struct address *at,
                         struct fault *f)
{
	struct setting_place place = { .line = 0 };

	for (size_t i = 0; i < s->n_listens; i++)
		if (address_same(&s->listens[i].at, at)) {
			place = s->listens[i];
			break;
		}
	if (s->path != NULL && f->file == NULL)
		fault_set(f, s->path, place.line, place.column, "%s", f->text);
}

void edge_settings_free(struct edge_settings **sp)
{
	struct edge_settings *s = *sp;

	if (s == NULL)
		return;
	partners_free(&s->partners);
	for (size_t i = 0; i < s->n_partner_trust; i++)
		tls_context_free(&s->partner_trust[i]);
	free(s->partner_trust);
	for (size_t i = 0; i < s->n_domain; i++)
		tls_context_free(&s->domain[i].tls);
	tls_context_free(&s->direct_tls);
	tls_context_free(&s->link.tls);
	if (s->dialback_passphrase != NULL)
		secret_wipe(s->dialback_passphrase,
		            strlen(s->dialback_passphrase));
	region_free(&s->memory);
	free(s);
	*sp = NULL;
}

const struct own_domain *own_domain(const struct edge_settings *s,
                                    struct view prepared)
{
	for (size_t i = 0; i < s->n_domain; i++)
		if (view_eq(s->domain[i].name, prepared))
			return &s->domain[i];
	return NULL;
}
