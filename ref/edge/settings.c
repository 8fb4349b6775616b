#include "edge/settings.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "partner/name.h"
#include "edge/settings_keys.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "lib/secret.h"
#include "lib/text.h"

struct loading {
	const struct conf *conf;
	const struct raw_settings *raw;
	struct edge_settings *s;
	struct fault *f;
};

static bool refuse_item(const struct loading *l, const struct conf_text *at,
                        const char *key, const char *why)
{
	return fault_set(l->f, conf_path(l->conf), at->line, at->column,
	                 "%s: \"%s\" %s", key, at->text, why);
}

static char *keep(const struct loading *l, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return NULL;
	return region_cstr(l->s->memory, view_of(text));
}

/* --- addresses ------------------------------------------------------------- */

/* With a port, or without: then it is `port`. */
static bool read_address(const char *text, unsigned port, struct address *out)
{
	struct buf b = { 0 };
	bool ok;

	if (address_parse(view_of(text), out))
		return true;
	buf_printf(&b, "%s:%u", text, port);
	ok = address_parse(buf_view(&b), out);
	buf_free(&b);
	return ok;
}

static bool same_address(const struct address *a, const struct address *b)
{
	return address_same_host(a, b) && address_port(a) == address_port(b);
}

/* Keeps the place.  Port 0 is any free one, each time another. */
static bool listen_once(const struct loading *l, const struct conf_text *item, const char *key,
                        const struct address *at)
{
	struct edge_settings *s = l->s;

	for (size_t i = 0; i < s->n_listens && address_port(at) != 0; i++)
		if (same_address(&s->listens[i].at, at))
			return fault_set(l->f, s->path, item->line, item->column,
			                 "%s: \"%s\" stands twice; it is also at "
			                 "line %u, column %u",
			                 key, item->text, s->listens[i].line,
			                 s->listens[i].column);
	s->listens[s->n_listens++] = (struct setting_place){ *at, item->line, item->column };
	return true;
}

static bool read_addresses(const struct loading *l, const struct conf_list *list,
                           const char *key, unsigned port,
                           struct address **out, size_t *n)
{
	*out = region_alloc(l->s->memory, (list->n + 1) * sizeof **out);
	for (size_t i = 0; i < list->n; i++) {
		if (!read_address(list->item[i].text, port, &(*out)[i]))
			return refuse_item(l, &list->item[i], key,
			                   "is not an address such as "
			                   "192.0.2.1:5269 or [2001:db8::1]:5269");
		if (!listen_once(l, &list->item[i], key, &(*out)[i]))
			return false;
	}
	*n = list->n;
	return true;
}

static bool read_listen(const struct loading *l)
{
	struct edge_settings *s = l->s;

	if (l->raw->listen.n == 0)
		return conf_fault(l->conf, "listen", l->f,
		                  "listen: no address is left to listen on");
	if (l->raw->link.listen.n == 0)
		return conf_fault(l->conf, "link.listen", l->f,
		                  "link.listen: no address is left to listen "
		                  "on");
	s->listens = region_alloc(
	        s->memory, (l->raw->listen.n + l->raw->listen_tls.n + l->raw->link.listen.n) *
	                           sizeof *s->listens);
	return read_addresses(l, &l->raw->listen, "listen", 5269, &s->listen,
	                      &s->n_listen) &&
	       read_addresses(l, &l->raw->listen_tls, "listen-tls", 5270,
	                      &s->listen_tls, &s->n_listen_tls) &&
	       read_addresses(l, &l->raw->link.listen, "link.listen", 23456,
	                      &s->link.listen, &s->link.n_listen);
}

/* An address, or address@port, as libunbound takes it. */
static bool is_forward(struct view text)
{
	char host[INET6_ADDRSTRLEN];
	unsigned char ip[16];
	struct view left, right;
	uint64_t port;

	if (view_cut(text, '@', &left, &right) &&
	    !text_u64(right, 1, 65535, &port))
		return false;
	if (left.n >= sizeof host)
		return false;
	memcpy(host, left.p, left.n);
	host[left.n] = '\0';
	return inet_pton(AF_INET, host, ip) == 1 ||
	       inet_pton(AF_INET6, host, ip) == 1;
}

static bool read_resolver(const struct loading *l)
{
	const struct conf_list *list = &l->raw->resolver.forward;
	struct edge_settings *s = l->s;

	const struct conf_place at = conf_where(l->conf, "resolver.trust-anchor");

	s->resolver_trust_anchor = keep(l, l->raw->resolver.trust_anchor);
	s->trust_anchor = (struct setting_place){ .line = at.line, .column = at.column };
	s->resolver_forward = region_alloc(s->memory, (list->n + 1) *
	                                   sizeof *s->resolver_forward);
	for (size_t i = 0; i < list->n; i++) {
		if (!is_forward(view_of(list->item[i].text)))
			return refuse_item(l, &list->item[i], "resolver.forward",
			                   "is not an address such as "
			                   "192.0.2.53 or 192.0.2.53@5353");
		s->resolver_forward[i] = keep(l, list->item[i].text);
	}
	s->n_resolver_forward = list->n;
	return true;
}

