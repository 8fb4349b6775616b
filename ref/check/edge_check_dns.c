/* A domain of ours: from its SRV records to ports that take connections. */
#include "check/edge_check_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

#define ADDRESSES_TOLD 4 /* of those that are well */

/* --- SRV records --------------------------------------------------------------------- */

static void keep_targets(struct edge_check *c, const struct dns_reply *reply, bool direct)
{
	for (size_t i = 0; i < reply->n_srv; i++) {
		const struct dns_srv *srv = &reply->srv[i];
		struct check_target *t = &c->target[c->n_targets];

		buf_printf(&c->found, "%s%s:%u", i != 0 ? ", " : "",
		           srv->target[0] != '\0' ? srv->target : ".", srv->port);
		if (srv->target[0] == '\0')
			continue;
		if (c->n_targets == CHECK_TARGETS_MAX) {
			c->more = true;
			continue;
		}
		memcpy(t->host, srv->target, DNS_NAME_SIZE);
		t->port = srv->port;
		t->direct = direct;
		t->secure = reply->secure;
		c->n_targets++;
	}
}

static void srv_name(const struct edge_check *c, const char *service, char *out, size_t size)
{
	snprintf(out, size, "%s._tcp.%s", service, edge_check_domain(c)->ascii);
}

static void srv_amiss(struct edge_check *c, const char *service, const char *wrong)
{
	char name[DNS_NAME_SIZE + 20];

	srv_name(c, service, name, sizeof name);
	check_tell(&c->walk, CHECK_AMISS, "%s: %s%s%s", name, wrong,
	           buf_len(&c->found) != 0 ? ": " : "", buf_cstr(&c->found));
	edge_check_next_domain(c);
}

static void on_direct_srv(void *arg, uint64_t id, const struct dns_reply *reply)
{
	struct edge_check *c = edge_check_answered(arg, id);
	const struct edge_settings *s;
	const char *wrong;

	if (c == NULL)
		return;
	s = c->edge->settings;
	wrong = check_direct_srv(reply, s);
	if (wrong != NULL && check_dns_failed(reply)) {
		edge_check_dns_failed(c, reply->words);
		return;
	}
	if (wrong != NULL) {
		buf_clear(&c->found);
		keep_targets(c, reply, true);
		srv_amiss(c, "_xmpps-server", wrong);
		return;
	}
	if (reply->n_srv != 0) {
		buf_puts(&c->found, "; TLS from the first byte: ");
		keep_targets(c, reply, true);
	} else if (s->n_listen_tls != 0) {
		buf_puts(&c->found,
		         "; no _xmpps-server record, so nobody calls at listen-tls");
	}
	check_tell(&c->walk, CHECK_OK, "%s", buf_cstr(&c->found));
	c->walk.step = CHECK_ADDRESS;
	edge_check_next(c);
}

static void on_srv(void *arg, uint64_t id, const struct dns_reply *reply)
{
	struct edge_check *c = edge_check_answered(arg, id);
	char name[DNS_NAME_SIZE + 20];
	const char *wrong;

	if (c == NULL)
		return;
	wrong = check_srv(reply, c->edge->settings);
	c->n_targets = c->at_target = c->n_addresses = c->at_address = 0;
	c->more = false;
	buf_clear(&c->found);
	keep_targets(c, reply, false);
	if (wrong == NULL) {
		srv_name(c, "_xmpps-server", name, sizeof name);
		edge_check_ask(c, name, DNS_SRV, on_direct_srv);
	} else if (check_dns_failed(reply)) {
		edge_check_dns_failed(c, reply->words);
	} else {
		srv_amiss(c, "_xmpp-server", wrong);
	}
}

void edge_check_srv(struct edge_check *c)
{
	char name[DNS_NAME_SIZE + 20];

	srv_name(c, "_xmpp-server", name, sizeof name);
	edge_check_ask(c, name, DNS_SRV, on_srv);
}

/* --- addresses ------------------------------------------------------------------------ */

static void take_addresses(struct edge_check *c, const struct dns_reply *r)
{
	struct check_target *t = &c->target[c->at_target];

	if (r->n_address != 0 && !r->secure)
		t->secure = false;
	for (size_t i = 0; i < r->n_address; i++) {
		struct check_address *a = &c->address[c->n_addresses];

		if (c->n_addresses == CHECK_ADDRESSES_MAX) {
			c->more = true;
			return;
		}
		a->at = r->address[i];
		address_set_port(&a->at, t->port);
		a->target = c->at_target;
		c->n_addresses++;
	}
}

