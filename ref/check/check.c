#include "check/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "edge/edge_private.h"
#include "edge/probe.h"
#include "lib/mem.h"

struct check {
	struct edge *edge;
	uint64_t id;
	const struct check_ops *ops;
	void *arg;
	enum check_step step;
	size_t domain;  /* of the settings, that is walked; behind the last: partners */
	size_t partner; /* position of partners_next() */
	char *about;

	char host[CHECK_TARGETS_MAX][DNS_NAME_SIZE];
	unsigned host_port[CHECK_TARGETS_MAX];
	size_t n_hosts, at_host;
	struct dns_reply *four; /* the answer for A, while AAAA is asked for */
	struct address address[CHECK_ADDRESSES_MAX];
	size_t n_addresses, at_address;
	bool more; /* than there is room for */
	struct conn *conn;
	struct timer *timer;
	uint64_t until; /* the next row is due */
	uint64_t probe;
	struct buf found, advice; /* of the partner that is probed */
	bool broken;
	bool over;
};

static void advance(void *arg);

static void next(struct check *c)
{
	loop_defer(c->edge->loop, advance, c);
}

static void tell_advice(struct check *c, enum check_result result, const char *detail,
                        const char *advice)
{
	struct check_row row = { c->step, result, c->about, detail,
		                 result == CHECK_OK ? "" : advice };

	c->until = loop_now(c->edge->loop) + CHECK_ROW_MS;
	c->ops->row(c->arg, &row);
}

static void tell(struct check *c, enum check_result result, const char *detail)
{
	tell_advice(c, result, detail, check_step_advice(c->step));
}

static void tellf(struct check *c, enum check_result result, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

static void tellf(struct check *c, enum check_result result, const char *fmt, ...)
{
	struct buf words = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&words, fmt, ap);
	va_end(ap);
	tell(c, result, buf_cstr(&words));
	buf_free(&words);
}

static void set_about(struct check *c, struct view who)
{
	free(c->about);
	c->about = view_dup(who);
}

/* --- a domain of ours ---------------------------------------------------------------- */

static const struct own_domain *domain_of(const struct check *c)
{
	return &c->edge->settings->domain[c->domain];
}

/* A resolver that a reload has replaced forgets what it was asked. */
static void ask_dns(struct check *c, const char *name, enum dns_type type, dns_ask_fn *fn)
{
	dns_ask(c->edge->resolver, name, (int)type, c->id, fn, c->edge);
	timer_set(c->timer, c->until);
}

static void next_domain(struct check *c)
{
	c->domain++;
	c->step = CHECK_CERTIFICATE;
	next(c);
}

/* DNS says neither that the name is there nor that it is not. */
static void dns_failed(struct check *c, const char *name, const char *why)
{
	struct buf detail = { 0 };

	buf_printf(&detail, "%s: DNS gives no answer that can be used%s%s", name,
	           why != NULL ? ": " : "", why != NULL ? why : "");
	tell_advice(c, CHECK_AMISS, buf_cstr(&detail),
	            probe_advice(CAUSE_DNS_FAILED, PROBE_DNS));
	buf_free(&detail);
	next_domain(c);
}

static void look_at_certificate(struct check *c)
{
	const struct own_domain *d = domain_of(c);
	enum cause own = tls_context_own(d->tls, false);
	enum cause client = tls_context_own(d->tls, true);
	int days = tls_context_days(d->tls);
	enum check_result r = check_certificate(own, client, days);

	set_about(c, d->name);
	if (own != CAUSE_NONE)
		tellf(c, r, "%s: %s", cause_label(own), cause_words(own));
	else
		tellf(c, r, "good for %d more days%s", days,
		      client != CAUSE_NONE ? "; not for clients: some partners refuse it when "
		                             "the edge calls"
		                           : "");
	c->step = CHECK_SRV;
	next(c);
}