/* --- certificates ---------------------------------------------------------- */

/* A file of tls_context_new() that cannot be used: the fault moves to the key
 * in the configuration that names it, the file goes into its words. */
static void move_fault(const struct loading *l, const char *above,
                       const struct tls_settings *t, struct fault *inner)
{
	const char *file = inner->file != NULL ? inner->file : t->certificate;
	const char *key = t->trust != NULL && strcmp(file, t->trust) == 0
	                ? "trust"
	                : strcmp(file, t->key) == 0 ? "key" : "certificate";
	struct buf dotted = { 0 };

	/* `trust` of a domain is the one at the top of the file. */
	if (strcmp(key, "trust") == 0 && strcmp(above, "link") != 0)
		above = "";
	buf_printf(&dotted, "%s%s%s", above, above[0] != '\0' ? "." : "", key);
	conf_fault(l->conf, buf_cstr(&dotted), l->f, "%s: %s: %s", key, file,
	           inner->text);
	buf_free(&dotted);
}

static struct tls_context *load_tls(const struct loading *l, const char *above,
                                    const struct tls_settings *t)
{
	struct fault inner = { 0 };
	struct tls_context *c = tls_context_new(t, &inner);

	if (c == NULL)
		move_fault(l, above, t, &inner);
	fault_free(&inner);
	return c;
}

/* --- our domains ----------------------------------------------------------- */

