#include "check/edge_check_private.h"

#include <stdlib.h>

#include "lib/mem.h"

static void advance(void *arg);

void edge_check_next(struct edge_check *c)
{
	loop_defer(c->edge->loop, advance, c);
}

const struct own_domain *edge_check_domain(const struct edge_check *c)
{
	return c->domain < c->n_own ? own_domain(c->edge->settings, c->own[c->domain]) : NULL;
}

/* A resolver that a reload has replaced forgets what it was asked: then the row is late. */
void edge_check_ask(struct edge_check *c, const char *name, enum dns_type type, dns_ask_fn *fn)
{
	buf_clear(&c->asked);
	buf_printf(&c->asked, "%s %s", dns_type_word(type), name);
	dns_ask(c->edge->resolver, name, (int)type, c->id, fn, c->edge);
	check_wait(&c->walk, CHECK_ROW_MS);
}

struct edge_check *edge_check_answered(struct edge *e, uint64_t id)
{
	struct edge_check *c = ids_get(e->checks, id);

	if (c == NULL)
		return NULL;
	check_came(&c->walk);
	if (c->walk.step < CHECK_PARTNER && edge_check_domain(c) == NULL) {
		edge_check_next(c); /* advance() leaves it */
		return NULL;
	}
	return c;
}

void edge_check_next_domain(struct edge_check *c)
{
	c->domain++;
	c->walk.step = CHECK_CERTIFICATE;
	edge_check_next(c);
}

void edge_check_dns_failed(struct edge_check *c, const char *why)
{
	bool words = why != NULL && why[0] != '\0';

	check_tell_advice(&c->walk, CHECK_AMISS, probe_advice(CAUSE_DNS_FAILED, PROBE_DNS),
	                  "%s: DNS gives no answer that can be used%s%s", buf_cstr(&c->asked),
	                  words ? ": " : "", words ? why : "");
	edge_check_next_domain(c);
}

const char *edge_check_more(const struct edge_check *c)
{
	return c->more ? "; there are more, which are not looked at" : "";
}

static void look_at_certificate(struct edge_check *c)
{
	const struct own_domain *d = edge_check_domain(c);
	struct buf words = { 0 };
	struct check_own own;
	enum check_result r;

	check_own_look(&own, d->tls);
	r = check_certificate(own.server, own.client, own.days);
	r = check_worse(r, check_issuers(buf_len(&own.lacks) != 0, true));
	r = check_worse(r, check_key(own.open_key));
	check_own_words(&own, ": some partners refuse it when the edge calls", &words);
	check_about(&c->walk, d->name);
	check_tell_advice(&c->walk, r, check_own_advice(&own, check_step_advice(CHECK_CERTIFICATE)),
	                  "%s", buf_cstr(&words));
	check_own_end(&own);
	buf_free(&words);
	c->certificate_amiss = r == CHECK_AMISS;
	c->walk.step = CHECK_SRV;
	edge_check_next(c);
}

static void look_at_gateway(struct edge_check *c)
{
	enum cause refusal = link_refuses(c->edge->link, edge_check_domain(c)->name);

	check_tell(&c->walk, check_gateway(refusal), "%s",
	           refusal == CAUSE_NONE ? "a link takes its stanzas" : cause_words(refusal));
	edge_check_next_domain(c);
}

static void on_late(void *arg)
{
	struct edge_check *c = arg;

	switch (c->walk.step) {
	case CHECK_PORT:
		edge_check_port_late(c);
		return;
	case CHECK_STREAM:
		edge_check_stream_late(c);
		return;
	case CHECK_TLSA:
		edge_check_tlsa_late(c);
		return;
	case CHECK_PARTNER:
	case CHECK_DIRECT:
		edge_check_partner_late(c);
		return;
	default:
		locate_cancel(c->edge->resolver, c->id);
		free(c->four);
		c->four = NULL;
		edge_check_dns_failed(c, "nothing came in time");
	}
}

static void advance(void *arg)
{
	struct edge_check *c = arg;

	if (c->walk.step < CHECK_PARTNER && edge_check_domain(c) == NULL) {
		free(c->four);
		c->four = NULL;
		free(c->records);
		c->records = NULL;
		if (c->domain < c->n_own) {
			edge_check_next_domain(c);
			return;
		}
		c->walk.step = CHECK_PARTNER;
	}
	switch (c->walk.step) {
	case CHECK_CERTIFICATE:
		look_at_certificate(c);
		break;
	case CHECK_SRV:
		edge_check_srv(c);
		break;
	case CHECK_ADDRESS:
		edge_check_address(c);
		break;
	case CHECK_PORT:
		edge_check_port(c);
		break;
	case CHECK_STREAM:
		edge_check_stream(c);
		break;
	case CHECK_TLSA:
		edge_check_tlsa(c);
		break;
	case CHECK_GATEWAY:
		look_at_gateway(c);
		break;
	case CHECK_PARTNER:
		edge_check_partner(c);
		break;
	case CHECK_DIRECT:
		edge_check_direct(c);
		break;
	case CHECK_TLS:
	case CHECK_LISTEN:
	case CHECK_EDGE:
	case CHECK_NEXT_HOP:
	case CHECK_FRONT_END:
	case CHECK_ACCESS:
	case CHECK_STORE:
	case CHECK_STEPS:
		break; /* of the gateway */
	}
}

/* No more of partners than are asked, and one, which says that there are more. */
static void keep_who_there_is(struct edge_check *c)
{
	const struct edge_settings *s = c->edge->settings;
	const struct partner *p;
	struct view domain;
	size_t pos = 0;

	c->memory = region_new();
	c->own = region_alloc(c->memory, s->n_domain * sizeof *c->own);
	for (; c->n_own < s->n_domain; c->n_own++)
		c->own[c->n_own] = region_copy(c->memory, s->domain[c->n_own].name);
	c->theirs = region_alloc(c->memory, (CHECK_PARTNERS_MAX + 1) * sizeof *c->theirs);
	while (c->n_theirs <= CHECK_PARTNERS_MAX &&
	       partners_next(s->partners, &pos, &domain, &p))
		c->theirs[c->n_theirs++] = region_copy(c->memory, domain);
}

struct edge_check *edge_check_new(struct edge *e, const struct check_ops *ops, void *arg)
{
	struct edge_check *c;

	if (ids_count(e->checks) >= CHECKS_MAX)
		return NULL;
	c = mem_zalloc(sizeof *c);
	c->edge = e;
	c->id = ids_add(e->checks, c);
	check_begin(&c->walk, e->loop, ops, arg, on_late, c);
	c->walk.step = CHECK_CERTIFICATE;
	keep_who_there_is(c);
	edge_check_next(c);
	return c;
}

void edge_check_free(struct edge_check **cp)
{
	struct edge_check *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	ids_remove(c->edge->checks, c->id);
	loop_defer_cancel(c->edge->loop, advance, c);
	locate_cancel(c->edge->resolver, c->id);
	edge_check_partner_end(c);
	conn_free(&c->conn);
	check_end(&c->walk);
	buf_free(&c->found);
	buf_free(&c->advice);
	buf_free(&c->asked);
	free(c->records);
	free(c->four);
	region_free(&c->memory);
	free(c);
}