/* What is to be said of a target that has an address, in c->found. */
static void note_host(struct edge_check *c, const char *host, const struct dns_reply *six)
{
	const struct dns_reply *four = c->four;

	c->worst = check_worse(c->worst, check_host(four, six));
	if (four->alias || six->alias)
		buf_printf(&c->found, "; %s is an alias (CNAME), which no SRV record may name", host);
	if (check_dns_failed(four) || check_dns_failed(six))
		buf_printf(&c->found, "; %s of %s: DNS gives no answer that can be used, and who "
		                      "asks for it waits", check_dns_failed(six) ? "AAAA" : "A", host);
}

static void on_address(void *arg, uint64_t id, const struct dns_reply *reply)
{
	struct edge_check *c = edge_check_answered(arg, id);
	const char *host;

	if (c == NULL)
		return;
	host = c->target[c->at_target].host;
	if (c->four == NULL) {
		c->four = mem_alloc(sizeof *c->four);
		*c->four = *reply;
		edge_check_ask(c, host, DNS_AAAA, on_address);
		return;
	}
	if (check_host_is_there(c->four, reply)) {
		take_addresses(c, c->four);
		take_addresses(c, reply);
		note_host(c, host, reply);
		c->at_target++;
		edge_check_next(c);
	} else if (check_dns_failed(c->four) || check_dns_failed(reply)) {
		if (!check_dns_failed(reply)) {
			buf_clear(&c->asked);
			buf_printf(&c->asked, "A %s", host);
		}
		edge_check_dns_failed(c, check_dns_failed(reply) ? reply->words : "");
	} else {
		check_tell(&c->walk, CHECK_AMISS, "%s has neither A nor AAAA", host);
		edge_check_next_domain(c);
	}
	free(c->four);
	c->four = NULL;
}

void edge_check_address(struct edge_check *c)
{
	char text[ADDRESS_MAX];
	struct buf at = { 0 };

	if (c->at_target < c->n_targets) {
		if (c->at_target == 0) {
			c->worst = CHECK_OK;
			buf_clear(&c->found);
		}
		edge_check_ask(c, c->target[c->at_target].host, DNS_A, on_address);
		return;
	}
	for (size_t i = 0; i < c->n_addresses && i < ADDRESSES_TOLD; i++)
		buf_printf(&at, "%s%s", i != 0 ? ", " : "",
		           address_print(&c->address[i].at, text));
	if (c->n_addresses > ADDRESSES_TOLD)
		buf_printf(&at, " and %zu more", c->n_addresses - ADDRESSES_TOLD);
	check_tell(&c->walk, c->worst, "%s%s%s", buf_cstr(&at), buf_cstr(&c->found),
	           edge_check_more(c));
	buf_free(&at);
	c->walk.step = CHECK_PORT;
	edge_check_next(c);
}

/* --- ports ------------------------------------------------------------------------------ */

static void unreachable(struct edge_check *c, const char *words)
{
	char text[ADDRESS_MAX];

	/* Before the connection goes: the words may be its own. */
	check_tell(&c->walk, check_port(false), "%s: %s",
	           address_print(&c->address[c->at_address].at, text), words);
	conn_free(&c->conn);
	edge_check_next_domain(c);
}

static void on_connected(void *arg)
{
	struct edge_check *c = arg;

	conn_free(&c->conn);
	check_came(&c->walk);
	c->at_address++;
	edge_check_next(c);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	(void)cause;
	unreachable(arg, words != NULL ? words : "no connection");
}

void edge_check_port_late(struct edge_check *c)
{
	unreachable(c, "no answer in time");
}

void edge_check_port(struct edge_check *c)
{
	static const struct conn_ops ops = { .connected = on_connected, .ended = on_ended };

	if (c->at_address == c->n_addresses) {
		check_tell(&c->walk, check_port(true), "%s%s",
		           c->n_addresses == 1 ? "the address takes connections"
		                               : "each takes connections",
		           edge_check_more(c));
		c->walk.step = c->certificate_amiss ? CHECK_GATEWAY : CHECK_STREAM;
		c->at_address = 0;
		edge_check_next(c);
		return;
	}
	c->conn = conn_dial(c->edge->conns, &c->address[c->at_address].at, &ops, c);
	check_wait(&c->walk, c->edge->settings->dial_ms);
	if (c->conn == NULL)
		unreachable(c, "no socket left");
}