static bool read_domain(const struct loading *l, const struct conf_text *at,
                        const struct raw_domain *raw)
{
	struct edge_settings *s = l->s;
	struct own_domain *d = &s->domain[s->n_domain];
	struct tls_settings t = { .certificate = raw->certificate,
		                  .key = raw->key, .trust = l->raw->trust,
		                  .alpn = "xmpp-server" };
	struct buf dotted = { 0 };
	struct domain_name name;
	const char *why;
	bool ok;

	if (!name_read(view_of(at->text), s->memory, &name, &why))
		return refuse_item(l, at, "domains", why);
	for (size_t i = 0; i < s->n_domain; i++)
		if (view_eq(s->domain[i].name, name.prepared))
			return refuse_item(l, at, "domains", "stands twice");
	d->name = name.prepared;
	d->ascii = region_cstr(s->memory, name.ascii);
	buf_puts(&dotted, "domains.");
	name_dotted(at->text, &dotted);
	d->tls = load_tls(l, buf_cstr(&dotted), &t);
	ok = d->tls != NULL;
	if (ok) {
		s->n_domain++;		/* from here edge_settings_free() frees it */
		if (!tls_context_names(d->tls, d->ascii)) {
			buf_puts(&dotted, ".certificate");
			ok = conf_fault(l->conf, buf_cstr(&dotted), l->f,
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
		return conf_fault(l->conf, "domains", l->f,
		                  "domains: there is none to serve");
	l->s->domain = region_alloc(l->s->memory,
	                            e->n * sizeof *l->s->domain);
	for (size_t i = 0; i < e->n; i++)
		if (!read_domain(l, &e->name[i],
		                 (const struct raw_domain *)e->value + i))
			return false;
	return true;
}

/* --- the link -------------------------------------------------------------- */

static bool read_link(const struct loading *l)
{
	const struct conf_list *names = &l->raw->link.gateways;
	struct edge_settings *s = l->s;
	struct tls_settings t = { .certificate = l->raw->link.certificate,
		                  .key = l->raw->link.key,
		                  .trust = l->raw->link.trust,
		                  .tls13_only = true };

	if (names->n == 0)
		return conf_fault(l->conf, "link.gateways", l->f,
		                  "link.gateways: no gateway could ever call");
	s->link.gateway = region_alloc(s->memory,
	                               names->n * sizeof *s->link.gateway);
	for (size_t i = 0; i < names->n; i++) {
		struct domain_name name;
		const char *why;

		if (!name_read(view_of(names->item[i].text), s->memory, &name,
		               &why))
			return refuse_item(l, &names->item[i], "link.gateways",
			                   why);
		s->link.gateway[i] = region_cstr(s->memory, name.ascii);
	}
	s->link.n_gateway = names->n;
	s->link.keepalive_ms = l->raw->link.keepalive;
	s->link.resume_ms = l->raw->link.resume;
	s->link.connections = l->raw->link.connections;
	s->link.window_stanzas = l->raw->link.window_stanzas;
	s->link.window_bytes = (uint32_t)l->raw->link.window_bytes;
	s->link.tls = load_tls(l, "link", &t);
	return s->link.tls != NULL;
}

/* --- the rest -------------------------------------------------------------- */

static bool read_values(const struct loading *l)
{
	const struct raw_settings *r = l->raw;
	struct edge_settings *s = l->s;
	struct address metrics;

	if (r->dialback_passphrase != NULL && r->dialback_passphrase[0] == '\0')
		return conf_fault(l->conf, "dialback-passphrase", l->f,
		                  "dialback-passphrase: is empty; leave the key "
		                  "out for a random one");
	if (r->metrics != NULL && r->metrics[0] != '\0' &&
	    !address_parse(view_of(r->metrics), &metrics))
		return conf_fault(l->conf, "metrics", l->f, "metrics: \"%s\" is "
		                  "not an address such as 127.0.0.1:9269",
		                  r->metrics);
	s->dialback_passphrase = keep(l, r->dialback_passphrase);
	s->control = keep(l, r->control);
	s->metrics = keep(l, r->metrics);
	s->connection_limit = r->connection_limit;
	s->partner_connection_limit = r->partner_connection_limit;
	s->establishment_ms = r->establishment;
	s->inactivity_ms = r->inactivity;
	s->keepalive_ms = r->keepalive;
	s->log_message_bodies = r->log_message_bodies;
	s->before = s->after = xml_limits_default;
	s->before.stanza = (size_t)r->stanza_limit_before;
	s->after.stanza = (size_t)r->stanza_limit;
	s->queue_stanzas = r->queue_stanzas;
	s->queue_bytes = (uint32_t)r->queue_bytes;
	s->pairs_per_stream = r->pairs_per_stream;
	s->backlog_bytes = (uint32_t)r->send_backlog;
	s->lookup_ms = (uint32_t)r->lookup;
	s->dial_ms = (uint32_t)r->dial;
	s->verify_ms = (uint32_t)r->verify;
	return true;
}

static void warn(void *arg, const struct fault *f)
{
	struct buf place = { 0 };

	(void)arg;
	buf_printf(&place, "%s:%u:%u", f->file, f->line, f->column);
	log_event(LOG_WARN, "configuration", LOG_V("at", buf_view(&place)),
	          LOG_S("warning", f->text));
	buf_free(&place);
}

static bool read_partners(const struct loading *l)
{
	struct edge_settings *s = l->s;
	struct view *own = mem_array(s->n_domain, sizeof *own);
	struct fault inner = { 0 };

	for (size_t i = 0; i < s->n_domain; i++)
		own[i] = s->domain[i].name;
	s->partners = partners_load(l->raw->partners, own, s->n_domain, warn,
	                            NULL, &inner);
	free(own);
	/* A place inside the file says more than the key that names it. */
	if (s->partners == NULL && inner.line == 0)
		conf_fault(l->conf, "partners", l->f, "partners: %s: %s",
		           l->raw->partners, inner.text);
	else if (s->partners == NULL)
		fault_set(l->f, inner.file, inner.line, inner.column, "%s",
		          inner.text);
	fault_free(&inner);
	return s->partners != NULL;
}

static void warn_unserved(const struct loading *l, const char *key,
                          const char *value)
{
	struct fault f = { 0 };

	if (value == NULL)
		return;
	conf_fault(l->conf, key, &f, "%s: is not served by this version", key);
	warn(NULL, &f);
	fault_free(&f);
}

static bool read_all(const struct loading *l)
{
	if (!read_values(l) || !read_listen(l) || !read_resolver(l) ||
	    !read_domains(l) || !read_link(l) || !read_partners(l))
		return false;
	warn_unserved(l, "control", l->s->control);
	warn_unserved(l, "metrics", l->s->metrics);
	return true;
}

struct edge_settings *edge_settings_load(const char *path, struct fault *f)
{
	struct conf *c = conf_open(path, f);
	struct raw_settings raw;
	struct loading l = { c, &raw, NULL, f };

	if (c == NULL)
		return NULL;
	if (!conf_read(c, settings_keys, &raw, sizeof raw, f)) {
		conf_close(&c);
		return NULL;
	}
	l.s = mem_zalloc(sizeof *l.s);
	l.s->memory = region_new();
	l.s->path = keep(&l, path);
	if (!read_all(&l))
		edge_settings_free(&l.s);
	if (raw.dialback_passphrase != NULL)
		secret_wipe(raw.dialback_passphrase,
		            strlen(raw.dialback_passphrase));
	conf_clear(settings_keys, &raw);
	conf_close(&c);
	return l.s;
}

void edge_settings_blame(const struct edge_settings *s, const struct address *at,
                         struct fault *f)
{
	struct setting_place place = s->trust_anchor;

	for (size_t i = 0; at != NULL && i < s->n_listens; i++)
		if (same_address(&s->listens[i].at, at)) {
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
	for (size_t i = 0; i < s->n_domain; i++)
		tls_context_free(&s->domain[i].tls);
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