static void on_srv(void *arg, uint64_t id, const struct dns_reply *reply)
{
	struct check *c = ids_get(((struct edge *)arg)->checks, id);
	const char *wrong;
	struct buf found = { 0 };

	if (c == NULL)
		return;
	timer_clear(c->timer);
	/* A reload may have left fewer. */
	if (c->domain >= c->edge->settings->n_domain) {
		next(c);
		return;
	}
	wrong = check_srv(reply, c->edge->settings);
	c->n_hosts = c->at_host = c->n_addresses = c->at_address = 0;
	c->more = reply->n_srv > CHECK_TARGETS_MAX;
	for (size_t i = 0; i < reply->n_srv; i++) {
		buf_printf(&found, "%s%s:%u", i != 0 ? ", " : "", reply->srv[i].target,
		           reply->srv[i].port);
		if (c->n_hosts == CHECK_TARGETS_MAX)
			continue;
		memcpy(c->host[c->n_hosts], reply->srv[i].target, DNS_NAME_SIZE);
		c->host_port[c->n_hosts++] = reply->srv[i].port;
	}
	if (wrong == NULL) {
		tell(c, CHECK_OK, buf_cstr(&found));
		c->step = CHECK_ADDRESS;
		next(c);
	} else if (check_dns_failed(reply)) {
		dns_failed(c, domain_of(c)->ascii, reply->words);
	} else {
		tellf(c, CHECK_AMISS, "_xmpp-server._tcp.%s: %s%s%s", domain_of(c)->ascii,
		      wrong, buf_len(&found) != 0 ? ": " : "", buf_cstr(&found));
		next_domain(c);
	}
	buf_free(&found);
}

static void ask_srv(struct check *c)
{
	char name[DNS_NAME_SIZE + 20];

	snprintf(name, sizeof name, "_xmpp-server._tcp.%s", domain_of(c)->ascii);
	ask_dns(c, name, DNS_SRV, on_srv);
}

static const char *more_words(const struct check *c)
{
	return c->more ? "; there are more, which are not looked at" : "";
}

static void take_addresses(struct check *c, const struct dns_reply *r)
{
	for (size_t i = 0; i < r->n_address; i++) {
		if (c->n_addresses == CHECK_ADDRESSES_MAX) {
			c->more = true;
			return;
		}
		c->address[c->n_addresses] = r->address[i];
		address_set_port(&c->address[c->n_addresses++], c->host_port[c->at_host]);
	}
}

static void on_address(void *arg, uint64_t id, const struct dns_reply *reply)
{
	struct check *c = ids_get(((struct edge *)arg)->checks, id);
	const char *host;

	if (c == NULL)
		return;
	timer_clear(c->timer);
	host = c->host[c->at_host];
	if (c->four == NULL) {
		c->four = mem_alloc(sizeof *c->four);
		*c->four = *reply;
		ask_dns(c, host, DNS_AAAA, on_address);
		return;
	}
	if (check_host_is_there(c->four, reply)) {
		take_addresses(c, c->four);
		take_addresses(c, reply);
		c->at_host++;
		next(c);
	} else if (check_dns_failed(c->four) || check_dns_failed(reply)) {
		dns_failed(c, host, reply->words);
	} else {
		tellf(c, CHECK_AMISS, "%s has neither A nor AAAA", host);
		next_domain(c);
	}
	free(c->four);
	c->four = NULL;
}

static void ask_address(struct check *c)
{
	if (c->at_host < c->n_hosts) {
		ask_dns(c, c->host[c->at_host], DNS_A, on_address);
		return;
	}
	tellf(c, CHECK_OK, "hosts: %zu, addresses: %zu%s", c->n_hosts, c->n_addresses,
	      more_words(c));
	c->step = CHECK_PORT;
	next(c);
}

/* --- ports ------------------------------------------------------------------------------ */

static void unreachable(struct check *c, const char *words)
{
	char text[ADDRESS_MAX];

	conn_free(&c->conn);
	timer_clear(c->timer);
	tellf(c, check_port(false), "%s: %s", address_print(&c->address[c->at_address], text),
	      words);
	next_domain(c);
}

static void on_connected(void *arg)
{
	struct check *c = arg;

	conn_free(&c->conn);
	timer_clear(c->timer);
	c->at_address++;
	next(c);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	(void)cause;
	unreachable(arg, words != NULL ? words : "no connection");
}

static void end_probe(struct check *c)
{
	probe_cancel(c->edge, c->probe);
	c->probe = 0;
}

static void on_late(void *arg)
{
	struct check *c = arg;

	if (c->conn != NULL) {
		unreachable(c, "no answer in time");
	} else if (c->probe != 0) {
		end_probe(c);
		tellf(c, check_partner(true), "not done in %d seconds", CHECK_ROW_MS / 1000);
		next(c);
	} else {
		locate_cancel(c->edge->resolver, c->id);
		free(c->four);
		c->four = NULL;
		dns_failed(c, c->about, "nothing came in time");
	}
}

static void dial_port(struct check *c)
{
	static const struct conn_ops ops = { .connected = on_connected, .ended = on_ended };
	uint64_t late = loop_now(c->edge->loop) + c->edge->settings->dial_ms;

	if (c->at_address == c->n_addresses) {
		tellf(c, check_port(true), "%zu of %zu take connections%s", c->at_address,
		      c->n_addresses, more_words(c));
		next_domain(c);
		return;
	}
	c->conn = conn_dial(c->edge->conns, &c->address[c->at_address], &ops, c);
	timer_set(c->timer, late < c->until ? late : c->until);
	if (c->conn == NULL)
		unreachable(c, "no socket left");
}

/* --- partners ---------------------------------------------------------------------------- */

static void on_probe_row(void *arg, const struct probe_row *row)
{
	struct check *c = arg;

	buf_clear(&c->found);
	buf_clear(&c->advice);
	buf_puts(&c->advice, row->advice);
	c->broken = !row->ok;
	if (row->ok)
		buf_puts(&c->found, row->detail);
	else
		buf_printf(&c->found, "%s: %s: %s", probe_step_word(row->step), row->error,
		           row->detail);
}

static void on_probe_done(void *arg)
{
	struct check *c = arg;

	c->probe = 0;
	timer_clear(c->timer);
	tell_advice(c, check_partner(c->broken), buf_cstr(&c->found), buf_cstr(&c->advice));
	next(c);
}

static void probe_partner(struct check *c)
{
	static const struct probe_ops ops = { on_probe_row, on_probe_done };
	const struct edge_settings *s = c->edge->settings;
	const struct partner *p;
	struct probe_wanted w = { .whole = false };
	struct view domain;

	do {
		if (!partners_next(s->partners, &c->partner, &domain, &p)) {
			c->over = true;
			c->ops->done(c->arg);
			return;
		}
	} while (!view_is(domain, p->domain));
	set_about(c, domain);
	w.from.domain = s->domain[0].name;
	w.to.domain = domain;
	c->probe = probe_begin(c->edge, &w, &ops, c);
	if (c->probe != 0) {
		timer_set(c->timer, c->until);
		return;
	}
	tell_advice(c, CHECK_CONCERN, "not asked: too many probes are under way",
	            "Ask again when they are over.");
	next(c);
}

/* --- the walk ------------------------------------------------------------------------------- */

static void advance(void *arg)
{
	struct check *c = arg;

	/* Also when a reload has left fewer. */
	if (c->domain >= c->edge->settings->n_domain)
		c->step = CHECK_PARTNER;
	switch (c->step) {
	case CHECK_CERTIFICATE:
		look_at_certificate(c);
		break;
	case CHECK_SRV:
		ask_srv(c);
		break;
	case CHECK_ADDRESS:
		ask_address(c);
		break;
	case CHECK_PORT:
		dial_port(c);
		break;
	case CHECK_PARTNER:
		probe_partner(c);
		break;
	case CHECK_STEPS:
		break;
	}
}

struct check *check_new(struct edge *e, const struct check_ops *ops, void *arg)
{
	struct check *c;

	if (ids_count(e->checks) >= CHECKS_MAX)
		return NULL;
	c = mem_zalloc(sizeof *c);
	c->edge = e;
	c->ops = ops;
	c->arg = arg;
	c->id = ids_add(e->checks, c);
	c->timer = timer_new(e->loop, on_late, c);
	c->until = loop_now(e->loop) + CHECK_ROW_MS;
	next(c);
	return c;
}

void check_free(struct check **cp)
{
	struct check *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	ids_remove(c->edge->checks, c->id);
	loop_defer_cancel(c->edge->loop, advance, c);
	locate_cancel(c->edge->resolver, c->id);
	end_probe(c);
	conn_free(&c->conn);
	timer_free(&c->timer);
	buf_free(&c->found);
	buf_free(&c->advice);
	free(c->four);
	free(c->about);
	free(c);
}
